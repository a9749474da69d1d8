"""A project for the gate: its first stage done, the second may be applied for; led by a clerk."""

from __future__ import annotations

from tests import county as counties
from tests import projects_world as world
from yimen.projects import actions
from yimen.rules.projects import Stage


def play(county: counties.County) -> dict[str, str]:
    """Names for the paths."""
    world.publish(county)
    code = world.opened(county, zone=world.ZONE)
    actions.name_manager(county["supervisor"], code, "0101", now=county.now)
    number = world.begin(county, Stage.LAND, county.now)
    world.hand_in(county, number, county.now)
    world.decide(county, number, county.now)
    actions.note(county["clerk"], code, "约好下周一看方案", now=county.now)
    return {"project": code}
