"""一表制: the rates, the sheet of a project, and its orders to pay.

Money is asked for after commit, by the worker (`reactions.pay`); what the cashier answered is kept once,
however often it comes: the project's row is the lock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Q

from yimen.rules import fees as rules
from yimen.rules import paying, projects
from yimen.rules.authority import SYSTEM, Actor, require_role
from yimen.rules.paying import SETTLED, PayState
from yimen.rules.projects.events import ProjectEvent
from yimen.rules.projects.sight import ProjectUnknown
from yimen.rules.terms import Role
from yimen.trail import actions as trail
from yimen.trail.usecase import use_case

from ..models import FeeLine, FeeOrder, FeeRate, FeeSheet, Project
from ..queries.fees import reckoned, reckoning
from .opening import stream


@dataclass(frozen=True)
class Billed:
    """A sheet or an order, by its number, over so many 元 (as text)."""

    number: str
    amount: str


@use_case(Billed)
def set_rate(
    actor: Actor, data: Mapping[str, Any], *, now: datetime, order: int = 0, active: bool = True,
    once: str = "",
) -> Billed:  # fmt: skip
    """Enter a rate of the published list, or take it off (`active`). KEEPER. Raises NotPermitted, BadRate."""
    require_role(actor, Role.KEEPER)
    rate = rules.Rate.from_dict(data)
    facts = {"spec": dict(data), "order": order, "active": active}
    FeeRate.objects.update_or_create(code=rate.code, defaults=facts)
    told = {"name": rate.name, "active": active}
    trail.append(f"fees:{rate.code}", ProjectEvent.FEE_RATE_SET, actor.label, now, told)
    return Billed(rate.code, str(rate.amount))


@use_case(Billed)
def bill(actor: Actor, code: str, *, now: datetime, once: str = "") -> Billed:
    """Issue the notice of all fees of a project: its amounts stand from now on.

    Raises ProjectUnknown, BillNotYours, BilledAlready, NothingToPay.
    """
    project = _locked(code)
    _require_biller(actor, project)
    earlier = FeeSheet.objects.filter(project=project).first()
    if earlier is not None:
        raise paying.BilledAlready(number=earlier.number)
    lines = reckoned(project)
    if not lines:
        raise paying.NothingToPay()
    sheet = FeeSheet.objects.create(project=project, number=f"FEE-{project.code}", at=now, by=actor.label)
    FeeLine.objects.bulk_create(_line(sheet, n, one) for n, one in enumerate(lines))
    payable = sum((one.payable for one in lines), Decimal(0))
    data = {"sheet": sheet.number, "amount": str(payable), "lines": len(lines)}
    trail.append(stream(code), ProjectEvent.FEES_BILLED, actor.label, now, data)
    return Billed(sheet.number, str(payable))


def _line(sheet: FeeSheet, n: int, one: rules.Line) -> FeeLine:
    return FeeLine(
        sheet=sheet, place=n, code=one.code, name=one.name, organ=one.organ, basis=one.basis, due=one.due,
        reckoning=reckoning(one), amount=one.amount, relief=one.relief, relief_name=one.relief_name,
        relief_basis=one.relief_basis,
    )  # fmt: skip


def _locked(code: str) -> Project:
    found = Project.objects.select_for_update(of=("self",)).filter(code=code).first()
    if found is None:
        raise ProjectUnknown()
    return found


def _require_biller(actor: Actor, project: Project) -> None:
    manager = project.manager.number if project.manager else ""
    own = actor.is_system or projects.owns(actor, project.owner_id)
    if not own and not actor.staff:
        raise ProjectUnknown()
    if not own and actor.staff != manager:
        raise paying.BillNotYours()


@use_case(Billed)
def order(actor: Actor, code: str, *, now: datetime, once: str = "") -> Billed:
    """Ask for everything of the sheet that is not paid, as one order. The owner's side.

    Raises ProjectUnknown, NothingToPay, OrderOpen, NoCashier.
    """
    project = _locked(code)
    if not (actor.is_system or projects.owns(actor, project.owner_id)):
        raise ProjectUnknown()
    sheet = FeeSheet.objects.filter(project=project).first()
    if sheet is None:
        raise paying.NothingToPay()
    lines = _to_ask(sheet)
    if not settings.PAYMENTS:
        raise paying.NoCashier()
    amount = sum((one.amount - one.relief for one in lines), Decimal(0))
    number = f"{project.code}-{FeeOrder.objects.filter(sheet=sheet).count() + 1:02d}"
    made = FeeOrder.objects.create(sheet=sheet, number=number, amount=amount, asked_at=now)
    FeeLine.objects.filter(pk__in=[one.pk for one in lines]).update(order=made)
    data = {"order": number, "amount": str(amount)}
    trail.append(stream(code), ProjectEvent.FEES_ORDERED, actor.label, now, data)
    return Billed(number, str(amount))


def _to_ask(sheet: FeeSheet) -> list[FeeLine]:
    """The lines of which something is owed. Raises OrderOpen, NothingToPay."""
    waiting = [str(PayState.ASKED), str(PayState.PENDING)]
    pending = FeeOrder.objects.filter(sheet=sheet, state__in=waiting).first()
    if pending is not None:
        raise paying.OrderOpen(number=pending.number)
    found = FeeLine.objects.filter(sheet=sheet).filter(
        Q(order__isnull=True) | ~Q(order__state=str(PayState.PAID))
    )
    owed = [one for one in found.order_by("place") if one.amount > one.relief]
    if not owed:
        raise paying.NothingToPay()
    return owed


@use_case(Billed)
def look(actor: Actor, code: str, *, now: datetime, once: str = "") -> Billed:
    """Ask the cashier how the waiting order stands. The owner's side. Raises ProjectUnknown, NothingToPay."""
    project = _locked(code)
    if not (actor.is_system or projects.owns(actor, project.owner_id)):
        raise ProjectUnknown()
    waiting = [str(PayState.ASKED), str(PayState.PENDING)]
    found = FeeOrder.objects.filter(sheet__project=project, state__in=waiting).first()
    if found is None:
        raise paying.NothingToPay()
    data = {"order": found.number, "amount": str(found.amount)}
    trail.append(stream(code), ProjectEvent.FEES_LOOKED, actor.label, now, data)
    return Billed(found.number, str(found.amount))


