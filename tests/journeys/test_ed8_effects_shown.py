"""ED8 改革成效: what was before stands with its source, what is now comes from what happened."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime
from decimal import Decimal

import pytest
from django.db.models import Avg

from tests import clock
from tests.journeys import lived_hall
from yimen.demo import hall_year
from yimen.hall.models import Ticket, WindowPost

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def year(now: datetime, monkeypatch: pytest.MonkeyPatch) -> hall_year.Year:
    clock.stop(monkeypatch, lambda: now)
    return lived_hall.lived(now)


def _effects(page: str) -> dict[str, tuple[float, float, str]]:
    """Figure → before, now, the change in words."""
    table = page.split('aria-labelledby="effects"')[1].split("</table>")[0]
    cell = r"<td[^>]*>([0-9.]+)</td>"
    row = rf'<th scope="row"[^>]*>([^<]+)</th>{cell}{cell}<td[^>]*>.*?>([^<]+)<'
    return {name: (float(a), float(b), words) for name, a, b, words in re.findall(row, table)}


def test_the_effects_are_what_happened_against_what_was(year: hall_year.Year, now: datetime):
    past = Ticket.objects.filter(day__lt=now.date())
    page = lived_hall.text(lived_hall.supervisor().get("/watch/hall/"))
    told = _effects(page)
    waited = past.aggregate(n=Avg("waited"))["n"] / 60
    before, after, words = told["平均等候（分钟）"]
    assert (before, after) == (12.5, round(waited, 1))
    assert words.strip() == f"少 {-int((after - 12.5) * 100 / 12.5)}%"
    assert told["平均办理（分钟）"][1] == round(past.aggregate(n=Avg("served"))["n"] / 60, 1)
    gone = past.filter(state__in=["left", "closed"]).count()
    assert told["弃号率（%）"][1] == round(gone * 100 / past.count(), 1)
    assert told["叫号窗口（个）"][1] == past.exclude(window=None).values("window").distinct().count()
    posts = WindowPost.objects.filter(day__lt=now.date()).values("staff").distinct()
    assert told["窗口人员（人）"][1] == posts.count()
    assert told["乡镇窗口人员（人）"][1] == posts.filter(window__site__level="town").count()
    assert "云溪县 2019 年政务服务情况统计（示例）" in page and "2019 年 12 月 31 日" in page
    # All of them became less, as the county set out to show.
    assert len(told) == 6 and all(Decimal(str(b)) < Decimal(str(a)) for a, b, _ in told.values())

    # The same figures leave as a table that anybody can add up again.
    answer = lived_hall.supervisor().get("/watch/hall/table/site/")
    rows = list(csv.DictReader(io.StringIO(lived_hall.text(answer).lstrip("\ufeff"))))
    assert sum(int(one["取号"]) for one in rows) == past.count()
    visits = {one["大厅"]: float(one["平均等候（分钟）"]) for one in rows}
    assert len(visits) == 9 and max(visits.values()) == visits["云溪县政务服务中心"]
