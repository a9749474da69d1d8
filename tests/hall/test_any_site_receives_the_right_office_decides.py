"""全区通办: a town's window takes in what was moved to it and nothing else; the county decides it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import county as counties
from tests import hall_world as world
from tests.county import County
from yimen.bureau.models import Department
from yimen.cases import actions as cases
from yimen.cases import queries
from yimen.cases.models import Case
from yimen.hall import actions
from yimen.rules.authority import NotVisible
from yimen.rules.errors import RuleBroken
from yimen.rules.hall.terms import Power, SiteLevel
from yimen.rules.routing import NotReceivedHere

pytestmark = [pytest.mark.django_db]


def taken_in(county: County, item: str = counties.INSTANT) -> str:
    clerk, party = county["town_clerk"], county.parties["li"].pk
    return cases.open_draft(clerk, item, party, channel="1", region=world.TOWN, now=county.now).number


def test_what_was_not_moved_is_not_taken_in(county: County):
    world.town_clerk(county)
    with pytest.raises(NotReceivedHere):
        taken_in(county)
    world.move(county, counties.INSTANT, level=SiteLevel.VILLAGE)
    with pytest.raises(NotReceivedHere):
        taken_in(county)
    assert not Case.objects.exists()


def test_received_in_the_town_decided_in_the_county(county: County):
    clerk = world.town_clerk(county)
    world.move(county, counties.INSTANT)
    number, later = taken_in(county), county.now + timedelta(minutes=5)
    cases.submit(clerk, number, now=later)
    cases.receive(clerk, number, now=later)
    cases.accept(clerk, number, now=later)
    case = Case.objects.get(number=number)
    assert (case.region, case.state) == (world.TOWN, "reviewing")
    cases.grant(county["officer"], number, now=later)
    # The hall that received it hands it out; another town does not know it.
    assert Case.objects.get(number=number).desk == f"window:{world.TOWN}:handout"
    with pytest.raises(NotVisible):
        queries.case_page(county["health"], number, now=later)


def test_the_county_takes_everything_in_and_so_does_a_place_without_a_site(county: County):
    for region in (counties.REGION, "439926109000"):
        clerk = county["clerk"]
        cases.open_draft(
            clerk, counties.PLAIN, county.parties["li"].pk, channel="1", region=region, now=county.now
        )
    assert Case.objects.count() == 2


def test_online_everything_is_open_as_before(county: County):
    li = county["li"]
    cases.open_draft(
        li, counties.PLAIN, county.parties["li"].pk, channel="2", region=world.TOWN, now=county.now
    )
    assert Case.objects.count() == 1


def handled(county: County, region: str, who: str) -> str:
    """An application taken in at a window of this region, accepted."""
    clerk, party, later = county[who], county.parties["li"].pk, county.now + timedelta(minutes=5)
    number = cases.open_draft(
        clerk, counties.INSTANT, party, channel="1", region=region, now=county.now
    ).number
    cases.submit(clerk, number, again="再办一张", now=later)
    cases.receive(clerk, number, now=later)
    cases.accept(clerk, number, now=later)
    return number


def test_where_the_decision_was_moved_the_town_decides_what_it_received(county: County):
    world.town_clerk(county)
    office = world.town_office(county)
    moved = world.move(county, counties.INSTANT, power=Power.DECIDE)
    later = county.now + timedelta(minutes=9)
    number = handled(county, world.TOWN, "town_clerk")
    assert [one.department for one in Case.objects.get(number=number).seats.all()] == [office]
    with pytest.raises(RuleBroken):
        cases.grant(county["officer"], number, now=later)
    cases.grant(county["town_officer"], number, now=later)
    # What the county received, the county decides; so it is again when the power was taken back.
    own = handled(county, counties.REGION, "clerk")
    assert [one.department for one in Case.objects.get(number=own).seats.all()] == [counties.MARKET]
    actions.take_power_back(county["keeper"], moved, "改由县里统一审批", now=later)
    world.move(county, counties.INSTANT)
    back = handled(county, world.TOWN, "town_clerk")
    assert [one.department for one in Case.objects.get(number=back).seats.all()] == [counties.MARKET]


def test_a_town_without_an_office_leaves_it_to_the_county(county: County):
    world.town_clerk(county)
    world.town_office(county)
    world.move(county, counties.INSTANT, power=Power.DECIDE)
    Department.objects.filter(short_name="望禾镇").update(active=False)
    number = handled(county, world.TOWN, "town_clerk")
    assert [one.department for one in Case.objects.get(number=number).seats.all()] == [counties.MARKET]
