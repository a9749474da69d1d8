"""ZK4: a matter on the list of 延时服务 is booked for a Saturday and served then, and no deadline moves;
one that is not on the list is refused with the next day on which it is served."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests import clock, hall_world
from tests import county as counties
from tests.county import County
from tests.web.staffkit import NOW
from yimen.bureau import queries as bureau
from yimen.cases import actions as cases
from yimen.cases.models import Case
from yimen.hall import actions
from yimen.hall.models import Booking, Ticket
from yimen.rules.authority import SYSTEM
from yimen.rules.calendar import CHINA, china_date
from yimen.rules.hall.terms import Turn

pytestmark = [pytest.mark.django_db(transaction=True)]
#: The Saturday of the week of NOW, which is a Monday.
SATURDAY = date(2026, 11, 21)
ORDER = "云审发〔2026〕20号"


@pytest.fixture
def at() -> list[datetime]:
    """The moment of the pages."""
    return [NOW]


@pytest.fixture
def county(db: None, monkeypatch: pytest.MonkeyPatch, at: list[datetime]) -> County:
    clock.stop(monkeypatch, lambda: at[0])
    made = hall_world.build(counties.build(NOW))
    hall_world.sit(made)
    hall_world.sit(made, turn=Turn.SATURDAY, starts=540, ends=720)
    actions.list_weekend(SYSTEM, [counties.LICENCE], ORDER, now=NOW)
    return made


def client(county: County, who: str) -> Client:
    made = Client()
    made.force_login(county.accounts[who])
    return made


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.content.decode())


def _book(li: Client, item: str, time: str) -> Any:
    path = f"/items/{item}/book/?site={hall_world.CENTRE_SITE}"
    return li.post(path, {"once": li.get(path).context["once"], "time": time})


def test_a_listed_matter_is_booked_for_saturday_and_served(county: County, at: list[datetime]) -> None:
    li = client(county, "li")
    offered = text(li.get(f"/items/{counties.LICENCE}/book/?site={hall_world.CENTRE_SITE}"))
    assert "11 月 21 日（周六）" in offered and "11 月 22 日" not in offered, "Sunday nobody sits there"
    assert _book(li, counties.LICENCE, f"{SATURDAY}T540").status_code == 302
    at[0] = datetime(2026, 11, 21, 9, 5, tzinfo=CHINA)
    clerk = client(county, "clerk")
    actions.check_in(county["clerk"], Booking.objects.get().number, now=at[0])
    assert "开哪个窗口" in text(clerk.get("/desk/window/"))
    for do in (f"open:{hall_world.CENTRE_SITE}/A01", "call", "start"):
        once = clerk.get("/desk/window/").context["once"]
        at[0] += timedelta(minutes=1)
        ticket = str(Ticket.objects.values_list("pk", flat=True).first() or 0)
        assert clerk.post("/desk/window/do/", {"once": once, "do": do, "ticket": ticket}).status_code == 302
    number = _taken_in(county, at[0])
    page = text(client(county, "li").get(f"/cases/{number}/"))
    case = Case.objects.get(number=number)
    calendar = bureau.work_calendar()
    assert not calendar.is_working(SATURDAY), "serving on a day makes no working day of it"
    spec = hall_world.spec(county, counties.LICENCE)
    assert spec.promise is not None and case.due_at is not None
    assert china_date(case.due_at) == calendar.add_working_days(SATURDAY, spec.promise.days)
    monday = calendar.add_working_days(SATURDAY, 1)
    assert (monday.weekday(), china_date(case.accepted_at)) == (0, SATURDAY)
    assert f"承诺 {spec.promise.days} 个工作日" in page


def _taken_in(county: County, now: datetime) -> str:
    """The window fills in, receives and accepts on the spot."""
    clerk = county["clerk"]
    number = cases.open_draft(
        clerk, counties.LICENCE, county.parties["li"].pk, channel="1", region=counties.REGION, now=now
    ).number
    cases.save(clerk, number, {"shop_name": "青石面馆", "area": "60"}, now=now)
    for code in ("M-PLAN", "M-RULES"):
        cases.attach(clerk, number, code, None, now=now, how="1")
    for step in (cases.submit, cases.receive, cases.accept):
        step(clerk, number, now=now)
    return number


def test_what_is_not_on_the_list_is_refused_with_the_next_day(county: County, at: list[datetime]) -> None:
    li = client(county, "li")
    path = f"/items/{counties.PLAIN}/book/?site={hall_world.CENTRE_SITE}"
    offered = text(li.get(path))
    assert "11 月 21 日" not in offered and "11 月 20 日（周五）" in offered
    refused = _book(li, counties.PLAIN, f"{SATURDAY}T540")
    assert refused.status_code == 422 and not Booking.objects.exists()
    at[0] = datetime(2026, 11, 21, 9, 30, tzinfo=CHINA)
    page = str(refused.content.decode())
    assert "这个时间没有名额了" in page and "11 月 23 日（周一）" in page, "the next days stand below"
    guide = text(Client().get(f"/items/{counties.PLAIN}/"))
    assert "11 月 23 日（周一）" in guide
