"""预约提醒: who booked is told the day before, once; again for another time, not for what was given back."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from tests import clock
from tests import county as counties
from tests import hall_world as world
from tests.county import County
from yimen.cases.models import Message
from yimen.cases.queries import personal as cases
from yimen.config import worker
from yimen.config.worker import Worker, drain
from yimen.hall import actions
from yimen.hall.actions import reminding
from yimen.hall.models import Booking
from yimen.rules.calendar import CHINA
from yimen.rules.hall.terms import Turn
from yimen.trail import queries as trail

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
TUESDAY, WEDNESDAY, SATURDAY = date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 28)
NINE = 540


def morning(day: date) -> datetime:
    """One minute past midnight, when the worker looks."""
    return datetime(day.year, day.month, day.day, 0, 1, tzinfo=CHINA)


@pytest.fixture
def manned(county: County) -> County:
    world.sit(county)
    world.sit(county, turn=Turn.SATURDAY)
    return county


def book(county: County, who: str = "li", day: date = WEDNESDAY) -> str:
    asked = (counties.PLAIN, world.CENTRE_SITE, day, NINE)
    return actions.book(county[who], *asked, now=county.now).number


def told() -> list[tuple[int, str]]:
    rows = Message.objects.filter(text__startswith="您约了").order_by("id")
    return [(one.party_id, one.facts["booking"]) for one in rows]


def test_the_day_before_and_once(manned: County):
    number = book(manned)
    assert actions.remind(morning(TUESDAY - timedelta(days=1))) == 0, "two days before"
    assert actions.remind(morning(TUESDAY)) == 1
    assert actions.remind(morning(TUESDAY) + timedelta(hours=3)) == 0
    assert actions.remind(morning(WEDNESDAY)) == 0, "the day has come"
    for _ in range(2):
        drain(morning(TUESDAY))
    assert told() == [(manned.parties["li"].pk, number)]
    assert [one.kind for one in trail.history(f"booking:{number}")] == ["booking.made", "booking.reminded"]


def test_saturdays_too(manned: County):
    actions.list_weekend(manned["keeper"], [counties.PLAIN], world.BASIS, now=manned.now)
    number = book(manned, day=SATURDAY)
    assert actions.remind(morning(SATURDAY - timedelta(days=1))) == 1
    drain(morning(SATURDAY - timedelta(days=1)))
    assert told() == [(manned.parties["li"].pk, number)]


def test_again_for_another_time_and_not_for_what_was_given_back(manned: County):
    number = book(manned, day=TUESDAY)
    monday = morning(TUESDAY - timedelta(days=1))
    assert actions.remind(monday) == 1
    other = actions.rebook(manned["li"], number, WEDNESDAY, NINE, now=monday).number
    assert actions.remind(monday) == 0
    assert actions.remind(morning(TUESDAY)) == 1
    drain(morning(TUESDAY))
    # The first was given back before its message was written: nobody is told of it.
    assert told() == [(manned.parties["li"].pk, other)]
    gone = book(manned, "wang")
    actions.cancel_booking(manned["wang"], gone, now=morning(TUESDAY))
    assert actions.remind(morning(TUESDAY)) == 0


def test_who_is_stopped_in_between_says_none_twice(manned: County, monkeypatch: pytest.MonkeyPatch):
    book(manned)
    book(manned, "wang")
    said, say = [], reminding.trail.append

    def stops(*args, **more):
        if said:
            raise KeyboardInterrupt
        said.append(args)
        return say(*args, **more)

    with monkeypatch.context() as patch:
        patch.setattr(reminding.trail, "append", stops)
        with pytest.raises(KeyboardInterrupt):
            actions.remind(morning(TUESDAY))
    assert Booking.objects.filter(reminded_at__isnull=False).count() == 1
    assert actions.remind(morning(TUESDAY)) == 1
    drain(morning(TUESDAY))
    assert len(told()) == len(set(told())) == 2


def test_the_worker_looks_once_a_day(manned: County, monkeypatch: pytest.MonkeyPatch):
    asked: list[datetime] = []
    monkeypatch.setattr(worker.hall, "remind", lambda now: asked.append(now) or 0)
    one = Worker()
    for at in (morning(TUESDAY), morning(TUESDAY) + timedelta(hours=5), morning(WEDNESDAY)):
        one._daily(at)
    assert asked == [morning(TUESDAY), morning(WEDNESDAY)]


def test_it_is_read_among_ones_messages(manned: County, monkeypatch: pytest.MonkeyPatch):
    number = book(manned)
    actions.remind(morning(TUESDAY))
    drain(morning(TUESDAY))
    clock.stop(monkeypatch, lambda: morning(TUESDAY))
    client = Client()
    client.force_login(manned.accounts["li"])
    page = client.get("/my/messages/").content.decode()
    words = "您约了 2026-11-25 9:00 到云溪县政务服务中心办“信息查询服务”。来不了请先取消，或者换个时间。"
    assert words in page and f'href="/my/bookings/{number}/"' in page
    client.cookies["lang"] = "en"
    english = client.get("/my/messages/").content.decode()
    assert "You have an appointment on 2026-11-25 9:00 at" in english
    assert client.get("/my/").context["unread"] == 1
    own = cases.everything_of(manned.parties["li"].pk, TUESDAY).data
    assert [(one["case"], one["text"]) for one in own["messages"]] == [("", words)]
    client.post("/my/messages/")
    assert client.get("/my/").context["unread"] == 0
