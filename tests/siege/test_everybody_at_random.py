"""A bureau full of people who press whatever a page offers, all at once: every case stays whole.

The same with 50 people on 500 cases for a minute: `python tools/siege.py`.
"""

from __future__ import annotations

from collections import Counter

import pytest

from tests.siege.monkeys import let_loose

pytestmark = [pytest.mark.both, pytest.mark.slow]


def test_every_invariant_holds_after(house):
    bureau = house(12, 60)
    bureau.more["SIEGE_PATIENCE"] = "15"  # as long as in the product
    bureau.start("web")
    bureau.start("work")
    bureau.ready()
    monkeys = let_loose(bureau, 10)
    assert [word for one in monkeys for word in one.wrong] == []
    bureau.handed_on()
    found = bureau.whole()
    assert found["wrong"] == []
    assert found["back"]["silent"] == []
    statuses = sum((one.statuses for one in monkeys), Counter())
    assert statuses[302] > 15, f"hardly an act succeeded: {statuses}"
    assert "Traceback" not in bureau.log("work")
