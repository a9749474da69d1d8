"""ZK4: the keeper names what is served on Saturdays; somebody books one, comes, is called and served, and no
deadline moves; who wants what is not on the list is told the next day on which it is served."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests import county as counties
from tests import hall_world
from tests.county import County
from tests.journeys.people import Signed, Someone, take_in
from yimen.bureau import queries as bureau
from yimen.cases.models import Case
from yimen.hall.models import Booking, Ticket
from yimen.rules.calendar import CHINA, china_date
from yimen.rules.hall.terms import Turn

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
MONDAY, SATURDAY = datetime(2026, 11, 16, 10, 0, tzinfo=CHINA), date(2026, 11, 21)


@pytest.fixture
def at() -> list[datetime]:
    """The moment of the pages."""
    return [MONDAY]


@pytest.fixture
def county(db: None, monkeypatch: pytest.MonkeyPatch, at: list[datetime]) -> County:
    made = hall_world.at_moment(monkeypatch, at)
    hall_world.sit(made)
    hall_world.sit(made, turn=Turn.SATURDAY, starts=540, ends=720)
    return made


def _names_it(keeper: Someone, name: str) -> None:
    """The order of the bureau: by its name, nobody knows a code by heart."""
    keeper.go("/floor/weekend/")
    assert keeper.sees("周末还没有能办的事项")
    keeper.page.fill("main [name=items]", name)
    keeper.page.fill("main [name=basis]", "云审发〔2026〕20号")
    keeper.press("列入清单")
    assert keeper.sees("周末能办 1 项") and keeper.sees(name)


def _books(li: Someone) -> None:
    li.go(f"/items/{counties.LICENCE}/")
    li.follow("预约")
    li.follow("选这里")
    li.follow("11 月 21 日（周六）")
    assert not li.sees("11 月 22 日"), "on Sunday nobody sits there"
    li.page.locator("main input[type=radio][name=time]").first.check()
    li.press("约这个时间")
    assert li.sees("约好了。") and li.sees("11 月 21 日（周六）")


def _is_told_the_next_day(visitor: Someone) -> None:
    """On the Saturday itself, with something that is not on the list."""
    visitor.go(f"/items/{counties.PLAIN}/")
    assert visitor.sees("11 月 23 日（周一）")
    visitor.follow("预约")
    visitor.follow("选这里")
    assert not visitor.sees("11 月 28 日"), "nor on the next Saturday"


def _is_served(clerk: Someone, at: list[datetime]) -> str:
    clerk.go("/desk/bookings/")
    clerk.press("签到")
    clerk.go("/desk/window/")
    clerk.press("开窗口")
    at[0] += timedelta(minutes=2)
    clerk.press("叫下一位")
    at[0] += timedelta(minutes=1)
    clerk.press("人来了，开始办理")
    clerk.follow("看证照和办件，开始收件")
    number = take_in(clerk, "食品经营许可", shop_name="青石面馆", area="60")
    at[0] += timedelta(minutes=12)
    clerk.go("/desk/window/")
    clerk.press("办完")
    assert clerk.sees("今天办完 1 人")
    return number


def test_from_the_list_of_the_keeper_to_the_deadline(
    county: County, chromium: Any, live_server: Any, at: list[datetime]
) -> None:
    base = live_server.url
    with Signed(chromium, base, "keeper", county=county) as keeper:
        _names_it(keeper, "食品经营许可")
    with Signed(chromium, base, "li", county=county) as li:
        _books(li)
    at[0] = datetime(2026, 11, 21, 8, 58, tzinfo=CHINA)
    with Signed(chromium, base, "wang", county=county) as other:
        _is_told_the_next_day(other)
    with Signed(chromium, base, "clerk", county=county) as clerk:
        number = _is_served(clerk, at)
    assert (Booking.objects.get().state, Ticket.objects.get().state) == ("came", "done")
    case, calendar = Case.objects.get(number=number), bureau.work_calendar()
    spec = hall_world.spec(county, counties.LICENCE)
    assert china_date(case.accepted_at) == SATURDAY and not calendar.is_working(SATURDAY)
    due = calendar.add_working_days(SATURDAY, spec.promise.days)
    assert china_date(case.due_at) == due == date(2026, 11, 27), "as if it had come on the Friday evening"
    with Signed(chromium, base, "li", county=county) as li:
        li.go(f"/cases/{number}/")
        assert li.sees(f"承诺 {spec.promise.days} 个工作日") and li.sees("11 月 27 日")
