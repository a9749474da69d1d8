"""人口库与企业库: one protocol for both registers, found by YIMEN_REGISTERS.

"" asks nobody; "fake" answers as the sample county's registers would, with their delays; "quick" the same
without waiting (building the demo); `package.module:name` is a callable that makes the site's own adapter.
An adapter keeps to the time limit that it is given and raises TimedOut or Unreachable; it never guesses.
"""

from __future__ import annotations

import hashlib
import importlib
import time
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Protocol, cast

from django.conf import settings

from yimen.rules.registers import Query, Reply, Status

#: Seconds that a question may take: the worker has other events to hand on.
TIME_LIMIT = 2.0
#: The fake answers after so many failures about one number.
RECOVERS = 2


class Unreachable(Exception):
    """The register does not answer: refused, broken off, out of order."""


class TimedOut(Unreachable):
    """The register did not answer in time."""


class Registers(Protocol):
    """What asks a register. One call is one question about one party."""

    def ask(self, query: Query, *, timeout: float) -> Reply:
        """The register's answer. `timeout` in seconds. Raises TimedOut, Unreachable."""


class FakeRegisters:
    """Registers that behave like real ones, the same way for the same number: of a hundred numbers about five
    answer late, three too late and three not at all at first, four know another name, three know nobody.

    `plan` overrides the behaviour of a number ("dead" never answers); `sleep` is where its delays go.
    """

    #: Share of a hundred, cumulated → behaviour.
    MIX = ((5, "slow"), (8, "late"), (11, "down"), (15, "contradicts"), (18, "unknown"), (100, "answers"))

    def __init__(
        self, plan: Mapping[str, str] | None = None, *, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.plan, self.sleep = dict(plan or {}), sleep
        self.asked: list[Query] = []
        self._failed: Counter[str] = Counter()

    def ask(self, query: Query, *, timeout: float) -> Reply:
        """As the number's behaviour says. Raises TimedOut, Unreachable."""
        self.asked.append(query)
        what = self.behaviour(query.number)
        if what in {"late", "down"}:
            self._failed[query.number] += 1
            what = what if self._failed[query.number] <= RECOVERS else "answers"
        self._wait({"slow": 0.6, "late": 30.0}.get(what, 0.05), timeout)
        if what in {"down", "dead"}:
            raise Unreachable("connection refused")
        if what == "unknown":
            return Reply(Status.UNKNOWN)
        name = f"{query.name[:1]}某" if what == "contradicts" else query.name
        return Reply(Status.ANSWERED, self._fields(query, name))

    def behaviour(self, number: str) -> str:
        """How the register behaves for a number."""
        if number in self.plan:
            return self.plan[number]
        digest = hashlib.blake2b(number.encode(), digest_size=4).digest()
        share = int.from_bytes(digest, "big") % 100
        return next(what for most, what in self.MIX if share < most)

    def _wait(self, seconds: float, timeout: float) -> None:
        self.sleep(min(seconds, timeout))
        if seconds > timeout:
            raise TimedOut(f"no answer in {timeout:g} s")

    def _fields(self, query: Query, name: str) -> dict[str, str]:
        """By data element: what a register of this kind knows."""
        number = query.number
        if query.is_person:
            birth = f"{number[6:10]}-{number[10:12]}-{number[12:14]}" if len(number) == 18 else ""
            return {"applicant_name": name, "birth_date": birth, "household_address": query.address}
        kind = "self" if name.endswith(("店", "馆", "部", "铺")) else "limited"
        return {"ent_name": name, "legal_person": query.legal_person, "ent_type": kind}


_made: dict[str, Registers] = {}


def configured() -> Registers | None:
    """The registers of this site, made once a process; None where nobody is asked."""
    name = str(settings.REGISTERS)
    if not name:
        return None
    if name not in _made:
        _made[name] = _make(name)
    return _made[name]


def _make(name: str) -> Registers:
    if name == "fake":
        return FakeRegisters()
    if name == "quick":
        return FakeRegisters(sleep=lambda seconds: None)
    module, _colon, attribute = name.partition(":")
    return cast(Registers, getattr(importlib.import_module(module), attribute)())
