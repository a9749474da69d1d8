"""Roster, devices, the day at the windows and powers moved down are of who runs the floor there too; no
act of the hall is forgotten. What a site is: `test_a_floor_is_kept_by_who_runs_it`."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests import county as counties
from tests import hall_world as world
from tests.county import County
from tests.hall.test_a_floor_is_kept_by_who_runs_it import ACTS as KEPT
from yimen.hall import actions
from yimen.rules.authority import SYSTEM, Actor, NotPermitted, Post
from yimen.rules.terms import Role

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
HERE, THERE = world.TOWN_SITE, world.FAR_SITE
Act = Callable[[Actor, str, County], object]


def keeper(region: str) -> Actor:
    """A keeper of halls whose post names a region."""
    return Actor(1, "镇里的", staff="0951", posts=(Post(Role.KEEPER, "X", region),))


def _region(site: str) -> str:
    return {HERE: world.TOWN, THERE: world.FAR_TOWN}[site]


def _device(site: str, county: County) -> int:
    return actions.add_device(SYSTEM, site, "kiosk", "一号机", now=county.now, once=f"d{site}").id


def _leave(site: str, county: County) -> int:
    day = county.now.date() + timedelta(days=3)
    return actions.take_leave(
        SYSTEM, site, _sitter(site), "leave", day, day, now=county.now, once=f"l{site}"
    ).id


def _sitter(site: str) -> str:
    return "0151" if site == HERE else "0101"


def _moved(site: str, county: County) -> int:
    told = ("town", _region(site), counties.MARKET, world.BASIS)
    return actions.move_power(SYSTEM, counties.PLAIN, "accept", *told, now=county.now, once=f"p{site}").id


def _opened(site: str, county: County) -> None:
    actions.open_for(SYSTEM, site, "1", _sitter(site), now=county.now, once=f"o{site}")


#: Action → the act at a site, by whoever asks.
ACTS: dict[str, Act] = {
    "set_shift": lambda a, s, c: actions.set_shift(a, s, "1", "0101", "sunday", 510, 720, now=c.now),
    "end_shift": lambda a, s, c: actions.end_shift(a, s, _sat(s, c), now=c.now),
    "take_leave": lambda a, s, c: actions.take_leave(
        a, s, _sitter(s), "leave", c.now.date(), c.now.date(), now=c.now, vacant=True),
    "end_leave": lambda a, s, c: actions.end_leave(a, s, _leave(s, c), now=c.now),
    "give_code": lambda a, s, c: actions.give_code(a, s, _device(s, c), now=c.now),
    "end_device": lambda a, s, c: actions.end_device(a, s, _device(s, c), now=c.now),
    "open_for": lambda a, s, c: actions.open_for(a, s, "1", _sitter(s), now=c.now),
    "pause_for": lambda a, s, c: (_opened(s, c), actions.pause_for(a, s, "1", now=c.now)),
    "close_for": lambda a, s, c: (_opened(s, c), actions.close_for(a, s, "1", now=c.now)),
    "help_out": lambda a, s, c: (_opened(s, c), actions.help_out(a, s, "1", "", now=c.now)),
    "move_power": lambda a, s, c: actions.move_power(
        a, counties.PLAIN, "accept", "town", _region(s), counties.MARKET, world.BASIS, now=c.now),
    "take_power_back": lambda a, s, c: actions.take_power_back(a, _moved(s, c), "不放了", now=c.now),
}  # fmt: skip
#: Actions that ask for something else: what a visitor, a clerk, a device, the worker does, and what holds for
#: all halls of the county at once.
OTHERS = {
    "ask_help", "ask_show_code", "book", "call_next", "cancel_booking", "check_in", "check_in_here",
    "close_days", "close_halls", "close_window", "finish", "forget_bookings", "forget_visitors",
    "give_help", "gone", "hold", "join", "leave", "list_weekend", "measure_day", "measure_days", "miss",
    "note_case", "note_seen", "open_window", "pause_window", "put_back", "rebook", "recall", "remind",
    "requeue", "resume", "set_baseline", "show_by_code", "start", "take", "transfer", "unlist_weekend",
}  # fmt: skip


def _sat(site: str, county: County) -> int:
    told = (_sitter(site), "sunday", 510, 720)
    return actions.set_shift(SYSTEM, site, "1", *told, now=county.now, once=f"p{site}").id


@pytest.fixture
def halls(county: County) -> County:
    """Both towns call numbers and have a clerk; whoever sits in the far one serves the whole county."""
    world.town_clerk(county)
    actions.keep_line(SYSTEM, THERE, "A", "便民", 10, now=county.now)
    world.window(THERE, "1", world.WindowKind.GENERAL, county.now, line="A")
    return county


@pytest.mark.parametrize("name", sorted(ACTS))
def test_only_at_the_sites_of_the_region(name: str, halls: County) -> None:
    with pytest.raises(NotPermitted):
        ACTS[name](keeper(world.TOWN), THERE, halls)
    with pytest.raises(NotPermitted):
        ACTS[name](halls["clerk"], HERE, halls)
    ACTS[name](keeper(world.TOWN), HERE, halls)


def test_no_act_is_forgotten() -> None:
    known: dict[str, Any] = {
        name: one for name in actions.__all__ if inspect.isfunction(one := getattr(actions, name))
    }
    assert set(known) == set(ACTS) | set(KEPT) | OTHERS
