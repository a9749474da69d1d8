"""kill -9 of web and worker under load: no acknowledged act is lost, none is done twice, none is half."""

from __future__ import annotations

import pytest

from tests.siege.clients import Crowd
from tests.siege.house import until

pytestmark = [pytest.mark.both, pytest.mark.slow]


def test_nothing_is_lost_doubled_or_half(house):
    bureau = house()
    bureau.start("web")
    bureau.start("work")
    bureau.ready()
    with Crowd(bureau, 5) as crowd:
        for turn in range(4):
            before = crowd.acknowledged
            until(lambda b=before: crowd.acknowledged >= b + 15, "the clients get on")
            name = ("web", "work")[turn % 2]
            bureau.kill(name)
            bureau.start(name)
            bureau.ready()
        before = crowd.acknowledged
        until(lambda: crowd.acknowledged >= before + 15, "the clients get on after all that")
    bureau.handed_on()
    crowd.assert_true(bureau.whole())
    assert sum(one.retries for one in crowd.clients) > 0, "nobody felt it: the test is worth nothing"
    assert len(crowd.lives) >= 5
