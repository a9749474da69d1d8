"""What the cashier said and was not believed, for who watches: somebody has to look at each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from yimen.rules.authority import Actor, require_role
from yimen.rules.cashier import Doubt
from yimen.rules.paying import PayState
from yimen.rules.projects.events import ProjectEvent
from yimen.rules.terms import Role
from yimen.trail import queries as trail
from yimen.trail.queries import Row

from ..models import FeeOrder


@dataclass(frozen=True)
class Doubted:
    """One doubt. `said`: 元 that the cashier named, `ours`: of the order (None: it is not ours); `state`: of
    the order now; `reference`: the cashier's number of the money; `project`, `name`: "" where unknown."""

    id: int
    at: datetime
    what: Doubt
    order: str
    said: Decimal
    ours: Decimal | None
    state: PayState | None
    reference: str
    project: str = ""
    name: str = ""


def doubted(actor: Actor, *, before: int | None = None, limit: int = 30) -> list[Doubted]:
    """All doubts, newest first, one over `limit` tells of more; two statements. SUPERVISOR. Raises
    NotPermitted."""
    require_role(actor, Role.SUPERVISOR)
    rows = trail.latest(kind=str(ProjectEvent.FEES_DOUBTED), before=before, limit=limit + 1)
    numbers = {str(row.data["order"]) for row in rows}
    found = FeeOrder.objects.select_related("sheet__project").filter(number__in=numbers)
    orders = {one.number: one for one in found}
    return [_doubted(row, orders) for row in rows]


def _doubted(row: Row, orders: Mapping[str, FeeOrder]) -> Doubted:
    told, order = row.data, orders.get(str(row.data["order"]))
    head = (row.id, row.at, Doubt(told["doubt"]), str(told["order"]), Decimal(told["amount"]))
    if order is None:
        return Doubted(*head, None, None, str(told.get("reference", "")))
    project = order.sheet.project
    return Doubted(
        *head, order.amount, PayState(order.state), str(told.get("reference", "")), project.code, project.name
    )
