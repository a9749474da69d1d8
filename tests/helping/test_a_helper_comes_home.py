"""上门帮办: asked by the person, seen by helpers of the place, taken by one, done, given back, cancelled."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import county as counties
from yimen.helping import actions, queries
from yimen.helping.models import HomeVisit
from yimen.rules.authority import Actor, NotPermitted, Post
from yimen.rules.helping import visits as rules
from yimen.rules.helping.terms import VisitState, Wish
from yimen.rules.helping.visits import VisitFact
from yimen.rules.people import PartyNotFound
from yimen.rules.terms import Role
from yimen.trail import queries as trail

pytestmark = pytest.mark.django_db
SATURDAY, TEN = date(2026, 11, 21), 600


def ask(county: counties.County, now: datetime, who: str = "wang", **other: str) -> int:
    typed = {
        "place": "青石村三组 8 号",
        "hardship": "old",
        "wish": "weekend",
        "words": "老伴看不清字",
        **other,
    }
    return actions.ask_visit(county[who], counties.REGION, now=now, **typed).id


def test_asked_taken_by_one_and_done(county: counties.County, now: datetime) -> None:
    one = ask(county, now)
    with pytest.raises(rules.VisitOpen):
        ask(county, now)
    near = queries.visits_near(county["helper"])
    assert [(v.party, v.words) for v in near] == [("王*草", "")] and near[0].place == ""
    done = actions.take_visit(county["helper"], one, SATURDAY, TEN, now=now, once="t")
    assert actions.take_visit(county["helper"], one, SATURDAY, TEN, now=now, once="t") == done
    with pytest.raises(rules.VisitGone):
        actions.take_visit(county["3002"], one, SATURDAY, TEN, now=now)
    assert queries.visits_near(county["helper"]) == []
    mine = queries.visits_of_helper("3001")[0]
    assert (mine.place, mine.time, mine.day) == ("青石村三组 8 号", "10:00", SATURDAY)
    assert queries.visits_of_helper("3002") == []
    with pytest.raises(rules.TooSoonDone):
        actions.finish_visit(county["helper"], one, "filed", now=now)
    with pytest.raises(rules.VisitNotFound):
        actions.finish_visit(county["3002"], one, "filed", now=now + timedelta(days=5))
    with pytest.raises(rules.VisitBlank):
        actions.finish_visit(county["helper"], one, "", now=now + timedelta(days=5))
    actions.finish_visit(county["helper"], one, "filed", "办了优待证", now=now + timedelta(days=5))
    assert queries.visits_of_party(county.parties["wang"].pk)[0].told == "办了优待证"
    assert queries.visits_of_helper("3001")[0].place == ""
    with pytest.raises(rules.VisitGone):
        actions.cancel_visit(county["wang"], one, now=now)
    kinds = [row.kind for row in trail.history(f"party:{county.parties['wang'].pk}")]
    assert kinds[-3:] == ["help.visit_asked", "help.visit_taken", "help.visit_done"]
    assert not any("三组" in str(row.data) for row in trail.history(f"party:{county.parties['wang'].pk}"))


def test_given_back_it_waits_again_and_cancelled_it_is_over(county: counties.County, now: datetime) -> None:
    one = ask(county, now)
    actions.take_visit(county["helper"], one, SATURDAY, TEN, now=now)
    with pytest.raises(rules.VisitNotFound):
        actions.give_back(county["3002"], one, now=now)
    actions.give_back(county["helper"], one, now=now)
    actions.take_visit(county["3002"], one, SATURDAY, TEN, now=now)
    for nobody in ("li", "helper"):
        with pytest.raises(rules.VisitNotFound):
            actions.cancel_visit(county[nobody], one, now=now)
    actions.cancel_visit(county["wang"], one, now=now)
    assert HomeVisit.objects.get().state == VisitState.CANCELLED
    ask(county, now)


def test_who_asks_and_who_takes(county: counties.County, now: datetime) -> None:
    for wrong in ({"place": " "}, {"hardship": "lazy"}, {"wish": ""}):
        with pytest.raises(rules.VisitBlank):
            ask(county, now, **wrong)
    with pytest.raises(rules.VisitBlank):
        actions.ask_visit(county["wang"], "000000000000", "某地", "old", "weekend", now=now)
    with pytest.raises(PartyNotFound):
        actions.ask_visit(county["clerk"], counties.REGION, "某地", "old", "weekend", now=now)
    one = ask(county, now)
    for nobody in ("clerk", "wang", "supervisor"):
        with pytest.raises(NotPermitted):
            actions.take_visit(county[nobody], one, SATURDAY, TEN, now=now)
    far = Actor(account=1, name="远", staff="3009", posts=(Post(Role.HELPER, "x", "110101000000"),))
    with pytest.raises(rules.VisitNotFound):
        actions.take_visit(far, one, SATURDAY, TEN, now=now)
    assert queries.visits_near(far) == []
    nowhere = Actor(account=1, name="无", staff="3008", posts=(Post(Role.HELPER, "x"),))
    assert queries.visits_near(nowhere) == []


@given(st.integers(-3, 40), st.integers(0, 1500), st.sampled_from(list(Wish)))
def test_a_day_fits_what_was_wished_for(ahead: int, start: int, wish: Wish) -> None:
    today = date(2026, 11, 16)
    day = today + timedelta(days=ahead)
    fact = VisitFact(1, "450721000000", VisitState.ASKED, wish)
    right = 0 < ahead <= 30 and (day.weekday() >= 5) == (wish is Wish.WEEKEND)
    right = right and 480 <= start <= 1080 and start % 30 == 0
    if right:
        rules.require_day(fact, day, start, today)
    else:
        with pytest.raises(rules.VisitDay):
            rules.require_day(fact, day, start, today)
    with pytest.raises(rules.VisitDay):
        rules.require_day(fact, None, start, today)
