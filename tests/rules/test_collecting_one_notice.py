"""联办的一次告知: grouped by material, by its last day, late only with a reason (rules.collecting)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.rules import collecting as rules
from yimen.rules.calendar import WorkCalendar
from yimen.rules.collecting import Answer, Gap, LateGap, NotForApplicant, NothingCollected
from yimen.rules.item import FieldUse, ItemSpec, MaterialUse
from yimen.rules.terms import Act, State

CALENDAR = WorkCalendar.of(published=[2026])
MONDAY = date(2026, 11, 16)
SPEC = ItemSpec(
    code="X", name="小餐饮许可", department="D", form=(FieldUse("area", "面积"), FieldUse("code", "代码")),
    materials=(MaterialUse("M-PLAN", "平面图"), MaterialUse("M-BL", "营业执照")),
)  # fmt: skip
NONE, SOME = Answer(), Answer((Gap("平面图", "看不清", "M-PLAN"),))


@pytest.mark.parametrize(
    ("days", "sent", "late"), [(0, 0, False), (7, 0, False), (8, 0, True), (0, 1, True), (30, 2, True)]
)
def test_it_is_late_after_five_working_days_or_a_first_notice(days: int, sent: int, late: bool) -> None:
    """From Monday the fifth working day is the Monday after."""
    today = MONDAY + timedelta(days=days)
    assert rules.is_late(CALENDAR, MONDAY, today, sent=sent) is late
    last = rules.last_day(CALENDAR, MONDAY, today, sent=sent)
    assert last == (CALENDAR.add_working_days(today, 1) if late else date(2026, 11, 23))


def test_who_is_late_says_why_unless_nothing_is_wanting() -> None:
    with pytest.raises(LateGap):
        rules.require_reason(SOME, late=True)
    rules.require_reason(replace(SOME, again="现场看了才知道"), late=True)
    rules.require_reason(SOME, late=False)
    rules.require_reason(NONE, late=True)


@pytest.mark.parametrize(
    ("states", "answers", "complete"),
    [
        ({"a": State.REVIEWING, "b": State.REVIEWING}, {"a": SOME}, False),
        ({"a": State.REVIEWING, "b": State.REVIEWING}, {"a": SOME, "b": NONE}, True),
        ({"a": State.REVIEWING, "b": State.REVIEWING}, {"a": NONE, "b": NONE}, False),
        ({"a": State.REVIEWING, "b": State.WAITING}, {"a": SOME}, True),
        ({"a": State.REVIEWING, "b": State.SUSPENDED}, {"a": SOME}, True),
        ({"a": State.SUSPENDED}, {"a": SOME}, True),
        ({}, {}, False),
    ],
)
def test_it_waits_for_who_is_at_it(states: dict, answers: dict, complete: bool) -> None:
    assert rules.is_complete(states, answers) is complete


def test_what_nobody_gives_is_not_asked() -> None:
    read = {"exempt": {"M-BL"}, "asked": {"area"}}
    gaps = rules.read_gaps(SPEC, {"M-PLAN": " 看不清 "}, {"area": "太小"}, **read)
    assert [(gap.key, gap.words) for gap in gaps] == [(("area", ""), "太小"), (("", "M-PLAN"), "看不清")]
    assert rules.read_gaps(SPEC, {"M-PLAN": "  "}, {}, **read) == ()
    for rejected, fields in (({"M-BL": "旧"}, {}), ({}, {"code": "错"}), ({"M-NO": "?"}, {})):
        with pytest.raises(NotForApplicant):
            rules.read_gaps(SPEC, rejected, fields, **read)


def test_a_notice_without_lines_is_none() -> None:
    with pytest.raises(NothingCollected):
        rules.lines(rules.merged({"a": NONE}))


@pytest.mark.parametrize(
    ("member", "whole", "asked", "gone"),
    [
        (False, False, False, {Act.NOTE_GAPS, Act.SEND_NOTICE}),
        (True, False, False, {Act.SEND_NOTICE, Act.ASK_CORRECTION}),
        (True, False, True, {Act.SEND_NOTICE, Act.ASK_CORRECTION, Act.SUPPLY, Act.SAVE}),
        (False, True, False, {Act.NOTE_GAPS}),
    ],
)
def test_acts_by_what_a_case_is(member: bool, whole: bool, asked: bool, gone: set[Act]) -> None:
    left = rules.offered(tuple(Act), member=member, whole=whole, asked=asked)
    assert set(Act) - set(left) == gone


_GAPS = st.builds(
    lambda n, words, field: Gap(f"第{n}", words, "" if field else f"M-{n}", f"f{n}" if field else ""),
    st.integers(0, 3), st.sampled_from(["看不清", "缺页", "没有章"]), st.booleans(),
)  # fmt: skip
_ANSWERS = st.dictionaries(
    st.sampled_from("abcd"),
    st.builds(lambda gaps: Answer(tuple({g.key: g for g in gaps}.values())), st.lists(_GAPS, max_size=5)),
)


@given(_ANSWERS)
def test_nothing_is_lost_and_nothing_is_asked_twice(answers: dict[str, Answer]) -> None:
    found = rules.merged(answers)
    keys = [one.gap.key for one in found]
    assert len(keys) == len(set(keys))
    for item, answer in answers.items():
        for gap in answer.gaps:
            (line,) = [one for one in found if one.gap.key == gap.key]
            assert item in line.members and gap.words in line.gap.words
    assert all(answers[item].gaps for one in found for item in one.members)


@given(_ANSWERS)
def test_in_whatever_order_the_departments_answer(answers: dict[str, Answer]) -> None:
    turned = dict(reversed(list(answers.items())))
    assert {(m.gap, m.members) for m in rules.merged(answers)} == {
        (m.gap, m.members) for m in rules.merged(turned)
    }


@given(_ANSWERS)
def test_what_is_kept_reads_back(answers: dict[str, Answer]) -> None:
    for one in answers.values():
        assert rules.answer_of({"answer": one.to_json()}) == one


@given(_ANSWERS, st.text(max_size=5))
def test_blank_words_of_who_leads_leave_the_departments(answers: dict[str, Answer], words: str) -> None:
    for plain, edited in zip(
        rules.merged(answers),
        rules.merged(answers, {rules.line_key(one.gap): words for one in rules.merged(answers)}),
        strict=True,
    ):
        assert edited.gap.words == (words.strip() or plain.gap.words)
