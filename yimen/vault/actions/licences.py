"""What a case does to a licence when its result is issued, and what time does: reminders and expiry.

Number and identifier are drawn in the transaction of the act. The sealed PDF follows after commit.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from yimen.rules import licence_states as states
from yimen.rules import licences, papers
from yimen.rules.authority import SYSTEM, Actor
from yimen.rules.calendar import china_date
from yimen.rules.events import Kind
from yimen.rules.licence_states import LicenceStatus
from yimen.rules.licences import FaceSource, LicenceAct, LicenceSpec
from yimen.trail import actions as trail
from yimen.trail.outage import outage_of

from ..models import Licence, LicenceSerial, LicenceTypeItem
from ..queries.licences import spec_of_type, standing

log = logging.getLogger(__name__)

#: So many licences are looked at in one turn of the watcher.
MOST = 200


@dataclass(frozen=True)
class Result:
    """The case whose result is issued, as far as a licence depends on it.

    `party`: the holder's id and what a face may ask of it; `decided`, `applied`: the days of decision and
    application; `answers`: of the form, as stored.
    """

    case: str
    item: str
    title: str
    region: str
    department: str
    party: int
    holder: Mapping[str, str]
    answers: Mapping[str, Any]
    decided: date
    applied: date


@dataclass(frozen=True)
class Effect:
    """What the case did: the act, the licence's number and, of an edition made now, its days."""

    act: LicenceAct
    number: str
    valid_from: date | None = None
    valid_to: date | None = None


def carry_out(actor: Actor, result: Result, *, now: datetime) -> Effect | None:
    """Do to a licence what the item of the case says, in the caller's transaction; None for nothing.

    Raises FaceIncomplete, NotThisLicence, WrongStatus, RenewalTooLate, SerialsUsedUp.
    """
    trail.require_transaction()
    rule = LicenceTypeItem.objects.select_related("type").filter(item=result.item).first()
    if rule is None:
        return None
    act, (version, spec) = LicenceAct(rule.act), spec_of_type(rule.type)
    if act is LicenceAct.ISSUE:
        number = _draw(rule, spec, result)
        made = _edition(actor, result, spec, (rule.type_id, version, number, 1), None, now)
        return Effect(act, number, made.valid_from, made.valid_to)
    held = _target(rule, result)
    row = states.step(LicenceStatus(held.status), act)
    if act is LicenceAct.RENEW:
        states.require_renewable(held.valid_to, result.applied)
    _move(actor, held, row, result.case, now)
    if not row.new_edition:
        return Effect(act, held.number)
    place = (rule.type_id, version, held.number, held.edition + 1)
    made = _edition(actor, result, spec, place, held, now, keeps_days=act is LicenceAct.CHANGE)
    return Effect(act, held.number, made.valid_from, made.valid_to)


def _target(rule: LicenceTypeItem, result: Result) -> Licence:
    number = licences.named(result.answers)
    found = standing(rule.type_id, result.party, number, lock=True)
    if found is None:
        raise states.NotThisLicence(number=number, name=rule.type.name)
    return found


def _draw(rule: LicenceTypeItem, spec: LicenceSpec, result: Result) -> str:
    year = result.decided.year
    LicenceSerial.objects.get_or_create(type_id=rule.type_id, year=year)
    serial = LicenceSerial.objects.select_for_update().get(type_id=rule.type_id, year=year)
    number = licences.licence_number(spec, result.region, year, serial.last + 1)
    serial.last += 1
    serial.save(update_fields=["last"])
    return number


