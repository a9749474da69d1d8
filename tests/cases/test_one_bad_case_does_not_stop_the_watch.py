"""A case whose alarm fails is logged and looked at again later; all others are attended to."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import OperationalError

from yimen.cases import actions
from yimen.cases.actions import watch
from yimen.cases.models import Case


def test_the_others_are_attended_to(reach, now, monkeypatch, caplog):
    bad, good = reach("submitted"), reach("submitted")
    at = now + timedelta(days=20)
    assert {bad.next_alarm_at is not None, good.next_alarm_at is not None} == {True}
    real = watch.load

    def load(actor, number, **more):
        if number == bad.number:
            raise ValueError("this case cannot be read")
        return real(actor, number, **more)

    monkeypatch.setattr(watch, "load", load)
    assert actions.alarms(at) == 2
    assert Case.objects.get(pk=good.pk).state == "reviewing"
    still = Case.objects.get(pk=bad.pk)
    assert (still.state, still.next_alarm_at) == ("submitted", at + watch.LATER)
    assert bad.number in caplog.text
    monkeypatch.setattr(watch, "load", real)
    actions.alarms(at + watch.LATER)
    assert Case.objects.get(pk=bad.pk).state == "reviewing"


def test_a_database_that_is_away_ends_the_turn(reach, now, monkeypatch):
    reach("submitted")

    def load(actor, number, **more):
        raise OperationalError("the connection is lost")

    monkeypatch.setattr(watch, "load", load)
    with pytest.raises(OperationalError):
        actions.alarms(now + timedelta(days=20))
