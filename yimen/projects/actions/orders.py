"""Orders to pay, and what the cashier says of them, asked or unasked. The project's row is the lock.

Money is asked for after commit, by the worker (`reactions.pay`). What the cashier says is kept once, however
often and by whichever way it comes; what does not fit the order changes nothing and is on record.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.db.models import Q

from yimen.rules import cashier, paying, projects
from yimen.rules.authority import SYSTEM, Actor
from yimen.rules.cashier import Doubt, Heard
from yimen.rules.paying import SETTLED, PayState
from yimen.rules.projects.events import ProjectEvent
from yimen.rules.projects.sight import ProjectUnknown
from yimen.trail import actions as trail
from yimen.trail import queries as history
from yimen.trail.usecase import use_case

from ..models import FeeLine, FeeOrder, FeeSheet, Project
from .fees import Billed
from .opening import stream

_WAITING = [str(PayState.ASKED), str(PayState.PENDING)]


@dataclass(frozen=True)
class Taken:
    """How an order stands after a message of the cashier; `doubt`: why the message was not taken, or ""."""

    order: str
    state: str
    doubt: str = ""


def _locked(actor: Actor, code: str) -> Project:
    """The project, locked, for its owner's side. Raises ProjectUnknown."""
    found = Project.objects.select_for_update(of=("self",)).filter(code=code).first()
    if found is None or not (actor.is_system or projects.owns(actor, found.owner_id)):
        raise ProjectUnknown()
    return found


@use_case(Billed)
def order(actor: Actor, code: str, *, now: datetime, once: str = "") -> Billed:
    """Ask for everything of the sheet that is not paid, as one order. The owner's side.

    Raises ProjectUnknown, NothingToPay, OrderOpen, NoCashier.
    """
    project = _locked(actor, code)
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
    pending = FeeOrder.objects.filter(sheet=sheet, state__in=_WAITING).first()
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
    project = _locked(actor, code)
    found = FeeOrder.objects.filter(sheet__project=project, state__in=_WAITING).first()
    if found is None:
        raise paying.NothingToPay()
    data = {"order": found.number, "amount": str(found.amount)}
    trail.append(stream(code), ProjectEvent.FEES_LOOKED, actor.label, now, data)
    return Billed(found.number, str(found.amount))


@use_case(Taken)
def hear(actor: Actor, heard: Heard, sent: str, nonce: str, *, now: datetime, once: str = "") -> Taken:
    """Take a message that the cashier sent unasked, its signature seen by the door. `sent`: seconds since
    1970 as signed; the message's number `nonce` is also `once`, so that a copy gets the answer of the first.

    Raises NoticeStale. An order that is not ours, or that has another amount, is noted as a doubt.
    """
    cashier.require_fresh(sent, nonce, now)
    if FeeOrder.objects.filter(number=heard.order).exists():
        return settle(heard.order, heard.state, heard.reference, amount=heard.amount, now=now)
    data = {"order": heard.order, "doubt": str(Doubt.UNKNOWN), "amount": str(heard.amount)}
    trail.append(f"cashier:{heard.order}", ProjectEvent.FEES_DOUBTED, actor.label, now, data)
    return Taken(heard.order, "", str(Doubt.UNKNOWN))


def settle(
    number: str, answer: PayState, reference: str, *, now: datetime, amount: Decimal | None = None,
    pay_url: str = "",
) -> Taken:  # fmt: skip
    """Keep what the cashier said of an order; again, late or twice, it changes nothing more. In the caller's
    transaction. Money for what was paid otherwise is owed back. `amount`: 元 that the cashier names."""
    trail.require_transaction()
    project = Project.objects.select_for_update(of=("self",)).get(
        pk=FeeOrder.objects.values_list("sheet__project", flat=True).get(number=number)
    )
    found = FeeOrder.objects.select_related("sheet").get(number=number)
    heard = Heard(number, found.amount if amount is None else amount, answer, reference)
    unfit = cashier.doubt(PayState(found.state), found.amount, found.reference, heard)
    if unfit is not None:
        return _doubted(project.code, found, unfit, heard, now)
    _guide(found, pay_url)
    return Taken(number, str(_moved(project.code, found, answer, reference, now)))


def _guide(found: FeeOrder, pay_url: str) -> None:
    """Keep where the payer goes, once it is known."""
    if pay_url and pay_url != found.pay_url:
        found.pay_url = pay_url
        found.save(update_fields=["pay_url"])


def _moved(code: str, found: FeeOrder, answer: PayState, reference: str, now: datetime) -> PayState:
    """The state of the order after an answer that fits it."""
    paid = FeeOrder.objects.filter(sheet=found.sheet, state=PayState.PAID)
    before = PayState(found.state)
    after = paying.settle(before, answer, paid.exclude(pk=found.pk).exists())
    if after is before:
        return after
    found.state, found.reference = after, reference or found.reference
    found.settled_at = now if after in SETTLED else None
    found.save(update_fields=["state", "reference", "settled_at"])
    if after is PayState.PAID:
        lines = FeeLine.objects.filter(sheet=found.sheet, amount__gt=0)
        lines.exclude(order__state=PayState.PAID).update(order=found)
    data = {"order": found.number, "from": str(before), "to": str(after), "reference": found.reference}
    trail.append(stream(code), ProjectEvent.FEES_SETTLED, SYSTEM.label, now, data)
    return after


def distrust(number: str, unfit: Doubt, *, now: datetime) -> Taken:
    """Note that the cashier's answer about an order could not be taken. In the caller's transaction."""
    trail.require_transaction()
    found = FeeOrder.objects.select_related("sheet__project").get(number=number)
    heard = Heard(number, found.amount, PayState(found.state))
    return _doubted(found.sheet.project.code, found, unfit, heard, now)


def _doubted(code: str, found: FeeOrder, unfit: Doubt, heard: Heard, now: datetime) -> Taken:
    """Note it, once however often it is said."""
    data = {
        "order": found.number, "doubt": str(unfit), "amount": str(heard.amount), "to": str(heard.state),
        "reference": heard.reference,
    }  # fmt: skip
    noted = history.of_kinds([stream(code)], [ProjectEvent.FEES_DOUBTED])
    if all(one.data != data for one in noted):
        trail.append(stream(code), ProjectEvent.FEES_DOUBTED, SYSTEM.label, now, data)
    return Taken(found.number, found.state, str(unfit))


__all__ = ["Taken", "distrust", "hear", "look", "order", "settle"]
