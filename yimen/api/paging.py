"""Keyset pages: a signed cursor that says where the next page starts, bound to the list it came from."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core import signing
from django.http import HttpRequest
from ninja import Field

from .refusals import BadCursor
from .typed import Strict

_SALT = "yimen.api.cursor"
MOST = 100
USUAL = 20


class Paged(Strict):
    """The parameters of every list."""

    cursor: str | None = Field(None, max_length=1000, description="上一页答复里 next 的 cursor")
    limit: int = Field(USUAL, ge=1, le=MOST, description="每页几条，最多 100")


def start_of(paged: Paged, what: str) -> Any:
    """Where the page starts, None for the first. `what`: the list with its filters. Raises BadCursor."""
    if not paged.cursor:
        return None
    try:
        found = signing.loads(paged.cursor, salt=_SALT)
    except signing.BadSignature as error:
        raise BadCursor() from error
    if found[0] != what:
        raise BadCursor()
    return found[1]


def next_link(request: HttpRequest, what: str, start: Any) -> str:
    """The address of the next page, "" at the end (`start` None)."""
    if start is None:
        return ""
    query = request.GET.copy()
    query["cursor"] = signing.dumps([what, start], salt=_SALT)
    return f"{request.path}?{query.urlencode()}"


def moment_and_id(start: Any) -> tuple[datetime | None, int] | None:
    """The place in a list ordered by moment, then id; a row without a moment stands at the end."""
    if start is None:
        return None
    return (datetime.fromisoformat(start[0]) if start[0] else None), int(start[1])
