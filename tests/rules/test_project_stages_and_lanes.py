"""工程建设项目: when each stage may be applied for, in both lanes; the promised total by class."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.rules.projects import (
    PROMISES,
    Lane,
    ProjectKind,
    Stage,
    StageFact,
    StageNotOfKind,
    StageNotYet,
    StageOver,
    StageUnderWay,
    Step,
    promised,
    require_may_begin,
    road,
    stages_of,
    step_of,
)
from yimen.rules.projects.promise import CEILING
from yimen.rules.projects.stages import OPEN_STEPS
from yimen.rules.terms import State

FOUR = (Stage.LAND, Stage.DESIGN, Stage.START, Stage.ACCEPTANCE)


def facts(**steps: Step) -> dict[Stage, StageFact]:
    return {Stage(name): StageFact(Stage(name), step, "N1") for name, step in steps.items()}


def steps(kind: ProjectKind, lane: Lane, **known: Step) -> list[Step]:
    return [one.step for one in road(kind, lane, facts(**known)).stages]


@pytest.mark.parametrize(
    ("kind", "total"),
    [
        (ProjectKind.INDUSTRIAL, 25), (ProjectKind.BUILDING, 35), (ProjectKind.SMALL, 19),
        (ProjectKind.LINEAR, 53), (ProjectKind.PUBLIC, 90), (ProjectKind.OTHER, 120),
    ],
)  # fmt: skip
def test_the_total_is_promised_by_class(kind: ProjectKind, total: int) -> None:
    assert promised(kind).total == total <= CEILING
    assert promised(kind).source and all(days > 0 for days in promised(kind).days.values())


def test_every_class_has_a_promise_and_ends_with_acceptance() -> None:
    assert set(PROMISES) == set(ProjectKind)
    for kind in ProjectKind:
        assert stages_of(kind)[-1] is Stage.ACCEPTANCE
        assert stages_of(kind) in {FOUR, (Stage.JOINED, Stage.ACCEPTANCE)}


def test_stage_follows_stage_in_the_standard_lane() -> None:
    new = steps(ProjectKind.INDUSTRIAL, Lane.STANDARD)
    assert new == [Step.READY, Step.NOT_YET, Step.NOT_YET, Step.NOT_YET]
    under_way = steps(ProjectKind.INDUSTRIAL, Lane.STANDARD, land=Step.RUNNING)
    assert under_way == [Step.RUNNING, Step.NOT_YET, Step.NOT_YET, Step.NOT_YET]
    one_done = steps(ProjectKind.INDUSTRIAL, Lane.STANDARD, land=Step.DONE)
    assert one_done == [Step.DONE, Step.READY, Step.NOT_YET, Step.NOT_YET]


def test_a_stage_is_prepared_while_the_one_before_runs_where_land_means_start() -> None:
    assert steps(ProjectKind.INDUSTRIAL, Lane.LAND) == [Step.READY, *[Step.NOT_YET] * 3]
    begun = steps(ProjectKind.INDUSTRIAL, Lane.LAND, land=Step.PREPARING, design=Step.PREPARING)
    assert begun == [Step.PREPARING, Step.PREPARING, Step.READY, Step.NOT_YET]


def test_small_projects_join_the_first_three_stages() -> None:
    assert steps(ProjectKind.SMALL, Lane.STANDARD) == [Step.READY, Step.NOT_YET]
    assert steps(ProjectKind.SMALL, Lane.STANDARD, joined=Step.DONE) == [Step.DONE, Step.READY]


def test_what_a_stage_waits_for_is_named_until_it_is_handed_in() -> None:
    known = facts(land=Step.RUNNING)
    known[Stage.DESIGN] = StageFact(Stage.DESIGN, Step.PREPARING, "N2", ("用地规划许可证",))
    assert road(ProjectKind.BUILDING, Lane.LAND, known).stages[1].waits == ("用地规划许可证",)
    known[Stage.DESIGN] = StageFact(Stage.DESIGN, Step.RUNNING, "N2", ("用地规划许可证",))
    assert road(ProjectKind.BUILDING, Lane.LAND, known).stages[1].waits == ()


@pytest.mark.parametrize(
    ("known", "stage", "refusal", "code"),
    [
        ({}, Stage.DESIGN, StageNotYet, "project.stage_not_yet"),
        ({"land": Step.RUNNING}, Stage.LAND, StageUnderWay, "project.stage_under_way"),
        ({"land": Step.DONE}, Stage.LAND, StageOver, "project.stage_over"),
        ({}, Stage.JOINED, StageNotOfKind, "project.stage_not_of_kind"),
        ({}, Stage.LINE, StageNotOfKind, "project.stage_not_of_kind"),
    ],
)  # fmt: skip
def test_a_stage_is_refused_with_its_reason(known, stage, refusal, code) -> None:
    with pytest.raises(refusal) as found:
        require_may_begin(ProjectKind.INDUSTRIAL, Lane.STANDARD, stage, facts(**known), FOUR)
    assert found.value.code == code and "{" not in found.value.words


def test_a_stage_without_a_bundle_cannot_be_begun() -> None:
    with pytest.raises(StageNotOfKind):
        require_may_begin(ProjectKind.INDUSTRIAL, Lane.STANDARD, Stage.LAND, {}, [Stage.DESIGN])


def test_a_stage_that_failed_is_applied_for_anew() -> None:
    require_may_begin(ProjectKind.INDUSTRIAL, Lane.STANDARD, Stage.LAND, facts(land=Step.FAILED), FOUR)


@pytest.mark.parametrize("state", list(State))
def test_every_state_of_a_case_is_a_step_of_the_road(state: State) -> None:
    assert step_of(state) in Step
    done = {State.ISSUED, State.DELIVERED}
    assert (step_of(state) is Step.DONE) == (state in done)
    assert step_of(State.ARCHIVED, has_result=True) is Step.DONE


_known = st.dictionaries(
    st.sampled_from(FOUR), st.sampled_from(list(Step)).filter(lambda s: s not in {Step.NOT_YET, Step.READY})
)


@given(_known, st.sampled_from(list(Lane)))
def test_whoever_may_begin_has_no_open_or_finished_application(known, lane) -> None:
    given_facts = {stage: StageFact(stage, step, "N") for stage, step in known.items()}
    walked = road(ProjectKind.BUILDING, lane, given_facts)
    for along in walked.stages:
        try:
            require_may_begin(ProjectKind.BUILDING, lane, along.stage, given_facts, FOUR)
        except (StageNotYet, StageUnderWay, StageOver):
            assert along.step not in {Step.READY, Step.FAILED}
        else:
            assert along.step in {Step.READY, Step.FAILED} and along.step not in OPEN_STEPS
    assert walked.over == all(step is Step.DONE for step in (known.get(s) for s in FOUR))


@given(_known)
def test_the_lane_of_land_never_holds_up_what_the_standard_lane_lets_begin(known) -> None:
    given_facts = {stage: StageFact(stage, step, "N") for stage, step in known.items()}
    plain = road(ProjectKind.BUILDING, Lane.STANDARD, given_facts)
    quick = road(ProjectKind.BUILDING, Lane.LAND, given_facts)
    for one, other in zip(plain.stages, quick.stages, strict=True):
        assert one.step is other.step or (one.step, other.step) == (Step.NOT_YET, Step.READY)


def test_where_the_road_stands() -> None:
    walked = road(ProjectKind.INDUSTRIAL, Lane.STANDARD, facts(land=Step.DONE, design=Step.MENDING))
    assert walked.done == 1 and not walked.over
    assert walked.current is not None and walked.current.stage is Stage.DESIGN
    over = road(ProjectKind.SMALL, Lane.STANDARD, facts(joined=Step.DONE, acceptance=Step.DONE))
    assert over.over and over.current is None
