"""B2 on a province's real items: a keeper finds one, adds those that share most of its materials, puts the
bundle in force; a citizen finds it and comes to one form and one list."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from time import monotonic

import pytest
from django.utils import timezone

from tests import county as counties
from tests.journeys import people
from tests.journeys.test_b2_a_bundle_is_composed_and_used import MOST_SECONDS, Known
from yimen.cases.models import Case
from yimen.catalogue import actions as catalogue
from yimen.catalogue import importing, queries
from yimen.rules.authority import SYSTEM

FILE = Path(__file__).resolve().parents[3] / "shared" / "data" / "catalogue" / "guangdong_items.ndjson"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not FILE.exists(), reason="the real catalogue is not here: ../shared/data/catalogue"),
]
#: All items of this matter, and one in so many of the others, for the search to tell them apart.
MATTER, EVERY = "往来台湾通行证", 20


@pytest.fixture
def county() -> counties.County:
    made = counties.build(timezone.now() - timedelta(days=3))
    lines = FILE.read_text(encoding="utf-8").splitlines(keepends=True)
    wanted = [line for n, line in enumerate(lines) if n % EVERY == 0 or MATTER in line]
    catalogue.import_catalogue(
        SYSTEM, importing.Source(FILE.name, "".join(wanted).encode(), "guangdong"), now=made.now
    )
    return made


def test_real_items_become_one(chromium, live_server, county: counties.County) -> None:
    began = monotonic()
    someone = Known(chromium, live_server.url, "keeper")
    someone.county = county
    with someone as keeper:
        keeper.go("/catalogue/bundles/new/")
        keeper.page.fill("[name=name]", "办赴台证件一件事")
        keeper.page.fill("[name=code]", "YJS-200")
        keeper.page.select_option("[name=department]", label="市场监管局")
        keeper.press("建草稿")
        keeper.page.fill("[name=wanted]", MATTER)
        keeper.press("找")
        keeper.press("加上")
        for _more in range(2):
            keeper.page.locator("button[name=pick]").last.scroll_into_view_if_needed()
            keeper.press("加上", within="h3 + ul")
        keeper.press("存进草稿")
        spared = keeper.page.locator("tr", has_text="要交的材料").inner_text()
        keeper.go("/catalogue/bundles/YJS-200/publish/")
        assert keeper.sees("没有要改的，可以发布"), keeper.page.inner_text("main")[:500]
        keeper.page.fill("[name=document]", "云审发〔2026〕21号")
        keeper.press("发布")
    assert monotonic() - began < MOST_SECONDS
    before, after = (int(one) for one in re.findall(r"\d+", spared)[:2])
    assert before > after > 0
    plan = queries.plan(queries.item_page("YJS-200").version_id)
    assert len(plan.parts) == 3 and sum(1 for one in plan.materials if one.given) >= after
    with people.Someone(chromium, live_server.url, county.accounts["li"].login) as citizen:
        citizen.go("/bundles/?q=赴台证件")
        citizen.follow("办赴台证件一件事")
        citizen.follow("开始办")
        citizen.press("下一步")
        case = Case.objects.get()
        assert f"/apply/case/{case.number}/" in citizen.page.url
        assert case.materials.count() == len(plan.materials)
