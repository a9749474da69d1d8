"""`yimen report savings` prints what is computed, bundle by bundle, and the sums."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests import bundle_world as world
from tests import county as counties

pytestmark = pytest.mark.django_db


def told() -> str:
    out = io.StringIO()
    call_command("report", "savings", stdout=out)
    return out.getvalue()


def test_every_bundle_in_force_and_the_sums(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told().startswith("合计 0 件")
    county = counties.build(timezone.now())
    world.publish(county)
    world.guided(county)
    monkeypatch.setattr("yimen.config.management.commands.report.BATCH", 1)
    first, total, *sums = told().splitlines()
    assert first == (
        "YJS-001 开小吃店：要填的栏 6 → 3，要交的材料 8 → 4，要填的表 4 → 1，要跑的次数 2 → 1，"
        "办理环节 12 → 6，工作日 12 → 6"
    )
    assert total == "合计 1 件", "what is only led through has no figures"
    assert sums[0] == "  要填的栏：6 → 3，少 3（50 %）" and len(sums) == 6


def test_another_report_there_is_not() -> None:
    with pytest.raises(CommandError):
        call_command("report", "weather")
