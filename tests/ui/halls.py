"""The halls that the gate walks: a centre, towns, machines; weekends, a power that moved, a booking."""

from __future__ import annotations

from django.utils import timezone

from tests import county as counties
from tests import hall_world
from yimen.hall import actions, queries


def play(county: counties.County) -> dict[str, str]:
    """Sites with all that their pages show; names for the paths."""
    hall_world.build(county)
    hall_world.move(county)
    hall_world.sit(county)
    keeper, now = county["keeper"], county.now
    actions.list_weekend(keeper, [counties.PLAIN], hall_world.BASIS, now=now)
    actions.set_site_day(keeper, hall_world.CENTRE_SITE, now.date(), [[540, 660]], "停电检修", now=now)
    return {"site": hall_world.CENTRE_SITE, "town": hall_world.TOWN, "booked": _booked(county)}


def _booked(county: counties.County) -> str:
    """李敏 has booked the last time that is free now, so that she may still change it."""
    now, spec = timezone.now(), hall_world.spec(county)
    day = [one for one in queries.offer(spec, hall_world.CENTRE_SITE, now=now) if one.free][-1]
    slot = day.slots[-1].start
    return actions.book(county["li"], counties.PLAIN, hall_world.CENTRE_SITE, day.day, slot, now=now).number
