"""预约签到 at a kiosk by the number of the card or of the booking: nobody is told who is known."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tests import county as counties
from tests import hall_world as world
from tests.county import County
from yimen.hall import actions, queries
from yimen.hall.models import Ticket
from yimen.parties.models import Party
from yimen.rules.authority import Actor
from yimen.rules.booking import NoneHere
from yimen.rules.calendar import CHINA
from yimen.rules.hall.devices import DeviceUnknown

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
DAY, NINE = date(2026, 11, 24), 540
AT = datetime(2026, 11, 24, 9, 0, tzinfo=CHINA)


def machine(county: County, site: str = world.CENTRE_SITE) -> Actor:
    device = actions.add_device(county["keeper"], site, "kiosk", "自助机", now=AT).id
    code = actions.give_code(county["keeper"], site, device, now=AT).code
    own = queries.device_of(actions.join(code, now=AT))
    assert own is not None
    return own.actor


@pytest.fixture
def booked(county: County) -> str:
    world.sit(county)
    return actions.book(county["li"], counties.PLAIN, world.CENTRE_SITE, DAY, NINE, now=county.now).number


def card(county: County) -> str:
    number: str = Party.objects.get(pk=county.parties["li"].pk).id_number
    return number


def test_by_the_card_and_shown_again_who_came_already(county: County, booked: str) -> None:
    kiosk = machine(county)
    number = card(county)
    done = actions.check_in_here(kiosk, f" {number[:6]} {number[6:]} ".lower(), now=AT)
    assert (done.number, done.first, done.ticket) == (booked, True, "A001")
    again = actions.check_in_here(kiosk, number, now=AT)
    assert again.key == done.key
    row = Ticket.objects.get()
    assert (row.key, row.party_id, row.lane) == (done.key, county.parties["li"].pk, "booked")


def test_by_the_number_of_the_booking(county: County, booked: str) -> None:
    assert actions.check_in_here(machine(county), booked.lower(), now=AT).ticket == "A001"


def test_unknown_booked_elsewhere_and_on_another_day_are_answered_alike(county: County, booked: str) -> None:
    here, town = machine(county), machine(county, world.TOWN_SITE)
    for kiosk, number, now in (
        (here, "439926199001010014", AT), (here, "", AT), (here, "Y1124000000", AT),
        (town, card(county), AT), (here, card(county), AT + timedelta(days=1)),
    ):  # fmt: skip
        with pytest.raises(NoneHere) as told:
            actions.check_in_here(kiosk, number, now=now)
        assert "直接取号" in str(told.value)
    assert not Ticket.objects.exists()


def test_only_at_a_machine(county: County, booked: str) -> None:
    for who in ("clerk", "li", "keeper"):
        with pytest.raises(DeviceUnknown):
            actions.check_in_here(county[who], booked, now=AT)
