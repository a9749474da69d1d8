"""The halls that the gate walks: a centre, towns, machines; a list of weekends, a power that moved."""

from __future__ import annotations

from tests import county as counties
from tests import hall_world
from yimen.hall import actions


def play(county: counties.County) -> dict[str, str]:
    """Sites with all that their pages show; names for the paths."""
    hall_world.build(county)
    hall_world.move(county)
    hall_world.sit(county)
    keeper, now = county["keeper"], county.now
    actions.list_weekend(keeper, [counties.PLAIN], hall_world.BASIS, now=now)
    actions.set_site_day(keeper, hall_world.CENTRE_SITE, now.date(), [[540, 660]], "停电检修", now=now)
    return {"site": hall_world.CENTRE_SITE, "town": hall_world.TOWN}
