"""The window before acceptance: receive, check each material, accept or tell all that is missing, once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from yimen.rules import answers as answer_rules
from yimen.rules import intake, pledge
from yimen.rules.applying import MaterialUnknown
from yimen.rules.authority import Actor
from yimen.rules.calendar import china_date
from yimen.rules.collecting import OneNotice
from yimen.rules.masking import behind_mask
from yimen.rules.terms import Act, State
from yimen.trail.usecase import use_case

from ..models import CaseMaterial
from . import joint
from ._asking import pause_for_correction, reject, told
from ._work import Done, Work, decide, load, marked, record
from .library import given


@use_case(Done)
def receive(actor: Actor, number: str, *, now: datetime, rev: int | None = None, once: str = "") -> Done:
    """收件: the window takes the application in and hands out the receipt."""
    work = decide(load(actor, number, now=now, rev=rev), Act.RECEIVE)
    work.case.received_at = now
    return record(work, paper=material_facts(work))


#: What a clerk says of a material that the applicant then has to give.
_ASKED_FOR = frozenset({CaseMaterial.REJECTED, CaseMaterial.MISSING})


@use_case(Done)
def check_materials(
    actor: Actor, number: str, found: Mapping[str, tuple[str, str]], *, now: datetime, once: str = ""
) -> Done:
    """What the clerk finds of each material: code → (accepted | rejected | given | missing, note).

    Raises NotHere and NotYours as acceptance would, MaterialUnknown for a code that is not of this case,
    ProofNotAsked where a promise stands for it and no reason is given.
    """
    work = decide(load(actor, number, now=now), Act.ACCEPT)
    lines = {m.code: m for m in work.lines}
    for code, (status, note) in found.items():
        line = lines.get(code)
        if line is None or status not in dict(CaseMaterial.STATUS):
            raise MaterialUnknown()
        if status in _ASKED_FOR:
            pledge.require_reason(line.name, line.get_type, note)
        line.status, line.note = status, behind_mask(note[:500], line.note)
    CaseMaterial.objects.bulk_update(lines.values(), ["status", "note"])
    return Done(number, str(State(work.case.state)), work.case.rev)


def gaps(work: Work) -> intake.Gaps:
    """What is missing of the case in hand today."""
    answers = answer_rules.from_json(work.spec, work.case.answers)
    return intake.judge(work.spec, answers, given(work.lines), china_date(work.now))


@use_case(Done)
def accept(
    actor: Actor, number: str, *, now: datetime, rev: int | None = None, reason: str = "", once: str = ""
) -> Done:
    """受理: the legal and the promised clock start, the first round of seats opens. Raises GapsRemain."""
    work = decide(load(actor, number, now=now, rev=rev), Act.ACCEPT, reason)
    intake.may_accept(gaps(work))
    work.case.accepted_at, work.case.accepted_by = now, actor.staff
    return joint.begin(work, paper=material_facts(work), data=marked(work))


@use_case(Done)
def not_accept(
    actor: Actor,
    number: str,
    *,
    reason: str,
    now: datetime,
    organ_to: str = "",
    rev: int | None = None,
    once: str = "",
) -> Done:
    """不予受理: with the reason, the organ to go to (where another is competent) and the remedies."""
    work = decide(load(actor, number, now=now, rev=rev), Act.NOT_ACCEPT, reason)
    work.case.closed_at = now
    return record(work, paper={"organ_to": organ_to.strip()[:100]})


@use_case(Done)
def not_required(
    actor: Actor, number: str, *, reason: str, now: datetime, rev: int | None = None, once: str = ""
) -> Done:
    """No licence is needed for this: told at once."""
    work = decide(load(actor, number, now=now, rev=rev), Act.NOT_REQUIRED, reason)
    work.case.closed_at = now
    return record(work)


@use_case(Done)
def ask_correction(
    actor: Actor,
    number: str,
    *,
    reason: str,
    now: datetime,
    rev: int | None = None,
    rejected: Mapping[str, str] | None = None,
    fields: Mapping[str, str] | None = None,
    again: str = "",
    once: str = "",
) -> Done:
    """一次告知: all gaps in one notice. A second notice wants `again`, its own reason.

    `rejected`: material code → what is wrong with it, found now; `fields`: the same for the form.

    After acceptance the promise clock pauses where the item says so; the legal clock never does.
    Raises NothingMissing, SecondNotice, FieldUnknown, MaterialUnknown; of a member of a bundle OneNotice.
    """
    work = decide(load(actor, number, now=now, rev=rev), Act.ASK_CORRECTION, reason)
    if work.case.parent_id is not None:
        raise OneNotice()
    return ask_all(work, rejected=rejected, fields=fields, again=again)


def ask_all(
    work: Work, *, rejected: Mapping[str, str] | None = None, fields: Mapping[str, str] | None = None,
    again: str = "",
) -> Done:  # fmt: skip
    """One notice of all that is missing, for the act decided on. Raises as `ask_correction`."""
    case = work.case
    reject(work, rejected or {})
    form = intake.form_lines(work.spec, fields or {})
    notice = intake.notice(gaps(work), earlier=case.corrections, reason=again, form=form)
    case.corrections += 1
    case.asked_at = work.now
    if case.state == State.REVIEWING and work.spec.pause_on_correction:
        pause_for_correction(work)
    facts = {"lines": [told(x) for x in notice.lines], "again": again.strip()}
    return record(work, facts, paper=facts)


def material_facts(work: Work) -> dict[str, Any]:
    """What a receipt says of the materials."""
    names = [m.name for m in work.lines if m.status != CaseMaterial.MISSING]
    return {"materials": names, "phone": work.spec.consult_phone}


__all__ = [
    "accept", "ask_all", "ask_correction", "check_materials", "gaps", "material_facts",
    "not_accept", "not_required", "receive",
]  # fmt: skip
