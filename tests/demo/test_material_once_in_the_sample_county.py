"""The sample citizen has uses to look at: what was accepted before is used again, with or without a word."""

from __future__ import annotations

import random
from datetime import datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from tests import county as counties
from tests import library_world as world
from yimen.bureau import queries as bureau
from yimen.cases.models import Case
from yimen.catalogue import queries as catalogue
from yimen.demo import reused
from yimen.demo.stories import Cast
from yimen.vault import queries as vault

pytestmark = [pytest.mark.django_db(transaction=True)]
NOW = datetime(2026, 11, 23, 16, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def county(monkeypatch: pytest.MonkeyPatch) -> counties.County:
    catalogue.forget_specs()
    bureau.calendar_at.cache_clear()
    made = counties.build(datetime(2026, 11, 16, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai")))
    world.publish(made)
    li = SimpleNamespace(demo=True, id_number=made.parties["li"].id_number)
    monkeypatch.setattr(reused.county, "people", lambda: [li])
    monkeypatch.setattr(reused.county, "enterprises", list)
    return made


def cast(county: counties.County) -> Cast:
    li, firm = county.parties["li"], county.parties["firm"]
    specs = [world.clinic(), world.clinic(world.AGAIN, counties.MARKET)]
    people, firms = [(li, county["li"])], [(firm, None)]
    return Cast(bureau.work_calendar(), [county["clerk"]], {}, people, firms, specs)


def test_what_is_on_file_is_used_by_each_organ_on_its_ground(county: counties.County) -> None:
    world.accepted(county)
    assert reused.tell_all(cast(county), NOW, random.Random(1)) == 2
    rows = vault.use_rows(county.parties["li"].pk)
    assert {str(one.basis) for one in rows if one.name == "平面布局图"} == {"consent", "same_organ"}
    assert {Case.objects.get(number=one.case).state for one in rows} == {"submitted"}


def test_with_nothing_on_file_nobody_applies(county: counties.County) -> None:
    assert reused.tell_all(cast(county), NOW, random.Random(1)) == 0
    assert Case.objects.count() == 0
