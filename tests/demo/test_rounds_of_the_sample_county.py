"""会签 in the sample county: one stands in it, one in its second round, one with an added seat, one sits."""

from __future__ import annotations

import random

import pytest
from django.utils import timezone

from yimen.cases.models import Case, Copy, Seat, Sitting
from yimen.demo import build, county, rounds, stories
from yimen.rules import quality
from yimen.rules.review import groups, plan


def test_the_mixed_items_are_good_and_two_departments_sign_at_once() -> None:
    for key in rounds.MIXED:
        spec = next(one for one in county.item_specs() if one.extra["key"] == key)
        assert [f for f in quality.check(spec) if f.code.startswith("Q8.")] == []
        assert max(len(group) for group in groups(plan(spec), spec.mode)) == 2


@pytest.mark.slow
@pytest.mark.django_db
def test_each_play_comes_about_through_the_real_acts() -> None:
    now = timezone.now()
    for name, step in build.STEPS:
        if name != "印章":
            step(now)
    assert rounds.tell_all(stories.cast(), now, random.Random(3)) == len(rounds.PLAYS)
    told = Case.objects.filter(state="reviewing")
    assert Sitting.objects.get().minutes
    assert told.filter(round=2).count() == 1
    assert Seat.objects.filter(host__isnull=False, is_open=True).count() == 1
    assert Copy.objects.count() <= 1
    assert any(
        Seat.objects.filter(case=case, round=case.round, is_open=True).count() == 1
        and Seat.objects.filter(case=case, round=case.round, beside="all").exists()
        for case in told
    )
