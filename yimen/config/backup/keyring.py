"""The keys beside the data: named in every backup, inside only when asked, and then under a passphrase."""

from __future__ import annotations

import base64
import json
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.conf import settings

from .store import BadBackup

#: Least length of the passphrase.
LEAST = 12
_COST = 2**15
_ABOUT = b"yimen-keys-1"


def names() -> list[str]:
    """The key files in YIMEN_DATA, by their paths below it."""
    home = Path(settings.DATA_DIR)
    found = [
        *home.glob("*.key"),
        *home.glob("*.key.next"),
        *home.glob("seal/**/*"),
        *home.glob("cashier.json"),
    ]
    return sorted(str(one.relative_to(home)) for one in found if one.is_file() and one.name[0] != ".")


def lock(passphrase: str) -> bytes:
    """All key files under the passphrase (scrypt, AES-256-GCM)."""
    home = Path(settings.DATA_DIR)
    told = {name: base64.b64encode((home / name).read_bytes()).decode() for name in names()}
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    sealed = AESGCM(_stretched(passphrase, salt)).encrypt(nonce, json.dumps(told).encode(), _ABOUT)
    return salt + nonce + sealed


def unlock(data: bytes, passphrase: str) -> dict[str, bytes]:
    """The key files of a backup by name. Raises BadBackup for a wrong passphrase or a changed file."""
    try:
        plain = AESGCM(_stretched(passphrase, data[:16])).decrypt(data[16:28], data[28:], _ABOUT)
    except (InvalidTag, ValueError) as error:
        raise BadBackup("密钥打不开：口令不对，或者文件坏了") from error
    told: dict[str, str] = json.loads(plain)
    return {name: base64.b64decode(text) for name, text in told.items()}


def put_back(keys: dict[str, bytes]) -> None:
    """Write the keys to their places, for their owner only; another key that is there is kept beside."""
    home = Path(settings.DATA_DIR)
    for name, content in keys.items():
        path = home / name
        if ".." in path.parts or not path.is_relative_to(home):
            raise BadBackup(f"{name}: 路径不对")
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if path.exists() and path.read_bytes() != content:
            path.replace(path.with_name(f".{path.name}.before-restore"))
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as target:
            target.write(content)
            target.flush()
            os.fsync(target.fileno())


def _stretched(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=_COST, r=8, p=1).derive(passphrase.encode())
