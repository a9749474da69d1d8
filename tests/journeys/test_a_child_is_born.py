"""新生儿出生 in the browser: one application of a parent; every result is the next department's material, and
all of them are fetched at once."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests.journeys import people
from tests.journeys import sample_county as sample
from yimen.cases.models import Case
from yimen.config.worker import drain

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
BIRTH, HUKOU, CARD = "出生医学证明首次签发", "出生登记（上户口）", "新生儿社会保障卡申领"
INSURED, PAID = "城乡居民医保参保登记", "城乡居民医保费缴纳"


def test_results_flow_from_one_department_to_the_next(chromium, live_server) -> None:
    world = sample.build_county(chromium, live_server.url)
    parent, party = world.citizen()
    with parent as citizen:
        citizen.go("/")
        citizen.page.fill("main [name=q]", "生孩子")
        citizen.press("搜索")
        assert citizen.sees("新生儿出生")
        number = sample.fill(citizen, "YJS-004", {"child_name": "李小溪", "relation": "child"})
    with world.at(sample.CLERK) as clerk:
        people.accept(clerk, number)
    waiting, running = sample.waiting_and_open(number)
    assert running == {BIRTH} and {HUKOU, CARD, INSURED, PAID} <= waiting
    # The health office issues the certificate; it is the material of the next three.
    sample.open_staff(world.officer("wjw").staff)
    with world.at(world.officer("wjw").staff) as health:
        people.decide(health, sample.members(number)[BIRTH].number)
    drain(timezone.now())
    waiting, running = sample.waiting_and_open(number)
    assert HUKOU in running and {CARD, INSURED, PAID} <= waiting
    sample.open_staff(world.officer("gaj").staff)
    with world.at(world.officer("gaj").staff) as police:
        police.go(f"/review/cases/{sample.members(number)[HUKOU].number}/")
        assert police.sees(f"由“{BIRTH}”办出")
    for _ in range(len(sample.members(number))):
        running = sample.waiting_and_open(number)[1]
        if not running:
            break
        for name in sorted(running):
            world.decide(sample.members(number)[name].number)
    assert {row.state for row in sample.members(number).values()} == {"issued"}
    assert Case.objects.get(number=number).state == "issued"
    with world.at(sample.CLERK) as clerk:
        clerk.go(f"/desk/cases/{number}/")
        clerk.page.locator("main input[type=radio][name=seen]").first.check()
        clerk.page.fill("main [name=receiver]", party.name)
        clerk.press("确认送达")
    assert {row.state for row in sample.members(number).values()} == {"delivered"}
    with world.citizen()[0] as citizen:
        citizen.go(f"/cases/{number}/")
        assert citizen.sees("已办结") and citizen.sees(CARD)
