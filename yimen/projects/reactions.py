"""What follows when an application of a project moved, or fees were billed or asked for, after commit."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from yimen.bridges import payments as bridge
from yimen.bridges.payments import Answer
from yimen.cases import actions as cases
from yimen.rules import seals
from yimen.rules.authority import SYSTEM
from yimen.rules.calendar import china_date
from yimen.rules.cashier import Doubt
from yimen.rules.paper_lines import day_words
from yimen.rules.projects.events import ProjectEvent
from yimen.rules.vocabulary import event_of
from yimen.trail.queries import Row
from yimen.trail.relay import Outside
from yimen.vault import actions as vault
from yimen.vault import press, qr
from yimen.vault.queries import the_seal

from . import actions, queries

#: The words at the foot of the seal's picture.
SEAL_WORDS = "行政审批专用章"


def carry_on(row: Row, now: datetime) -> None:
    """A result was made, of an application or of one of its members: later drafts of its project have it."""
    numbers = [one for one in (row.stream, cases.parent_of(row.stream)) if one]
    code = queries.project_of_case(numbers)
    if code:
        actions.came(code, now=now)


def _place(row: Row, now: datetime) -> Answer | Doubt | None:
    """Place the order with the cashier, or ask how it stands; None where it does not answer just now, a doubt
    where what it answers cannot be."""
    cashier, number = bridge.configured(), str(row.data["order"])
    known = queries.order_of(number)
    if cashier is None or known is None:
        return None
    try:
        if row.kind == ProjectEvent.FEES_ORDERED:
            return cashier.place(number, known[0], timeout=bridge.TIME_LIMIT)
        return cashier.look(number, timeout=bridge.TIME_LIMIT)
    except bridge.Unreachable:
        return None
    except bridge.Contradiction as error:
        return error.doubt


def _keep(row: Row, answer: Answer | Doubt | None, now: datetime) -> bool:
    """Keep the answer; False (asked again later) where there was none."""
    number = str(row.data["order"])
    if answer is None:
        return False
    if isinstance(answer, Doubt):
        actions.distrust(number, answer, now=now)
        return True
    actions.settle(
        number, answer.state, answer.reference, amount=answer.amount, pay_url=answer.pay_url, now=now
    )
    return True


#: An order was made, or somebody wants to know how it stands: the cashier is asked outside any transaction.
pay = Outside(_place, _keep, "yimen.projects.reactions.pay")


def print_notice(row: Row, now: datetime) -> None:
    """The notice of fees is made into a PDF and kept, sealed where the register lets the seal stand on it."""
    number = str(row.data["sheet"])
    pdf = press.typeset("fees", notice_facts(number))
    held, name = the_seal(), f"{number}.pdf"
    if held is not None and seals.FEE_NOTICE in held.kinds:
        cause = vault.Cause(row.id, event_of(row.kind))
        file = vault.seal_file(cause, seals.FEE_NOTICE, number, pdf, name, now=now).id
    else:
        file = vault.record(SYSTEM, vault.stash([pdf], name), now=now).id
    actions.keep_paper(number, file)


def notice_facts(number: str) -> dict[str, Any]:
    """The facts of `sheets/fees.typ`."""
    sheet, rows = queries.sheet_facts(number)
    held = the_seal()
    total = sum(one.payable for one in rows)
    address = qr.public_address(f"/projects/{sheet.project.code}/fees/")
    return {
        "pay_at": address, "qr_svg": qr.svg(address),
        "number": sheet.number, "to": sheet.project.owner.name, "project": sheet.project.name,
        "code": sheet.project.code, "day": day_words(china_date(sheet.at)), "issued_at": sheet.at.isoformat(),
        "rows": [
            [one.name, one.organ, one.reckoning, f"{one.amount:,.2f}", _relief(one), f"{one.payable:,.2f}",
             one.due.label, one.basis]
            for one in rows
        ],
        "total": f"{total:,.2f}", "organ": held.holder.name if held else "", "seal": SEAL_WORDS,
    }  # fmt: skip


def _relief(one: queries.FeeRow) -> str:
    if not one.relief:
        return "—"
    return f"−{one.relief:,.2f}（{one.relief_name}，{one.relief_basis}）"
