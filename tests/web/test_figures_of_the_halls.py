"""大厅统计: what supervisors read, take away and print, and what keepers enter as the time before."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import clock, hall_world
from tests import county as counties
from tests.visits_world import FIRST, SECOND, SITE, done, live, two_days
from yimen.hall import actions
from yimen.hall.models import Baseline

pytestmark = [pytest.mark.django_db(transaction=True)]
HERE, BASELINES = "/watch/hall/", "/floor/baselines/"
WHOLE = f"?from={FIRST}&to={SECOND}"


@pytest.fixture
def halls(now: datetime, monkeypatch: pytest.MonkeyPatch) -> counties.County:
    clock.stop(monkeypatch, lambda: now)
    county = hall_world.build(counties.build(now))
    two_days()
    actions.measure_days(now)
    return county


def client(county: counties.County, who: str) -> Client:
    made = Client()
    made.force_login(county.accounts[who])
    return made


@pytest.fixture
def watcher(halls: counties.County) -> Client:
    return client(halls, "supervisor")


@pytest.fixture
def keeper(halls: counties.County) -> Client:
    return client(halls, "keeper")


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def table(watcher: Client, what: str, asked: str = WHOLE) -> list[list[str]]:
    answer = watcher.get(f"{HERE}table/{what}/{asked}")
    assert answer.headers["Content-Type"].startswith("text/csv")
    return list(csv.reader(io.StringIO(text(answer).lstrip("\ufeff"))))


def test_figures_of_a_time(watcher: Client):
    page = text(watcher.get(HERE + WHOLE))
    assert "2026 年 10 月 29 日到 2026 年 11 月 12 日" in page
    # Waits of 240, 30, 700, 60 and 0 seconds; two of seven were not served; one had an appointment.
    assert ">3.4 分钟</b>" in page and ">28.6%</b>" in page and ">14.3%</b>" in page
    assert "10:00–11:00" in page and "2026 年 11 月" in page and "望禾镇便民服务中心" in page


def test_without_a_choice_the_last_ninety_days_that_are_there(watcher: Client):
    page = text(watcher.get(HERE))
    assert "2026 年 8 月 15 日到 2026 年 11 月 12 日" in page
    assert 'aria-current="true">近 90 天' in page


@pytest.mark.parametrize("asked", ["?from=2026-11-12&to=2026-10-29", "?from=x&to=9999-99-99", "?site=%00"])
def test_what_is_typed_wrong_is_no_error(watcher: Client, asked: str):
    text(watcher.get(HERE + asked))


def test_a_time_without_visits_says_so(watcher: Client):
    page = text(watcher.get(HERE + "?from=2001-01-01&to=2001-01-02"))
    assert "这段时间没有数字" in page and "<svg aria-hidden" not in page.split("<main")[1].split("bars")[-1]
    assert "这段时间没有数字" in text(watcher.get(HERE + WHOLE + "&site=NOWHERE"))


def test_one_site_has_its_windows_and_no_effects(watcher: Client):
    page = text(watcher.get(f"{HERE}{WHOLE}&site={SITE}"))
    assert "A01" in page and "B01" in page and "和改革前比" not in page


def test_tables_to_take_away(watcher: Client):
    told = table(watcher, "hour")
    assert told[0][0] == "取号时间" and [row[:3] for row in told[1:]] == [
        ["9:00–10:00", "4", "3"], ["10:00–11:00", "3", "2"],
    ]  # fmt: skip
    assert [row[1] for row in table(watcher, "site")[1:]] == ["6", "1"]
    assert [row[0] for row in table(watcher, "month")[1:]] == ["2026 年 10 月", "2026 年 11 月"]
    assert len(table(watcher, "window", f"{WHOLE}&site={SITE}")) == 3
    assert [row[1] for row in table(watcher, "item")[1:]] == ["4", "1"]
    assert watcher.get(HERE + "table/people/").status_code == 404


def test_the_print_version_has_the_same_figures(watcher: Client):
    page = text(watcher.get(f"{HERE}paper/{WHOLE}"))
    assert "3.4 分钟" in page and "全部大厅" in page and 'href="/watch/hall/?from=2026-10-29' in page


def test_a_keeper_enters_what_was_before_and_the_change_is_told(watcher: Client, keeper: Client):
    told = {"figure": "waiting", "value": "12.5", "day": "2019-12-31", "source": "云政办〔2020〕3号"}
    form = {"once": keeper.get(BASELINES).context["once"], **told}
    assert keeper.post(BASELINES, form).status_code == 302
    assert keeper.post(BASELINES, form).status_code == 302  # sent twice, entered once
    assert Baseline.objects.count() == 1
    assert "云政办〔2020〕3号" in text(keeper.get(BASELINES))
    page = text(watcher.get(HERE + WHOLE))
    assert "少 72%" in page and "云政办〔2020〕3号" in page  # 3.4 against 12.5 minutes


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("value", "十二", "请写一个数字"), ("value", "1.25", "最多一位小数"),
        ("day", "2026-11-24", "已经过去"),
        ("day", "", "请选一个日期"), ("source", " ", "出处"), ("figure", "weight", "请选一项"),
    ],
)  # fmt: skip
def test_what_is_no_baseline_is_said_at_the_form(keeper: Client, field: str, value: str, words: str):
    told = {"figure": "waiting", "value": "12.5", "day": "2019-12-31", "source": "云政办〔2020〕3号"}
    answer = keeper.post(BASELINES, {"once": keeper.get(BASELINES).context["once"], **told, field: value})
    assert answer.status_code == 422 and words in answer.content.decode()
    assert not Baseline.objects.exists()


def test_baselines_are_paged(halls: counties.County, keeper: Client, now: datetime):
    facts = {"figure": "trips", "day": FIRST, "at": now, "by": "x"}
    rows = [Baseline(value=n, source=f"第{n}号", **facts) for n in range(1, 34)]
    Baseline.objects.bulk_create(rows)
    page = text(keeper.get(BASELINES))
    assert "第33号" in page and "第3号" not in page and "?before=" in page
    assert "第3号" in text(keeper.get(f"{BASELINES}?before={rows[3].pk}"))


def test_the_page_costs_the_same_however_many_visits(watcher: Client, now: datetime):
    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            text(watcher.get(HERE))
        return len(caught)

    statements()
    few = statements()
    for n in range(1, 5):
        live(now.date() - timedelta(days=n), *(done(k + 1, 33_000 + 700 * k, 60, 60) for k in range(20)))
    actions.measure_days(now)
    assert statements() == few <= 30
