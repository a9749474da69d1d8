"""ZK1 一窗通办: general windows take in what departments decide, and how much of it is told by figures."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import datetime

import pytest

from tests import clock
from tests.journeys import lived_hall
from yimen.catalogue import queries as catalogue
from yimen.demo import county, hall_year
from yimen.hall import queries as halls
from yimen.hall.models import Ticket, TicketItem
from yimen.rules.hall.terms import SiteLevel

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def year(now: datetime, monkeypatch: pytest.MonkeyPatch) -> hall_year.Year:
    clock.stop(monkeypatch, lambda: now)
    return lived_hall.lived(now)


def test_one_window_takes_in_and_departments_decide(year: hall_year.Year):
    # A visitor goes to any general window with an item of any of these departments…
    done = TicketItem.objects.filter(ticket__window__kind="general", ticket__state="done")
    by_office: dict[str, int] = defaultdict(int)
    for office in done.values_list("item__department__credit_code", flat=True):
        by_office[office] += 1
    assert len(by_office) >= 18
    # …the centre takes each of them in, and the department whose item it is decides: its steps name it.
    window = Ticket.objects.filter(window__number="A01").first()
    assert window is not None
    for code in set(done.values_list("item__code", flat=True)[:20]):
        spec = catalogue.item_page(code).spec
        assert SiteLevel.CENTRE in {one.level for one in halls.serving_item(spec, now=year.now)}
        assert spec.department in by_office and spec.department != county.BUREAU

    # The supervisor reads how much of it there is, by volume and by items.
    page = lived_hall.text(lived_hall.supervisor().get("/watch/hall/"))
    shown = re.search(r"一窗率</span><b>([0-9.]+)%</b><em>按事项 ([0-9.]+)%", page)
    assert shown is not None
    centre = TicketItem.objects.filter(ticket__line__site__code=hall_year.CENTRE, ticket__state="done")
    general = centre.filter(ticket__window__kind="general").count()
    assert float(shown[1]) == round(general * 100 / centre.count(), 1)
    made_for = {
        one["department"] for one in county.hall()["windows"] if one.get("line") and "department" in one
    }
    offices = {one.code: one.key for one in county.departments()}
    listed = {x for one in county.hall()["windows"] if one.get("line") for x in one.get("items", [])}
    items = [one for one in county.item_specs() if one.code in dict(catalogue.open_items())]
    at_general = [
        one for one in items if offices[one.department] not in made_for and one.extra["key"] not in listed
    ]
    assert float(shown[2]) == round(len(at_general) * 100 / len(items), 1)
    assert float(shown[1]) > 50 and float(shown[2]) > 50
