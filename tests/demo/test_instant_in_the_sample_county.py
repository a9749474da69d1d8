"""The sample item with 秒批: its rules are faultless, and who works for themselves is approved by them."""

from __future__ import annotations

import pytest

from tests.rules.test_instant_never_refuses import GOOD
from yimen.demo import instant
from yimen.rules.instant import findings
from yimen.rules.instant.judge import Outcome, judge
from yimen.rules.instant.spec import read
from yimen.rules.registers import Register, Status


@pytest.mark.parametrize(
    ("status", "outcome"),
    [("flexible", Outcome.APPROVE), ("none", Outcome.PERSON), ("employed", Outcome.PERSON)],
)
def test_the_sample_item_is_judged_as_its_words_say(status: str, outcome: Outcome) -> None:
    spec = instant.spec()
    rules = read(spec)
    assert rules is not None and findings.check(spec) == []
    record = type(GOOD.record)(1, Register.PEOPLE, Status.ANSWERED, {"applicant_name": "岑小满"}, GOOD.now)
    answers = {use.key: "岑小满" for use in spec.form if use.required} | {instant.FIELD: status}
    facts = type(GOOD)(
        answers={**answers, "delivery_method": "electronic"}, given=(), record=record, kind=Register.PEOPLE,
        level=GOOD.level, now=GOOD.now, today=GOOD.today,
    )  # fmt: skip
    assert judge(spec, rules, facts).outcome is outcome


def test_the_last_stories_are_of_both_kinds() -> None:
    assert {"flexible", "none"} <= set(instant.LAST)
