"""The roster of a week on a page and on paper: shifts, leave with who stands in, what is lacking."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from tests import county as counties
from tests import hall_world as world
from tests.county import County
from tests.web.floor_kit import client, text
from tests.web.staffkit import NOW, hidden
from yimen.bureau.models import Post, Region
from yimen.hall import actions
from yimen.hall.models import Leave, Shift
from yimen.rules.hall.terms import Turn

pytestmark = [pytest.mark.django_db, pytest.mark.both]
ROSTER = f"/floor/sites/{world.CENTRE_SITE}/roster/"
WEEK = "?week=2026-11-18"


@pytest.fixture
def county(monkeypatch: pytest.MonkeyPatch) -> County:
    at: list[datetime] = [NOW]
    made = world.at_moment(monkeypatch, at)
    world.sit(made)
    return made


def send(one: Client, path: str = ROSTER + WEEK, **data: Any) -> Any:
    return one.post(path, {**hidden(one.get(path)), **data})


def test_a_week_shows_who_sits_where_and_who_is_lacking(county):
    seen = text(client(county).get(ROSTER + WEEK))
    for words in ("11 月 16 日", "11 月 22 日", "员0101 8:30–17:30", "缺人 8:30–17:30", "没有人请假", "缺 "):
        assert words in seen, words
    assert "11 月 23 日" in text(client(county).get(ROSTER + "?week=2026-11-23"))
    for odd in ("?week=x", "?week=0001-01-01", "?week=9999-12-31", ""):
        assert client(county).get(ROSTER + odd).status_code == 200


def test_leave_is_taken_with_who_stands_in_or_none_and_ended(county):
    keeper = client(county)
    told = {"do": "leave", "who": "0101", "kind": "leave", "first": "2026-11-17", "last": ""}
    answer = send(keeper, **told)
    assert answer.status_code == 422 and "请写谁来替" in text(answer)
    assert send(keeper, **told, cover="0101").status_code == 422
    assert send(keeper, **{**told, "who": "9999"}, vacant="yes").status_code == 422
    assert send(keeper, **{**told, "first": ""}).status_code == 422
    assert send(keeper, **{**told, "last": "2026-11-16"}).status_code == 422
    done = send(keeper, **told, vacant="yes")
    assert (done.status_code, done.url) == (302, f"{ROSTER}?week=2026-11-16")
    one = Leave.objects.get()
    assert (one.first.isoformat(), one.last.isoformat()) == ("2026-11-17", "2026-11-17")
    assert "员0101 0101 请假" in text(keeper.get(ROSTER + WEEK))
    assert send(keeper, do=f"back:{one.pk}").status_code == 302
    assert not Leave.objects.exists()
    for rest in (one.pk, "x", ""):
        assert send(keeper, do=f"back:{rest}").status_code in {404, 422}


def test_who_is_lacking_is_one_click_from_a_form_filled_in(county):
    keeper = client(county)
    page = keeper.get(ROSTER + WEEK).content.decode()
    link = re.search(r'href="([^"]+window=A02[^"]+)#shift"', page)
    assert link is not None
    path = link.group(1).replace("&amp;", "&")
    form = keeper.get(path).content.decode()
    assert 'value="2026-11-16"' in form and 'value="8:30-17:30"' in form
    assert re.search(r'value="workday"[^>]* checked', form)
    told = {"do": "shift", "window": "A02", "staff": "0101", "times": "8:30-12:00", "turn": "saturday",
            "from_day": "2026-11-21", "to_day": "2026-11-21"}  # fmt: skip
    assert send(keeper, **told).status_code == 302
    made = Shift.objects.get(window__number="A02")
    assert (made.turn, made.starts, made.ends) == (str(Turn.SATURDAY), 510, 720)
    clash = send(keeper, **{**told, "turn": "daily", "to_day": "2026-11-30"})
    assert clash.status_code == 422 and "已经排在 A01 号窗口" in text(clash)


def test_bookings_that_no_longer_fit_say_what_to_do(county):
    number = actions.book(
        county["li"], counties.PLAIN, world.CENTRE_SITE, NOW.date().replace(day=17), 510, now=NOW
    )
    keeper = client(county)
    assert "排不下的预约" not in text(keeper.get(ROSTER + WEEK))
    told = {"do": "leave", "who": "0101", "kind": "away", "first": "2026-11-17", "last": "2026-11-17"}
    assert send(keeper, **told, vacant="yes").status_code == 302
    seen = text(keeper.get(ROSTER + WEEK))
    assert "排不下的预约 1 个" in seen and number.number in seen and "给 A01 排人" in seen
    assert "李敏" not in seen


def test_on_paper_there_is_no_reason_for_leave(county):
    keeper = client(county)
    send(keeper, do="leave", who="0101", kind="away", first="2026-11-17", last="2026-11-17", vacant="yes")
    sheet = text(keeper.get(f"{ROSTER}print/{WEEK}"))
    assert "员0101 8:30–17:30" in sheet and "不在的人：员0101 11-17–11-17" in sheet
    assert "公出" not in sheet


def test_only_who_runs_the_floor(county):
    Post.objects.filter(staff__number="0901").update(region=Region.objects.get(code=world.TOWN))
    for path in (ROSTER, ROSTER + "print/"):
        assert client(county).get(path).status_code == 403
        assert client(county, "clerk").get(path).status_code == 403
        assert client(county, "admin").get(path).status_code == 200
