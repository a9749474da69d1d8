"""The halls that the gate walks: a centre, towns, machines; weekends, a power that moved, a booking."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from tests import county as counties
from tests import hall_world
from tests.ui import machines
from yimen.hall import actions, queries
from yimen.hall.actions import history
from yimen.rules.authority import SYSTEM
from yimen.rules.calendar import china_date, midnight
from yimen.rules.queueing.terms import TicketEvent


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
        "town_site": hall_world.TOWN_SITE, "figures": str(_measured(county)), **_numbers(county),
        **machines.play(county),
    }  # fmt: skip


def _measured(county: counties.County) -> int:
    """Days of the centre that are over, added up, and what waiting was before."""
    today, nine, event = china_date(timezone.now()), 9 * 3600, TicketEvent
    for back, wait in ((1, 1), (2, 2), (40, 12)):
        told = [
            (nine, event.TAKEN, ""), (nine + wait * 60, event.CALLED, "A01"),
            (nine + wait * 70, event.STARTED, "A01"), (nine + 1800, event.FINISHED, "A01"),
        ]  # fmt: skip
        seen = history.Past("A", 1, told, "A", "A01", matters=[(counties.PLAIN, "")])
        gone = history.Past("A", 2, [(nine, event.TAKEN, ""), (nine + 900, event.LEFT, "")], "A")
        day = today - timedelta(days=back)
        history.keep_past(
            [history.PastDay(hall_world.CENTRE_SITE, day, [seen, gone], [("A01", "0101", nine)])]
        )
    actions.set_baseline(
        county["keeper"], "waiting", Decimal("12.5"), date(2019, 12, 31), hall_world.BASIS, now=county.now
    )
    return actions.measure_days(timezone.now())


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
