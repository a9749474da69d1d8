"""What every cashier speaks: its two questions, its answers, and the two ways in which there is none."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from yimen.rules.cashier import Doubt
from yimen.rules.paying import PayState

#: Seconds that a question may take.
TIME_LIMIT = 3.0


class Unreachable(Exception):
    """The cashier does not answer: refused, broken off, too late."""


class Contradiction(Exception):
    """The cashier answers, and what it says cannot be: `doubt` says why. Asking again would not help."""

    def __init__(self, doubt: Doubt) -> None:
        super().__init__(str(doubt))
        self.doubt = doubt


@dataclass(frozen=True)
class Answer:
    """What the cashier says of an order: PENDING, PAID or FAILED, and its own number for the money.

    `amount`: 元, None from a cashier that does not repeat it; `pay_url`: where the payer goes, or "".
    """

    state: PayState
    reference: str = ""
    amount: Decimal | None = None
    pay_url: str = ""


class Payments(Protocol):
    """What takes money. Both questions may be asked as often as one likes."""

    def place(self, number: str, amount: Decimal, *, timeout: float) -> Answer:
        """Place an order of ours over so many 元. Raises Unreachable, Contradiction."""

    def look(self, number: str, *, timeout: float) -> Answer:
        """How an order stands. Raises Unreachable, Contradiction."""
