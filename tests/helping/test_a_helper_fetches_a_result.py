"""代办取件: a helper who may act takes the result by staff number; 帮办 does not; the principal is told."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests import county as counties
from tests import help_world
from tests.ui.signed import client_of
from yimen.cases import actions
from yimen.cases.models import Case, CaseDocument, Message
from yimen.config.worker import drain
from yimen.parties.actions import helping
from yimen.rules.delivery import NotMandated
from yimen.rules.helping import fetching
from yimen.rules.terms import Channel, Document
from yimen.trail import queries as trail

pytestmark = [pytest.mark.django_db, pytest.mark.both]
TAKES = {"receiver": "林帮", "seen": "居民身份证", "helper": "3001"}


def issued(county: counties.County, now: datetime) -> str:
    """A case of 王小草 whose result lies at the counter."""
    wang = county["wang"]
    number = actions.open_draft(
        wang, counties.INSTANT, county.parties["wang"].pk, channel=str(Channel.WEB), region=counties.REGION,
        now=now,
    ).number  # fmt: skip
    actions.submit(wang, number, now=now, again="再办一件")
    actions.receive(county["clerk"], number, now=now)
    actions.accept(county["clerk"], number, now=now)
    actions.grant(county["officer"], number, result_number="Y1", result_from=now.date(), now=now)
    actions.issue(county["clerk"], number, now=now)
    return number


def test_who_may_act_fetches_and_the_principal_is_told(county: counties.County, now: datetime) -> None:
    number = issued(county, now)
    help_world.allow(county, now)
    done = actions.deliver(county["clerk"], number, **TAKES, now=now, once="d")
    assert actions.deliver(county["clerk"], number, **TAKES, now=now, once="d") == done
    case = Case.objects.get(number=number)
    assert (case.state, case.received_result_by) == ("delivered", "林帮")
    last = [row for row in trail.history(number) if row.kind == "case.delivered"][-1]
    assert (last.data["helper"], last.data["relation"]) == ("3001", "代办的帮办员")
    paper = CaseDocument.objects.get(case=case, kind=Document.DELIVERY)
    assert (paper.data["receiver"], paper.data["helper"]) == ("林帮", "3001")
    drain(now)
    told = [one.facts for one in Message.objects.filter(party=county.parties["wang"]).order_by("pk")]
    assert told[-1]["helper"] == "3001"
    assert "替您领走了" in Message.objects.filter(party=county.parties["wang"]).order_by("pk").last().text


@pytest.mark.parametrize("kind", ["assist"])
def test_who_only_assists_fetches_nothing(county: counties.County, now: datetime, kind: str) -> None:
    number = issued(county, now)
    help_world.allow(county, now, kind=kind)
    with pytest.raises(fetching.OnlyAssistsNoFetch):
        actions.deliver(county["clerk"], number, **TAKES, now=now)
    help_world.allow(county, now, counties.INSTANT)
    actions.deliver(county["clerk"], number, **TAKES, now=now)


def test_nobody_else_fetches_by_a_staff_number(county: counties.County, now: datetime) -> None:
    number = issued(county, now)
    with pytest.raises(fetching.HelperMayNotFetch):
        actions.deliver(county["clerk"], number, **TAKES, now=now)
    help_world.allow(county, now, counties.PLAIN)
    mandate = help_world.allow(county, now, who="li")
    wrong = ({}, {"receiver": "周帮", "helper": "3002"}, {"receiver": "别人"}, {"helper": "9999"})
    for other in wrong:
        with pytest.raises(fetching.HelperMayNotFetch):
            actions.deliver(county["clerk"], number, **{**TAKES, **other}, now=now)
    with pytest.raises(NotMandated):
        actions.deliver(county["clerk"], number, **{**TAKES, "helper": ""}, now=now)
    helping.end_help(county["li"], mandate, now=now)
    assert Case.objects.get(number=number).state == "issued"


def test_a_mandate_that_ended_fetches_nothing(county: counties.County, now: datetime) -> None:
    number = issued(county, now)
    mandate = help_world.allow(county, now)
    helping.end_help(county["wang"], mandate, now=now)
    with pytest.raises(fetching.HelperMayNotFetch):
        actions.deliver(county["clerk"], number, **TAKES, now=now + timedelta(minutes=1))


def test_nobody_stands_on_both_sides_of_the_counter() -> None:
    one = fetching.Fetcher("3001", "林帮", {(7, "", "act")})
    fetching.require_fetch(one, "林帮", 7, "x", by="0101")
    with pytest.raises(fetching.HelperMayNotFetch):
        fetching.require_fetch(one, "林帮", 7, "x", by="3001")
    with pytest.raises(fetching.HelperMayNotFetch):
        fetching.require_fetch(one, "林帮", 8, "x", by="0101")


def test_the_window_asks_for_the_number_and_says_what_is_wrong() -> None:
    county = counties.build(timezone.now())
    help_world.come(county)
    number = issued(county, county.now)
    window: Client = client_of(county, "clerk")
    here = f"/desk/cases/{number}/"
    assert "帮办员的工号" in window.get(here).content.decode()
    typed = {**TAKES, "rev": str(Case.objects.get(number=number).rev)}
    wrong = window.post(f"{here}deliver/", typed)
    assert wrong.status_code == 422 and "不能代领" in wrong.content.decode()
    help_world.allow(county, timezone.now())
    right = window.post(f"{here}deliver/", typed, follow=True)
    assert "已送达，办结" in right.content.decode()
    paper = CaseDocument.objects.get(case__number=number, kind=Document.DELIVERY).number
    shown = window.get(f"{here}papers/{paper}/").content.decode()
    assert "3001" in shown and "代办的帮办员" in shown
