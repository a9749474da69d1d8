"""一表制: the sheet of a project, as it would be today or as it was issued, and how each line stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from yimen.rules import fees as rules
from yimen.rules import projects
from yimen.rules.authority import Actor
from yimen.rules.cashier import Doubt
from yimen.rules.fees import Due, Facts, How, Line, Rate
from yimen.rules.paying import PayState
from yimen.rules.projects.events import ProjectEvent
from yimen.rules.projects.sight import ProjectUnknown
from yimen.trail import queries as trail
from yimen.vault.queries import FileFacts, by_ids

from ..models import FeeLine, FeeOrder, FeeRate, FeeSheet, Project
from .road import require_visible


@dataclass(frozen=True)
class FeeRow:
    """One line, 元. `reckoning`: how the amount was reckoned; `state` None: nothing was asked for yet."""

    name: str
    organ: str
    basis: str
    due: Due
    reckoning: str
    amount: Decimal
    relief: Decimal
    relief_name: str
    relief_basis: str
    state: PayState | None = None

    @property
    def payable(self) -> Decimal:
        """元 to be paid."""
        return self.amount - self.relief

    @property
    def paid(self) -> bool:
        """Whether nothing is owed on it."""
        return self.payable == 0 or self.state is PayState.PAID


@dataclass(frozen=True)
class OrderRow:
    """One order to pay."""

    number: str
    amount: Decimal
    state: PayState
    asked_at: datetime
    settled_at: datetime | None
    reference: str
    pay_url: str


@dataclass(frozen=True)
class DoubtRow:
    """What the cashier said of an order and was not taken."""

    order: str
    what: Doubt
    at: datetime


@dataclass(frozen=True)
class FeePage:
    """The sheet. `number`: of the notice, "" before it is issued; `file`: the sealed paper, once made."""

    code: str
    name: str
    owner: str
    own: bool
    leads: bool
    number: str
    issued_at: datetime | None
    rows: tuple[FeeRow, ...]
    orders: tuple[OrderRow, ...]
    file: FileFacts | None
    doubts: tuple[DoubtRow, ...] = ()

    @property
    def amount(self) -> Decimal:
        """元 by the rates."""
        return sum((one.amount for one in self.rows), Decimal(0))

    @property
    def relief(self) -> Decimal:
        """元 taken off."""
        return sum((one.relief for one in self.rows), Decimal(0))

    @property
    def payable(self) -> Decimal:
        """元 to be paid."""
        return sum((one.payable for one in self.rows), Decimal(0))

    @property
    def open(self) -> Decimal:
        """元 not paid yet."""
        return sum((one.payable for one in self.rows if not one.paid), Decimal(0))

    @property
    def waiting(self) -> OrderRow | None:
        """The order that waits to be paid."""
        return next((one for one in self.orders if one.state in {PayState.ASKED, PayState.PENDING}), None)


def rates() -> list[Rate]:
    """The published list, in its order."""
    return [Rate.from_dict(one.spec) for one in FeeRate.objects.filter(active=True).order_by("order", "pk")]


def reckoned(project: Project) -> Sequence[Line]:
    """What the project would be charged by the list as it is today."""
    facts = Facts(project.kind, project.funding, project.land_area, project.build_area, project.investment)
    return rules.sheet(rates(), facts).lines


def reckoning(line: Line) -> str:
    """How an amount comes about, in figures."""
    if line.how is How.FIXED:
        return f"{line.rate:,}"
    return f"{line.quantity:,.2f} × {line.rate:,}"


def fee_page(actor: Actor, code: str) -> FeePage:
    """The sheet of one project, for those who see the project. Raises ProjectUnknown."""
    project = Project.objects.select_related("owner", "manager").filter(code=code).first()
    if project is None:
        raise ProjectUnknown()
    require_visible(actor, project)
    sheet = FeeSheet.objects.filter(project=project).first()
    file = by_ids([sheet.pdf_id]).get(sheet.pdf_id) if sheet and sheet.pdf_id else None
    number = project.manager.number if project.manager else ""
    return FeePage(
        code, project.name, project.owner.name, projects.owns(actor, project.owner_id),
        bool(actor.staff) and actor.staff == number, sheet.number if sheet else "",
        sheet.at if sheet else None, tuple(_kept(sheet) if sheet else _would(project)),
        tuple(_orders(sheet)) if sheet else (), file, tuple(_doubts(code)) if sheet else (),
    )  # fmt: skip


def _would(project: Project) -> list[FeeRow]:
    return [
        FeeRow(
            one.name, one.organ, one.basis, one.due, reckoning(one), one.amount, one.relief, one.relief_name,
            one.relief_basis,
        )
        for one in reckoned(project)
    ]  # fmt: skip


def _kept(sheet: FeeSheet) -> list[FeeRow]:
    found = FeeLine.objects.filter(sheet=sheet).select_related("order").order_by("place")
    return [
        FeeRow(
            one.name, one.organ, one.basis, Due(one.due), one.reckoning, one.amount, one.relief,
            one.relief_name, one.relief_basis, PayState(one.order.state) if one.order else None,
        )
        for one in found
    ]  # fmt: skip


def _orders(sheet: FeeSheet) -> list[OrderRow]:
    return [
        OrderRow(
            one.number, one.amount, PayState(one.state), one.asked_at, one.settled_at, one.reference,
            one.pay_url,
        )
        for one in FeeOrder.objects.filter(sheet=sheet).order_by("-pk")
    ]  # fmt: skip


def _doubts(code: str) -> list[DoubtRow]:
    rows = trail.of_kinds([f"project:{code}"], [str(ProjectEvent.FEES_DOUBTED)])
    return [DoubtRow(str(row.data["order"]), Doubt(row.data["doubt"]), row.at) for row in rows]


def unpaid(project: Project) -> list[tuple[Due, str, Decimal]]:
    """(due, name, 元) of what was billed and is not paid."""
    sheet = FeeSheet.objects.filter(project=project).first()
    if sheet is None:
        return []
    return [(one.due, one.name, one.payable) for one in _kept(sheet) if not one.paid]


def order_of(number: str) -> tuple[Decimal, PayState] | None:
    """Amount and state of one order, for reactions: no reader, no rights."""
    found = FeeOrder.objects.filter(number=number).values_list("amount", "state").first()
    return (found[0], PayState(found[1])) if found else None


def sheet_facts(number: str) -> tuple[FeeSheet, list[FeeRow]]:
    """A sheet with its lines, for the press."""
    sheet = FeeSheet.objects.select_related("project__owner").get(number=number)
    return sheet, _kept(sheet)
