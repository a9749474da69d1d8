"""A refusal names a day as people say it, not as a machine writes it; before a door that is shut nobody
is sent through a form first."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.utils import translation

from tests import clock, hall_world
from tests import county as counties
from yimen.rules.booking import BookedThatDay
from yimen.rules.calendar import CHINA
from yimen.rules.errors import Said
from yimen.rules.queueing.posts import HallShut
from yimen.web.words import said

SUNDAY = datetime(2026, 11, 22, 10, 0, tzinfo=CHINA)


@pytest.mark.django_db
def test_days_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (
        said(BookedThatDay(day="2031-11-30"))
        == "您 2031 年 11 月 30 日（周日） 已经有一个预约，一天只能约一次"
    )
    with translation.override("en"):
        assert "30 Nov 2031 (Sun)" in said(BookedThatDay(day="2031-11-30"))
    inside = HallShut(when=Said("{day} {time} ", {"day": "2031-12-01", "time": "08:30"}))
    assert said(inside) == "大厅现在没开，2031 年 12 月 1 日（周一） 08:30 以后才能取号"
    assert "2031-13-45" in said(BookedThatDay(day="2031-13-45")), "what is no day stays as it is"


@pytest.mark.django_db
def test_a_hall_that_is_shut_says_so_before_the_form(monkeypatch: pytest.MonkeyPatch) -> None:
    clock.stop(monkeypatch, lambda: SUNDAY)
    hall_world.build(counties.build(SUNDAY))
    page = Client().get(f"/halls/{hall_world.CENTRE_SITE}/number/?item={counties.PLAIN}").content.decode()
    assert "11 月 23 日（周一） 08:00 以后才能取号" in page
    assert 'name="line"' not in page and f"/items/{counties.PLAIN}/book/" in page
