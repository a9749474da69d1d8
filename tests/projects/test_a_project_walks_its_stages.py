"""A project from its code to the last result: stages are applications, nothing is asked or given twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import county as counties
from tests import projects_world as world
from tests.county import County
from yimen.cases import actions as cases
from yimen.cases.models import Case
from yimen.projects import actions, queries
from yimen.projects.models import Project, StageCase
from yimen.rules.applying import NotForYou, PartyUnknown
from yimen.rules.authority import NotPermitted
from yimen.rules.projects import (
    BadProjectCode,
    Lane,
    ProjectKind,
    Stage,
    StageNotOfKind,
    StageNotYet,
    StageOver,
    StageUnderWay,
    Step,
)
from yimen.rules.projects.keeping import AssessmentUnfit, RouteUnfit
from yimen.rules.projects.leading import ManagerUnknown, NoteMissing, NotTheManager
from yimen.rules.projects.opening import ProjectCodeTaken
from yimen.rules.projects.sight import ProjectUnknown
from yimen.trail import queries as trail

pytestmark = [pytest.mark.django_db, pytest.mark.both]
DAY = timedelta(days=1)


def page(county: County, who: str = "firm", at=None):
    return queries.project_page(county[who], world.CODE, now=at or county.now)


def steps(county: County) -> list[Step]:
    return [one.step for one in page(county).road.stages]


def lines(number: str) -> dict[str, str]:
    return dict(Case.objects.get(number=number).materials.values_list("code", "status"))


def test_a_project_is_opened_once_under_its_code(county: County) -> None:
    assert world.opened(county, code=f" {world.CODE} ") == world.CODE
    with pytest.raises(ProjectCodeTaken) as found:
        world.opened(county)
    assert found.value.code == "project.code_taken"
    assert [one.kind for one in trail.history(f"project:{world.CODE}")] == ["project.opened"]


@pytest.mark.parametrize(
    ("who", "party", "refusal"),
    [("firm", "li", NotForYou), ("clerk", "firm", NotForYou), ("firm", None, PartyUnknown)],
)
def test_nobody_opens_a_project_for_another(county: County, who, party, refusal) -> None:
    owner = county.parties[party].pk if party else 0
    with pytest.raises(refusal):
        actions.open_project(county[who], world.told(), owner, now=county.now)


def test_a_code_of_another_shape_opens_nothing(county: County) -> None:
    with pytest.raises(BadProjectCode):
        world.opened(county, code="2026-1")
    assert not Project.objects.exists()


def test_sent_twice_it_is_opened_once(county: County) -> None:
    for _ in range(2):
        done = actions.open_project(
            county["firm"], world.told(), county.parties["firm"].pk, now=county.now, once="o" * 20
        )
        assert done.code == world.CODE
    assert Project.objects.count() == 1


def test_the_form_of_a_stage_holds_what_the_project_said(county: County) -> None:
    world.opened(county)
    case = Case.objects.get(number=world.begin(county, Stage.LAND, county.now))
    assert case.answers == {
        "project_code": world.CODE, "project_name": "青石食品加工厂", "build_area": "12000",
    }  # fmt: skip
    assert (case.title, case.state) == ("工业项目立项用地规划许可", "draft")
    assert steps(county)[0] is Step.PREPARING


def test_what_an_earlier_stage_said_and_made_is_not_asked_again(county: County) -> None:
    world.opened(county, zone=world.ZONE)
    first, at = world.through(county, Stage.LAND, county.now)
    assert steps(county)[:2] == [Step.DONE, Step.READY]
    second = world.begin(county, Stage.DESIGN, at)
    case = Case.objects.get(number=second)
    assert case.answers["usage"] == "厂房"
    assert lines(second) == {"M-LAND": "exempt", "M-SCHEME": "missing", "M-SOIL": "exempt", "M-OK": "exempt"}
    notes = {line.code: line.note for line in case.materials.all()}
    assert "建设用地规划许可证" in notes["M-LAND"] and "云水保〔2026〕1号" in notes["M-SOIL"]
    assert first != second


def test_outside_the_zone_nothing_is_spared_by_its_assessment(county: County) -> None:
    world.opened(county)
    _, at = world.through(county, Stage.LAND, county.now)
    assert lines(world.begin(county, Stage.DESIGN, at))["M-SOIL"] == "missing"


def test_an_assessment_that_has_run_out_spares_nobody(county: County) -> None:
    world.opened(county, zone=world.ZONE)
    past = world.soil(valid_to=county.now.date() - DAY)
    actions.assess(county["keeper"], world.ZONE, past, now=county.now)
    _, at = world.through(county, Stage.LAND, county.now)
    assert lines(world.begin(county, Stage.DESIGN, at))["M-SOIL"] == "missing"


def test_stage_by_stage_to_the_end(county: County) -> None:
    world.opened(county)
    at = county.now
    for stage in world.BUNDLES:
        _, at = world.through(county, stage, at)
    found = page(county, at=at)
    assert found.road.over and found.closed_at is not None
    assert found.lived.ours <= found.promised.total == 25
    assert found.lived.total == found.lived.ours + found.lived.applicant + found.lived.waiting
    kinds = [one.kind for one in trail.history(f"project:{world.CODE}")]
    assert kinds.count("project.begun") == 4 and kinds[-1] == "project.finished"
    with pytest.raises(StageOver):
        world.begin(county, Stage.LAND, at)


def test_in_the_standard_lane_a_stage_waits_for_the_one_before(county: County) -> None:
    world.opened(county)
    with pytest.raises(StageNotYet):
        world.begin(county, Stage.DESIGN, county.now)
    world.begin(county, Stage.LAND, county.now)
    with pytest.raises(StageUnderWay):
        world.begin(county, Stage.LAND, county.now)
    assert StageCase.objects.count() == 1


def test_where_land_means_start_a_later_stage_is_prepared_and_the_result_comes_by_itself(
    county: County,
) -> None:
    world.opened(county, lane=Lane.LAND)
    first = world.begin(county, Stage.LAND, county.now)
    second = world.begin(county, Stage.DESIGN, county.now)
    third = world.begin(county, Stage.START, county.now)
    waits = {one.stage: one.waits for one in page(county).road.stages}
    assert waits[Stage.DESIGN] == ("建设用地规划许可证",)
    assert waits[Stage.START] == ("建设工程规划许可证",)
    world.hand_in(county, first, county.now)
    at = world.decide(county, first, county.now)
    assert lines(second)["M-LAND"] == "exempt" and lines(third)["M-BUILT"] == "missing"
    assert page(county).road.stages[1].waits == ()
    world.hand_in(county, second, at)
    at = world.decide(county, second, at)
    assert lines(third)["M-BUILT"] == "exempt"


def test_a_result_that_comes_twice_changes_nothing_more(county: County) -> None:
    world.opened(county, lane=Lane.LAND)
    first = world.begin(county, Stage.LAND, county.now)
    world.begin(county, Stage.DESIGN, county.now)
    world.hand_in(county, first, county.now)
    at = world.decide(county, first, county.now)
    before = len(trail.history(f"project:{world.CODE}"))
    with counties.transaction.atomic():
        actions.came(world.CODE, now=at)
    assert len(trail.history(f"project:{world.CODE}")) == before


def test_a_stage_that_failed_is_begun_anew(county: County) -> None:
    world.opened(county)
    number = world.begin(county, Stage.LAND, county.now)
    world.hand_in(county, number, county.now, accept=False)
    cases.withdraw(county["firm"], number, reason="换方案", now=county.now)
    assert steps(county)[0] is Step.FAILED
    again = world.begin(county, Stage.LAND, county.now)
    assert again != number and steps(county)[0] is Step.PREPARING


def test_what_runs_beside_the_stages_may_begin_at_any_time(county: County) -> None:
    world.opened(county)
    world.begin(county, Stage.LINE, county.now, item=world.WATER)
    (row,) = page(county).lines
    assert (row.name, row.step) == ("用水报装", Step.PREPARING)
    with pytest.raises(StageUnderWay):
        world.begin(county, Stage.LINE, county.now, item=world.WATER)
    with pytest.raises(StageNotOfKind):
        world.begin(county, Stage.LINE, county.now, item=counties.PLAIN)


def test_a_class_without_routes_cannot_begin(county: County) -> None:
    world.opened(county, kind=ProjectKind.BUILDING)
    with pytest.raises(StageNotOfKind):
        world.begin(county, Stage.LAND, county.now)


def test_the_page_says_who_has_it(county: County) -> None:
    world.opened(county)
    number = world.begin(county, Stage.LAND, county.now)
    assert page(county).stages[0].with_whom == ()
    world.hand_in(county, number, county.now)
    assert page(county).stages[0].with_whom == ("市场监管局",)


@pytest.mark.parametrize(
    ("who", "seen"),
    [("firm", True), ("officer", True), ("supervisor", True), ("li", False), ("clerk", False),
     ("keeper", False), ("health", True), ("admin", False)],
)  # fmt: skip
def test_who_sees_the_project(county: County, who: str, seen: bool) -> None:
    world.opened(county)
    if seen:
        assert page(county, who).own is (who == "firm")
    else:
        with pytest.raises(ProjectUnknown):
            page(county, who)


def test_only_the_owner_begins_a_stage(county: County) -> None:
    world.opened(county)
    for who in ("li", "clerk", "supervisor"):
        with pytest.raises(ProjectUnknown):
            actions.begin_stage(
                county[who], world.CODE, Stage.LAND, channel="2", region=counties.REGION, now=county.now
            )


def test_a_manager_is_named_and_writes_what_was_done(county: County) -> None:
    world.opened(county)
    now = county.now
    with pytest.raises(NotPermitted):
        actions.name_manager(county["officer"], world.CODE, "0101", now=now)
    with pytest.raises(ManagerUnknown):
        actions.name_manager(county["supervisor"], world.CODE, "9999", now=now)
    with pytest.raises(NotTheManager):
        actions.note(county["clerk"], world.CODE, "打了电话", now=now)
    actions.name_manager(county["supervisor"], world.CODE, "0101", now=now)
    with pytest.raises(NoteMissing):
        actions.note(county["clerk"], world.CODE, "  ", now=now)
    actions.note(county["clerk"], world.CODE, "打了电话，图纸后天交", now=now)
    assert [one.text for one in page(county, "clerk").notes] == ["打了电话，图纸后天交"]
    assert page(county).notes == () and page(county).manager.name == "员0101"
    assert [one.code for one in queries.managed(county["clerk"])] == [world.CODE]


def test_routes_and_zones_are_the_keepers(county: County) -> None:
    now, keeper = county.now, county["keeper"]
    with pytest.raises(NotPermitted):
        actions.set_route(
            county["officer"],
            ProjectKind.SMALL,
            Stage.JOINED,
            "GC-101",
            document="云审发〔2026〕9号",
            now=now,
        )
    with pytest.raises(RouteUnfit):
        actions.set_route(
            keeper, ProjectKind.SMALL, Stage.JOINED, world.RECORD, document="云审发〔2026〕9号", now=now
        )
    with pytest.raises(AssessmentUnfit):
        actions.assess(keeper, world.ZONE, world.soil(document=" "), now=now)
    with pytest.raises(AssessmentUnfit):
        actions.assess(keeper, "NOWHERE", world.soil(), now=now)
    actions.set_route(
        keeper, ProjectKind.SMALL, Stage.JOINED, "GC-101", document="云审发〔2026〕9号", now=now
    )
    assert [one.item for one in queries.routes(ProjectKind.SMALL)] == ["GC-101"]


def test_lists_are_cut_by_key(county: County) -> None:
    for n in (18, 19, 20):
        world.opened(county, code=f"2026-439926-33-03-0000{n}", name=f"厂{n}")
    first = queries.of_owner(county["firm"], limit=2)
    rest = queries.of_owner(county["firm"], before=first[-1].id)
    assert [one.name for one in [*first, *rest]] == ["厂20", "厂19", "厂18"]
    assert queries.of_owner(county["li"]) == []
    assert [one.name for one in queries.listed(text="厂19")] == ["厂19"]
    assert [one.name for one in queries.listed(text=world.CODE)] == ["厂18"]
    assert len(queries.listed(kind="industrial", open_only=True)) == 3
    assert queries.listed(kind="linear") == []


def test_guides_say_one_form_and_one_lead_a_stage(county: County) -> None:
    found = queries.guides(ProjectKind.INDUSTRIAL)
    assert [(one.stage, one.days) for one in found] == [
        (Stage.LAND, 5), (Stage.DESIGN, 8), (Stage.START, 5), (Stage.ACCEPTANCE, 7), (Stage.LINE, 0),
    ]  # fmt: skip
    assert found[0].lead == "市场监管局" and found[0].members == ("项目备案", "用地规划许可")
