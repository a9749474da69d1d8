"""Sealing one value for one column, and the keyed digest by which it is found.

Stored form: `v1:<key>:<base64 of nonce, ciphertext, tag>`; of a column that is searched, the digest and its
key stand before it: `<32 hex>:<index key>:v1:<key>:…`. Column and table are authenticated with the value, so
a value moved to another column does not open. The digest is HMAC-SM3 over the column and the value without
blanks, hyphens and case, cut to 128 bits (RFC 2104, 5): equal values of two columns have different digests.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass

from yimen.rules.codes import squeezed

from . import ring
from .crypto import NotOurs, decrypt, encrypt, hmac_sm3

DIGEST_CHARS = 32
_STORED = re.compile(r"(?:([0-9a-f]{32}):(\d+):)?v1:(\d+):([A-Za-z0-9+/=]+)", re.ASCII)


@dataclass(frozen=True)
class Place:
    """Where a value lies: table.column, and whether it is found by its digest."""

    name: str
    indexed: bool


class Sealed:
    """A stored value that nobody has read yet: opened when it is read, and never shown by accident."""

    __slots__ = ("_text", "place", "raw")

    def __init__(self, raw: str, place: Place) -> None:
        self.raw, self.place = raw, place
        self._text: str | None = None

    def open(self) -> str:
        """The value. Raises NotOurs."""
        if self._text is None:
            self._text = unseal(self.raw, self.place)
        return self._text

    @property
    def current(self) -> bool:
        """Whether it lies under the keys that seal now."""
        held = ring.ring()
        found = _parts(self.raw)
        indexed = int(found[2]) == held.indexing if found[2] else not self.place.indexed
        return int(found[3]) == held.sealing and indexed

    def __str__(self) -> str:
        return "[sealed]"

    __repr__ = __str__


def seal(text: str, place: Place) -> str:
    """The stored form of a value; an empty one stays empty."""
    if not text:
        return ""
    held = ring.ring()
    made = encrypt(held.data[held.sealing], text.encode(), place.name.encode())
    body = f"v1:{held.sealing}:{base64.b64encode(made).decode()}"
    if not place.indexed:
        return body
    return f"{digest(text, place, held.indexing)}:{held.indexing}:{body}"


def unseal(raw: str, place: Place) -> str:
    """The value of a stored form. Raises NotOurs: changed, moved, or under a key that is not here."""
    found = _parts(raw)
    return decrypt(ring.data_key(int(found[3])), base64.b64decode(found[4]), place.name.encode()).decode()


def is_sealed(raw: str) -> bool:
    """Whether this is a stored form."""
    return _STORED.fullmatch(raw) is not None


def _parts(raw: str) -> re.Match[str]:
    found = _STORED.fullmatch(raw)
    if found is None:
        raise NotOurs("not a sealed value")
    return found


def digest(text: str, place: Place, key: int) -> str:
    """What exact search compares, under one index key."""
    plain = squeezed(text)
    return hmac_sm3(ring.ring().index[key], f"{place.name}\0{plain}".encode()).hex()[:DIGEST_CHARS]


def digests(text: str, place: Place) -> list[str]:
    """The digests to look for: two while the index key is being changed, else one."""
    return [digest(text, place, key) for key in ring.ring().searched]


def pattern(place: Place) -> str:
    """What a value under the keys that seal now looks like, for LIKE."""
    held = ring.ring()
    body = f"v1:{held.sealing}:%"
    return f"{'_' * DIGEST_CHARS}:{held.indexing}:{body}" if place.indexed else body
