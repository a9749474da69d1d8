"""Reactions: one message per event, however often the event is delivered; failures are kept and retried."""

from __future__ import annotations

from datetime import timedelta

import pytest

from yimen.cases.models import Message
from yimen.catalogue.models import Item
from yimen.config.reactions import WIRING
from yimen.config.worker import drain
from yimen.rules.authority import NotPermitted
from yimen.trail import queries, relay
from yimen.trail.actions import revive
from yimen.trail.models import Done, Event

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_every_step_that_matters_is_told_once(reach, now):
    case = reach("delivered")
    drain(now + timedelta(hours=1))
    kinds = [Event.objects.get(pk=m.event).kind for m in Message.objects.filter(case=case).order_by("event")]
    assert kinds == ["case.submitted", "case.received", "case.accepted", "case.granted", "case.issued",
                     "case.delivered"]  # fmt: skip
    assert queries.health().waiting == 0


def test_a_second_delivery_changes_nothing(reach, now):
    case = reach("submitted")
    drain(now + timedelta(hours=1))
    Event.objects.filter(stream=case.number).update(due_at=now)
    Done.objects.all().delete()
    drain(now + timedelta(hours=1))
    assert Message.objects.filter(case=case).count() == 1


def test_an_item_becomes_popular_once_per_application(reach, now):
    case = reach("submitted")
    drain(now + timedelta(hours=1))
    Event.objects.filter(stream=case.number).update(due_at=now)
    drain(now + timedelta(hours=1))
    assert Item.objects.get(pk=case.item_id).filed == 1


def test_a_failing_reaction_is_retried_then_dead_then_revived(reach, county, now):
    case = reach("submitted")
    event = Event.objects.get(stream=case.number, kind="case.submitted")
    calls = []

    def broken(row, at):
        calls.append(row.id)
        raise RuntimeError("the far end is away")

    wiring, at = {"case.submitted": (broken,)}, now + timedelta(hours=1)
    for _ in range(relay.TRIES):
        relay.run_due(wiring, at)
        at += timedelta(hours=2)
    event.refresh_from_db()
    assert len(calls) == relay.TRIES
    assert event.dead_at is not None
    assert "the far end is away" in event.error
    assert [e.pk for e in queries.dead_letters()] == [event.pk]
    with pytest.raises(NotPermitted):
        revive(county["clerk"], event.pk, now=at)
    assert revive(county["admin"], event.pk, now=at)
    assert queries.history("relay")[0].actor == county["admin"].label
    relay.run_due(WIRING, at)
    event.refresh_from_db()
    assert (event.dead_at, event.due_at) == (None, None)


def test_a_reaction_that_fails_leaves_nothing_behind(reach, now):
    case = reach("submitted")

    def half(row, at):
        WIRING["case.submitted"][0](row, at)
        raise RuntimeError("after the message")

    relay.run_due({"case.submitted": (half,)}, now + timedelta(hours=1))
    assert Message.objects.filter(case=case).count() == 0


def test_an_event_that_kills_its_worker_every_time_becomes_a_dead_letter(reach, now):
    case = reach("submitted")
    event = Event.objects.get(stream=case.number, kind="case.submitted")
    at = now + timedelta(hours=1)
    for _ in range(relay.TRIES):
        assert event.pk in [row.id for row in relay.claim(at, 100)]  # and the worker is gone
        at += relay.LEASE + timedelta(seconds=1)
    assert event.pk not in [row.id for row in relay.claim(at, 100)]
    event.refresh_from_db()
    assert (event.due_at, event.error) == (None, relay.KILLED)
