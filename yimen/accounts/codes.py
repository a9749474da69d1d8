"""Codes of the second step: RFC 6238 by django-otp, recovery codes by Django's scrypt."""

from __future__ import annotations

import base64
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

from django.contrib.auth.hashers import ScryptPasswordHasher
from django_otp.oath import TOTP

from yimen.rules import second_step

#: One pass of scrypt over 50 random bits; a password that somebody chose would need more.
_PASSES = 1


def make_secret() -> str:
    """A fresh secret in base32, as apps take it."""
    return base64.b32encode(secrets.token_bytes(second_step.SECRET_BYTES)).decode()


def _counter(secret: str, at: datetime) -> TOTP:
    made = TOTP(base64.b32decode(secret), second_step.STEP_SECONDS, digits=second_step.DIGITS)
    made.time = at.timestamp()
    return made


def step_of(secret: str, digits: str, at: datetime, after: int) -> int | None:
    """The step of 30 seconds to which these digits belong, if it is later than `after`; else None."""
    found = _counter(secret, at)
    fits = found.verify(int(digits), tolerance=second_step.TOLERANCE, min_t=after + 1)
    return int(found.t()) if fits else None


def digits_at(secret: str, at: datetime, after: int = -1) -> str:
    """The digits that would be taken now: of the present step, or of the next one after that was used.

    "" where neither would be.
    """
    found = _counter(secret, at)
    if found.t() <= after:
        found.drift = 1
    return f"{found.token():0{second_step.DIGITS}d}" if found.t() > after else ""


def address(secret: str, issuer: str, label: str) -> str:
    """What the QR code says to the app (otpauth://, Key URI Format)."""
    facts = {"secret": secret, "issuer": issuer, "digits": second_step.DIGITS,
             "period": second_step.STEP_SECONDS}  # fmt: skip
    return f"otpauth://totp/{quote(f'{issuer}:{label}', safe='')}?{urlencode(facts, quote_via=quote)}"


def make_recovery_codes() -> tuple[str, ...]:
    """Fresh recovery codes without their hyphen, all different."""
    made: set[str] = set()
    while len(made) < second_step.RECOVERY_CODES:
        made.add("".join(secrets.choice(second_step.READABLE) for _ in range(second_step.RECOVERY_LENGTH)))
    return tuple(sorted(made))


def make_salt() -> str:
    """One salt for the codes of one account, so that one hash finds out which of the ten it is."""
    return ScryptPasswordHasher().salt()


def slow_hash(code: str, salt: str) -> str:
    """What is kept of a recovery code."""
    return str(ScryptPasswordHasher().encode(code, salt, p=_PASSES))


def salt_of(kept: str) -> str:
    """The salt of a kept recovery code."""
    return str(ScryptPasswordHasher().decode(kept)["salt"])
