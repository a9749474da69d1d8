"""HY7: items are booked and filed online; the keeper reads the share from the data, and what lacks it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests import clock, hall_world
from tests import county as counties
from tests.county import County
from tests.web.staffkit import NOW
from yimen.cases import actions as cases
from yimen.catalogue import actions
from yimen.catalogue import queries as catalogue
from yimen.demo import county as sample
from yimen.hall import queries as halls
from yimen.rules.authority import SYSTEM
from yimen.rules.item import ItemSpec
from yimen.rules.terms import Channel

pytestmark = [pytest.mark.django_db(transaction=True)]
PAGE = "/floor/sites/"


@pytest.fixture
def county(db: None, monkeypatch: pytest.MonkeyPatch) -> County:
    clock.stop(monkeypatch, lambda: NOW)
    made = hall_world.build(counties.build(NOW - timedelta(days=3)))
    hall_world.sit(made)
    return made


def text(county: County, who: str, path: str) -> str:
    client = Client()
    client.force_login(county.accounts[who])
    answer: Any = client.get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())


def changed(code: str, **facts: Any) -> None:
    """The item is published anew with other facts."""
    told = catalogue.item_page(code).spec.to_dict() | facts
    with transaction.atomic():
        actions.bulk_publish(
            SYSTEM, [ItemSpec.from_dict(told)], effective_from=date(2026, 1, 2), document="云审发〔2026〕7号",
            now=NOW,
        )  # fmt: skip


def test_every_item_of_the_sample_county_can_be_booked_and_filed_online() -> None:
    """All but what an organ does of its own accord: nobody applies for a revocation."""
    lacking = [
        one.name for one in sample.item_specs()
        if not one.bookable or not {Channel.WEB, Channel.MOBILE} & set(one.channels)
    ]  # fmt: skip
    assert lacking == ["食品经营许可（撤销）", "个体工商户登记（撤销）"]


def test_each_is_offered_a_time_and_an_online_application(county: County) -> None:
    for code in (counties.LICENCE, counties.PLAIN):
        guide = text(county, "li", f"/items/{code}/")
        assert f"/items/{code}/book/" in guide and "开始办" in guide
        assert any(day.free for day in halls.offer(hall_world.spec(county, code), "YX-00", now=NOW))
        party = county.parties["li"].pk
        cases.open_draft(county["li"], code, party, channel="2", region=counties.REGION, now=NOW)


def test_the_keeper_reads_the_share_and_what_lacks_it(county: County) -> None:
    found = catalogue.filing()
    assert found.open == found.online == found.bookable > 0
    page = text(county, "keeper", PAGE)
    assert "网上能申请 100%" in page and "能预约 100%" in page and "还不能的" not in page
    changed(counties.PLAIN, channels=["1"], bookable=False)
    found = catalogue.filing()
    assert (found.online, found.bookable) == (found.open - 1, found.open - 1)
    page = text(county, "keeper", PAGE)
    share = (found.open - 1) * 100 // found.open
    assert f"网上能申请 {share}%" in page and f"能预约 {share}%" in page
    assert page.count("信息查询服务") == 2, "named under both"