def _edition(
    actor: Actor, result: Result, spec: LicenceSpec, place: tuple[int, int, str, int],
    before: Licence | None, now: datetime, *, keeps_days: bool = False,
) -> Licence:  # fmt: skip
    """One edition. A change keeps the days of the edition before it; issue and renewal count anew. What the
    form does not ask stays on the face as it was."""
    type_id, version, number, edition = place
    sources = {
        FaceSource.ANSWER: result.answers, FaceSource.PARTY: result.holder,
        FaceSource.CASE: {"number": result.case, "title": result.title},
    }  # fmt: skip
    begins, last = result.decided, licences.valid_to(spec, result.decided)
    if before is not None and keeps_days:
        begins, last = before.valid_from, before.valid_to
    made = Licence.objects.create(
        type_id=type_id, version_id=version, party_id=result.party, number=number, edition=edition,
        identifier=licences.identifier(spec.code, spec.organ_code, number, edition),
        check_code="".join(secrets.choice(papers.CODE_LETTERS) for _ in range(papers.CODE_LENGTH)),
        holder=result.holder["name"],
        face=licences.face(spec, sources, result.decided, before.face if before else None),
        issued_on=result.decided, valid_from=begins, valid_to=last,
        case_number=result.case, department=result.department, issued_at=now,
        next_day=_next_day(last, 0),
    )  # fmt: skip
    data = {"licence": made.pk, "type": spec.code, "identifier": made.identifier, "edition": edition,
            "case": result.case, "from": made.valid_from.isoformat(),
            "to": last.isoformat() if last else ""}  # fmt: skip
    trail.append(_stream(made), Kind.LICENCE_ISSUED, actor.label, now, data)
    return made


def _move(actor: Actor, held: Licence, row: states.Row, case: str, now: datetime) -> None:
    before, held.status = held.status, row.target
    if row.target is not LicenceStatus.VALID and row.target is not LicenceStatus.SUSPENDED:
        held.ended_at, held.ended_by, held.next_day = now, case, None
    held.save(update_fields=["status", "ended_at", "ended_by", "next_day"])
    data = {"licence": held.pk, "act": str(row.act), "from": str(before), "to": str(row.target), "case": case}
    trail.append(_stream(held), row.event, actor.label, now, data)


def _next_day(last: date | None, done: int) -> date | None:
    """The next day on which time does something to a licence: a reminder, or the day after its last."""
    if last is None:
        return None
    return licences.next_reminder(last, done) or date.fromordinal(last.toordinal() + 1)


def licence_days(now: datetime, *, most: int = MOST) -> int:
    """Remind the holders of licences that end in 60 or 30 days, and write down what has ended; how many."""
    today = china_date(now)
    due = Licence.objects.filter(next_day__lte=today).order_by("next_day", "pk")
    found = list(due.values_list("pk", flat=True)[:most])
    done = 0
    for pk in found:
        try:
            with transaction.atomic(durable=True):
                _day_of(pk, today, now)
            done += 1
        except Exception as error:
            if outage_of(error) is not None:
                raise
            # One licence that cannot be attended to must not keep the watcher from all others.
            log.exception("the day of licence %s failed", pk)
    return done


def _day_of(pk: int, today: date, now: datetime) -> None:
    held = Licence.objects.select_for_update(of=("self",)).get(pk=pk)
    if held.next_day is None or held.next_day > today or held.valid_to is None:
        return
    if today > held.valid_to:
        _move(SYSTEM, held, states.step(LicenceStatus(held.status), LicenceAct.EXPIRE), "", now)
        return
    held.reminders = licences.reminders_due(held.valid_to, held.reminders, today)
    held.next_day = _next_day(held.valid_to, held.reminders)
    held.save(update_fields=["reminders", "next_day"])
    left = licences.days_left(held.valid_to, today)
    data = {"licence": held.pk, "case": held.case_number, "days": left, "to": held.valid_to.isoformat()}
    trail.append(_stream(held), Kind.LICENCE_REMINDED, SYSTEM.label, now, data)


def settle_file(licence: int, file: int, digest: str, *, now: datetime) -> None:
    """The sealed PDF of an edition is made. In the caller's transaction; again changes nothing."""
    trail.require_transaction()
    held = Licence.objects.select_for_update(of=("self",)).get(pk=licence)
    if held.file_id is not None:
        return
    held.file_id = file
    held.save(update_fields=["file"])
    trail.append(
        _stream(held), Kind.LICENCE_SEALED, SYSTEM.label, now, {"licence": licence, "digest": digest}
    )


def _stream(held: Licence) -> str:
    return f"licence:{held.number}"
