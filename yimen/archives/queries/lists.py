"""Reading lists of destruction: what waits for one, the lists, one in full, and as it is printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from yimen.bureau import queries as bureau
from yimen.rules.authority import Actor
from yimen.rules.calendar import china_date
from yimen.rules.destruction import ListMove, ListNotFound, ListState, moves_of
from yimen.rules.retention import Stage

from ..models import Archive, Destruction
from .records import ArchiveRow, rows


@dataclass(frozen=True)
class ListRow:
    """One list of destruction. The people are staff numbers."""

    id: int
    state: ListState
    records: int
    opinion: str
    proposed_by: str
    proposed_at: datetime
    approved_by: str
    approved_at: datetime | None
    witnessed_by: str
    witnessed_at: datetime | None
    rejected_by: str
    rejection: str
    ended_at: datetime | None
    paper: int | None


@dataclass(frozen=True)
class ListView:
    """One list in full, and what this reader may do to it."""

    row: ListRow
    records: tuple[ArchiveRow, ...]
    moves: tuple[ListMove, ...]


def _row(one: Destruction) -> ListRow:
    return ListRow(
        one.pk, ListState(one.state), one.records, one.opinion, one.proposed_by, one.proposed_at,
        one.approved_by, one.approved_at, one.witnessed_by, one.witnessed_at, one.rejected_by, one.rejection,
        one.ended_at, one.paper_id,
    )  # fmt: skip


def ready(*, after: int | None = None, limit: int = 50) -> list[ArchiveRow]:
    """Records whose term is over and that no list names, oldest record first; keyset by id."""
    found = Archive.objects.filter(stage=Stage.DUE)
    if after is not None:
        found = found.filter(pk__gt=after)
    return rows(found.order_by("pk")[:limit])


def lists(*, state: str = "", before: int | None = None, limit: int = 30) -> list[ListRow]:
    """Lists of destruction, newest first, keyset by id."""
    found = Destruction.objects.all()
    if state:
        found = found.filter(state=state)
    if before is not None:
        found = found.filter(pk__lt=before)
    return [_row(one) for one in found.order_by("-pk")[:limit]]


def the_list(actor: Actor, pk: int) -> ListView:
    """One list with its records. Raises ListNotFound."""
    one = Destruction.objects.filter(pk=pk).first()
    if one is None:
        raise ListNotFound()
    signed = [name for name in (one.proposed_by, one.approved_by, one.witnessed_by) if name]
    found = rows(Archive.objects.filter(listing=one).order_by("pk"))
    return ListView(_row(one), tuple(found), moves_of(ListState(one.state), actor, signed))


def sheet_of(pk: int, now: datetime) -> dict[str, Any]:
    """销毁清册 as `sheets/destruction.typ` prints it: once all is destroyed only what was, before that all.

    Raises Destruction.DoesNotExist.
    """
    one = Destruction.objects.get(pk=pk)
    found = Archive.objects.filter(listing=one).order_by("pk")
    gone = [row for row in rows(found) if row.stage is Stage.DESTROYED]
    return {
        "number": one.pk, "organ": settings.SITE_OWNER, "opinion": one.opinion,
        "issued_at": now.isoformat(), "day": china_date(now).isoformat(),
        "state": (ListState.DONE if gone else ListState(one.state)).label, "signed": _signed(one),
        "rows": [_line(row) for row in gone or rows(found)],
    }  # fmt: skip


def _signed(one: Destruction) -> list[dict[str, str]]:
    names = bureau.staff_names({one.proposed_by, one.approved_by, one.witnessed_by} - {""})
    return [
        {"duty": duty, "name": names.get(staff, ""), "number": staff,
         "day": china_date(at).isoformat() if at else ""}
        for duty, staff, at in (
            ("鉴定、提出", one.proposed_by, one.proposed_at), ("审批", one.approved_by, one.approved_at),
            ("监销", one.witnessed_by, one.witnessed_at),
        )
    ]  # fmt: skip


def _line(row: ArchiveRow) -> dict[str, str]:
    return {
        "number": row.number, "title": row.title, "department": row.department, "keep": row.keep.label,
        "closed": row.closed_on.isoformat(), "until": row.until.isoformat() if row.until else "",
        "sm3": row.sm3, "day": china_date(row.destroyed_at).isoformat() if row.destroyed_at else "",
    }  # fmt: skip
