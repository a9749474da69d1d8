"""The halls that the gate walks: a centre, towns, machines; weekends, a power that moved, a booking."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from tests import county as counties
from tests import hall_world
from tests.ui import machines
from yimen.hall import actions, queries
from yimen.rules.authority import SYSTEM
from yimen.rules.calendar import china_date, midnight


def play(county: counties.County) -> dict[str, str]:
    """Sites with all that their pages show; names for the paths."""
    hall_world.build(county)
    hall_world.move(county)
    hall_world.sit(county)
    keeper, now = county["keeper"], county.now
    actions.list_weekend(keeper, [counties.PLAIN], hall_world.BASIS, now=now)
    actions.set_site_day(keeper, hall_world.CENTRE_SITE, now.date(), [[540, 660]], "停电检修", now=now)
    return {
        "site": hall_world.CENTRE_SITE, "town": hall_world.TOWN, "booked": _booked(county),
        "town_site": hall_world.TOWN_SITE, **_numbers(county), **machines.play(county),
    }  # fmt: skip


def _numbers(county: counties.County) -> dict[str, str]:
    """In the town somebody is served, others wait, one was passed over. It is open whenever the tests run."""
    town, now, li = hall_world.TOWN_SITE, timezone.now(), county["li"]
    begin, minute = max(now - timedelta(minutes=12), midnight(china_date(now))), timedelta(minutes=1)
    actions.set_site_day(county["keeper"], town, china_date(begin), [[0, 1440]], "便民周", now=begin)
    late = actions.take(SYSTEM, town, source="kiosk", now=begin)
    first = actions.take(county["wang"], town, items=[counties.PLAIN, counties.INSTANT], now=begin)
    clerk = county["clerk"]
    actions.open_window(clerk, town, "1", now=begin)
    actions.call_next(clerk, now=begin + minute)
    for _ in range(2):
        actions.recall(clerk, late.id, now=begin + minute)
    actions.miss(clerk, late.id, now=begin + 2 * minute)
    actions.call_next(clerk, now=begin + 2 * minute)
    actions.start(clerk, first.id, now=begin + 3 * minute)
    waits = actions.take(li, town, items=[counties.LICENCE], now=begin + minute)
    actions.take(SYSTEM, town, green="aged", source="kiosk", now=begin + 2 * minute)
    return {"ticket": waits.key, "served_ticket": first.key}


def _booked(county: counties.County) -> str:
    """李敏 has booked the last time that is free now, so that she may still change it."""
    now, spec = timezone.now(), hall_world.spec(county)
    day = [one for one in queries.offer(spec, hall_world.CENTRE_SITE, now=now) if one.free][-1]
    slot = day.slots[-1].start
    return actions.book(county["li"], counties.PLAIN, hall_world.CENTRE_SITE, day.day, slot, now=now).number
