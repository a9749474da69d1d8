"""统一缴费平台: one protocol, found by the setting PAYMENTS.

"" takes no payment online; "http" is the platform that cashier.json names (`cashier`); "fake" behaves as a
cashier would: people pay a while after the order, some never do, some answers come late or twice. An order
has our number: placed twice it is one order. An adapter raises Unreachable, and never guesses.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal

from django.conf import settings

from yimen.rules.paying import PayState

from .cashier import HttpPayments
from .payment import TIME_LIMIT, Answer, Contradiction, Payments, Unreachable

__all__ = ["TIME_LIMIT", "Answer", "Contradiction", "FakePayments", "Payments", "Unreachable", "configured"]


class FakePayments:
    """A cashier for the sample county and for tests, the same way for the same order: of a hundred orders
    about eighty are paid when one looks, ten fail, ten are paid late (at the third look).

    `plan` overrides the behaviour of an order: pays, fails, late, never, dead.
    """

    MIX = ((10, "fails"), (20, "late"), (100, "pays"))

    def __init__(self, plan: Mapping[str, str] | None = None) -> None:
        self.plan = dict(plan or {})
        self.placed: dict[str, Decimal] = {}
        self._looks: Counter[str] = Counter()

    def place(self, number: str, amount: Decimal, *, timeout: float) -> Answer:
        """The order waits for its payer; placed again it is the same order."""
        if self.behaviour(number) == "dead":
            raise Unreachable("connection refused")
        self.placed.setdefault(number, amount)
        return Answer(PayState.PENDING)

    def look(self, number: str, *, timeout: float) -> Answer:
        """As the order's behaviour says. Raises Unreachable."""
        what = self.behaviour(number)
        if what == "dead":
            raise Unreachable("connection refused")
        self._looks[number] += 1
        if what == "fails":
            return Answer(PayState.FAILED)
        if what == "never" or (what == "late" and self._looks[number] < 3):
            return Answer(PayState.PENDING)
        return Answer(PayState.PAID, self.reference(number))

    def behaviour(self, number: str) -> str:
        """How the cashier behaves for an order."""
        if "*" in self.plan:
            return self.plan["*"]
        if number in self.plan:
            return self.plan[number]
        share = int.from_bytes(hashlib.blake2b(number.encode(), digest_size=4).digest(), "big") % 100
        return next(what for most, what in self.MIX if share < most)

    @staticmethod
    def reference(number: str) -> str:
        """The cashier's own number for the money of an order."""
        return "PAY" + hashlib.blake2b(number.encode(), digest_size=6).hexdigest().upper()


_made: dict[str, Payments] = {}


def configured() -> Payments | None:
    """The cashier of this site, made once a process; None where none takes money online."""
    name = str(settings.PAYMENTS)
    if not name:
        return None
    if name not in _made:
        _made[name] = _make(name)
    return _made[name]


def _make(name: str) -> Payments:
    if name == "http":
        return HttpPayments.of(settings.CASHIER)
    if name != "fake":
        raise ValueError(f"no cashier is called {name}")
    return FakePayments()
