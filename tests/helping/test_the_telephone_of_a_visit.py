"""Whole, for the one helper who took the visit, until it is over, for a reason; the person reads of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from tests import county as counties
from tests import help_world
from tests.ui.signed import client_of
from yimen.helping import actions
from yimen.rules.authority import NotPermitted
from yimen.rules.helping.visits import VisitNotFound
from yimen.rules.unmasking import ViewNotYours, ViewReasonMissing
from yimen.trail import queries as trail

pytestmark = [pytest.mark.django_db, pytest.mark.both]
WHY = {"reason": "contact", "words": "找不到门牌，打电话问路"}


def asked(county: counties.County, now: datetime) -> int:
    return actions.ask_visit(
        county["wang"], counties.REGION, "三组 8 号", "old", "weekend", "看不清字", now=now
    ).id  # fmt: skip


def test_only_who_took_it_sees_it_and_only_until_it_is_over(county: counties.County, now: datetime) -> None:
    visit, wang = asked(county, now), county.parties["wang"]
    with pytest.raises(ViewNotYours):
        actions.view_visit_phone(county["helper"], visit, **WHY, now=now)
    actions.take_visit(county["helper"], visit, date(2026, 11, 21), 600, now=now)
    with pytest.raises(ViewReasonMissing):
        actions.view_visit_phone(county["helper"], visit, reason="", words="", now=now)
    before = len(trail.history(f"party:{wang.pk}"))
    for _ in range(2):
        found = actions.view_visit_phone(county["helper"], visit, **WHY, now=now, once="v")
        assert found == (("登记的手机", wang.phone),)
    rows = trail.history(f"party:{wang.pk}")
    assert len(rows) == before + 1 and rows[-1].actor == "staff:3001"
    assert rows[-1].data["visit"] == visit
    assert wang.phone not in str(rows[-1].data)
    with pytest.raises(VisitNotFound):
        actions.view_visit_phone(county["3002"], visit, **WHY, now=now)
    for nobody in ("clerk", "wang", "supervisor"):
        with pytest.raises(NotPermitted):
            actions.view_visit_phone(county[nobody], visit, **WHY, now=now)
    actions.finish_visit(county["helper"], visit, "filed", now=now + timedelta(days=5))
    with pytest.raises(ViewNotYours):
        actions.view_visit_phone(county["helper"], visit, **WHY, now=now + timedelta(days=5))
    with pytest.raises(VisitNotFound):
        actions.view_visit_phone(county["helper"], visit + 99, **WHY, now=now)


def test_the_page_asks_why_and_the_person_reads_who_saw_it() -> None:
    county = counties.build(timezone.now())
    help_world.come(county)
    visit, wang = asked(county, county.now), county.parties["wang"]
    helper = client_of(county, "helper")
    here = f"/helper/visits/{visit}/"
    assert helper.get(f"{here}phone/").status_code == 403
    day = (county.now + timedelta(days=1)).date()
    while day.weekday() < 5:
        day += timedelta(days=1)
    actions.take_visit(county["helper"], visit, day, 600, now=county.now)
    shown = helper.get(here).content.decode()
    assert wang.phone not in shown and f"{here}phone/" in shown
    assert wang.phone not in helper.get(f"{here}phone/").content.decode()
    answer = helper.post(f"{here}phone/", {"why": "contact", "words": WHY["words"]})
    assert wang.phone in answer.content.decode() and "no-store" in answer.headers["Cache-Control"]
    told = client_of(county, "wang").get("/account/views/").content.decode()
    assert "上门帮办" in told and WHY["words"] in told and "3001" in told
