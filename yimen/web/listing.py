"""What every list of the staff pages shares: filters as typed, addresses that keep them, keyset pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest

Row = TypeVar("Row")

#: Longest word of a filter; what is longer finds nothing anyhow.
MOST_TYPED = 120
#: Largest row id a page address may name: what the databases can hold.
MOST_ID = 2**63 - 1


def asked(request: HttpRequest, *names: str) -> dict[str, str]:
    """The filters of a list as typed in the address, trimmed, without NUL and not longer than they may be."""
    return {name: request.GET.get(name, "").replace("\x00", "").strip()[:MOST_TYPED] for name in names}


def address(path: str, filters: Mapping[str, Any], **more: Any) -> str:
    """An address with the filters that are set; `more` replaces or adds some."""
    query = urlencode({key: value for key, value in {**filters, **more}.items() if value not in ("", None)})
    return f"{path}?{query}" if query else path


def chips(
    path: str, filters: Mapping[str, Any], name: str, choices: Iterable[tuple[str, str]]
) -> list[dict[str, Any]]:
    """Filters as links for c-chips: choosing one keeps the others and starts at the first page."""
    return [
        {
            "url": address(path, filters, **{name: code}),
            "text": words,
            "on": str(filters.get(name, "")) == code,
        }
        for code, words in choices
    ]


def row_id(request: HttpRequest, name: str = "before") -> int | None:
    """The row id after which the page goes on, or None for the first page and for what is no id."""
    return read_id(request.GET.get(name, "") or request.POST.get(name, ""))


def read_id(given: str) -> int | None:
    """A row id as it came in an address or a form, or None for what is none."""
    if not (given.isascii() and given.isdecimal() and len(given) <= 19):
        return None
    return min(int(given), MOST_ID)


def cut(rows: Sequence[Row], limit: int) -> tuple[list[Row], Row | None]:
    """The rows of one page out of up to limit + 1, and the last of them when more follow."""
    shown = list(rows[:limit])
    return shown, shown[-1] if len(rows) > limit and shown else None


def day_typed(raw: str) -> date | None:
    """A day as a date field posts it (ISO), or None when it is none."""
    try:
        return date.fromisoformat(raw.strip()) if len(raw.strip()) == 10 else None
    except ValueError:
        return None
