"""联办的一次告知: a department notes what its part lacks; who leads sends one notice; time sends it too."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from yimen.catalogue import queries as catalogue
from yimen.rules import collecting as rules
from yimen.rules.authority import SYSTEM, Actor
from yimen.rules.calendar import china_date
from yimen.rules.collecting import Answer
from yimen.rules.lifecycle import NotHere
from yimen.rules.terms import Act, State
from yimen.trail import actions as trail
from yimen.trail.usecase import use_case

from ..models import Case, CaseMaterial
from . import _notice, joint
from ._work import Done, Work, decide, keep, load, record
from .apply import close_seats

RETURNED = "没有在期限内补正"
#: How a member ends whose corrections never came; one that had not begun yet was never under review.
_ENDS_BY = {State.SUPPLEMENT: Act.RETURN_UNFINISHED, State.WAITING: Act.TERMINATE}


@use_case(Done)
def note_gaps(
    actor: Actor,
    number: str,
    *,
    now: datetime,
    rejected: Mapping[str, str] | None = None,
    fields: Mapping[str, str] | None = None,
    again: str = "",
    rev: int | None = None,
    once: str = "",
) -> Done:
    """What this department finds wanting of its part of one application; nothing: 没有要补的.

    `rejected`: material code → what is wrong; `fields`: the same for the form; `again`: why only now, once
    the 5 working days are over or the applicant was asked before. Another answer before the notice takes
    the place of this one; no clock stops. Raises NotHere where the case is no member of a bundle,
    NotForApplicant, LateGap.
    """
    work, parent = _member(load(actor, number, now=now, rev=rev))
    found = Answer(_read(work, parent, rejected or {}, fields or {}), again.strip())
    rules.require_reason(found, late=_is_late(work, parent))
    work.case.notice = {**work.case.notice, "answer": found.to_json()}
    lines = [{"name": gap.name, "words": gap.words} for gap in found.gaps]
    return record(work, {"lines": lines, "again": found.again})


def _member(work: Work) -> tuple[Work, Case]:
    """The member decided on, and its application as it stands: not locked. Raises NotHere, NotYours."""
    if work.case.parent_id is None:
        raise NotHere(state=State(work.case.state).label, act=Act.NOTE_GAPS.label)
    return decide(work, Act.NOTE_GAPS), Case.objects.get(pk=work.case.parent_id)


def _read(
    work: Work, parent: Case, rejected: Mapping[str, str], fields: Mapping[str, str]
) -> tuple[rules.Gap, ...]:
    common = parent.materials.exclude(status=CaseMaterial.EXEMPT).values_list("code", flat=True)
    exempt = {line.code for line in work.lines if line.status == CaseMaterial.EXEMPT}
    exempt |= {line.code for line in work.lines} - set(common)
    asked = {use.key for use in catalogue.spec(parent.version_id).form}
    return rules.read_gaps(work.spec, rejected, fields, exempt=exempt, asked=asked)


def _is_late(work: Work, parent: Case) -> bool:
    if parent.accepted_at is None:
        raise RuntimeError("a member exists from the acceptance of the whole on")
    accepted = china_date(parent.accepted_at)
    return rules.is_late(work.calendar, accepted, china_date(work.now), sent=parent.corrections)


@use_case(Done)
def send_notice(
    actor: Actor,
    number: str,
    *,
    now: datetime,
    words: Mapping[str, str] | None = None,
    again: str = "",
    rev: int | None = None,
    once: str = "",
) -> Done:
    """Who leads sends what was collected so far, without waiting for the last day.

    `words`: line (`rules.collecting.line_key`) → the words put in place of the departments'; `again`: why a
    further notice, beside what the departments say. Raises NotHere, NothingCollected.
    """
    work = load(actor, number, now=now, rev=rev)
    if not work.spec.members:
        raise NotHere(state=State(work.case.state).label, act=Act.SEND_NOTICE.label)
    decide(work, Act.SEND_NOTICE)
    return _notice.send(work, _notice.members(work), edited=words or {}, again=again)


def collect(number: str, *, now: datetime) -> None:
    """A member has answered: the notice goes out where it need wait for nobody, else on the day that is kept
    now. In the caller's transaction; done again, it changes nothing."""
    trail.require_transaction()
    work = load(SYSTEM, number, now=now)
    rows = _notice.members(work)
    states = {row.item.code: State(row.state) for row in rows}
    if work.case.state == State.REVIEWING and rules.is_complete(states, _notice.answers(rows)):
        _notice.send(work, rows, edited={})
    else:
        _notice.open_list(work, rows)


def is_due(work: Work) -> bool:
    """Whether the list that is open has had its last day."""
    if not work.spec.members or work.case.state != State.REVIEWING:
        return False
    last = _notice.until(work.case)
    return last is not None and rules.goes_out_at(work.calendar, last) <= work.now


def send_on_time(work: Work) -> Done:
    """The last day of the list: the notice goes out, whoever has not answered; nothing where nothing is
    wanting any more."""
    rows = _notice.members(work)
    if not any(one.gaps for one in _notice.answers(rows).values()):
        _notice.open_list(work, rows)
        return Done(work.case.number, str(work.case.state), work.case.rev)
    return _notice.send(work, rows, edited={})


def give_up(work: Work, reason: str = RETURNED) -> Done:
    """What one notice asked never came: the members that asked for it are returned (退件), the others go on
    as the policy of the bundle says."""
    for row in _notice.members(work):
        if rules.asked_of(row.notice) is not None:
            _return(load(SYSTEM, row.number, now=work.now), reason)
    whole = load(SYSTEM, work.case.number, now=work.now)
    joint.go_on(whole)
    return Done(whole.case.number, str(whole.case.state), whole.case.rev)


def _return(child: Work, reason: str) -> None:
    child.case.notice = {}
    if child.case.state not in _ENDS_BY:
        keep(child)
        return
    decide(child, _ENDS_BY[State(child.case.state)], reason).case.closed_at = child.now
    close_seats(child)
    record(child)
