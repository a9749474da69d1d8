"""ED6: the same party gives a material once. Four materials for one department; the next department finds
them on file, asks, uses them; the clerk sees where they come from and the applicant who used what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone

from tests import county as counties
from tests import samples
from yimen.cases.models import Case
from yimen.catalogue import actions as catalogue
from yimen.config.worker import drain
from yimen.rules.authority import SYSTEM
from yimen.rules.item import ItemSpec, MaterialUse

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = ("房屋租赁合同", "平面图", "健康证明", "人员名单")
SHOP, CLINIC = counties.item_code(51), counties.item_code(52, counties.HEALTH)


def item(code: str, name: str, department: str) -> ItemSpec:
    plain = next(s for s in counties.specs() if s.code == counties.PLAIN)
    uses = tuple(MaterialUse(f"J-{n}", words) for n, words in enumerate(NAMES))
    return replace(plain, code=code, name=name, department=department, materials=uses)


@pytest.fixture
def county() -> counties.County:
    made = counties.build(timezone.now() - timedelta(days=3))
    specs = [item(SHOP, "小店开业备案", counties.MARKET), item(CLINIC, "卫生许可", counties.HEALTH)]
    with transaction.atomic():
        catalogue.bulk_publish(
            SYSTEM, specs, effective_from=date(2026, 1, 1), document="云审发〔2026〕9号", now=made.now
        )
    return made


def client(county: counties.County, who: str) -> Client:
    made = Client()
    made.force_login(county.accounts[who])
    return made


def begin(li: Client, county: counties.County, code: str) -> str:
    li.post(f"/apply/{code}/", {"party": str(county.parties["li"].pk)})
    return Case.objects.order_by("-pk")[0].number


def hand_in(li: Client, number: str) -> None:
    answer = li.post(
        f"/apply/case/{number}/check/",
        {"contact_phone": "19900000001", "promise": "yes", "rev": str(Case.objects.get(number=number).rev)},
    )
    assert answer.status_code == 302, answer.content.decode()


def accept(county: counties.County, number: str) -> None:
    desk = client(county, "clerk")
    found = {f"m-J-{n}": "ok" for n in range(4)}
    rev = str(Case.objects.get(number=number).rev)
    sent = {"was": "submitted", "rev": rev, "do": "decide", "outcome": "accept", **found}
    assert desk.post(f"/desk/cases/{number}/decide/", sent).status_code == 302
    assert Case.objects.get(number=number).state == "reviewing"


def test_given_once_used_by_the_next_department_with_consent_and_told(county: counties.County) -> None:
    li = client(county, "li")
    first = begin(li, county, SHOP)
    files = {f"m-{n}": SimpleUploadedFile(f"{name}.png", samples.png(n)) for n, name in enumerate(NAMES)}
    li.post(f"/apply/case/{first}/materials/", {**files, "next": "1"})
    hand_in(li, first)
    accept(county, first)
    drain(timezone.now())
    held = li.get("/my/materials/").content.decode()
    assert all(name in held for name in NAMES) and held.count("能免交") >= 4

    second = begin(li, county, CLINIC)
    page = li.get(f"/apply/case/{second}/materials/").content.decode()
    assert (
        page.count("库里有一份，可以免交") == 4 and page.count("我同意把市场监管局收的这份给卫生健康局") == 4
    )
    assert "checked" not in page.split("<main")[1]
    for n in range(3):
        li.post(f"/apply/case/{second}/materials/", {f"use-{n}": "1", f"agree-{n}": "yes"})
    # The fourth is not agreed to: it is given again.
    newer = SimpleUploadedFile("新名单.png", samples.png(99))
    li.post(f"/apply/case/{second}/materials/", {"m-3": newer, "next": "1"})
    hand_in(li, second)

    seen = client(county, "clerk").get(f"/desk/cases/{second}/").content.decode()
    assert seen.count("市场监管局收的") == 3 and seen.count("依据：本人同意") == 3 and "新名单.png" in seen
    accept(county, second)
    drain(timezone.now() + timedelta(seconds=1))

    uses = li.get("/my/materials/uses/").content.decode()
    assert uses.count(second) >= 3 and "卫生健康局" in uses and "人员名单" not in uses
    table = li.get("/my/materials/uses.csv").content.decode().splitlines()
    assert len(table) == 4
    now = li.get("/my/materials/").content.decode()
    assert now.count("有了新的") == 1 and datetime.now(tz=county.now.tzinfo) > county.now
