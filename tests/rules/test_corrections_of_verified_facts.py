"""What may be asked to be corrected, what a value and a reason are, and who answers."""

from __future__ import annotations

from datetime import date

import pytest

from yimen.rules import corrections
from yimen.rules.authority import Actor, NotPermitted, OwnCase, Post
from yimen.rules.corrections import Fact, Stand
from yimen.rules.people import BadEntry, Blank
from yimen.rules.terms import Role

TODAY = date(2026, 11, 26)


def test_a_person_has_no_legal_representative() -> None:
    assert corrections.facts_of(True) == (Fact.NAME, Fact.NUMBER)
    assert corrections.facts_of(False) == (Fact.NAME, Fact.NUMBER, Fact.LEGAL)
    for code in ("legal_person", "phone", "", "x"):
        with pytest.raises(corrections.FactUnknown):
            corrections.read_fact(code, True)


@pytest.mark.parametrize(
    ("fact", "raw", "person", "why"),
    [
        (Fact.NAME, " ", True, Blank),
        (Fact.NAME, "李\x00敏", True, BadEntry),
        (Fact.NAME, "长" * 81, True, BadEntry),
        (Fact.NUMBER, "12345", True, BadEntry),
        (Fact.NUMBER, "", True, Blank),
        (Fact.NUMBER, "439926198001010018", False, BadEntry),
        (Fact.LEGAL, "", False, Blank),
    ],
)
def test_a_value_that_cannot_be_right(fact: Fact, raw: str, person: bool, why: type[Exception]) -> None:
    with pytest.raises(why):
        corrections.read_value(fact, raw, person, TODAY)


def test_nothing_to_correct() -> None:
    corrections.require_other(Fact.NAME, "李敏", "李明")
    with pytest.raises(corrections.SameAsNow):
        corrections.require_other(Fact.NAME, "李敏", "李敏")


@pytest.mark.parametrize("state", list(Stand))
def test_a_request_is_answered_once(state: Stand) -> None:
    if state is Stand.ASKED:
        corrections.require_open(state)
        return
    with pytest.raises(corrections.AnsweredBefore):
        corrections.require_open(state)


@pytest.mark.parametrize("role", list(Role))
def test_clerks_answer_and_never_themselves(role: Role) -> None:
    actor = Actor(1, "员", party=5, staff="1", posts=(Post(role, "D"),))
    if role is not Role.CLERK:
        with pytest.raises(NotPermitted):
            corrections.require_clerk(actor, 4)
        return
    corrections.require_clerk(actor, 4)
    with pytest.raises(OwnCase):
        corrections.require_clerk(actor, 5)


def test_the_paper_says_what_was_asked_for() -> None:
    corrections.require_paper(Fact.NAME, "阿依·古丽", "阿依•古丽")
    corrections.require_paper(Fact.NUMBER, "1", "1")
    for fact, asked, seen in ((Fact.NAME, "李敏", "李明"), (Fact.NUMBER, "1", "2")):
        with pytest.raises(corrections.PaperDiffers):
            corrections.require_paper(fact, asked, seen)
