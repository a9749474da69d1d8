"""缴费: what becomes of an order when the cashier answers, once or often, early or late.

The answer of the cashier is believed; how often it comes makes no difference. Money that comes for what was
paid already is owed back, never kept and never lost.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from .errors import Kind, RuleBroken
from .fees import Due
from .projects.terms import Stage
from .term import Term


class PayState(Term):
    """缴款单状态."""

    ASKED = "asked", "正在下单"
    PENDING = "pending", "等您付款"
    PAID = "paid", "已缴清"
    FAILED = "failed", "没有付成"
    OWED_BACK = "owed_back", "多缴待退"


#: Nothing changes these any more.
SETTLED = frozenset({PayState.PAID, PayState.OWED_BACK})


class NothingToPay(RuleBroken):
    """There is nothing to be billed, or all of it is paid."""

    code = "fees.nothing_to_pay"
    text = "没有要交的费用"


class BilledAlready(RuleBroken):
    """The sheet was issued: its amounts stand."""

    code = "fees.billed_already"
    text = "缴费通知已经开过了：{number}"


class OrderOpen(RuleBroken):
    """An order for these fees waits to be paid."""

    code = "fees.order_open"
    text = "已经有一张缴款单在等付款：{number}"


class NoCashier(RuleBroken):
    """This site takes no payment online."""

    code = "fees.no_cashier"
    text = "本站还不能网上缴费，请到窗口缴"


class FeesUnpaid(RuleBroken):
    """A later stage waits for fees that were due before."""

    code = "fees.unpaid"
    text = "先交清这些费用：{names}"


class BillNotYours(RuleBroken):
    """The sheet is issued by whoever builds, or by who leads the project."""

    code = "fees.bill_not_yours"
    text = "缴费通知由建设单位或者项目经理来开"
    kind = Kind.FORBIDDEN


def settle(now: PayState, answer: PayState, paid_otherwise: bool) -> PayState:
    """The state of an order after an answer (PENDING, PAID or FAILED). `paid_otherwise`: what it is for was
    paid by another order meanwhile. Again changes nothing."""
    if now in SETTLED or answer is now:
        return now
    if answer is PayState.PAID:
        return PayState.OWED_BACK if paid_otherwise else PayState.PAID
    # A late “pending” takes nothing back that failed.
    return now if now is PayState.FAILED and answer is PayState.PENDING else answer


#: Fees that are due before a permit hold up the stage after it: the permit itself is decided by law.
_HOLDS = {Due.BEFORE_DESIGN: Stage.START, Due.BEFORE_START: Stage.ACCEPTANCE}


def require_paid(stage: Stage, unpaid: Iterable[tuple[Due, str, Decimal]]) -> None:
    """Raise FeesUnpaid where fees that were due hold up this stage. `unpaid`: (due, name, 元)."""
    names = [name for due, name, amount in unpaid if _HOLDS.get(due) is stage and amount > 0]
    if names:
        raise FeesUnpaid(names="、".join(names))
