"""Projects for the gate: one with its first stage done, led by a clerk; one whose fees are billed."""

from __future__ import annotations

from tests import county as counties
from tests import projects_world as world
from tests.projects.test_all_fees_on_one_sheet import FIXED, RATE
from yimen.projects import actions
from yimen.rules.projects import Stage

#: The code of the second project.
BILLED = "2026-439926-33-03-000019"


def play(county: counties.County) -> dict[str, str]:
    """Names for the paths."""
    world.publish(county)
    code = world.opened(county, zone=world.ZONE)
    actions.name_manager(county["supervisor"], code, "0101", now=county.now)
    number = world.begin(county, Stage.LAND, county.now)
    world.hand_in(county, number, county.now)
    world.decide(county, number, county.now)
    actions.note(county["clerk"], code, "约好下周一看方案", now=county.now)
    for n, one in enumerate((RATE, FIXED)):
        actions.set_rate(county["keeper"], one, order=n, now=county.now)
    billed = world.opened(county, code=BILLED, name="青石冷库")
    actions.bill(county["firm"], billed, now=county.now)
    return {"project": code, "billed": billed}
