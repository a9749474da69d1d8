"""缴费: what becomes of an order however the cashier answers; which stage waits for which fees."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.rules.fees import Due
from yimen.rules.paying import SETTLED, FeesUnpaid, PayState, require_paid, settle
from yimen.rules.projects.terms import Stage

P = PayState
_answers = st.sampled_from([P.PENDING, P.PAID, P.FAILED])


@pytest.mark.parametrize(
    ("now", "answer", "otherwise", "after"),
    [
        (P.ASKED, P.PENDING, False, P.PENDING), (P.ASKED, P.PAID, False, P.PAID),
        (P.PENDING, P.PAID, False, P.PAID), (P.PENDING, P.FAILED, False, P.FAILED),
        (P.PAID, P.PAID, False, P.PAID), (P.PAID, P.FAILED, False, P.PAID),
        (P.FAILED, P.PENDING, False, P.FAILED), (P.FAILED, P.PAID, False, P.PAID),
        (P.FAILED, P.PAID, True, P.OWED_BACK), (P.OWED_BACK, P.PAID, True, P.OWED_BACK),
    ],
)  # fmt: skip
def test_what_an_answer_does(now: P, answer: P, otherwise: bool, after: P) -> None:
    assert settle(now, answer, otherwise) is after


@given(st.sampled_from(list(P)), st.lists(_answers, max_size=5), st.booleans())
def test_money_that_came_is_never_lost_and_answers_count_once(start, answers, otherwise) -> None:
    now = start
    for answer in answers:
        before, now = now, settle(now, answer, otherwise)
        assert settle(now, answer, otherwise) is now
        assert before not in SETTLED or now is before
    if P.PAID in answers or start in SETTLED:
        assert now in SETTLED


@pytest.mark.parametrize(
    ("stage", "due", "holds"),
    [
        (Stage.START, Due.BEFORE_DESIGN, True), (Stage.ACCEPTANCE, Due.BEFORE_START, True),
        (Stage.DESIGN, Due.BEFORE_DESIGN, False), (Stage.LAND, Due.BEFORE_START, False),
        (Stage.ACCEPTANCE, Due.AFTER_ACCEPTANCE, False), (Stage.LINE, Due.BEFORE_DESIGN, False),
    ],
)  # fmt: skip
def test_which_stage_waits_for_which_fees(stage: Stage, due: Due, holds: bool) -> None:
    require_paid(stage, [(due, "配套费", Decimal(0))])
    if holds:
        with pytest.raises(FeesUnpaid) as found:
            require_paid(stage, [(due, "配套费", Decimal(5))])
        assert "配套费" in found.value.words and found.value.code == "fees.unpaid"
    else:
        require_paid(stage, [(due, "配套费", Decimal(5))])
