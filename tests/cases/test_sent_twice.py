"""A request that comes twice is carried out once, with the same answer; a stale page reads what changed."""

from __future__ import annotations

import pytest

from yimen.cases import actions
from yimen.cases.actions import Stale
from yimen.trail.actions import KeyReused
from yimen.trail.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_the_same_key_gives_the_same_answer_and_no_second_event(reach, county, now):
    case = reach("received")
    first = actions.accept(county["clerk"], case.number, now=now, once="abc")
    events = Event.objects.filter(stream=case.number).count()
    again = actions.accept(county["clerk"], case.number, now=now, once="abc")
    assert again == first
    assert Event.objects.filter(stream=case.number).count() == events


def test_the_same_key_for_something_else_is_refused(reach, county, now):
    case = reach("received")
    actions.accept(county["clerk"], case.number, now=now, once="abc")
    with pytest.raises(KeyReused):
        actions.not_accept(county["clerk"], case.number, reason="错了", now=now, once="abc")


def test_a_key_belongs_to_its_actor(reach, county, now):
    case = reach("received")
    actions.accept(county["clerk"], case.number, now=now, once="abc")
    assert (
        actions.opinion(county["officer"], case.number, verdict="agree", text="", now=now, once="abc").state
        == "reviewing"
    )


def test_a_stale_page_reads_what_happened_meanwhile(reach, county, now):
    case = reach("received")
    actions.accept(county["clerk2"], case.number, now=now)
    with pytest.raises(Stale) as refused:
        actions.not_accept(county["clerk"], case.number, reason="不归本机关管", rev=case.rev, now=now)
    assert "已受理" in refused.value.words
