"""The members of a bundle's application: where each of them stands, for those who may see the whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from yimen.bureau import queries as bureau
from yimen.catalogue import queries as catalogue
from yimen.rules import bundle as rules
from yimen.rules.bundle.chart import Chart, Course, chart
from yimen.rules.calendar import china_date
from yimen.rules.terms import State

from ..models import Case


@dataclass(frozen=True)
class MemberRow:
    """One member. `waits`: the names of the items whose results it waits for, while it does."""

    number: str
    item: str
    title: str
    department: str
    state: State
    began_at: datetime | None
    ended_at: datetime | None
    due_at: datetime | None
    result: str
    waits: tuple[str, ...]


@dataclass(frozen=True)
class Members:
    """All members in the plan's order, and the table of their days."""

    rows: tuple[MemberRow, ...]
    chart: Chart
    today: date

    @property
    def running(self) -> int:
        """How many departments work on it now."""
        return len({row.department for row in self.rows if row.began_at is not None and row.ended_at is None})

    @property
    def done(self) -> int:
        """How many members have ended."""
        return sum(1 for row in self.rows if row.ended_at is not None)


@dataclass(frozen=True)
class Whole:
    """The application that a case is a member of."""

    number: str
    title: str


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
    made = [_row(rows[part.item], after[part.item], rows) for part in plan.parts if part.item in rows]
    days = {part.item: rules.days_of(part.spec) for part in plan.parts}
    courses = [
        Course(
            row.item, row.state, days[row.item], tuple(sorted(after[row.item])), _day(row.began_at),
            _day(row.ended_at),
        )
        for row in made
    ]  # fmt: skip
    drawn = chart(bureau.work_calendar(), china_date(case.accepted_at), courses, china_date(now))
    return Members(tuple(made), drawn, china_date(now))


def whole_of(case: Case) -> Whole | None:
    """The application that this case is a member of; None where it stands alone."""
    if case.parent_id is None:
        return None
    found = Case.objects.filter(pk=case.parent_id).values_list("number", "title").get()
    return Whole(*found)


def _row(row: Case, after: frozenset[str], rows: dict[str, Case]) -> MemberRow:
    state = State(row.state)
    waits = sorted(rows[one].title for one in after) if state is State.WAITING else []
    ended = row.issued_at or row.closed_at or (row.decided_at if state is State.REFUSED else None)
    return MemberRow(
        row.number, row.item.code, row.title, row.department.short_name, state, row.accepted_at, ended,
        row.due_at, row.result_number or row.result_name, tuple(waits),
    )  # fmt: skip


def _day(moment: datetime | None) -> date | None:
    return china_date(moment) if moment is not None else None
