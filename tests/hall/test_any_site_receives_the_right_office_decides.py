"""全区通办: a town's window takes in what was moved to it and nothing else; the county decides it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import county as counties
from tests import hall_world as world
from tests.county import County
from yimen.cases import actions as cases
from yimen.cases import queries
from yimen.cases.models import Case
from yimen.rules.authority import NotVisible
from yimen.rules.hall.terms import SiteLevel
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
