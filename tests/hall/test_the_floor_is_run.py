"""Who runs a floor opens and closes windows for others, sees who waits too long and what would help."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests import hall_world as world
from tests.county import County
from yimen.hall import actions, queries
from yimen.hall.models import Ticket, WindowPost
from yimen.rules.authority import SYSTEM, Actor, NotPermitted, Post
from yimen.rules.queueing.floor import NotAClerk, SitsElsewhere, StandsClosed
from yimen.rules.queueing.posts import NoQueue, WindowTaken
from yimen.rules.queueing.terms import PostState
from yimen.rules.queueing.tickets import WindowBusy
from yimen.rules.terms import Role
from yimen.trail import queries as trail

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
CENTRE = world.CENTRE_SITE


def shown(now: datetime) -> queries.Floor:
    return queries.floor(queries.kept_site(CENTRE), now)


def line(now: datetime, letter: str = "A") -> queries.LineNow:
    return next(one for one in shown(now).lines if one.letter == letter)


def take(now: datetime, n: int = 1, **more: str) -> None:
    for _ in range(n):
        actions.take(SYSTEM, CENTRE, now=now, letter=more.get("letter", "A"), green=more.get("green", ""))


def served(county: County, now: datetime, minutes: int = 6, who: str = "clerk") -> None:
    done = actions.call_next(county[who], now=now)
    actions.start(county[who], done.id, now=now)
    actions.finish(county[who], done.id, now=now + timedelta(minutes=minutes))


def test_a_window_is_opened_paused_and_closed_for_somebody(county: County):
    now, keeper = county.now, county["keeper"]
    actions.open_for(keeper, CENTRE, "A01", "0101", now=now)
    post = WindowPost.objects.get()
    assert (post.state, post.staff) == ("open", "0101")
    take(now)
    called = actions.call_next(county["clerk"], now=now)
    assert called.window == "A01"
    with pytest.raises(WindowBusy):
        actions.close_for(keeper, CENTRE, "A01", now=now)
    actions.pause_for(keeper, CENTRE, "A01", now=now)
    post.refresh_from_db()
    assert (post.state, post.staff) == ("paused", "0101")
    actions.start(county["clerk"], called.id, now=now)
    actions.finish(county["clerk"], called.id, now=now)
    actions.close_for(keeper, CENTRE, "A01", now=now)
    told = [(one.kind, one.actor, one.data["staff"]) for one in list(trail.history(f"hall:{CENTRE}"))[-3:]]
    assert told == [
        ("hall.post_opened", "staff:0901", "0101"), ("hall.post_paused", "staff:0901", "0101"),
        ("hall.post_closed", "staff:0901", "0101"),
    ]  # fmt: skip


def test_sent_twice_it_is_done_once(county: County):
    for _ in range(2):
        actions.open_for(county["keeper"], CENTRE, "A01", "0101", now=county.now, once="k")
    events = [one for one in trail.history(f"hall:{CENTRE}") if one.kind == "hall.post_opened"]
    assert len(events) == 1


def test_what_is_refused(county: County):
    now, keeper = county.now, county["keeper"]
    with pytest.raises(NotAClerk):
        actions.open_for(keeper, CENTRE, "A01", "9999", now=now)
    with pytest.raises(NotAClerk):
        actions.open_for(keeper, CENTRE, "A01", "0201", now=now)
    with pytest.raises(StandsClosed):
        actions.close_for(keeper, CENTRE, "A01", now=now)
    with pytest.raises(StandsClosed):
        actions.pause_for(keeper, CENTRE, "A01", now=now)
    with pytest.raises(NoQueue):
        actions.open_for(keeper, world.FAR_SITE, "1", "0101", now=now)
    actions.open_for(keeper, CENTRE, "A01", "0101", now=now)
    with pytest.raises(SitsElsewhere):
        actions.open_for(keeper, CENTRE, "A02", "0101", now=now)
    world.town_clerk(county)
    with pytest.raises(NotAClerk):
        actions.open_for(keeper, CENTRE, "A01", "0151", now=now)


def test_a_colleague_at_the_window_is_not_put_off(county: County):
    now, keeper = county.now, county["keeper"]
    town = world.town_clerk(county)
    actions.open_for(keeper, world.TOWN_SITE, "1", town.staff, now=now)
    with pytest.raises(WindowTaken):
        actions.open_for(keeper, world.TOWN_SITE, "1", "0101", now=now)


def test_only_who_runs_the_floor(county: County):
    now = county.now
    village = Actor(1, "镇里的", staff="0951", posts=(Post(Role.KEEPER, "X", world.TOWN),))
    for act in (
        lambda who: actions.open_for(who, CENTRE, "A01", "0101", now=now),
        lambda who: actions.close_for(who, CENTRE, "A01", now=now),
        lambda who: actions.pause_for(who, CENTRE, "A01", now=now),
        lambda who: actions.help_out(who, CENTRE, "A01", "B", now=now),
    ):
        for who in (county["clerk"], county["supervisor"], village):
            with pytest.raises(NotPermitted):
                act(who)
    actions.open_for(village, world.TOWN_SITE, "1", "0101", now=now)
    with pytest.raises(StandsClosed):
        actions.help_out(county["keeper"], CENTRE, "A01", "B", now=now)


def test_the_floor_shows_windows_queues_and_who_waits_too_long(county: County):
    now = county.now
    world.sit(county)
    actions.open_for(county["keeper"], CENTRE, "A01", "0101", now=now)
    take(now, 3)
    actions.call_next(county["clerk"], now=now + timedelta(minutes=2))
    take(now + timedelta(minutes=9), green="aged")
    later = now + timedelta(minutes=12)
    seen = shown(later)
    first = seen.tiles[0]
    assert (first.number, first.state, first.staff, first.busy) == ("A01", PostState.OPEN, "0101", "A001")
    assert first.name and first.busy_since == now + timedelta(minutes=2)
    assert [one.state for one in seen.tiles[1:]] == [PostState.CLOSED, PostState.CLOSED]
    mine = seen.lines[0]
    assert (mine.waiting, mine.green, mine.late, mine.longest) == (3, 1, 2, now)
    assert [one.number for one in seen.over] == ["A002", "A003"]
    assert seen.late == 2
    assert "0101" in seen.clerks and "0201" not in seen.clerks


def test_who_booked_and_came_early_does_not_wait_too_long_before_their_time(county: County):
    now = county.now
    take(now, 2)
    Ticket.objects.filter(number="A002").update(lane="booked", slot=now + timedelta(minutes=30))
    assert [one.number for one in shown(now + timedelta(minutes=20)).over] == ["A001"]
    assert shown(now + timedelta(minutes=41)).late == 2


def test_the_suggestion_comes_from_the_same_day_of_the_weeks_behind(county: County):
    now = county.now
    for week in (1, 2, 5):
        day = now - timedelta(weeks=week)
        actions.open_window(county["clerk"], CENTRE, "A01", now=day)
        take(day + timedelta(minutes=5), 6)
        take(day + timedelta(minutes=70), 4)
        take(day - timedelta(minutes=20), 2)
        for n in range(6):
            served(county, day + timedelta(minutes=10 + 7 * n), 6)
        actions.close_window(county["clerk"], now=day + timedelta(hours=2))
    told = line(now).suggestion
    assert (told.past.days, told.past.arrivals) == (2, (12, 8))
    assert (told.past.measured, told.past.service) == (True, timedelta(minutes=6))
    assert told.hours[0].per_hour == 6.0
    assert told.open == 0 and told.needed >= 1


def test_without_a_past_the_time_entered_counts_and_the_queue(county: County):
    now = county.now
    quiet = line(now).suggestion
    assert (quiet.past.days, quiet.past.measured, quiet.needed) == (0, False, 0)
    assert quiet.past.service == timedelta(minutes=10)
    take(now, 9)
    assert line(now).suggestion.needed > 1
    assert line(now, "B").suggestion.needed == 0


def test_the_window_to_open_is_one_whose_person_is_free(county: County):
    now = county.now
    take(now, 9)
    bare = line(now).next
    assert bare is not None
    assert (bare.number, bare.staff) == ("A01", "")
    world.sit(county, number="A02")
    planned = line(now).next
    assert planned is not None
    assert (planned.number, planned.staff, planned.free) == ("A02", "0101", True)
    actions.open_for(county["keeper"], CENTRE, "A02", "0101", now=now)
    rest = line(now).next
    assert rest is not None
    assert rest.number == "A01"


def test_the_floor_takes_as_many_statements_whatever_its_size(county: County, django_assert_max_num_queries):
    now = county.now
    take(now, 5)
    shown(now)
    with django_assert_max_num_queries(17):
        shown(now)
    for n in range(3, 9):
        world.window(CENTRE, f"A{n:02d}", world.WindowKind.GENERAL, now, line="A")
        actions.keep_line(SYSTEM, CENTRE, f"{n}", f"队列 {n}", 10, now=now)
    take(now, 10)
    with django_assert_max_num_queries(17):
        shown(now)
