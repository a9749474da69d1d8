"""Office and OFD files are zip packages: what may lie in one, and what its parts may say.

Sources: ECMA-376 part 2 (packages, relationships), GB/T 33190 (OFD). Limits are ours: a document that a
person wrote stays far below them, a bomb does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .errors import Said
from .files import (
    BadPath,
    HasActiveContent,
    HasAttachments,
    HasMacros,
    IsLocked,
    LinksOut,
    Media,
    TooMuchInside,
    danger,
)

#: Members of one package.
MOST_MEMBERS = 3000
#: Unpacked, a package may be so many times the largest upload.
MOST_TIMES = 10
#: One member may unpack to so many times its packed size once it is larger than FLOOR bytes.
MOST_RATIO, FLOOR = 150, 8 * 1024 * 1024

_PICTURES = frozenset({"png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff"})
_OFFICE = _PICTURES | {"xml", "rels", "emf", "wmf", "wdp", "vml", "odttf", "fntdata"}
#: The kinds of members that each package may have; whatever else is in it was packed in.
KINDS: Mapping[Media, frozenset[str]] = {
    Media.DOCX: _OFFICE,
    Media.XLSX: _OFFICE,
    Media.OFD: _PICTURES | {"xml", "jb2", "jbig2", "ttf", "ttc", "otf", "cff", "dat", "esl", "sig"},
}
_PRINTER = re.compile(r"(?:^|/)printersettings\d*\.bin$")
_MACROS = re.compile(r"(?:^|/)(?:vba[^/]*|macrosheets/.*|dialogsheets/.*)$")
_EMBEDDED = re.compile(r"(?:^|/)(?:embeddings|activex|ctrlprops)/")


@dataclass(frozen=True)
class Member:
    """One entry of a package: sizes in bytes as its directory tells them."""

    name: str
    size: int
    packed: int
    encrypted: bool = False
    is_link: bool = False


def check_members(members: Iterable[Member], media: Media, most_mb: int) -> None:
    """Judge a package by its directory, before anything is unpacked. `most_mb`: the largest upload.

    Raises TooMuchInside, BadPath, IsLocked, HasMacros, HasAttachments.
    """
    listed = list(members)
    if len(listed) > MOST_MEMBERS:
        raise TooMuchInside(what=Said("{n} 个部分", {"n": len(listed)}))
    names = [one.name.lower() for one in listed]
    if len(set(names)) != len(names) or any(map(_strays, names)) or any(one.is_link for one in listed):
        raise BadPath()
    if any(one.encrypted for one in listed):
        raise IsLocked()
    for one in listed:
        check_ratio(one.size, one.packed)
    check_total(sum(one.size for one in listed), most_mb)
    for name in names:
        _check_kind(name, media)


def check_total(size: int, most_mb: int) -> None:
    """Raise TooMuchInside when so many bytes unpacked are too many."""
    if size > most_mb * MOST_TIMES * 1024 * 1024:
        raise TooMuchInside(what=Said("超过 {n} MB", {"n": most_mb * MOST_TIMES}))


def check_ratio(size: int, packed: int) -> None:
    """Raise TooMuchInside when a member of `packed` bytes unpacks to absurdly many."""
    if size > FLOOR and size > packed * MOST_RATIO:
        raise TooMuchInside(what=Said("大了 {n} 倍", {"n": size // max(packed, 1)}))


def _strays(name: str) -> bool:
    """Whether a member would land outside the folder it is unpacked into."""
    parts = name.rstrip("/").split("/")
    bad = {"", ".", ".."} & set(parts)
    return bool(bad) or "\\" in name or ":" in name or any(ord(c) < 32 for c in name)


def _check_kind(name: str, media: Media) -> None:
    if name.endswith("/"):
        return
    if _MACROS.search(name):
        raise HasMacros()
    ending = name.rpartition(".")[2]
    if _EMBEDDED.search(name) or not (ending in KINDS[media] or _PRINTER.search(name)):
        raise HasAttachments(what=name.rpartition("/")[2][:60])


def check_head(name: str, head: bytes) -> None:
    """Raise HasAttachments when a member of a harmless kind starts as a program or archive."""
    if danger(head) is not None:
        raise HasAttachments(what=name.rpartition("/")[2][:60])


# --- what the parts say -----------------------------------------------------------------------------------
_SAFE_TARGET = re.compile(r"(?:https?://|mailto:|tel:|#)", re.IGNORECASE)
_PACKED_IN = ("/oleobject", "/package", "/control", "/activexcontrolbinary", "/afchunk", "/externallink")
_MACRO_TYPE = re.compile(r"macroenabled|vbaproject", re.IGNORECASE)
_DDE = re.compile(r"\bDDE(?:AUTO)?\b", re.IGNORECASE)
#: Actions of an OFD that play or open something (GB/T 33190 chapter 14); going to a page is no danger.
_OFD_ACTIONS = frozenset({"GotoA", "Movie", "Sound"})


def check_element(tag: str, attributes: Mapping[str, str]) -> None:
    """Judge one XML element of a package by its local name and attributes (names without prefix).

    Raises LinksOut, HasAttachments, HasMacros, HasActiveContent.
    """
    if tag == "Relationship":
        _check_relationship(attributes)
    elif tag in {"Override", "Default"} and _MACRO_TYPE.search(attributes.get("ContentType", "")):
        raise HasMacros()
    elif tag == "altChunk":
        raise HasAttachments(what="altChunk")
    elif tag in {"ddeLink", "ddeItem"}:
        raise HasActiveContent(what="DDE")
    elif tag == "fldSimple":
        check_field(attributes.get("instr", ""))
    elif tag in _OFD_ACTIONS:
        raise HasActiveContent(what=tag)
    elif tag == "URI" and not _SAFE_TARGET.match(attributes.get("URI", "").strip() or "#"):
        raise LinksOut(what=attributes["URI"].strip()[:60])


def _check_relationship(attributes: Mapping[str, str]) -> None:
    kind, target = attributes.get("Type", "").lower(), attributes.get("Target", "").strip()
    if kind.endswith("/vbaproject"):
        raise HasMacros()
    if kind.endswith(_PACKED_IN):
        raise HasAttachments(what=target[:60])
    if attributes.get("TargetMode", "").strip().lower() != "external":
        return
    if not kind.endswith("/hyperlink") or not _SAFE_TARGET.match(target):
        raise LinksOut(what=target[:60])


def check_field(instruction: str) -> None:
    """Raise HasActiveContent where a field of a text fetches data from a program (DDE)."""
    if _DDE.search(instruction):
        raise HasActiveContent(what="DDE")
