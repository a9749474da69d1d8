"""The project code has a shape; results and 区域评估 spare materials; who sees a project."""

from __future__ import annotations

from datetime import date

import pytest

from yimen.rules.authority import SYSTEM, Actor, Post
from yimen.rules.item import MaterialUse
from yimen.rules.projects import Assessed, BadProjectCode, Made, made_for, read_code, sees, zone_for
from yimen.rules.projects.codes import LENGTH
from yimen.rules.projects.results import Assessment
from yimen.rules.projects.sight import ProjectUnknown, require_sees
from yimen.rules.terms import MaterialKind, Role

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    "typed", ["2026-439926-33-03-000018", " 2026-439926-33-03-000018 ", "２０２６-439926-33-03-000018"]
)
def test_a_code_is_read_as_it_is_copied(typed: str) -> None:
    assert read_code(typed, TODAY) == "2026-439926-33-03-000018"
    assert len(read_code(typed, TODAY)) == LENGTH


@pytest.mark.parametrize(
    "typed",
    [
        "", "2026-439926-33-03-00001", "2026-439926-33-03-0000188", "2027-439926-33-03-000018",
        "2015-439926-33-03-000018", "2026-439926-33-09-000018", "2026-039926-33-03-000018",
        "2026-439926-33-03-000000", "20264399263303000018", "2026-43992A-33-03-000018",
    ],
)  # fmt: skip
def test_a_code_of_another_shape_is_refused(typed: str) -> None:
    with pytest.raises(BadProjectCode) as found:
        read_code(typed, TODAY)
    assert found.value.code == "project.bad_code"


def test_an_earlier_result_spares_the_material_that_it_is() -> None:
    wanted = [
        MaterialUse("M1", "建设用地规划许可证"), MaterialUse("M2", "设计方案"), MaterialUse("M3", "土地证明"),
        MaterialUse("M4", "建设用地规划许可证申请表", MaterialKind.FORM),
    ]  # fmt: skip
    results = [Made("建设用地规划许可证", "地字第 1 号"), Made("批复", "批 2 号", frozenset({"M3"}))]
    spared = made_for(wanted, results)
    assert set(spared) == {"M1", "M3"}
    assert str(spared["M1"]) == "前面办出的，不用交：建设用地规划许可证 地字第 1 号"


def test_nothing_is_spared_by_nothing() -> None:
    assert made_for([MaterialUse("M1", "设计方案")], []) == {}


@pytest.mark.parametrize(
    ("today", "holds"),
    [(date(2026, 1, 1), True), (date(2026, 12, 31), True), (date(2025, 12, 31), False),
     (date(2027, 1, 1), False)],
)  # fmt: skip
def test_an_assessment_of_the_zone_spares_its_material_while_it_holds(today: date, holds: bool) -> None:
    one = Assessment(
        Assessed.SOIL, "云溪工业园", "M9", "云水〔2025〕8号", "水土保持法第二十五条",
        date(2026, 1, 1), date(2026, 12, 31),
    )  # fmt: skip
    spared = zone_for([MaterialUse("M9", "水土保持方案"), MaterialUse("M8", "别的")], [one], today)
    assert set(spared) == ({"M9"} if holds else set())
    assert all("云水〔2025〕8号" in str(words) for words in spared.values())


def staff(role: Role, department: str = "D1", number: str = "1") -> Actor:
    return Actor(account=1, name="某", staff=number, posts=(Post(role, department),))


OWNER = Actor(account=2, name="企", party=7)
AGENT = Actor(account=3, name="代", party=8, acts_for=frozenset({(7, "")}))
HALF = Actor(account=4, name="半", party=9, acts_for=frozenset({(7, "ITEM")}))
STRANGER = Actor(account=5, name="别", party=10)


@pytest.mark.parametrize(
    ("actor", "seen"),
    [
        (OWNER, True), (AGENT, True), (HALF, False), (STRANGER, False), (SYSTEM, True),
        (staff(Role.SUPERVISOR), True), (staff(Role.OFFICER), True), (staff(Role.OFFICER, "D2"), False),
        (staff(Role.CLERK), False), (staff(Role.KEEPER), False), (staff(Role.CLERK, "D9", "88"), True),
    ],
)  # fmt: skip
def test_who_sees_a_project(actor: Actor, seen: bool) -> None:
    assert sees(actor, 7, "88", {"D1"}) is seen


def test_it_does_not_exist_for_others() -> None:
    with pytest.raises(ProjectUnknown) as found:
        require_sees(STRANGER, 7, "88", {"D1"})
    assert found.value.code == "project.not_found"
