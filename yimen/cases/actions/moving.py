"""在办件换版: chosen cases in flight go on under the version in force, each with an event of its own."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yimen.catalogue import queries as catalogue
from yimen.rules import authority, clock, moving
from yimen.rules.authority import SYSTEM, Actor
from yimen.rules.calendar import WorkCalendar, china_date
from yimen.rules.events import Kind
from yimen.rules.item import ItemSpec
from yimen.rules.moving import Flight, SameVersion
from yimen.rules.terms import GetType, Role, State
from yimen.trail.usecase import use_case

from ..models import Case, CaseMaterial, Pause
from ._clock import facts_of
from ._work import Work, keep, load, settle, write_event
from .library import given


@dataclass(frozen=True)
class Moved:
    """How many cases go on under which version (its number)."""

    moved: int
    version: int


@use_case(Moved)
def move_cases(
    actor: Actor, item_code: str, numbers: Collection[str], *, reason: str, now: datetime, once: str = ""
) -> Moved:
    """These cases of one item go on under its version in force; all of them, or none where one cannot.

    Raises NotPermitted, MoveReasonMissing, NothingChosen, SameVersion, CannotMove (the first by number).
    """
    authority.require_role(actor, Role.KEEPER, Role.ADMIN)
    chosen = moving.require_asked(reason, numbers)
    target = catalogue.current_version(item_code, china_date(now))
    for number in chosen:
        _move(load(SYSTEM, number, now=now), actor, target, reason.strip()[:500])
    return Moved(len(chosen), target.number)


def _move(work: Work, actor: Actor, target: Any, reason: str) -> None:
    case, old, new = work.case, work.spec, catalogue.spec(target.pk)
    if case.item.code != target.item.code or case.version_id == target.pk:
        raise SameVersion(number=case.number)
    before = case.version_id
    flight = flight_of(case, old, new, work.lines, work.pauses, work.calendar, work.now)
    moving.require_movable(moving.judge(old, new, flight, china_date(work.now)), case.number)
    dropped = sorted(case.answers.keys() - moving.kept_answers(new, case.answers).keys())
    case.version_id, case.title = target.pk, new.name[:300]
    case.answers = moving.kept_answers(new, case.answers)
    _lines(work, new)
    work.spec, work.actor = new, actor
    settle(work)
    facts = {"version": target.pk, "was": before, "fields": dropped, "reason": reason}
    write_event(work, Kind.CASE_MOVED, facts)
    keep(work)


def flight_of(
    case: Case, old: ItemSpec, new: ItemSpec, lines: list[CaseMaterial], pauses: list[Pause],
    calendar: WorkCalendar, now: datetime,
) -> Flight:  # fmt: skip
    """The case as the rule tries it under two versions."""
    due = []
    for spec in (old, new):
        reading = clock.read(calendar, facts_of(case, spec, pauses), now)
        promise, legal = reading.promise_due, reading.legal_due
        due.append((promise.date if promise else None, legal.date if legal else None))
    return Flight(State(case.state), case.answers, tuple(given(lines)), bool(old.members), tuple(due))


def _lines(work: Work, new: ItemSpec) -> None:
    """A line for each material that the newer version knows besides; what was given stays where it lies."""
    have = {line.code for line in work.lines}
    CaseMaterial.objects.bulk_create(
        CaseMaterial(
            case=work.case, code=one.code, name=one.name, order=len(have) + place,
            status=CaseMaterial.EXEMPT if one.exempt_by else CaseMaterial.MISSING,
            get_type=GetType.LICENCE if one.exempt_by else "",
        )
        for place, one in enumerate(one for one in new.materials if one.code not in have)
    )  # fmt: skip
