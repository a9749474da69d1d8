"""Days that are over are added up by the worker: figures read those sums, not the tickets."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from tests import county as counties
from tests import hall_world
from tests.visits_world import FIRST, SECOND, SITE, TOWN, done, live, two_days
from yimen.hall import actions
from yimen.hall.models import Baseline, MeasuredDay, MeasuredHour, MeasuredItem
from yimen.hall.queries import measured
from yimen.hall.queries.measured import Span
from yimen.rules.authority import NotPermitted
from yimen.rules.hall.terms import WindowKind
from yimen.rules.measures.baseline import BadBaseline, Figure
from yimen.rules.measures.spread import spread

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def halls(now: datetime) -> counties.County:
    return hall_world.build(counties.build(now))


def test_a_day_comes_to_what_its_visits_were(halls: counties.County, now: datetime):
    two_days()
    assert actions.measure_days(now) == 2
    told = measured.whole(Span(FIRST, SECOND))
    assert (told.visits, told.done, told.left, told.closed) == (7, 5, 1, 1)
    assert (told.booked, told.cases) == (1, 1)
    assert told.waiting == spread([240, 30, 700, 60, 0]) and told.service == spread([600, 300, 900, 120, 60])
    assert measured.measured_until() == SECOND
    assert set(MeasuredDay.objects.values_list("day", "visits")) == {(FIRST, 2), (SECOND, 5)}


def test_by_hour_month_site_window_and_item(halls: counties.County, now: datetime):
    two_days()
    actions.measure_days(now)
    span, here = Span(FIRST, SECOND), Span(FIRST, SECOND, SITE)
    assert [(one.key, one.tally.visits) for one in measured.by_hour(span)] == [(9, 4), (10, 3)]
    assert [(one.key, one.tally.visits) for one in measured.by_month(span)] == [
        (date(2026, 10, 1), 2), (date(2026, 11, 1), 5),
    ]  # fmt: skip
    assert [(one.key, one.tally.visits) for one in measured.by_site(span)] == [(SITE, 6), (TOWN, 1)]
    assert [(one.key, one.tally.done) for one in measured.by_window(here)] == [("A01", 3), ("B01", 1)]
    assert [(one.key, one.tally.done, one.name != "") for one in measured.by_item(here, 9)] == [
        (counties.PLAIN, 3, True), (counties.INSTANT, 1, True),
    ]  # fmt: skip
    assert [one.key for one in measured.by_item(here, 1)] == [counties.PLAIN]


def test_one_window_and_who_sat_where(halls: counties.County, now: datetime):
    made_for = {"department": counties.HEALTH, "line": "B", "items": [counties.INSTANT]}
    hall_world.window(SITE, "B01", WindowKind.DEPARTMENT, now, **made_for)
    two_days()
    actions.measure_days(now)
    told = measured.one_window(Span(FIRST, SECOND))
    assert (told.matters, told.general) == (4, 3)
    # What a window is made for is not taken in at a general one.
    assert (told.items, told.general_items) == (4, 3)
    assert measured.used(Span(FIRST, SECOND)) == measured.Used(3, 2, 1)
    assert measured.used(Span(FIRST, SECOND, SITE)) == measured.Used(2, 1, 0)


def test_the_worker_catches_up_the_newest_first_and_leaves_today(halls: counties.County, now: datetime):
    today = now.date()
    for n in range(4):
        live(today - timedelta(days=n), done(1, 36_000, 60, 60))
    assert actions.measure_days(now, most=2) == 2
    days = [today - timedelta(days=1), today - timedelta(days=2)]
    assert sorted(MeasuredDay.objects.values_list("day", flat=True)) == sorted(days)
    assert actions.measure_days(now) == 1
    assert actions.measure_days(now) == 0
    assert actions.measure_days(now + timedelta(days=1)) == 1


def test_a_day_added_up_again_comes_to_the_same(halls: counties.County, now: datetime):
    two_days()
    actions.measure_days(now)
    before = list(
        MeasuredHour.objects.order_by("day", "line", "window", "hour").values_list("line", "visits", "waited")
    )
    assert actions.measure_day(SECOND, now) == 5 and actions.measure_day(SECOND, now) == 5
    after = list(
        MeasuredHour.objects.order_by("day", "line", "window", "hour").values_list("line", "visits", "waited")
    )
    assert before == after
    assert MeasuredItem.objects.filter(day=SECOND).count() == 3


def test_a_baseline_is_added_never_changed(halls: counties.County, now: datetime):
    keeper = halls["keeper"]
    for value, day in (("14", date(2018, 12, 31)), ("12.5", date(2019, 12, 31)), ("15", date(2017, 12, 31))):
        actions.set_baseline(keeper, "waiting", Decimal(value), day, "云政办〔2020〕3号", now=now)
    actions.set_baseline(keeper, "windows", Decimal("69"), date(2018, 12, 31), "云政办〔2020〕3号", now=now)
    told = measured.baselines()
    assert told[Figure.WAITING].value == Decimal("12.5") and told[Figure.WINDOWS].value == 69
    assert Baseline.objects.count() == 4


def test_what_is_no_baseline_and_who_enters_none(halls: counties.County, now: datetime):
    day = date(2018, 12, 31)
    with pytest.raises(NotPermitted):
        actions.set_baseline(halls["clerk"], "waiting", Decimal("14"), day, "x", now=now)
    for figure, value in (("waiting", None), ("weight", Decimal("1")), ("waiting", Decimal("0"))):
        with pytest.raises(BadBaseline):
            actions.set_baseline(halls["keeper"], figure, value, day, "x", now=now)
    assert not Baseline.objects.exists()