def settle(number: str, answer: PayState, reference: str, *, now: datetime) -> PayState:
    """Keep what the cashier said of an order; again, late or twice, it changes nothing more. In the caller's
    transaction. Money for what was paid otherwise is owed back."""
    trail.require_transaction()
    project = Project.objects.select_for_update(of=("self",)).get(
        pk=FeeOrder.objects.values_list("sheet__project", flat=True).get(number=number)
    )
    found = FeeOrder.objects.select_related("sheet").get(number=number)
    sheet = found.sheet
    otherwise = FeeOrder.objects.filter(sheet=sheet, state=PayState.PAID).exclude(pk=found.pk).exists()
    before = PayState(found.state)
    after = paying.settle(before, answer, otherwise)
    if after is before:
        return after
    found.state, found.reference = after, reference or found.reference
    found.settled_at = now if after in SETTLED else None
    found.save(update_fields=["state", "reference", "settled_at"])
    if after is PayState.PAID:
        FeeLine.objects.filter(sheet=sheet).exclude(order__state=PayState.PAID).filter(amount__gt=0).update(
            order=found
        )
    data = {"order": number, "from": str(before), "to": str(after), "reference": found.reference}
    trail.append(stream(project.code), ProjectEvent.FEES_SETTLED, SYSTEM.label, now, data)
    return after


def keep_paper(number: str, file: int) -> None:
    """Link the sealed notice to its sheet, once. In the caller's transaction."""
    trail.require_transaction()
    FeeSheet.objects.filter(number=number, pdf__isnull=True).update(pdf=file)
