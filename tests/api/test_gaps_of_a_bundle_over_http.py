"""One notice of all departments by programs: each says what is wanting, the window sends it."""

from __future__ import annotations

import pytest

from tests import bundle_world as world
from tests.notice_world import PLAN, accepted, member, notices, whole
from yimen.rules.terms import State

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def _note(who, number: str, **body: object):
    return who.post(f"/cases/{number}/acts/note_gaps", body)


def test_noted_early_collected_and_sent_once(caller, county):
    world.publish(county)
    number = accepted(county, made=False)
    food = member(number, world.FOOD)
    assert food.state == State.WAITING, "the department of a member that has not begun may say it already"
    health, officer, clerk = caller("health"), caller("officer"), caller("clerk")
    said = _note(health, food.number, rejected=PLAN)
    assert (said.status_code, said.json()["state"]) == (200, "waiting"), said.content.decode()
    assert whole(number).state == State.REVIEWING and notices(number) == []
    other = _note(officer, food.number, rejected=PLAN)
    assert other.status_code == 404, "another department does not even see it"
    unknown = _note(health, food.number, rejected={"M-SIGN": "缺"})
    assert (unknown.status_code, unknown.json()["code"]) == (422, "collecting.not_for_applicant")
    sent = clerk.post(f"/cases/{number}/acts/send_notice", {})
    assert (sent.status_code, sent.json()["state"]) == (200, "supplement"), sent.content.decode()
    assert [one.case.number for one in notices(number)] == [number]
    again = clerk.post(f"/cases/{number}/acts/send_notice", {})
    assert again.status_code == 409
