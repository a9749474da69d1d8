"""Whether the time of a wrong answer tells if a login or a case number is known.

`python -m bench.doors_timing [--rounds 60]`: medians of interleaved runs, known beside unknown, and their
ratio. It prints and does not judge: tests/web/test_wrong_answers_cost_the_same counts that the work is equal.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from .place import ROOT, SQLITE, place
from .table import Table, percentile

#: The process that measures says so to itself.
_INSIDE = "--inside"
HEADS = ("wrong answer", "known: median, ms", "p95", "unknown: median, ms", "p95", "known / unknown")


def main() -> None:
    """Make a scratch database and measure on it."""
    parser = argparse.ArgumentParser(description="Times wrong answers at the doors.")
    parser.add_argument("--rounds", type=int, default=60, help="runs of each, in turns")
    parser.add_argument(_INSIDE, action="store_true", help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.inside:
        print(_table(told.rounds).text())
        return
    with place(None, postgres=False) as here:
        again = [sys.executable, "-m", "bench.doors_timing", _INSIDE, "--rounds", str(told.rounds)]
        subprocess.run(again, env=here.product(SQLITE, "doors"), cwd=ROOT, check=True)


def _table(rounds: int) -> Table:
    rows = []
    for name, (known, unknown) in _pairs().items():
        times: tuple[list[float], list[float]] = ([], [])
        for run in range(rounds + 2):
            turn = (0, 1) if run % 2 else (1, 0)
            for which in turn:
                began = time.perf_counter()
                (known, unknown)[which]()
                if run > 1:  # the first two warm up
                    times[which].append((time.perf_counter() - began) * 1000)
        one, other = map(statistics.median, times)
        rows.append((
            name, f"{one:.3f}", f"{percentile(times[0], 0.95):.3f}",
            f"{other:.3f}", f"{percentile(times[1], 0.95):.3f}", f"{one / other:.3f}",
        ))  # fmt: skip
    return Table("Wrong answers at the doors", HEADS, tuple(rows), (f"{rounds} runs of each, in turns.",))


def _pairs() -> dict[str, tuple[Callable[[], object], Callable[[], object]]]:
    """What is asked, once of somebody who is there and once of nobody."""
    # Imported here: Django is set up by the first of them.
    from .rivals.ours import Ours

    ours = Ours()

    from tests import county as counties
    from yimen.accounts.backend import ByLogin
    from yimen.cases import queries as cases
    from yimen.rules.authority import NotVisible
    from yimen.rules.numbers import case_number
    from yimen.rules.terms import Channel

    from .rivals.ours import NOW

    number = ours.draft()
    ours.actions.submit(ours.county["li"], number, now=NOW)
    nowhere = case_number(counties.REGION[:6], NOW.date(), Channel.WEB, 70001)

    def track(asked: str) -> None:
        try:
            cases.track(asked, "no-way", now=NOW)
        except NotVisible:
            return
        raise AssertionError("a wrong code opened a case")

    def sign_in(login: str) -> None:
        assert ByLogin().authenticate(None, login, "Wrong-password-1") is None

    return {
        "sign-in, a person": (lambda: sign_in("19900000001"), lambda: sign_in("18700000000")),
        "sign-in, staff": (lambda: sign_in("0201"), lambda: sign_in("0299")),
        "query code": (lambda: track(number), lambda: track(nowhere)),
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yimen.config.settings")
    main()
