"""The clock of running processes jumps a day on and back: order, chains, keys and leases stay right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.siege.clients import Crowd
from tests.siege.house import until
from tests.siege.visitor import Answer, Visitor

pytestmark = [pytest.mark.slow]

DAY = 86400


def test_a_day_on_and_back(house):
    bureau = house(1, 8)
    clock = bureau.folder / "clock"
    clock.write_text("0")
    bureau.more["SIEGE_CLOCK"] = str(clock)
    bureau.start("web")
    bureau.start("work")
    bureau.ready()
    li = Visitor(bureau.port, bureau.told["tokens"]["li"])
    first = opened(li, bureau)
    assert first.status == 201, first.text
    with Crowd(bureau, 3) as crowd:
        for off in (0, DAY, -3600, 0):
            clock.write_text(str(off))
            before = crowd.acknowledged
            until(lambda b=before: crowd.acknowledged >= b + 15, "the clients get on")
            again = opened(li, bureau)
            assert (again.status, again.json()) == (201, first.json()), "one key, one answer, at any time"
            assert again.headers["idempotent-replayed"] == "true"
        paused_and_resumed_in_the_past(bureau, clock)
    li.close()
    bureau.handed_on()
    found = bureau.whole()
    crowd.assert_true(found)
    assert found["back"]["flagged"] > 0, "the clock went back in the middle of some case"
    assert found["back"]["silent"] == [], "and everywhere the record says so"


def opened(li: Visitor, bureau) -> Answer:
    """One application under one key, at whatever time."""
    return told(lambda: li.call("POST", "/applications", {"item": bureau.told["plain"]}, "once" * 5))


def told(ask: Callable[[], Answer]) -> Answer:
    """The answer: who is told to come again (503, a writer waits a few seconds here) comes again."""
    answers: list[Answer] = []

    def asked() -> bool:
        answers.append(ask())
        return answers[-1].status != 503

    until(asked, "the request is answered")
    return answers[-1]


def paused_and_resumed_in_the_past(bureau, clock) -> None:
    """An interval that would end before it began: it ends where it began, and nothing fails."""
    officer = Visitor(bureau.port, bureau.told["tokens"]["officer"])
    for number in bureau.told["cases"]:
        clock.write_text(str(DAY))
        planned = (date.today() + timedelta(days=4)).isoformat()  # noqa: DTZ011
        body = {"kind": "testing", "reason": "要检测", "planned_end": planned}
        if officer.call("POST", f"/cases/{number}/acts/pause", body).status == 200:
            clock.write_text("0")
            way = f"/cases/{number}/acts/resume"
            resumed = told(lambda w=way: officer.call("POST", w, {"result": "检测好了"}))
            assert resumed.status == 200, resumed.text
            break
    else:
        pytest.fail("no case could be paused: the test is worth nothing")
    officer.close()
