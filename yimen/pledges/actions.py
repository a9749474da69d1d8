"""Every write of 告知承诺核查: the checks of a case, what is found, what the applicant says, what follows.

An event of a check stands in a stream of its own, `check:<id>`: the case's record may be filed away already.
It says what was decided, never the words of evidence or statement, which lie sealed on the row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from yimen.bureau import queries as bureau
from yimen.cases import actions as cases
from yimen.cases import queries as case_queries
from yimen.parties import actions as parties
from yimen.rules import authority
from yimen.rules import pledge as rules
from yimen.rules.authority import SYSTEM, Actor
from yimen.rules.calendar import WorkCalendar, china_date
from yimen.rules.events import Kind
from yimen.rules.item import MaterialUse
from yimen.rules.pledge_terms import BreachKind, CheckState, Found, WindowUnit
from yimen.trail import actions as trail
from yimen.trail.usecase import use_case

from . import queries
from .models import Check


@dataclass(frozen=True)
class Checked:
    """Where a check stands now; `case`: of a revocation that began, its number."""

    check: int
    state: str
    case: str = ""


def open_checks(number: str, *, now: datetime) -> None:
    """A case was granted: each promise on which that stands is checked by who decided. In the caller's
    transaction; done again, it changes nothing."""
    trail.require_transaction()
    case, promised = case_queries.promised_proofs(number)
    if not promised:
        return
    start, calendar = china_date(case.decided_at or now), bureau.work_calendar()
    for use in promised:
        _open(case, use, start, calendar, now)


def _open(case: Any, use: MaterialUse, start: date, calendar: WorkCalendar, now: datetime) -> None:
    length, unit = rules.window(use)
    made, new = Check.objects.get_or_create(
        case_id=case.pk, code=use.code,
        defaults={
            "party_id": case.party_id, "department_id": case.department_id, "name": use.name[:300],
            "promised": use.pledge, "basis": use.pledge_basis[:300], "granted_on": start,
            "due": rules.due(calendar, start, length, unit), "length": length, "unit": unit,
        },
    )  # fmt: skip
    if new:
        _note(made, Kind.PLEDGE_DUE, "system", now, {"day": made.due.isoformat()})


def _note(one: Check, kind: Kind, by: str, now: datetime, data: dict[str, Any]) -> None:
    trail.append(f"check:{one.pk}", kind, by, now, {"case": one.case.number, "name": one.name, **data})


def _mine(actor: Actor, check: int) -> Check:
    """The check, locked, where the actor checks for its department. Raises NotPermitted, CheckUnknown."""
    mine = rules.departments_of(actor)
    rows = Check.objects.select_for_update(of=("self",)).select_related("case__item", "department")
    found = rows.filter(pk=check, department__credit_code__in=mine).first()
    if found is None:
        raise rules.CheckUnknown()
    if authority.stands_for(actor, found.party_id, found.case.item.code):
        raise authority.OwnCase()
    return found


@use_case(Checked)
def record(actor: Actor, check: int, found: str, words: str, *, now: datetime, once: str = "") -> Checked:
    """What an officer finds: true; untrue, and then the applicant is heard first; or not found out, and then
    the time is longer by the same window, once. `words`: how it is known.

    Raises NotPermitted, OwnCase, CheckUnknown, CheckClosed, EvidenceMissing, ExtendedAlready.
    """
    one, what = _mine(actor, check), Found(found)
    state, said = rules.require_found(
        CheckState(one.state), what, words, extended=one.extended_at is not None
    )
    {Found.TRUE: _true, Found.FALSE: _doubt, Found.UNCLEAR: _extend}[what](one, actor, said, now)
    one.state = state
    one.save()
    return Checked(check, str(state))


def _true(one: Check, actor: Actor, words: str, now: datetime) -> None:
    one.evidence, one.found_at, one.found_by, one.closed_at = words, now, actor.label, now
    _note(one, Kind.PLEDGE_TRUE, actor.label, now, {})


def _doubt(one: Check, actor: Actor, words: str, now: datetime) -> None:
    one.evidence, one.found_at, one.found_by = words, now, actor.label
    one.answer_by = rules.answer_by(bureau.work_calendar(), china_date(now))
    _note(one, Kind.PLEDGE_DOUBTED, actor.label, now, {"day": one.answer_by.isoformat()})


def _extend(one: Check, actor: Actor, words: str, now: datetime) -> None:
    start = max(one.due, china_date(now))
    one.due = rules.due(bureau.work_calendar(), start, one.length, WindowUnit(one.unit))
    one.extension, one.extended_at, one.reminded_at = words, now, None
    _note(one, Kind.PLEDGE_EXTENDED, actor.label, now, {"day": one.due.isoformat()})


def remind(now: datetime) -> int:
    """核查快到期: once for each check whose last day is near; how many. The worker asks once a day; each is
    said in a transaction of its own, so that who is killed in between says none twice."""
    today = china_date(now)
    until = rules.remind_until(bureau.work_calendar(), today)
    return sum(_remind(pk, until, now) for pk in queries.near(today, until))


def _remind(check: int, until: date, now: datetime) -> bool:
    """One check, unless it was closed or extended since it was looked for."""
    with transaction.atomic(durable=True):
        rows = Check.objects.select_for_update(of=("self",)).select_related("case")
        near = rows.filter(pk=check, state=CheckState.OPEN, reminded_at__isnull=True, due__lte=until)
        one = near.first()
        if one is None:
            return False
        one.reminded_at = now
        one.save(update_fields=["reminded_at"])
        _note(one, Kind.PLEDGE_REMINDED, SYSTEM.label, now, {"day": one.due.isoformat()})
    return True


@use_case(Checked)
def state(actor: Actor, check: int, words: str, *, now: datetime, once: str = "") -> Checked:
    """陈述: what the applicant's side says to the finding; a later statement takes the place of an earlier.

    Raises CheckUnknown, CheckClosed, StatementMissing.
    """
    one = Check.objects.select_for_update(of=("self",)).select_related("case__item").filter(pk=check).first()
    if one is None or not authority.stands_for(actor, one.party_id, one.case.item.code):
        raise rules.CheckUnknown()
    return _heard(one, actor, words, now)


@use_case(Checked)
def hear(actor: Actor, check: int, words: str, *, now: datetime, once: str = "") -> Checked:
    """What the applicant said by word of mouth, written down by an officer. Raises as `record`,
    StatementMissing."""
    return _heard(_mine(actor, check), actor, words, now)


def _heard(one: Check, actor: Actor, words: str, now: datetime) -> Checked:
    one.statement = rules.require_statement(CheckState(one.state), words)
    one.stated_at, one.stated_by = now, actor.label
    one.save(update_fields=["statement", "stated_at", "stated_by"])
    _note(one, Kind.PLEDGE_HEARD, actor.label, now, {})
    return Checked(one.pk, str(one.state))


@use_case(Checked)
def find_untrue(actor: Actor, check: int, *, now: datetime, once: str = "") -> Checked:
    """认定不实, after the applicant was heard: a breach of the party is recorded; revocation may begin.

    Raises NotPermitted, OwnCase, CheckUnknown, CheckClosed, NotHeardYet.
    """
    one = _mine(actor, check)
    rules.require_heard(
        CheckState(one.state), said=bool(one.statement), until=one.answer_by, today=china_date(now)
    )
    one.state, one.closed_at = CheckState.FALSE, now
    one.save(update_fields=["state", "closed_at"])
    parties.record_breach(
        one.party_id, one.case.number, one.name, now=now, kind=BreachKind.PLEDGE, basis=one.basis
    )
    _note(one, Kind.PLEDGE_FALSE, actor.label, now, {})
    return Checked(one.pk, str(one.state))


@use_case(Checked)
def revoke(actor: Actor, check: int, *, now: datetime, once: str = "") -> Checked:
    """启动撤销: the case that revokes the licence is handed in to the window, filled in; it is decided there
    as any other (docs/why/0006).

    Raises NotPermitted, OwnCase, CheckUnknown, CheckClosed, NothingToRevoke, BadAnswers.
    """
    one = _mine(actor, check)
    way = queries.way_to_revoke(one.case.number, now)
    rules.require_revocable(CheckState(one.state), licence=way is not None, begun=bool(one.revocation))
    if way is None:
        raise rules.NothingToRevoke()
    begun = cases.begin_for_organ(way.item, one.case.number, way.licence, now=now)
    one.revocation = begun.number
    one.save(update_fields=["revocation"])
    _note(one, Kind.PLEDGE_REVOCATION, actor.label, now, {"number": begun.number})
    return Checked(one.pk, str(one.state), begun.number)


def erase(number: str) -> None:
    """Empty what is personal in the checks of a case. In the caller's transaction."""
    trail.require_transaction()
    Check.objects.filter(case__number=number).update(evidence="", statement="", extension="")
