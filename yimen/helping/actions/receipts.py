"""离线收件编号: a sheet is printed, a number is matched with the application it stands for, or made void."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yimen.cases import queries as cases
from yimen.rules.authority import Actor, require_role
from yimen.rules.helping import receipts as rules
from yimen.rules.helping.receipts import SlipState
from yimen.rules.helping.terms import HelpEvent
from yimen.rules.terms import Role
from yimen.trail import actions as trail
from yimen.trail.usecase import use_case

from ..models import ReceiptSheet, ReceiptSlip
from ..queries.receipts import mark_of, shown


@dataclass(frozen=True)
class Sheet:
    """A printed sheet."""

    id: int


@dataclass(frozen=True)
class Slip:
    """A number and where it stands."""

    number: str
    state: str


@use_case(Sheet)
def print_sheet(actor: Actor, *, now: datetime, once: str = "") -> Sheet:
    """A sheet of fresh numbers for this helper. HELPER. Raises NotPermitted, SlipsEnough."""
    require_role(actor, Role.HELPER)
    rules.require_room(ReceiptSlip.objects.filter(staff=actor.staff, state=SlipState.FREE).count())
    made = ReceiptSheet.objects.create(staff=actor.staff, printed_at=now)
    ReceiptSlip.objects.bulk_create(
        ReceiptSlip(sheet=made, staff=actor.staff, state=str(SlipState.FREE)) for _ in range(rules.SHEET)
    )
    _note(HelpEvent.SHEET_PRINTED, actor, now, {"sheet": made.pk, "count": rules.SHEET})
    return Sheet(made.pk)


@use_case(Slip)
def match_slip(actor: Actor, number: str, case: str, *, now: datetime, once: str = "") -> Slip:
    """登记: the number that was given on paper stands for this application (its number). HELPER, for an
    application that they handed in.

    Raises NotPermitted, SlipWrong, SlipUnknown, SlipSpent, SlipVoid, SlipCase.
    """
    slip = _held(actor, number)
    found = cases.helped_case(case.strip().upper())
    if found is None:
        raise rules.SlipCase()
    taken = ReceiptSlip.objects.filter(case=found).exists()
    rules.require_case(found.helper, actor.staff, filed=found.submitted_at is not None, taken=taken)
    slip.state, slip.case, slip.at = str(SlipState.MATCHED), found, now
    slip.save(update_fields=["state", "case", "at"])
    _note(HelpEvent.SLIP_MATCHED, actor, now, {"slip": slip.pk, "case": found.number})
    return Slip(shown(slip.pk), slip.state)


@use_case(Slip)
def void_slip(actor: Actor, number: str, why: str, *, now: datetime, once: str = "") -> Slip:
    """作废: spoilt or lost. HELPER.

    Raises NotPermitted, SlipWrong, SlipUnknown, SlipSpent, SlipVoid, SlipWhy.
    """
    slip = _held(actor, number)
    slip.state, slip.why, slip.at = str(SlipState.VOID), rules.read_why(why), now
    slip.save(update_fields=["state", "why", "at"])
    _note(HelpEvent.SLIP_VOIDED, actor, now, {"slip": slip.pk, "reason": slip.why})
    return Slip(shown(slip.pk), slip.state)


def _held(actor: Actor, number: str) -> ReceiptSlip:
    """A number of this helper that is still free, locked."""
    require_role(actor, Role.HELPER)
    serial = rules.read(number, mark_of)
    slip = ReceiptSlip.objects.select_for_update(of=("self",)).filter(pk=serial).first()
    if slip is None:
        raise rules.SlipWrong()
    rules.require_free(SlipState(slip.state), slip.staff, actor.staff)
    return slip


def _note(event: HelpEvent, actor: Actor, now: datetime, data: dict[str, object]) -> None:
    trail.append(f"helper:{actor.staff}", event, actor.label, now, data)
