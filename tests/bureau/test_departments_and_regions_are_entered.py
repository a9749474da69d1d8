"""Departments and regions: a wrong check digit is refused from a keyboard and warned of from an import."""

from __future__ import annotations

from datetime import datetime

import pytest
from stdnum.cn import uscc

from yimen.bureau import actions, queries
from yimen.rules.authority import Actor, NotPermitted
from yimen.rules.codes import credit_check
from yimen.rules.offices import AlreadyThere, BadRegionCode, NotThere
from yimen.rules.people import BadEntry, Blank
from yimen.rules.terms import Level
from yimen.trail import queries as trail

pytestmark = pytest.mark.django_db
BODY = "11439926000000012"
GOOD = BODY + credit_check(BODY)
BAD = BODY + ("7" if not GOOD.endswith("7") else "8")


def test_a_right_code_is_stored_without_warning(admin: Actor, now: datetime) -> None:
    assert uscc.is_valid(GOOD)
    made = actions.add_department(admin, f" {GOOD.lower()} ", "云溪县公安局", "公安局", now=now)
    found = queries.department(GOOD)
    assert found is not None
    assert (made.id, made.warning, found.warning, found.short_name) == (found.pk, "", "", "公安局")


def test_a_wrong_check_digit_is_refused_from_the_keyboard(admin: Actor, now: datetime) -> None:
    assert not uscc.is_valid(BAD)
    with pytest.raises(BadEntry) as refused:
        actions.add_department(admin, BAD, "云溪县公安局", now=now)
    assert "对不上" in refused.value.words
    assert queries.department(BAD) is None


def test_a_wrong_check_digit_is_stored_with_a_warning_from_an_import(admin: Actor, now: datetime) -> None:
    made = actions.add_department(admin, BAD, "云溪县公安局", source="import", now=now)
    found = queries.department(BAD)
    assert found is not None
    assert "对不上" in made.warning
    assert found.warning == made.warning


def test_an_import_cannot_store_a_code_of_another_length(admin: Actor, now: datetime) -> None:
    with pytest.raises(BadEntry, match="19 位"):
        actions.add_department(admin, GOOD + "1", "云溪县公安局", source="import", now=now)


def test_the_same_department_twice_is_refused(admin: Actor, now: datetime) -> None:
    actions.add_department(admin, GOOD, "云溪县公安局", now=now)
    with pytest.raises(AlreadyThere):
        actions.add_department(admin, GOOD, "云溪县公安局", now=now)


def test_the_same_request_twice_makes_one_department(admin: Actor, now: datetime) -> None:
    first = actions.add_department(admin, GOOD, "云溪县公安局", now=now, once="k1")
    assert actions.add_department(admin, GOOD, "云溪县公安局", now=now, once="k1") == first


def test_a_department_needs_a_name_and_a_known_region(admin: Actor, now: datetime) -> None:
    with pytest.raises(Blank, match="部门名称"):
        actions.add_department(admin, GOOD, "  ", now=now)
    with pytest.raises(NotThere, match="行政区划"):
        actions.add_department(admin, GOOD, "云溪县公安局", region="439926000000", now=now)


def test_a_change_is_kept_and_told_once(admin: Actor, office: str, now: datetime) -> None:
    before = len(trail.history("bureau"))
    for _ in range(2):
        actions.change_department(
            admin, office, "云溪县民政局", "民政局", consult_phone="0799-123 4567", now=now
        )
    found = queries.department(office)
    assert found is not None
    assert found.consult_phone == "0799-123 4567"
    assert len(trail.history("bureau")) == before + 1


def test_changing_an_unknown_department_is_refused(admin: Actor, now: datetime) -> None:
    with pytest.raises(NotThere, match="部门"):
        actions.change_department(admin, GOOD, "甲", "甲", now=now)


def test_a_region_knows_its_parent(admin: Actor, office: str, now: datetime) -> None:
    actions.add_region(admin, "439926100000", "城关镇", Level.TOWN, "439926000000", now=now)
    town = queries.region("439926100000")
    assert town is not None
    assert town.parent is not None
    assert town.parent.name == "云溪县"


@pytest.mark.parametrize("code", ["", "43992600000", "43992600000X", "４３９９２６０００００"])
def test_a_region_code_has_twelve_digits(admin: Actor, now: datetime, code: str) -> None:
    with pytest.raises(BadRegionCode):
        actions.add_region(admin, code, "城关镇", Level.TOWN, now=now)


def test_a_region_twice_or_under_an_unknown_parent_is_refused(
    admin: Actor, office: str, now: datetime
) -> None:
    with pytest.raises(AlreadyThere):
        actions.add_region(admin, "439926000000", "云溪县", Level.COUNTY, now=now)
    with pytest.raises(NotThere):
        actions.add_region(admin, "439926100000", "城关镇", Level.TOWN, "439927000000", now=now)


def test_only_the_administrator_enters_departments_and_regions(
    keeper: Actor, clerk: Actor, office: str, now: datetime
) -> None:
    for actor in (keeper, clerk):
        with pytest.raises(NotPermitted):
            actions.add_department(actor, GOOD, "云溪县公安局", now=now)
        with pytest.raises(NotPermitted):
            actions.change_department(actor, office, "甲", "甲", now=now)
        with pytest.raises(NotPermitted):
            actions.add_region(actor, "439926100000", "城关镇", Level.TOWN, now=now)
