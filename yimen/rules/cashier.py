"""缴费平台的话: what is signed between the site and a payment platform, and when its word is not taken.

The platform is believed about money, within what was agreed: the order is ours, the amount is the one that
was asked for, the message is fresh and its own. What does not fit changes nothing and is on record, for
somebody has to look at it. The contract is docs/how-to/cashier.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation

from .errors import Kind, RuleBroken
from .paying import SETTLED, PayState
from .term import Term

#: A signed message counts for so many seconds before and after the moment that it names.
FRESH_SECONDS = 300
#: 32 hexadecimal digits, another one for each message.
_NONCE = re.compile(r"[0-9a-f]{32}", re.ASCII)
#: 元 with two decimals, as the contract writes them.
_AMOUNT = re.compile(r"\d{1,14}\.\d{2}", re.ASCII)


class Doubt(Term):
    """缴费平台的话哪里对不上."""

    UNKNOWN = "unknown", "没有这张缴款单"
    AMOUNT = "amount", "金额和缴款单不一样"
    REFERENCE = "reference", "同一张单又来了一个流水号"
    TAKEN_BACK = "taken_back", "先说付了，又说没付"
    REFUSED = "refused", "平台不收这张单"
    UNREADABLE = "unreadable", "回话读不懂，或者签名不对"


class NoticeStale(RuleBroken):
    """A signed message of another hour: sent too late, or sent again by somebody who listened."""

    code = "fees.notice_stale"
    text = "通知的时间和现在差太多，请重新签名再发"
    kind = Kind.FORBIDDEN


class OrderUnknown(RuleBroken):
    """The platform speaks of an order that the site never made."""

    code = "fees.order_unknown"
    text = "没有这张缴款单"
    kind = Kind.NOT_FOUND


class NoticeDoubted(RuleBroken):
    """What the platform says does not fit the order: it was noted and changes nothing."""

    code = "fees.notice_doubted"
    text = "和缴款单对不上，没有入账：{what}"
    kind = Kind.CONFLICT


@dataclass(frozen=True)
class Heard:
    """What a platform says of an order: `amount` in 元; `reference`: its own number of the money."""

    order: str
    amount: Decimal
    state: PayState
    reference: str = ""


def signed_text(purpose: str, merchant: str, sent: str, nonce: str, body: bytes) -> bytes:
    """What the signature stands over. `purpose` names the direction (order, query, answer, notice): no
    message can be sent back as another; `sent`: seconds since 1970 as text."""
    head = "\n".join(("yimen-cashier-1", purpose, merchant, sent, nonce, ""))
    return head.encode() + body


def require_fresh(sent: str, nonce: str, now: datetime) -> None:
    """Raise NoticeStale for a message that does not name a moment near `now`, or has no number of its own."""
    known = sent.isascii() and sent.isdecimal() and len(sent) <= 12 and _NONCE.fullmatch(nonce)
    if not known or abs(now.timestamp() - int(sent)) > FRESH_SECONDS:
        raise NoticeStale()


def read_amount(typed: object) -> Decimal | None:
    """元 as the contract writes them (text, two decimals), or None."""
    if not isinstance(typed, str) or not _AMOUNT.fullmatch(typed):
        return None
    try:
        return Decimal(typed)
    except InvalidOperation:
        return None


def doubt(now: PayState, amount: Decimal, reference: str, heard: Heard) -> Doubt | None:
    """Why the word about an order is not taken; None where it fits. `now`, `amount` and `reference` are what
    the order has."""
    if heard.amount != amount:
        return Doubt.AMOUNT
    if now not in SETTLED:
        return None
    if heard.state is PayState.FAILED:
        return Doubt.TAKEN_BACK
    other = heard.state is PayState.PAID and heard.reference and reference
    return Doubt.REFERENCE if other and heard.reference != reference else None
