"""开门前检查: what is not as it should be today, each with the one click that mends it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests import hall_world as world
from tests.county import County
from tests.web.floor_kit import client, text
from tests.web.staffkit import NOW, hidden
from yimen.bureau.models import Post, Region
from yimen.hall import actions, queries
from yimen.hall.models import Shift, WindowPost
from yimen.rules.authority import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.both]
MORNING = f"/floor/sites/{world.CENTRE_SITE}/morning/"
EIGHT = NOW.replace(hour=8, minute=10)


@pytest.fixture
def at() -> list[datetime]:
    return [EIGHT]


@pytest.fixture
def county(monkeypatch: pytest.MonkeyPatch, at: list[datetime]) -> County:
    made = world.at_moment(monkeypatch, at)
    world.sit(made)
    return made


def send(one: Client, **data: Any) -> Any:
    return one.post(MORNING, {**hidden(one.get(MORNING)), **data})


def found(now: datetime = EIGHT, **more: Any) -> queries.Morning:
    return queries.morning(queries.kept_site(world.CENTRE_SITE), now, **more)


def test_windows_without_staff_and_queues_without_a_window(county):
    told = found()
    assert [(one.number, one.starts, one.ends) for one in told.lacking] == [
        ("A02", 510, 1050), ("B01", 510, 1050),
    ]  # fmt: skip
    assert [(one.letter, one.windows) for one in told.bare] == [("B", 1)]
    actions.keep_line(SYSTEM, world.CENTRE_SITE, "C", "没有窗口", 10, now=EIGHT)
    assert [(one.letter, one.windows) for one in found().bare] == [("B", 1), ("C", 0)]
    seen = text(client(county).get(MORNING))
    for words in (
        "今天开 8:30–12:00、14:00–17:30",
        "没排人的窗口 2 个",
        "给它选一个窗口",
        "没有人请假",
        "4 处要处理",
    ):
        assert words in seen, words


def test_one_click_puts_somebody_there_today(county):
    keeper = client(county)
    told = {"do": "shift", "window": "A02", "starts": "510", "ends": "1050"}
    clash = send(keeper, **told, staff="0101")
    assert clash.status_code == 409 and "A01" in text(clash)
    assert send(keeper, **told, staff="9999").status_code == 422
    assert send(keeper, **{**told, "starts": "x"}, staff="0102").status_code == 422
    assert send(keeper, **told, staff="0102").status_code == 302
    one = Shift.objects.get(window__number="A02")
    assert (one.from_day, one.to_day, one.turn) == (EIGHT.date(), EIGHT.date(), "workday")
    assert [row.number for row in found().lacking] == ["B01"]


def test_a_window_that_should_be_open_is_opened_with_one_click(county, at):
    assert found().late == []
    at[0] = NOW
    assert [one.number for one in found(NOW).late] == ["A01"]
    keeper = client(county)
    assert "开 A01（员0101）" in text(keeper.get(MORNING))
    told = {"do": "open", "window": "A01", "staff": "0101"}
    assert send(keeper, **told).status_code == 302
    assert WindowPost.objects.get().state == "open"
    assert found(NOW).late == []
    assert "该开的窗口都开了" in text(keeper.get(MORNING))


def test_who_is_away_what_is_announced_and_what_does_not_fit(county):
    day = EIGHT.date()
    actions.take_leave(county["keeper"], world.CENTRE_SITE, "0101", "away", day, day, now=EIGHT, vacant=True)
    actions.set_site_day(SYSTEM, world.CENTRE_SITE, day + timedelta(days=1), [], "消防检修", now=EIGHT)
    seen = text(client(county).get(MORNING))
    for words in ("员0101 0101 公出", "消防检修", "没排人的窗口 3 个"):
        assert words in seen, words


def test_on_a_weekend_only_what_serves_then_is_expected(county):
    saturday = EIGHT + timedelta(days=5)
    told = found(saturday)
    assert [one.number for one in told.lacking] == ["A01"]
    assert [one.letter for one in told.bare] == ["A"]
    sunday = found(saturday + timedelta(days=1))
    assert (sunday.lacking, sunday.bare, sunday.today.sessions) == ([], [], ())


def test_a_device_that_was_not_heard_of_is_told_with_the_way_to_it(county, at):
    keeper = county["keeper"]
    device = actions.add_device(keeper, world.CENTRE_SITE, "kiosk", "门口自助机", now=EIGHT).id
    actions.join(actions.give_code(keeper, world.CENTRE_SITE, device, now=EIGHT).code, now=EIGHT)
    assert "屏和自助机都有回音" in text(client(county).get(MORNING))
    at[0] = EIGHT + timedelta(minutes=15)
    page = client(county).get(MORNING)
    assert "没有声音的设备 1 台 门口自助机 11 月 16 日 8:10 以后没有消息" in text(page)
    assert f'href="/floor/sites/{world.CENTRE_SITE}/devices/"' in page.content.decode()


def test_the_morning_takes_as_many_statements_whatever_its_size(county, django_assert_max_num_queries):
    found()
    with django_assert_max_num_queries(38):
        found()
    for n in range(3, 9):
        world.window(world.CENTRE_SITE, f"A{n:02d}", world.WindowKind.GENERAL, EIGHT, line="A")
        actions.keep_line(SYSTEM, world.CENTRE_SITE, f"{n}", f"队列 {n}", 10, now=EIGHT)
    with django_assert_max_num_queries(38):
        found()


def test_only_who_runs_the_floor(county):
    Post.objects.filter(staff__number="0901").update(region=Region.objects.get(code=world.TOWN))
    assert client(county).get(MORNING).status_code == 403
    assert client(county, "clerk").get(MORNING).status_code == 403
    assert client(county, "admin").get(MORNING).status_code == 200
    assert client(county, "admin").get("/floor/sites/YX-99/morning/").status_code == 404
