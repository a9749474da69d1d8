"""The members of a bundle's application: where each of them stands, for those who may see the whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from yimen.bureau import queries as bureau
from yimen.catalogue import queries as catalogue
from yimen.rules import bundle as rules
from yimen.rules import collecting
from yimen.rules.authority import Actor
from yimen.rules.bundle import running
from yimen.rules.bundle.chart import Chart, Course, chart
from yimen.rules.calendar import china_date
from yimen.rules.collecting import Answer, Merged
from yimen.rules.delivery import is_own
from yimen.rules.lifecycle import OPEN
from yimen.rules.review.seats import SIGNING
from yimen.rules.terms import State
from yimen.trail import queries as trail
from yimen.trail.queries import Row

from ..actions import _notice
from ..actions._urging import waiting_since
from ..models import Case
from .inbox import masked_party


@dataclass(frozen=True)
class MemberRow:
    """One member. `waits`: the names of the items whose results it waits for, while it does; `days`: promised
    working days; `result`: number or name of what is made, "" before; `own`: it comes by itself."""

    number: str
    item: str
    title: str
    department: str
    state: State
    began_at: datetime | None
    ended_at: datetime | None
    due_at: datetime | None
    days: int
    result: str
    own: bool
    waits: tuple[str, ...]


@dataclass(frozen=True)
class Members:
    """All members in the plan's order, and the table of their days.

    `collected`: what the departments want mended and no notice has told yet, to go out on `until`; `silent`:
    departments that are at it and have not answered; `events`: what happened to the members, in its order.
    """

    rows: tuple[MemberRow, ...]
    chart: Chart
    today: date
    collected: tuple[Merged, ...] = ()
    silent: tuple[str, ...] = ()
    until: date | None = None
    events: tuple[Row, ...] = ()
    #: Members that wait for a signature → since when.
    since: Mapping[str, datetime] = field(default_factory=dict)

    @property
    def running(self) -> int:
        """How many departments work on it now."""
        return len({row.department for row in self.rows if row.began_at is not None and row.ended_at is None})

    @property
    def titles(self) -> dict[str, str]:
        """Number of a member → its name."""
        return {row.number: row.title for row in self.rows}

    @property
    def done(self) -> int:
        """How many members have ended."""
        return sum(1 for row in self.rows if row.ended_at is not None)


@dataclass(frozen=True)
class Collecting:
    """联办的一次告知 as a member sees it: until when it is collected (None: no list is open), whether what is
    found now is late, what this member has said. Never what the others say."""

    until: date | None
    late: bool
    mine: Answer | None


@dataclass(frozen=True)
class Whole:
    """The application that a case is a member of."""

    number: str
    title: str
    collecting: Collecting | None = None


def members(case: Case, now: datetime) -> Members | None:
    """The members of this application; None where it is no bundle, or nothing was set off yet."""
    if case.accepted_at is None:
        return None
    found = Case.objects.filter(parent=case).select_related("item", "department").order_by("pk")
    rows = {row.item.code: row for row in found}
    if not rows:
        return None
    plan = catalogue.plan(case.version_id)
    after = rules.after(part for part in plan.parts if part.item in rows)
    days = {part.item: rules.days_of(part.spec) for part in plan.parts}
    made = [
        _row(rows[part.item], after[part.item], rows, days[part.item])
        for part in plan.parts
        if part.item in rows
    ]
    courses = [
        Course(
            row.item, row.state, days[row.item], tuple(sorted(after[row.item])), _day(row.began_at),
            _day(row.ended_at),
        )
        for row in made
    ]  # fmt: skip
    drawn = chart(bureau.work_calendar(), china_date(case.accepted_at), courses, china_date(now))
    events = tuple(trail.together([row.number for row in made]))
    return Members(
        tuple(made), drawn, china_date(now), *_collected(case, rows), events, waiting_since(case.pk)
    )


def _collected(case: Case, rows: dict[str, Case]) -> tuple[tuple[Merged, ...], tuple[str, ...], date | None]:
    open_rows = [row for row in rows.values() if row.state in OPEN]
    found = _notice.answers(open_rows)
    silent = {
        row.department.short_name: None
        for row in open_rows
        if row.state == State.REVIEWING and row.item.code not in found
    }
    return collecting.merged(found), tuple(silent), _notice.until(case)


def whole_of(case: Case, now: datetime) -> Whole | None:
    """The application that this case is a member of; None where it stands alone."""
    if case.parent_id is None:
        return None
    found = Case.objects.only("number", "title", "accepted_at", "notice", "corrections").get(
        pk=case.parent_id
    )
    return Whole(found.number, found.title, _collecting(found, case, now))


def _collecting(whole: Case, case: Case, now: datetime) -> Collecting | None:
    if whole.accepted_at is None or case.state not in {State.WAITING, State.REVIEWING}:
        return None
    calendar, accepted, today = bureau.work_calendar(), china_date(whole.accepted_at), china_date(now)
    over = collecting.is_late(calendar, accepted, today, sent=_notice.sent(whole))
    late = over or collecting.is_late(calendar, accepted, today, sent=whole.corrections)
    last = None if over else collecting.last_day(calendar, accepted, today, sent=0)
    return Collecting(_notice.until(whole) or last, late, collecting.answer_of(case.notice))


def _row(row: Case, after: frozenset[str], rows: dict[str, Case], days: int) -> MemberRow:
    state = State(row.state)
    waits = sorted(rows[one].title for one in after) if state is State.WAITING else []
    ended = row.issued_at or row.closed_at or (row.decided_at if state is State.REFUSED else None)
    return MemberRow(
        row.number, row.item.code, row.title, row.department.short_name, state, row.accepted_at, ended,
        row.due_at, days, (row.result_number or row.result_name) if state in running.MADE else "",
        is_own(row.delivery), tuple(waits),
    )  # fmt: skip


def _day(moment: datetime | None) -> date | None:
    return china_date(moment) if moment is not None else None


@dataclass(frozen=True)
class WaitingRow:
    """One member that waits to start. `whole`: the name of its bundle; `noted`: how many gaps its department
    noted in advance, None where it has not looked yet."""

    id: int
    number: str
    title: str
    whole: str
    party: str
    at: datetime
    noted: int | None


def waiting_members(actor: Actor, *, before: int | None = None, limit: int = 50) -> list[WaitingRow]:
    """Members that wait for an earlier result, of the departments in which the actor signs, newest first,
    keyset by id. One over `limit` tells of more."""
    organs = sorted({post.department for post in actor.posts if post.role in SIGNING})
    found = Case.objects.filter(state=State.WAITING, department__credit_code__in=organs)
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = found.select_related("parent", "party").order_by("-pk")[: limit + 1]
    return [_waiting(row) for row in rows]


def _waiting(row: Case) -> WaitingRow:
    said = collecting.answer_of(row.notice)
    return WaitingRow(
        row.pk, row.number, row.title, row.parent.title if row.parent else "",
        masked_party(row.party.kind, row.party.name), row.created_at, len(said.gaps) if said else None,
    )  # fmt: skip
