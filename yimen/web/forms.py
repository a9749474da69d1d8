"""What every form of the pages shares: a token against sending twice, and errors in the order of fields."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from yimen.rules.errors import RuleBroken
from yimen.web.words import said

_ONCE = re.compile(r"[A-Za-z0-9_\-]{16,64}", re.ASCII)
#: The status of a page that shows a form again with what is wrong in it.
INVALID = 422


def once_token() -> str:
    """A fresh token for the hidden field `once`: the same form sent twice is carried out once."""
    return secrets.token_urlsafe(24)


def read_once(request: HttpRequest) -> str:
    """The token that came with a form; a fresh one where it is missing or not one of ours."""
    given = request.POST.get("once", "")
    return given if _ONCE.fullmatch(given) else once_token()


def read_rev(request: HttpRequest) -> int | None:
    """The revision that the page was drawn with, or None where the form carries none."""
    given = request.POST.get("rev", "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 9 else None


def safe_next(request: HttpRequest, fallback: str = "/") -> str:
    """Where to go next, from `next` of the form or the address: only within this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    allowed = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if allowed else fallback


def clean(request: HttpRequest, name: str) -> str:
    """One value of a form as typed, without NUL, which no database column takes."""
    return request.POST.get(name, "").replace("\x00", "")


class ByField(dict[str, str]):
    """Values of a form by field; "" where there is none. A template asks a dict for a key first and for a
    method then: without this, a field called `items` would show what `dict.items` returns."""

    def __missing__(self, key: str) -> str:
        return ""


class FormErrors:
    """What is wrong with a form, one sentence a field, in the order in which it was found.

    `shown()` goes into the context: `errors` draws the summary, `err.<field>` stands at its field.
    """

    def __init__(self) -> None:
        self._found: dict[str, str] = {}

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, field: str, words: str) -> None:
        """Note a sentence; the first one of a field stays."""
        self._found.setdefault(field, words)

    def refuse(self, field: str, error: RuleBroken) -> None:
        """Note what a rule said, in the reader's language."""
        self.add(field, said(error))

    def read(self, field: str, reader: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """The value that a reader of the rules makes, or None with its refusal noted at the field."""
        try:
            return reader(*args, **kwargs)
        except RuleBroken as error:
            self.refuse(field, error)
            return None

    @property
    def summary(self) -> list[tuple[str, str]]:
        """Pairs (id of the input, words) for the summary above the form."""
        return [(f"f-{field}", words) for field, words in self._found.items()]

    def shown(self) -> Mapping[str, Any]:
        """The context: `errors`, `err`."""
        return {"errors": self.summary, "err": ByField(self._found)}

    @property
    def status(self) -> int:
        """422 where something is wrong, else 200."""
        return INVALID if self._found else 200
