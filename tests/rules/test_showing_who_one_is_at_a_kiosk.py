"""Showing at a kiosk who one is: the code, which visits hold, and where."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from yimen.rules.hall import showing as rules
from yimen.rules.hall.showing import Sent, ShowCodeExpired, ShowElsewhere, Visit
from yimen.rules.visits import SEEN_EVERY

NOW = datetime(2026, 11, 27, 2, tzinfo=UTC)
SENT = Sent(device=3, made_at=NOW, tries=0, used=False, known=True)
TICK = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("change", "device", "typed", "at", "answer"),
    [
        ({}, 3, "123456", NOW, True),
        ({}, 3, " 12３456 ", NOW, True),
        ({}, 3, "123457", NOW, False),
        ({}, 3, "", NOW, False),
        ({"known": False}, 3, "123456", NOW, False),
        ({"tries": 4}, 3, "123456", NOW, True),
        ({"tries": 5}, 3, "123456", NOW, None),
        ({"used": True}, 3, "123456", NOW, None),
        ({}, 4, "123456", NOW, None),
        ({}, 3, "123456", NOW + rules.VALID - TICK, True),
        ({}, 3, "123456", NOW + rules.VALID, None),
        ({}, 3, "123456", NOW - TICK, None),
    ],
)
def test_which_digits_fit(
    change: dict[str, object], device: int, typed: str, at: datetime, answer: bool | None
) -> None:
    sent = replace(SENT, **change)  # type: ignore[arg-type]
    if answer is None:
        with pytest.raises(ShowCodeExpired):
            rules.fits(sent, device, typed, "123456", at)
        return
    assert rules.fits(sent, device, typed, "123456", at) is answer


@pytest.mark.parametrize(
    ("step", "change", "good"),
    [(False, False, True), (True, False, False), (False, True, False), (True, True, False)],
)
def test_what_takes_more_than_a_code_is_not_opened_at_a_kiosk(step: bool, change: bool, good: bool) -> None:
    if good:
        rules.require_simple(step, change)
        return
    with pytest.raises(ShowElsewhere):
        rules.require_simple(step, change)


@pytest.mark.parametrize(
    ("device", "since", "unused", "holds"),
    [
        (3, timedelta(0), timedelta(0), True),
        (3, rules.LONGEST - TICK, timedelta(0), True),
        (3, rules.LONGEST, timedelta(0), False),
        (3, timedelta(minutes=9), rules.IDLE + SEEN_EVERY - TICK, True),
        (3, timedelta(minutes=9), rules.IDLE + SEEN_EVERY, False),
        (4, timedelta(0), timedelta(0), False),
        (None, timedelta(0), timedelta(0), False),
    ],
)
def test_a_visit_holds_at_its_own_kiosk_for_a_while(
    device: int | None, since: timedelta, unused: timedelta, holds: bool
) -> None:
    visit = Visit(3, NOW - since, NOW - unused)
    assert (rules.left(visit, device, NOW) > timedelta(0)) is holds


def test_never_longer_than_a_quarter_of_an_hour_whatever_the_clock_does() -> None:
    ahead = Visit(3, NOW + timedelta(hours=1), NOW + timedelta(hours=1))
    assert rules.left(ahead, 3, NOW) <= rules.LONGEST == timedelta(minutes=15)
