"""The number of the request in hand, for whatever is written while it is answered."""

from __future__ import annotations

import secrets
from contextvars import ContextVar

_number: ContextVar[str] = ContextVar("request_number", default="")
#: Letters only: no digit of a request's number may be taken for one of a person's and masked.
_LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")


def begin() -> str:
    """A new number (16 letters, 64 bits) for the request that begins now."""
    made = secrets.token_hex(8).translate(_LETTERS)
    _number.set(made)
    return made


def number() -> str:
    """The number of the request in hand, "" outside of one."""
    return _number.get()


def end(given: str) -> None:
    """The request with this number is over; another one that began meanwhile stays."""
    if _number.get() == given:
        _number.set("")
