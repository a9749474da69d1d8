"""二手房过户 with water, power and gas: signed, taxed, registered one after the other; the meters change
their names by themselves, and the new owner goes to the window once."""

from __future__ import annotations

import pytest

from tests.journeys import people
from tests.journeys import sample_county as sample
from yimen.cases.models import Case

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SIGNED, TAXED = "存量房网签备案", "存量房交易税费申报"
HOUSE = "国有建设用地使用权及房屋所有权转移登记（二手房）"
METERS = {"用水报装和户名变更", "低压用电报装", "燃气报装和过户"}
WANTED = {
    "yjs_gas": "true", "applicant_type": "person", "house_source": "own", "meter_size": "home",
    "house_price": "560000", "house_certificate_no": "云（2019）云溪不动产权第 0000123 号",
}  # fmt: skip


def test_water_power_and_gas_follow_the_deed(chromium, live_server) -> None:
    world = sample.build_county(chromium, live_server.url)
    with world.citizen()[0] as buyer:
        number = sample.fill(buyer, "YJS-006", WANTED)
    with world.at(sample.CLERK) as clerk:
        people.accept(clerk, number)
    assert set(sample.members(number)) == {SIGNED, TAXED, HOUSE, *METERS}
    for name in (SIGNED, TAXED, HOUSE):
        waiting, running = sample.waiting_and_open(number)
        assert running == {name} and waiting >= METERS
        world.decide(sample.members(number)[name].number)
    waiting, running = sample.waiting_and_open(number)
    assert running == METERS and not waiting
    with world.citizen()[0] as buyer:
        buyer.go(f"/cases/{number}/")
        assert buyer.sees("1 个部门在办") and not buyer.sees("等前面的事项")
    for name in sorted(METERS):
        world.decide(sample.members(number)[name].number)
    assert Case.objects.get(number=number).state == "issued"
    with world.at(sample.CLERK) as clerk:
        clerk.go(f"/desk/cases/{number}/")
        assert clerk.sees("统一出件")
        clerk.page.locator("main input[type=radio][name=seen]").first.check()
        clerk.page.fill("main [name=receiver]", world.citizen()[1].name)
        clerk.press("确认送达")
    assert {row.state for row in sample.members(number).values()} == {"delivered"}
