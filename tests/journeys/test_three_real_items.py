"""On a province's real catalogue, in a real browser: file, accept, decide and hand out three cases.

A licence with materials, a public service, and an item that several departments review one after the other.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from tests import county as counties
from tests.journeys import people
from yimen.accounts import actions as accounts
from yimen.bureau import actions as bureau
from yimen.bureau.models import Staff
from yimen.cases.models import Case, Seat
from yimen.catalogue import actions as catalogue
from yimen.catalogue import importing, queries
from yimen.catalogue.models import Item
from yimen.rules import review
from yimen.rules.authority import SYSTEM
from yimen.rules.item import ItemSpec
from yimen.rules.terms import Audience, ItemType
from yimen.trail import queries as trail

FILE = Path(__file__).resolve().parents[3] / "shared" / "data" / "catalogue" / "guangdong_items.ndjson"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not FILE.exists(), reason="the real catalogue is not here: ../shared/data/catalogue"),
]


def departments(spec: ItemSpec) -> set[str]:
    """Who signs for this item."""
    return {seat.department for seat in review.plan(spec)}


def choose(wanted) -> ItemSpec:
    """The first real item, by code, that fits."""
    for item in Item.objects.filter(origin="guangdong").order_by("code"):
        spec = queries.spec(item.current_id)
        if Audience.PERSON in spec.audiences and wanted(spec):
            return spec
    raise AssertionError("no such item in the catalogue")


def staff_for(spec: ItemSpec, now: datetime) -> None:
    """Give every seat of the item somebody with a login."""
    for seat in review.plan(spec):
        number = f"{seat.role[0]}{seat.department}".upper()
        if not Staff.objects.filter(number=number).exists():
            bureau.hire(SYSTEM, number, "审批员", seat.department, now=now)
            bureau.give_post(SYSTEM, number, seat.role, seat.department, now=now)
            accounts.open_staff_account(SYSTEM, number, counties.PASSWORD, now=now)


def login_of(seat: Seat) -> str:
    """The login made for a seat."""
    return f"{seat.role[0]}{seat.department}".upper()


def live(chromium, base: str, spec: ItemSpec, county: counties.County) -> Case:
    """One case of 李敏, from the home page to the result in hand."""
    li = county.accounts["li"].login
    with people.Someone(chromium, base, li) as citizen:
        number = people.apply(citizen, spec.name, spec.code)
    with people.Someone(chromium, base, county.accounts["clerk"].login) as clerk:
        people.accept(clerk, number)
    seats = list(Seat.objects.filter(case__number=number).order_by("order"))
    for seat in seats:
        with people.Someone(chromium, base, login_of(seat)) as official:
            (people.decide if seat is seats[-1] else people.sign)(official, number)
    with people.Someone(chromium, base, county.accounts["clerk"].login) as clerk:
        people.hand_out(clerk, number, "李敏")
    with people.Someone(chromium, base, li) as citizen:
        citizen.go(f"/cases/{number}/")
        assert citizen.sees("已办结")
    return Case.objects.get(number=number)


def test_a_licence_a_service_and_a_joint_item(chromium, live_server):
    now = timezone.now() - timedelta(hours=1)
    county = counties.build(now)
    source = importing.Source(FILE.name, FILE.read_bytes(), "guangdong")
    catalogue.import_catalogue(SYSTEM, source, now=now)
    licence = choose(
        lambda s: s.type is ItemType.LICENCE and len(s.materials) >= 3 and len(departments(s)) == 1
    )
    service = choose(lambda s: s.type is ItemType.PUBLIC_SERVICE and len(departments(s)) == 1)
    joint = choose(lambda s: len(departments(s)) >= 3)
    for spec in (licence, service, joint):
        staff_for(spec, now)
        case = live(chromium, live_server.url, spec, county)
        assert case.state == "delivered"
        assert list(trail.broken_links(case.number)) == []
        signed = Seat.objects.filter(case=case, verdict="agree")
        assert set(signed.values_list("department", flat=True)) == departments(spec)
