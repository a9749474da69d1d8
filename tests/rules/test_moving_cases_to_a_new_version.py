"""在办件换版 (rules.moving): a case moves only where its applicant loses nothing by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.rules import moving
from yimen.rules.intake import Given
from yimen.rules.item import Fee, FieldUse, ItemSpec, MaterialUse, Step
from yimen.rules.moving import CannotMove, Flight, Loss, MoveReasonMissing, NothingChosen
from yimen.rules.terms import Duty, Need, Role, State

TODAY = date(2026, 11, 20)
NAME, AREA = FieldUse("name", "店名"), FieldUse("area", "面积", required=False)
PLAN, LEASE = MaterialUse("M-PLAN", "平面图"), MaterialUse("M-LEASE", "场所证明")
OLD = ItemSpec(
    code="X", name="小餐饮许可", department="D", form=(NAME, AREA), materials=(PLAN, LEASE), visits=1,
    result_name="许可证", steps=(Step("审批", Duty.APPROVE, Role.OFFICER),),
)  # fmt: skip
DUE = (date(2026, 11, 30), date(2026, 12, 20))
CASE = Flight(
    State.REVIEWING, {"name": "青石", "area": "60"}, (Given("M-PLAN", 1), Given("M-LEASE", 1)),
    due=(DUE, DUE),
)  # fmt: skip


def _losses(new: ItemSpec, case: Flight = CASE) -> set[Loss]:
    return {one.loss for one in moving.judge(OLD, new, case, TODAY).losses}


@pytest.mark.parametrize(
    ("change", "losses"),
    [
        ({"summary": "写得更清楚"}, set()),
        ({"materials": (PLAN,)}, set()),
        ({"form": (NAME,)}, set()),
        ({"visits": 0}, set()),
        ({"materials": (PLAN, LEASE, MaterialUse("M-NEW", "承诺书"))}, {Loss.MATERIAL}),
        ({"materials": (PLAN, LEASE, MaterialUse("M-NEW", "承诺书", need=Need.OPTIONAL))}, set()),
        ({"materials": (PLAN, LEASE, MaterialUse("M-NEW", "照", exempt_by="证照库"))}, set()),
        ({"form": (NAME, AREA, FieldUse("owner", "经营者"))}, {Loss.ANSWER}),
        ({"form": (replace(NAME, max_length=1), AREA)}, {Loss.ANSWER}),
        ({"eligibility": {"field": "area", "op": "eq", "value": "80"}}, {Loss.CONDITION}),
        ({"visits": 2}, {Loss.VISITS}),
        ({"result_name": "备案凭证"}, {Loss.RESULT}),
        ({"department": "E"}, {Loss.ORGAN, Loss.SIGNED}),
        ({"charged": True, "fees": (Fee("工本费", "每证", unit_price=Decimal(5)),)}, {Loss.FEE}),
        ({"steps": (Step("审批", Duty.APPROVE, Role.DIRECTOR),)}, {Loss.SIGNED}),
    ],
)
def test_what_an_applicant_would_lose(change: dict[str, Any], losses: set[Loss]) -> None:
    assert _losses(replace(OLD, **change)) == losses


def test_before_the_review_other_steps_harm_nobody() -> None:
    new = replace(OLD, steps=(Step("审批", Duty.APPROVE, Role.DIRECTOR),))
    assert _losses(new, replace(CASE, state=State.RECEIVED)) == set()


@pytest.mark.parametrize("state", list(State))
def test_only_what_is_under_way_and_not_in_the_applicants_hands_moves(state: State) -> None:
    movable = moving.judge(OLD, OLD, replace(CASE, state=state), TODAY).movable
    assert movable is (state in moving.MOVABLE)


def test_the_whole_of_a_bundle_does_not_move() -> None:
    assert _losses(OLD, replace(CASE, whole=True)) == {Loss.STATE}


@pytest.mark.parametrize(
    ("new", "losses", "told"),
    [
        ((date(2026, 11, 27), DUE[1]), set(), 1),
        ((date(2026, 12, 1), DUE[1]), {Loss.DAYS}, 1),
        ((None, DUE[1]), {Loss.DAYS}, 1),
        ((DUE[0], date(2026, 12, 21)), {Loss.DAYS}, 1),
        (DUE, set(), 0),
    ],
)
def test_no_day_moves_back(new: tuple[date | None, date | None], losses: set[Loss], told: int) -> None:
    trial = moving.judge(OLD, OLD, replace(CASE, due=(DUE, new)), TODAY)
    assert ({one.loss for one in trial.losses}, len(trial.changes)) == (losses, told)


def test_what_was_missing_before_is_no_loss() -> None:
    case = replace(CASE, given=(), answers={"area": "60"})
    assert _losses(replace(OLD, summary="x"), case) == set()


def test_who_moves_chooses_and_says_why() -> None:
    with pytest.raises(MoveReasonMissing):
        moving.require_asked(" ", ["1"])
    for numbers in ([], [str(n) for n in range(moving.MOST_AT_ONCE + 1)]):
        with pytest.raises(NothingChosen):
            moving.require_asked("新版少要一样", numbers)
    assert moving.require_asked("新版少要一样", ["2", "1", "2"]) == ["1", "2"]


def test_the_refusal_names_every_reason() -> None:
    trial = moving.judge(OLD, replace(OLD, visits=2, result_name="备案"), CASE, TODAY)
    with pytest.raises(CannotMove) as no:
        moving.require_movable(trial, "1")
    assert "新版要多跑" in no.value.words and "结果不一样" in no.value.words


_USES = st.sets(st.sampled_from("abcd")).map(lambda keys: tuple(MaterialUse(k, k) for k in sorted(keys)))
_FORMS = st.sets(st.sampled_from("pqrs")).map(lambda keys: tuple(FieldUse(k, k) for k in sorted(keys)))


@given(_USES, _USES, _FORMS, _FORMS, st.sets(st.sampled_from("abcd")), st.sets(st.sampled_from("pqrs")))
def test_whoever_moves_has_nothing_more_to_do(old_m, new_m, old_f, new_f, gave, said) -> None:
    """Whatever was given and said: after a move no material and no answer is wanting that was not before."""
    old = replace(OLD, materials=old_m, form=old_f)
    new = replace(OLD, materials=new_m, form=new_f)
    case = replace(
        CASE, state=State.RECEIVED, given=tuple(Given(code, 1) for code in sorted(gave)),
        answers={key: "x" for key in sorted(said) if key in {use.key for use in old_f}},
    )  # fmt: skip
    wants = {m.code for m in new_m} - gave - ({m.code for m in old_m} - gave)
    asks = {f.key for f in new_f} - case.answers.keys() - ({f.key for f in old_f} - case.answers.keys())
    trial = moving.judge(old, new, case, TODAY)
    assert trial.movable is not bool(wants or asks)
    assert moving.kept_answers(new, case.answers).keys() <= {f.key for f in new_f}


@given(st.integers(-30, 30))
def test_a_case_stays_as_it_is_under_the_same_version(days: int) -> None:
    trial = moving.judge(OLD, OLD, CASE, TODAY + timedelta(days=days))
    assert (trial.losses, trial.changes) == ((), ())
