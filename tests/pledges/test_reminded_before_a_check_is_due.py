"""核查快到期: five working days before its last day, department and applicant are reminded, once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from tests import clock
from tests import pledge_world as world
from yimen.cases.models import Message
from yimen.config import worker
from yimen.config.worker import Worker, drain
from yimen.pledges import actions, queries
from yimen.pledges.models import Check
from yimen.rules.calendar import CHINA
from yimen.trail import queries as trail

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
#: The check ends on Monday 18 January 2027; its fifth working day before is the Monday before.
EARLY = datetime(2027, 1, 8, 17, 0, tzinfo=CHINA)
NEAR = datetime(2027, 1, 11, 9, 0, tzinfo=CHINA)


@pytest.fixture
def check(county, now):
    """A check of 李敏's 住所证明, due on Monday 18 January 2027."""
    world.publish(now)
    number = world.granted(county, now)
    drain(now)
    return Check.objects.get(case__number=number)


def _told() -> int:
    return Message.objects.filter(text__contains="请把有关材料备好").count()


def _events(check: Check) -> list[str]:
    return [one.kind for one in trail.history(f"check:{check.pk}")]


def test_once_and_not_before_it_is_near(check):
    assert actions.remind(EARLY) == 0
    assert actions.remind(NEAR) == 1
    assert actions.remind(NEAR + timedelta(days=1)) == 0
    drain(NEAR)
    assert _told() == 1 and _events(check).count("pledge.reminded") == 1


def test_not_when_it_was_checked_or_is_late(county, check):
    assert queries.near(check.due + timedelta(days=1), check.due + timedelta(days=9)) == []
    actions.record(county["officer"], check.pk, "true", "看过原件", now=NEAR)
    assert actions.remind(NEAR) == 0


def test_once_more_after_it_was_extended(county, check):
    actions.remind(NEAR)
    actions.record(county["officer"], check.pk, "unclear", "人不在", now=NEAR)
    check.refresh_from_db()
    assert actions.remind(NEAR) == 0, "the new last day is far"
    assert actions.remind(datetime(check.due.year, check.due.month, check.due.day, 8, tzinfo=CHINA)) == 1


def test_who_is_stopped_in_between_says_none_twice(county, check, now, monkeypatch):
    world.granted(county, now + timedelta(minutes=1))
    drain(now + timedelta(minutes=1))
    said, say = [], actions._note

    def stops(one, *rest):
        if said:
            raise KeyboardInterrupt
        said.append(one.pk)
        say(one, *rest)

    monkeypatch.setattr(actions, "_note", stops)
    with pytest.raises(KeyboardInterrupt):
        actions.remind(NEAR)
    monkeypatch.setattr(actions, "_note", say)
    assert Check.objects.filter(reminded_at__isnull=False).count() == 1
    assert actions.remind(NEAR) == 1
    drain(NEAR)
    assert _told() == 2


def test_the_worker_looks_once_a_day(check, monkeypatch):
    asked: list[datetime] = []
    monkeypatch.setattr(worker.pledges, "remind", lambda now: asked.append(now) or 0)
    one = Worker()
    for moment in (EARLY, EARLY + timedelta(minutes=5), NEAR):
        one._daily(moment)
    assert asked == [EARLY, NEAR]


def test_the_department_sees_which_end_soon(county, check, monkeypatch):
    for moment, seen in ((EARLY, False), (NEAR, True)):
        client = Client()
        clock.stop(monkeypatch, lambda moment=moment: moment)
        client.force_login(county.accounts["officer"])
        assert ("快到期" in client.get("/review/checks/").content.decode()) is seen


def test_not_when_it_was_extended_after_the_worker_looked(county, check, monkeypatch):
    near = queries.near

    def extended_meanwhile(today, until):
        found = near(today, until)
        actions.record(county["officer"], check.pk, "unclear", "人不在", now=NEAR)
        return found

    monkeypatch.setattr(actions.queries, "near", extended_meanwhile)
    assert actions.remind(NEAR) == 0
    check.refresh_from_db()
    assert check.reminded_at is None, "its own reminder is still to come"
