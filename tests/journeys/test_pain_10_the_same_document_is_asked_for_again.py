"""Pain 10: the same document is asked for again. Not within a bundle, where two departments need it; not at
the next department, which finds it on file."""

from __future__ import annotations

import pytest

from tests import bundle_world as bundles
from tests import county as counties
from tests import library_world as library
from tests.web import citizen_world as world
from yimen.cases import actions
from yimen.cases.models import Case
from yimen.config.worker import drain

pytestmark = [pytest.mark.django_db(transaction=True)]
PLAN = "平面布局图"


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> world.World:
    made = world.build(monkeypatch)
    bundles.publish(made.county)
    library.publish(made.county)
    return made


def _bundle(town: world.World) -> str:
    county, li = town.county, town.county["li"]
    number = actions.open_draft(
        li, bundles.SNACKS, county.parties["li"].pk, channel="2", region=counties.REGION, now=world.NOW
    ).number
    actions.save(li, number, {"has_sign": False, "shop_name": "青石小吃", "area": "60"}, now=world.NOW)
    return number


def _inputs(town: world.World, number: str) -> str:
    return world.text(town.client("li").get(f"/apply/case/{number}/materials/"))


def test_asked_once_for_all_members_and_not_again_by_the_next_department(town: world.World) -> None:
    county, li = town.county, town.county["li"]
    askers = [one.code for one in bundles.members() if any(m.name == PLAN for m in one.materials)]
    assert len(askers) == 2
    number = _bundle(town)
    page = _inputs(town, number)
    assert page.count('type="file"') == 2
    assert Case.objects.get(number=number).materials.filter(name=PLAN).count() == 1
    kept = {code: library.upload(county, number, code) for code in ("M-LEASE", "M-PLAN")}
    actions.submit(li, number, now=world.NOW)
    actions.receive(county["clerk"], number, now=world.NOW)
    found = {code: ("accepted", "") for code in ("M-LEASE", "M-PLAN")}
    actions.check_materials(county["clerk"], number, found, now=world.NOW)
    actions.accept(county["clerk"], number, now=world.NOW)
    drain(world.NOW)
    given = {
        row.item.code: row.materials.get(code="M-PLAN").files.count()
        for row in Case.objects.filter(parent__number=number, item__code__in=askers).select_related("item")
    }
    assert given == dict.fromkeys(askers, 1), "each member has the one file that was given"

    # Another department's item asks for the same: it lies there, nobody uploads anything.
    clinic = library.draft(county)
    assert "库里有一份，可以免交" in _inputs(town, clinic)
    actions.use_held(li, clinic, "M-PLAN", agreed=True, now=world.NOW)
    actions.submit(li, clinic, now=world.NOW, again="")
    line = Case.objects.get(number=clinic).materials.get(code="M-PLAN")
    assert line.status == "exempt" and line.files.get().stored_id == kept["M-PLAN"]
    # And the next bundle too.
    assert "库里有一份" in _inputs(town, _bundle(town))
