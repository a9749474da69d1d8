"""评价帮办员: by the person, once, when the case is over; and what a helper's work came to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from tests import county as counties
from yimen.cases import actions as cases
from yimen.cases.models import Case
from yimen.helping import actions, queries
from yimen.rules.helping import rating as rules
from yimen.rules.helping.measures import SPAN_DAYS, Tally
from yimen.rules.helping.terms import Level
from yimen.trail import queries as trail

pytestmark = pytest.mark.django_db


def test_once_over_by_the_person_alone(
    county: counties.County, helped: Callable[..., Case], now: datetime
) -> None:
    case = helped("delivered")
    for nobody in ("li", "helper", "clerk", "supervisor"):
        with pytest.raises(rules.NotHelped):
            actions.rate(county[nobody], case.number, "5", now=now)
    for level in ("", "6", "满意"):
        with pytest.raises(rules.LevelMissing):
            actions.rate(county["wang"], case.number, level, now=now)
    done = actions.rate(county["wang"], case.number, "4", "教得很耐心", now=now, once="k")
    assert actions.rate(county["wang"], case.number, "4", "教得很耐心", now=now, once="k") == done
    with pytest.raises(rules.RatedBefore):
        actions.rate(county["wang"], case.number, "1", now=now)
    view = queries.rating_of(case.number)
    assert view is not None
    assert (view.level, view.words) == (Level.GOOD, "教得很耐心")
    assert trail.history(f"party:{county.parties['wang'].pk}")[-1].data["level"] == 4


def test_not_before_the_end_and_not_without_a_helper(
    county: counties.County, helped: Callable[..., Case], now: datetime
) -> None:
    case = helped()
    with pytest.raises(rules.NotOver):
        actions.rate(county["wang"], case.number, "5", now=now)
    cases.withdraw(county["wang"], case.number, reason="不办了", now=now)
    assert actions.rate(county["wang"], case.number, "1", now=now).level == 1
    own = cases.open_draft(
        county["wang"],
        counties.PLAIN,
        county.parties["wang"].pk,
        channel="2",
        region=counties.REGION,
        now=now,
    ).number
    for number in (own, "nothing"):
        with pytest.raises(rules.NotHelped):
            actions.rate(county["wang"], number, "5", now=now)


def test_what_the_work_of_a_helper_came_to(
    county: counties.County, helped: Callable[..., Case], now: datetime
) -> None:
    first = helped("delivered")
    Case.objects.filter(pk=first.pk).update(corrections=1)
    helped("submitted")
    old = now - timedelta(days=SPAN_DAYS + 30)
    Case.objects.filter(pk=helped("submitted").pk).update(submitted_at=old)
    actions.rate(county["wang"], first.number, "5", now=now)
    found = queries.tallies(["3001", "3002"], now + timedelta(days=3))
    assert found["3002"] == Tally()
    one = found["3001"]
    assert (one.filed, one.over, one.corrected, one.ratings, one.points, one.good) == (2, 1, 1, 1, 5, 1)
    assert (one.mean_days, one.corrected_share, one.score, one.good_share) == (2.0, 50, 5.0, 100)
    assert Tally().mean_days is Tally().score is Tally().corrected_share is Tally().good_share is None
    assert [view.level for view in queries.ratings_of("3001")] == [Level.VERY_GOOD]
