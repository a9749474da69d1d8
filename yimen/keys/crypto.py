"""The primitives: SM4-GCM (GB/T 32907, RFC 8998) and HMAC-SM3 (GB/T 32905), by the library `cryptography`."""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import GCM
from cryptography.hazmat.primitives.hashes import SM3
from cryptography.hazmat.primitives.hmac import HMAC

KEY_BYTES = 16
NONCE_BYTES = 12
TAG_BYTES = 16


class NotOurs(ValueError):
    """A sealed text does not open: another key, another place, or changed. Never says what is in it."""


def new_key() -> bytes:
    """A fresh random key of 128 bits."""
    return secrets.token_bytes(KEY_BYTES)


def encrypt(key: bytes, plain: bytes, place: bytes) -> bytes:
    """Nonce (random, 96 bits), ciphertext and tag; bound to `place`."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    work = Cipher(SM4(key), GCM(nonce)).encryptor()
    work.authenticate_additional_data(place)
    return nonce + work.update(plain) + work.finalize() + work.tag


def decrypt(key: bytes, sealed: bytes, place: bytes) -> bytes:
    """What `encrypt` was given. Raises NotOurs."""
    if len(sealed) < NONCE_BYTES + TAG_BYTES:
        raise NotOurs("too short to be sealed")
    nonce, tag = sealed[:NONCE_BYTES], sealed[-TAG_BYTES:]
    work = Cipher(SM4(key), GCM(nonce, tag)).decryptor()
    work.authenticate_additional_data(place)
    try:
        return work.update(sealed[NONCE_BYTES:-TAG_BYTES]) + work.finalize()
    except InvalidTag:
        raise NotOurs("does not open with this key in this place") from None


def hmac_sm3(key: bytes, text: bytes) -> bytes:
    """HMAC with SM3, 32 bytes."""
    made = HMAC(key, SM3())
    made.update(text)
    return made.finalize()
