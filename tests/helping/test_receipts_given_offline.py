"""离线收件编号: printed beforehand, given on paper, matched once with what was handed in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from tests import county as counties
from yimen.cases.models import Case
from yimen.helping import actions, queries
from yimen.helping.models import ReceiptSlip
from yimen.rules.authority import NotPermitted
from yimen.rules.helping import receipts as rules
from yimen.rules.helping.receipts import SlipState
from yimen.trail.models import Event

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
Helped = Callable[..., Case]


def sheet(county: counties.County, now: datetime, who: str = "helper") -> list[str]:
    made = actions.print_sheet(county[who], now=now)
    return [one.number for one in queries.sheet_of(county[who].staff, made.id)]


def test_a_number_stands_for_one_application(county: counties.County, now: datetime, helped: Helped) -> None:
    numbers, case = sheet(county, now), helped()
    assert len(set(numbers)) == rules.SHEET
    assert queries.without_slip("3001") == [(case.number, case.title)]
    done = actions.match_slip(county["helper"], numbers[0], case.number.lower(), now=now, once="a" * 20)
    again = actions.match_slip(county["helper"], numbers[0], case.number.lower(), now=now, once="a" * 20)
    assert done == again and done.state == "matched"
    assert queries.without_slip("3001") == []
    for number in (numbers[0], numbers[1]):
        with pytest.raises((rules.SlipSpent, rules.SlipCase)):
            actions.match_slip(county["helper"], number, case.number, now=now)
    seen = queries.slip(f"{numbers[0][:4]} {numbers[0][4:]}")
    assert seen is not None and (seen.state, seen.case) == (SlipState.MATCHED, case.number)
    assert queries.slip_counts("3001") == {SlipState.FREE: 11, SlipState.MATCHED: 1, SlipState.VOID: 0}
    assert Event.objects.filter(stream="helper:3001").count() == 2


def test_whose_it_is_and_what_it_may_stand_for(
    county: counties.County, now: datetime, helped: Helped
) -> None:
    numbers, case = sheet(county, now), helped()
    helper, other = county["helper"], county["3002"]
    with pytest.raises(rules.SlipUnknown):
        actions.match_slip(other, numbers[0], case.number, now=now)
    theirs = sheet(county, now, "3002")
    with pytest.raises(rules.SlipCase):
        actions.match_slip(other, theirs[0], case.number, now=now)
    with pytest.raises(rules.SlipCase):
        actions.match_slip(helper, numbers[0], "no such case", now=now)
    never = rules.number_of(99_999_999, queries.receipts.mark_of(99_999_999))
    for wrong in (never, "1" * 14, ""):
        with pytest.raises(rules.SlipWrong):
            actions.match_slip(helper, wrong, case.number, now=now)
        assert queries.slip(wrong) is None
    for who in ("clerk", "li"):
        with pytest.raises(NotPermitted):
            actions.print_sheet(county[who], now=now)
        with pytest.raises(NotPermitted):
            actions.match_slip(county[who], numbers[0], case.number, now=now)
    assert queries.sheet_of("3002", ReceiptSlip.objects.earliest("pk").sheet_id) == []


def test_spoilt_ones_are_void_and_nobody_hoards(county: counties.County, now: datetime) -> None:
    numbers = sheet(county, now)
    with pytest.raises(rules.SlipWhy):
        actions.void_slip(county["helper"], numbers[0], "", now=now)
    actions.void_slip(county["helper"], numbers[0], "写坏了", now=now)
    for act in (
        lambda: actions.void_slip(county["helper"], numbers[0], "又一次", now=now),
        lambda: actions.match_slip(county["helper"], numbers[0], "x", now=now),
    ):
        with pytest.raises(rules.SlipVoid):
            act()
    while queries.slip_counts("3001")[SlipState.FREE] + rules.SHEET <= rules.MOST_FREE:
        sheet(county, now)
    with pytest.raises(rules.SlipsEnough):
        sheet(county, now)


def test_the_database_holds_it_too(county: counties.County, now: datetime, helped: Helped) -> None:
    sheet(county, now)
    one, two = ReceiptSlip.objects.order_by("pk")[:2]
    case = helped()
    for row, state, stands in ((one, "matched", None), (one, "free", case)):
        with pytest.raises(IntegrityError), transaction.atomic():
            ReceiptSlip.objects.filter(pk=row.pk).update(state=state, case=stands)
    ReceiptSlip.objects.filter(pk=one.pk).update(state="matched", case=case)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReceiptSlip.objects.filter(pk=two.pk).update(state="matched", case=case)


def test_pages_from_the_sheet_to_who_holds_the_paper(
    county: counties.County, now: datetime, helped: Helped
) -> None:
    case, client = helped(), Client()
    client.force_login(county.accounts["helper"])
    here = "/helper/receipts/"
    once = client.get(here).context["once"]
    printed = client.post(here, {"do": "sheet", "once": once + "s"})
    paper = client.get(printed.url)
    assert printed.url.endswith("/print/") and paper.content.decode().count("<li>") == 12
    number = queries.slips_of("3001", SlipState.FREE)[-1].number
    assert f"{number[:4]} {number[4:8]} {number[8:]}" in paper.content.decode()
    wrong = client.post(here, {"do": "match", "number": "1" * 14, "case": case.number, "once": once + "m"})
    assert wrong.status_code == 422 and "编号不对" in wrong.content.decode()
    done = client.post(here, {"do": "match", "number": number, "case": case.number, "once": once + "m"})
    assert done.status_code == 302
    assert case.title in client.get(f"{here}?state=matched").content.decode()
    holder = Client()
    page = holder.get("/receipts/", {"n": number}).content.decode()
    assert "已经交上去了" in page and case.number in page and "3001" in page and case.query_code not in page
    free = queries.slips_of("3001", SlipState.FREE)[0].number
    assert "帮办员还没有登记" in holder.get("/receipts/", {"n": free}).content.decode()
    assert "没有这个编号" in holder.get("/receipts/", {"n": "1" * 14}).content.decode()
    client.post(here, {"do": "void", "number": free, "why": "丢了", "once": once + "v"})
    assert "作废了" in holder.get("/receipts/", {"n": free}).content.decode()
    others = Client()
    others.force_login(county.accounts["3002"])
    assert others.get(printed.url).status_code == 404
