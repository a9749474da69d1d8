"""提醒: who waits for a helper at home is told the day before, once; anew for another day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from tests import clock
from tests import county as counties
from yimen.cases.models import Message
from yimen.config import worker
from yimen.config.worker import Worker, drain
from yimen.helping import actions
from yimen.helping.actions import reminding
from yimen.rules.calendar import CHINA

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
SATURDAY, SUNDAY, TEN = date(2026, 11, 21), date(2026, 11, 22), 600


def morning(day: date) -> datetime:
    """One minute past midnight, when the worker looks."""
    return datetime(day.year, day.month, day.day, 0, 1, tzinfo=CHINA)


FRIDAY = morning(SATURDAY) - timedelta(days=1)


@pytest.fixture
def visit(county: counties.County, now: datetime) -> int:
    """王小草 is visited on Saturday."""
    asked = actions.ask_visit(
        county["wang"], counties.REGION, "青石村三组 8 号", "old", "weekend", "", now=now
    ).id
    return actions.take_visit(county["helper"], asked, SATURDAY, TEN, now=now).id


def told() -> list[str]:
    return [one.facts["day"] for one in Message.objects.filter(text__startswith="帮办员").order_by("id")]


def test_the_day_before_and_once(
    county: counties.County, visit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert actions.remind(FRIDAY - timedelta(days=1)) == 0, "two days before"
    assert actions.remind(FRIDAY) == 1
    assert actions.remind(FRIDAY + timedelta(hours=3)) == 0
    assert actions.remind(morning(SATURDAY)) == 0, "the day has come"
    for _ in range(2):
        drain(FRIDAY)
    assert told() == ["2026-11-21"]
    clock.stop(monkeypatch, lambda: FRIDAY)
    client = Client()
    client.force_login(county.accounts["wang"])
    page = client.get("/my/messages/").content.decode()
    assert "帮办员（工号 3001）" in page and "10:00 到您家来" in page and 'href="/help-me/"' in page
    assert "青石村三组" not in page


def test_given_back_and_taken_anew_is_told_anew(county: counties.County, visit: int, now: datetime) -> None:
    assert actions.remind(FRIDAY) == 1
    actions.give_back(county["helper"], visit, now=FRIDAY)
    drain(FRIDAY)
    assert told() == [], "called off before it was read"
    actions.take_visit(county["3002"], visit, SUNDAY, TEN, now=FRIDAY)
    assert actions.remind(morning(SATURDAY)) == 1
    drain(morning(SATURDAY))
    assert told() == ["2026-11-22"]


def test_nobody_is_told_of_what_was_cancelled(county: counties.County, visit: int, now: datetime) -> None:
    actions.cancel_visit(county["wang"], visit, now=now)
    assert actions.remind(FRIDAY) == 0


def test_killed_in_between_none_is_told_twice(
    county: counties.County, visit: int, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process ends after the first of two: the second is told on the next look, the first not again."""
    other = actions.ask_visit(county["li"], counties.REGION, "学前街 6 号", "ill", "weekend", "", now=now).id
    actions.take_visit(county["helper"], other, SATURDAY, TEN + 120, now=now)
    real, seen = reminding._remind, []

    def dies(one: int, at: datetime) -> bool:
        if seen:
            raise KeyboardInterrupt
        seen.append(one)
        return real(one, at)

    monkeypatch.setattr(reminding, "_remind", dies)
    with pytest.raises(KeyboardInterrupt):
        actions.remind(FRIDAY)
    monkeypatch.setattr(reminding, "_remind", real)
    assert actions.remind(FRIDAY) == 1
    drain(FRIDAY)
    assert told() == ["2026-11-21"] * 2


def test_the_worker_looks_once_a_day(
    county: counties.County, visit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = [FRIDAY]
    monkeypatch.setattr(worker.timezone, "now", lambda: moment[0])
    Worker()._daily(FRIDAY)
    drain(FRIDAY)
    assert told() == ["2026-11-21"]
