"""文书: each kind has its words and number; adverse ones name the remedies; what is empty is left out."""

from __future__ import annotations

from string import Formatter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.rules.papers import OPENING, OPENING_LOCAL_PROCEDURE, REMEDY, contents, number, opening
from yimen.rules.terms import Document

ADVERSE = {"不予受理通知书", "不予许可决定书", "退件通知书", "终止办理通知书"}


def test_every_document_has_words() -> None:
    assert set(OPENING) == set(Document)
    assert len(set(OPENING.values())) == len(Document)


@pytest.mark.parametrize("kind", Document)
def test_the_opening_names_the_item_and_asks_only_for_facts_that_every_paper_has(kind: Document) -> None:
    places = {name for _, name, _, _ in Formatter().parse(OPENING[kind]) if name}
    assert "item" in places
    assert places <= {"item", "day"}
    assert OPENING[kind].format(item="食品经营许可", day="3 月 2 日").endswith("。")


def test_the_sentence_of_a_site_visit_says_that_the_legal_clock_goes_on() -> None:
    """行政许可法 45 names what is counted out of the limit; a local procedure is not among it."""
    expected = "您申请的“{item}”，需要进行下列特别程序，所需时间不计入承诺时限，仍计入法定时限。"
    facts = {"procedure": "site_visit", "excluded_by_law": False, "item": "食品经营许可"}
    assert opening(Document.PROCEDURE, facts) == OPENING_LOCAL_PROCEDURE == expected
    assert contents(Document.PROCEDURE, facts)["opening"] == expected
    assert opening(Document.PROCEDURE, {}) == expected, "nothing is counted out unless somebody said so"


def test_the_sentence_of_a_procedure_of_the_law_says_that_the_limit_waits() -> None:
    facts = {"procedure": "testing", "excluded_by_law": True, "item": "食品经营许可"}
    expected = "您申请的“{item}”，需要进行下列特别程序，所需时间不计入规定的期限。"
    assert opening(Document.PROCEDURE, facts) == expected
    assert contents(Document.PROCEDURE, facts)["opening"] == expected


@pytest.mark.parametrize("excluded", [True, False])
@pytest.mark.parametrize("kind", sorted(set(Document) - {Document.PROCEDURE}))
def test_no_other_document_changes_its_sentence(kind: Document, excluded: bool) -> None:
    assert opening(kind, {"excluded_by_law": excluded}) == OPENING[kind]


@pytest.mark.parametrize("kind", Document)
def test_adverse_documents_name_the_remedies_and_no_others(kind: Document) -> None:
    """行政许可法 38(2): 告知申请人享有依法申请行政复议或者提起行政诉讼的权利."""
    assert contents(kind, {})["remedy"] == (REMEDY if kind.label in ADVERSE else "")


def test_the_remedies_are_60_days_and_6_months() -> None:
    assert "60 日内申请行政复议" in REMEDY
    assert "6 个月内向人民法院起诉" in REMEDY


def test_contents_are_the_facts_and_what_the_kind_adds() -> None:
    facts = {"item": "食品经营许可", "reason": "", "by": None, "lines": [], "again": "再次", "days": 0}
    assert contents(Document.EXTENSION, facts) == {
        "item": "食品经营许可",
        "again": "再次",
        "days": 0,
        "title": "延期通知书",
        "opening": OPENING[Document.EXTENSION],
        "remedy": "",
    }
    assert facts["reason"] == "", "the caller's facts are not touched"


def test_facts_do_not_rewrite_what_the_kind_says() -> None:
    made = contents(Document.REFUSAL, {"title": "准予决定书", "remedy": "无", "opening": "准予"})
    assert made["title"] == "不予许可决定书"
    assert made["remedy"] == REMEDY


NUMBERS = {
    Document.RECEIPT: "SJ", Document.CORRECTION_NOTICE: "BZ", Document.ACCEPTANCE: "SL",
    Document.NON_ACCEPTANCE: "BS", Document.NOT_REQUIRED: "BX", Document.PROCEDURE: "TB",
    Document.EXTENSION: "YQ", Document.APPROVAL: "ZY", Document.REFUSAL: "BY", Document.FORWARDING: "ZB",
    Document.RETURN: "TJ", Document.WITHDRAWAL: "CH", Document.TERMINATION: "ZZ", Document.PICKUP: "LZ",
    Document.DELIVERY: "SD", Document.DEFERRAL_PROMISE: "CN", Document.DEFERRAL_NOTICE: "RQ",
    Document.PLEDGE: "GC",
}  # fmt: skip


@pytest.mark.parametrize("kind", Document)
def test_the_number_begins_with_the_letters_of_its_kind(kind: Document) -> None:
    assert number(kind, "4507212026030210000010", 2) == f"{NUMBERS[kind]}4507212026030210000010-2"


_one = st.tuples(st.sampled_from(Document), st.sampled_from(["4507A", "4507B"]), st.integers(1, 40))


@given(_one, _one)
@settings(max_examples=200, deadline=None)
def test_no_two_documents_share_a_number(one: tuple, other: tuple) -> None:
    assert (number(*one) == number(*other)) == (one == other)
