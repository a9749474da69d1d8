"""一表制: the fees of a project, the notice of them, and paying."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Header, Router

from yimen.accounts.scopes import Scope
from yimen.projects import actions, queries
from yimen.projects.queries import FeePage, FeeRow, OrderRow

from .auth import actor_of, needs
from .idempotency import Once
from .projects import ProjectCode, act
from .schemas.projects import BilledOut, FeeOut, FeesOut, OrderOut
from .words import label

router = Router(tags=["工程项目"])
READ, APPLY = needs(Scope.CASES_READ), needs(Scope.CASES_APPLY)


@router.get(
    "/projects/{project}/fees", response=FeesOut, auth=READ, operation_id="projects_fees",
    summary="看全部费用", description="没开缴费通知的，按现在的标准算；开了就不再变。令牌权限 cases:read。",
)  # fmt: skip
def fees(request: HttpRequest, project: ProjectCode) -> FeesOut:
    """The sheet. Raises ProjectUnknown."""
    return _shown(queries.fee_page(actor_of(request), project))


def _money(amount: Decimal) -> str:
    return f"{amount:.2f}"


def _shown(page: FeePage) -> FeesOut:
    return FeesOut(
        number=page.number, issued_at=page.issued_at, amount=_money(page.amount),
        relief=_money(page.relief), payable=_money(page.payable), open=_money(page.open),
        lines=[_line(row) for row in page.rows], orders=[_order(row) for row in page.orders],
    )  # fmt: skip


def _line(row: FeeRow) -> FeeOut:
    return FeeOut(
        name=row.name, organ=row.organ, basis=row.basis, due=label(row.due), amount=_money(row.amount),
        relief=_money(row.relief), relief_basis=row.relief_basis, payable=_money(row.payable), paid=row.paid,
    )  # fmt: skip


def _order(row: OrderRow) -> OrderOut:
    return OrderOut(
        number=row.number, amount=_money(row.amount), state=row.state, state_label=label(row.state),
        asked_at=row.asked_at, settled_at=row.settled_at, reference=row.reference, pay_url=row.pay_url,
    )  # fmt: skip


def _billed(
    request: HttpRequest, response: HttpResponse, project: str, headers: Once, verb: Callable[..., Any]
) -> BilledOut:
    """Carry out one act of the sheet; each answers with the number and the money."""
    done = act(request, response, headers.once, verb, project)
    return BilledOut(number=done.number, amount=done.amount)


@router.post(
    "/projects/{project}/fees/notice", response=BilledOut, auth=APPLY, operation_id="projects_bill",
    summary="开缴费通知", description="建设单位或者项目经理开一次，金额从此不变。令牌权限 cases:apply。",
)  # fmt: skip
def bill(
    request: HttpRequest, response: HttpResponse, project: ProjectCode, headers: Header[Once]
) -> BilledOut:
    """Issue it. Raises ProjectUnknown, BillNotYours, BilledAlready, NothingToPay."""
    return _billed(request, response, project, headers, actions.bill)


@router.post(
    "/projects/{project}/fees/orders", response=BilledOut, auth=APPLY, operation_id="projects_order",
    summary="下缴款单", description="没交的都在一张单上；付款页看 GET 里的 pay_url。令牌权限 cases:apply。",
)  # fmt: skip
def order(
    request: HttpRequest, response: HttpResponse, project: ProjectCode, headers: Header[Once]
) -> BilledOut:
    """Ask for what is not paid. Raises ProjectUnknown, NothingToPay, OrderOpen, NoCashier."""
    return _billed(request, response, project, headers, actions.order)


@router.post(
    "/projects/{project}/fees/look", response=BilledOut, auth=APPLY, operation_id="projects_look",
    summary="查到账没有", description="请一门去问缴费平台，过一会儿看 GET 里的 state。令牌权限 cases:apply。",
)  # fmt: skip
def look(
    request: HttpRequest, response: HttpResponse, project: ProjectCode, headers: Header[Once]
) -> BilledOut:
    """Ask how the waiting order stands. Raises ProjectUnknown, NothingToPay."""
    return _billed(request, response, project, headers, actions.look)
