"""联合任务 of the sample county: every play comes about, through the real acts."""

from __future__ import annotations

import random

import pytest
from django.utils import timezone

from yimen.demo import build, stories, tasks
from yimen.rules.tasks.terms import TaskKind, TaskState
from yimen.tasks.models import Part, Task

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_each_kind_is_lived() -> None:
    now = timezone.now()
    for name, step in build.STEPS:
        if name != "印章":
            step(now)
    assert tasks.tell_all(stories.cast(), now, random.Random(7)) == len(tasks.PLAYS)
    told = sorted(Task.objects.values_list("kind", "state"))
    assert told == sorted(
        [
            (TaskKind.VISIT, TaskState.CLOSED), (TaskKind.VISIT, TaskState.PROPOSED),
            (TaskKind.DRAWINGS, TaskState.CONCLUDING), (TaskKind.HEARING, TaskState.CLOSED),
            (TaskKind.SUPERVISION, TaskState.CLOSED),
        ]
    )  # fmt: skip
    assert Part.objects.filter(silent=True).count() == 1
    parts = Part.objects.filter(department__credit_code=tasks.shown())
    joint = Task.objects.exclude(kind=TaskKind.HEARING).count()
    assert parts.values("task").distinct().count() == joint, "who looks in takes part in each"
    assert Task.objects.filter(lead__credit_code=tasks.shown()).exists()
