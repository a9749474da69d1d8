"""The 营业执照 of one application fills the form of the 小餐饮许可: nobody types what stands on it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import county as counties
from tests.cases.test_an_earlier_result_fills_the_next_form import ASKED, published
from tests.journeys import people
from tests.journeys.test_sy1_one_notice_for_all_departments import _look
from tests.notice_world import accepted, member, world
from yimen.cases import actions
from yimen.config.worker import drain

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_both_sides_see_what_was_filled_in_and_from_where(chromium, live_server, tmp_path):
    county = counties.build(timezone.now() - timedelta(hours=1))
    published(county, *ASKED, typed=True)
    drain(county.now)
    number, now = accepted(county, made=False, more={"seats": "20"}), timezone.now()
    actions.grant(county["officer"], member(number, world.REGISTER).number, now=now)
    drain(now)
    licence, food = member(number, world.REGISTER), member(number, world.FOOD)
    base, source = live_server.url, f"照“个体工商户设立登记”办出的证（{licence.result_number}）填"
    with people.Someone(chromium, base, county.accounts["li"].login) as li:
        li.go(f"/cases/{food.number}/")
        assert li.sees("照前面的结果填了 4 项") and li.sees(source)
        assert li.sees("青石小吃") and li.sees("营业执照有效期至") and not li.sees("使用面积")
        _look(li, "filled", tmp_path)
        li.go(f"/cases/{number}/")
        assert not li.sees("照前面的结果填了")
    with people.Someone(chromium, base, county.accounts["health"].login) as health:
        health.go(f"/review/cases/{food.number}/")
        assert health.sees("使用面积") and health.sees(source)
        _look(health, "answers", tmp_path)
