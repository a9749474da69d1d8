"""一表制: the rates, and the sheet of a project. The project's row is the lock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from yimen.rules import fees as rules
from yimen.rules import paying, projects
from yimen.rules.authority import Actor, require_role
from yimen.rules.changes import differences
from yimen.rules.projects.events import ProjectEvent
from yimen.rules.projects.keeping import require_seen
from yimen.rules.projects.sight import ProjectUnknown
from yimen.rules.terms import Role
from yimen.trail import actions as trail
from yimen.trail.usecase import use_case

from ..models import FeeLine, FeeRate, FeeSheet, Project
from ..queries.fees import reckoned, reckoning
from ..queries.keeping import rate_stream
from .opening import stream


@dataclass(frozen=True)
class Billed:
    """A sheet or an order, by its number, over so many 元 (as text)."""

    number: str
    amount: str


@use_case(Billed)
def set_rate(
    actor: Actor, data: Mapping[str, Any], *, now: datetime, order: int | None = None, active: bool = True,
    seen: Mapping[str, str] | None = None, once: str = "",
) -> Billed:  # fmt: skip
    """Enter a rate of the published list, change it, or take it off (`active`). KEEPER. `order` None: as it
    was, a new one last; `seen`: what the keeper looked at (`fees.told`). Sheets that were issued stay as they
    are. Raises NotPermitted, BadRate, KeptMoved."""
    require_role(actor, Role.KEEPER)
    rate = rules.Rate.from_dict(data)
    old = FeeRate.objects.select_for_update(of=("self",)).filter(code=rate.code).first()
    before = rules.told(rules.Rate.from_dict(old.spec), old.active) if old else {}
    require_seen(seen, before)
    place = order if order is not None else (old.order if old else FeeRate.objects.count())
    facts = {"spec": dict(data), "order": place, "active": active}
    FeeRate.objects.update_or_create(code=rate.code, defaults=facts)
    told = {"name": rate.name, "changes": differences(before, rules.told(rate, active))}
    trail.append(rate_stream(rate.code), ProjectEvent.FEE_RATE_SET, actor.label, now, told)
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


def keep_paper(number: str, file: int) -> None:
    """Link the sealed notice to its sheet, once. In the caller's transaction."""
    trail.require_transaction()
    FeeSheet.objects.filter(number=number, pdf__isnull=True).update(pdf=file)
