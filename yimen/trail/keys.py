"""The key that signs the daily seals: from the environment, else made once and kept beside the data."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from .proof.hashes import fingerprint

#: Its name in YIMEN_DATA.
FILE = "trail.key"


@dataclass(frozen=True)
class TrailKey:
    """A signing key, its public half (32 bytes) and what it is known by."""

    private: Ed25519PrivateKey
    public: bytes
    name: str

    def sign(self, data: bytes) -> str:
        """The Ed25519 signature, in hexadecimal."""
        return self.private.sign(data).hex()


def place() -> Path:
    """Where the key lies when the environment does not give it."""
    return Path(settings.DATA_DIR) / FILE


def trail_key() -> TrailKey:
    """The key of this installation; made when there is none yet. Raises ValueError when it cannot be read."""
    text = settings.TRAIL_KEY or _kept()
    private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(text))
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return TrailKey(private, public, fingerprint(public))


def _kept() -> str:
    path = place()
    if not path.exists():
        _make(path)
    return path.read_text().strip()


def _make(path: Path) -> None:
    """Write a new key, whole or not at all; of two processes at once the first one's key stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)  # only the owner may read it (0600)
    try:
        with os.fdopen(handle, "w") as target:
            target.write(Ed25519PrivateKey.generate().private_bytes_raw().hex())
            target.flush()
            os.fsync(target.fileno())
        if not path.exists():
            _link(Path(temporary), path)
    finally:
        Path(temporary).unlink(missing_ok=True)


def _link(made: Path, path: Path) -> None:
    try:
        path.hardlink_to(made)
    except FileExistsError:
        return  # another process was first: its key is the key
