"""A project for the gate: its first stage done, the second may be applied for; led by a clerk."""

from __future__ import annotations

from tests import county as counties
from tests import projects_world as world
from tests.projects.test_all_fees_on_one_sheet import RATE
from yimen.projects import actions
from yimen.rules.projects import Stage

KEEPER_PAGES = (
    "/catalogue/routes/", "/catalogue/routes/?q=没有这一件", "/catalogue/routes/industrial/land/",
    "/catalogue/routes/industrial/line/", "/catalogue/rates/", "/catalogue/rates/new/",
    "/catalogue/rates/{rate}/", "/catalogue/zones/", "/catalogue/zones/new/", "/catalogue/zones/{zone}/",
    "/catalogue/zones/{zone}/assess/",
)  # fmt: skip


def play(county: counties.County) -> dict[str, str]:
    """Names for the paths."""
    world.publish(county)
    actions.set_rate(county["keeper"], RATE, now=county.now)
    actions.set_rate(county["keeper"], {**RATE, "amount": "64"}, now=county.now)
    code = world.opened(county, zone=world.ZONE)
    actions.name_manager(county["supervisor"], code, "0101", now=county.now)
    number = world.begin(county, Stage.LAND, county.now)
    world.hand_in(county, number, county.now)
    world.decide(county, number, county.now)
    actions.note(county["clerk"], code, "约好下周一看方案", now=county.now)
    return {"project": code, "rate": RATE["code"], "zone": world.ZONE}
