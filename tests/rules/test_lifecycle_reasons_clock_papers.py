"""办件: which acts must be reasoned, what each does to the clock, and what it leaves on paper."""

from __future__ import annotations

import pytest

from yimen.rules import events
from yimen.rules.errors import Kind
from yimen.rules.lifecycle import TABLE, ReasonMissing, Row, row, step
from yimen.rules.terms import Act, Capacity, ClockEffect, Document, State

#: Acts that must be reasoned in writing, with why.
REASONED = {
    Act.NOT_ACCEPT: "行政许可法 32(1)(2), 32(2); result code 6",
    Act.NOT_REQUIRED: "行政许可法 32(1)(1)",
    Act.ASK_CORRECTION: "行政许可法 32(1)(4): 一次告知需要补正的全部内容",
    Act.PAUSE: "行政许可法 45: 应当将所需时间书面告知申请人",
    Act.EXTEND: "行政许可法 42: 应当将延长期限的理由告知申请人",
    Act.REFUSE: "行政许可法 38(2): 应当说明理由",
    Act.FORWARD: "行政许可法 35, 43; result code 4 (domain 3.3)",
    Act.WITHDRAW: "result code 5, given up (domain 3.3)",
    Act.RETURN_UNFINISHED: "result code 5 (domain 3.3)",
    Act.TERMINATE: "domain 2.4, 2.3 终止通知",
    Act.VOID: "result codes 2 and 3; domain 3.3: role and reason. Not a draft: nobody has been asked yet",
    Act.SEND_BACK: "house rule: who gets a case back reads why",
    Act.ADD_SEAT: "house rule: who is asked for a signature reads why",
    Act.DROP_SEAT: "house rule: what was asked for is given up for a reason",
    Act.CONVENE: "house rule: who is called to a sitting reads what about",
}
FREE = set(Act) - set(REASONED)
#: Places of a reasoned act where nobody owes a reason.
FREE_PLACES = {(State.DRAFT, Act.VOID)}
#: The article that a refusal without reason is refused by; "" where no law orders the reason.
REASON_BASIS = {
    (State.RECEIVED, Act.NOT_ACCEPT): "行政许可法第三十二条第一款第二项",
    (State.RECEIVED, Act.NOT_REQUIRED): "行政许可法第三十二条第一款第一项",
    (State.RECEIVED, Act.ASK_CORRECTION): "行政许可法第三十二条第一款第四项",
    (State.REVIEWING, Act.ASK_CORRECTION): "",
    (State.REVIEWING, Act.SEND_BACK): "",
    (State.REVIEWING, Act.ADD_SEAT): "",
    (State.REVIEWING, Act.DROP_SEAT): "",
    (State.REVIEWING, Act.CONVENE): "",
    (State.REVIEWING, Act.PAUSE): "行政许可法第四十五条",
    (State.REVIEWING, Act.EXTEND): "行政许可法第四十二条",
    (State.REVIEWING, Act.REFUSE): "行政许可法第三十八条第二款",
    (State.REVIEWING, Act.FORWARD): "行政许可法第三十五条",
    (State.SUBMITTED, Act.WITHDRAW): "",
    (State.CORRECTION, Act.RETURN_UNFINISHED): "",
    (State.SUSPENDED, Act.TERMINATE): "",
    (State.DELIVERED, Act.VOID): "",
}
#: What no reason is: nothing, spaces, Chinese wide space, lines.
BLANKS = ("", " ", "\u3000", "\n\t ", "\u3000 \n")


def _rows(act: Act) -> list[Row]:
    return [one for one in TABLE if one.act is act]


@pytest.mark.parametrize("act", sorted(REASONED))
@pytest.mark.parametrize("blank", BLANKS, ids=["none", "space", "wide", "lines", "mixed"])
def test_an_act_the_law_wants_reasoned_refuses_a_blank_reason(act: Act, blank: str) -> None:
    due = [(one, state) for one in _rows(act) for state in one.sources if (state, act) not in FREE_PLACES]
    assert due
    for one, state in due:
        with pytest.raises(ReasonMissing) as no:
            step(state, act, one.who, reason=blank)
        assert act.label in no.value.words
        assert no.value.kind is Kind.INVALID
        assert step(state, act, one.who, reason="因为缺图").after is (one.target or state)


@pytest.mark.parametrize(("state", "act"), REASON_BASIS, ids=[f"{s}-{a}" for s, a in REASON_BASIS])
def test_who_is_asked_for_a_reason_reads_the_article_of_this_act(state: State, act: Act) -> None:
    found = row(state, act)
    assert found is not None
    with pytest.raises(ReasonMissing) as no:
        step(state, act, found.who)
    assert no.value.basis == REASON_BASIS[state, act]


def test_every_reasoned_act_has_its_article_written_out() -> None:
    assert {act for _, act in REASON_BASIS} == set(REASONED)


def test_the_article_of_one_refusal_does_not_stick_to_the_next() -> None:
    for state, act in [(State.REVIEWING, Act.REFUSE), (State.REVIEWING, Act.SEND_BACK)]:
        with pytest.raises(ReasonMissing) as no:
            step(state, act, Capacity)
        assert no.value.basis == REASON_BASIS[state, act]
    assert ReasonMissing.basis == ""


@pytest.mark.parametrize("who", [Capacity.APPLICANT, Capacity.ACCEPTOR, Capacity.ADMINISTRATOR])
def test_a_draft_is_dropped_without_a_reason(who: Capacity) -> None:
    out = step(State.DRAFT, Act.VOID, [who])
    assert (out.after, out.clock, out.document) == (State.VOIDED, ClockEffect.NONE, None)


@pytest.mark.parametrize("act", sorted(FREE))
def test_no_other_act_asks_for_a_reason(act: Act) -> None:
    for one in _rows(act):
        for state in one.sources:
            assert step(state, act, one.who).act is act


CLOCK = [
    (State.DRAFT, Act.SUBMIT, ClockEffect.START_RECEIVE),
    (State.SUBMITTED, Act.RECEIVE, ClockEffect.NONE),
    (State.RECEIVED, Act.ACCEPT, ClockEffect.START_DECISION),
    (State.SUBMITTED, Act.DEEM_ACCEPTED, ClockEffect.START_DECISION),
    (State.RECEIVED, Act.DEEM_ACCEPTED, ClockEffect.START_DECISION),
    (State.RECEIVED, Act.ASK_CORRECTION, ClockEffect.STOP),
    (State.CORRECTION, Act.SUPPLY, ClockEffect.START_RECEIVE),
    (State.RECEIVED, Act.NOT_ACCEPT, ClockEffect.STOP),
    (State.RECEIVED, Act.NOT_REQUIRED, ClockEffect.STOP),
    (State.REVIEWING, Act.ASK_CORRECTION, ClockEffect.PAUSE),
    (State.REVIEWING, Act.NOTE_GAPS, ClockEffect.NONE),
    (State.WAITING, Act.NOTE_GAPS, ClockEffect.NONE),
    (State.REVIEWING, Act.SEND_NOTICE, ClockEffect.PAUSE),
    (State.REVIEWING, Act.ASK_ALONG, ClockEffect.PAUSE),
    (State.SUPPLEMENT, Act.CLOSE_NOTICE, ClockEffect.RESUME),
    (State.SUPPLEMENT, Act.SUPPLY, ClockEffect.RESUME),
    (State.REVIEWING, Act.PAUSE, ClockEffect.PAUSE),
    (State.SUSPENDED, Act.RESUME, ClockEffect.RESUME),
    (State.REVIEWING, Act.EXTEND, ClockEffect.EXTEND),
    (State.REVIEWING, Act.OPINION, ClockEffect.NONE),
    (State.REVIEWING, Act.SEND_BACK, ClockEffect.NONE),
    (State.REVIEWING, Act.ASSIGN, ClockEffect.NONE),
    (State.REVIEWING, Act.TAKE_BACK, ClockEffect.NONE),
    (State.REVIEWING, Act.DELEGATE, ClockEffect.NONE),
    (State.REVIEWING, Act.PREPARE, ClockEffect.NONE),
    (State.REVIEWING, Act.ADD_SEAT, ClockEffect.NONE),
    (State.REVIEWING, Act.DROP_SEAT, ClockEffect.NONE),
    (State.REVIEWING, Act.URGE, ClockEffect.NONE),
    (State.REVIEWING, Act.COPY_TO, ClockEffect.NONE),
    (State.REVIEWING, Act.CONVENE, ClockEffect.NONE),
    (State.REVIEWING, Act.MINUTE, ClockEffect.NONE),
    (State.REVIEWING, Act.GRANT, ClockEffect.STOP),
    (State.REVIEWING, Act.DEEM_RENEWED, ClockEffect.STOP),
    (State.SUSPENDED, Act.DEEM_RENEWED, ClockEffect.STOP),
    (State.REVIEWING, Act.REFUSE, ClockEffect.STOP),
    (State.REVIEWING, Act.FORWARD, ClockEffect.STOP),
    (State.GRANTED, Act.ISSUE, ClockEffect.NONE),
    (State.ISSUED, Act.DELIVER, ClockEffect.NONE),
    (State.SUSPENDED, Act.WITHDRAW, ClockEffect.STOP),
    (State.SUPPLEMENT, Act.RETURN_UNFINISHED, ClockEffect.STOP),
    (State.SUSPENDED, Act.TERMINATE, ClockEffect.STOP),
    (State.DRAFT, Act.VOID, ClockEffect.NONE),
    (State.REVIEWING, Act.VOID, ClockEffect.STOP),
    (State.DELIVERED, Act.ARCHIVE, ClockEffect.NONE),
]


@pytest.mark.parametrize(("state", "act", "effect"), CLOCK)
def test_what_an_act_does_to_the_clock(state: State, act: Act, effect: ClockEffect) -> None:
    found = row(state, act)
    assert found is not None
    assert found.clock is effect


def test_an_act_that_changes_nothing_but_signatures_leaves_the_clock_alone() -> None:
    """A return costs the organ its own time (the limit is not begun anew)."""
    for one in TABLE:
        if one.target is None:
            assert one.clock in {ClockEffect.NONE, ClockEffect.EXTEND}


#: Domain 2.3, act by act. None: the act leaves no paper.
PAPER = {
    Act.SAVE: None,
    Act.SUBMIT: None,
    Act.RECEIVE: "收件凭证",
    Act.ACCEPT: "受理通知书",
    Act.DEEM_ACCEPTED: "受理通知书",
    Act.PROMISE_LATER: "容缺受理承诺书",
    Act.PLEDGE: "告知承诺书",
    Act.ACCEPT_DEFERRED: "容缺受理通知书",
    Act.SUPPLY_LATER: None,
    Act.CHECK_LATER: None,
    Act.NOT_ACCEPT: "不予受理通知书",
    Act.NOT_REQUIRED: "不用办告知书",
    Act.ASK_CORRECTION: "一次性补正告知书",
    # Of a bundle: one notice for what all its departments find wanting.
    Act.NOTE_GAPS: None,
    Act.SEND_NOTICE: "一次性补正告知书",
    Act.ASK_ALONG: None,
    Act.CLOSE_NOTICE: None,
    Act.SUPPLY: None,
    Act.OPINION: None,
    Act.SEND_BACK: None,
    Act.ASSIGN: None,
    Act.TAKE_BACK: None,
    Act.DELEGATE: None,
    Act.PREPARE: None,
    Act.ADD_SEAT: None,
    Act.DROP_SEAT: None,
    Act.URGE: None,
    Act.COPY_TO: None,
    Act.CONVENE: None,
    Act.MINUTE: None,
    Act.PAUSE: "特别程序告知书",
    Act.RESUME: None,
    Act.EXTEND: "延期通知书",
    Act.GRANT: "准予决定书",
    Act.DEEM_RENEWED: "准予决定书",
    Act.REFUSE: "不予许可决定书",
    Act.FORWARD: "转报通知书",
    Act.ISSUE: "领证凭证",
    Act.CHOOSE_DELIVERY: None,
    Act.DELIVER: "送达回证",
    Act.SEND: None,
    Act.ARRIVE: "送达回证",
    Act.DELIVER_ONLINE: "送达回证",
    Act.CONFIRM: None,
    Act.WITHDRAW: "撤回申请确认书",
    Act.RETURN_UNFINISHED: "退件通知书",
    Act.TERMINATE: "终止办理通知书",
    Act.VOID: None,
    Act.ARCHIVE: None,
    # Of the members of a bundle: the one application has the papers.
    Act.TAKE_IN: None,
    Act.START: None,
    Act.HAND_UP: None,
    Act.CONCLUDE: "领证凭证",
    Act.GO_WITH: None,
    Act.ALL_DELIVERED: None,
}


@pytest.mark.parametrize("act", sorted(Act))
def test_what_an_act_leaves_on_paper(act: Act) -> None:
    assert {one.document.label if one.document else None for one in _rows(act)} == {PAPER[act]}


def test_every_document_comes_from_an_act() -> None:
    assert {one.document for one in TABLE if one.document} == set(Document)


def test_every_act_is_told_by_an_event_of_its_own() -> None:
    by_event: dict[events.Kind, set[Act]] = {}
    for one in TABLE:
        by_event.setdefault(one.event, set()).add(one.act)
    assert all(len(acts) == 1 for acts in by_event.values())
    assert len(by_event) == len(set(Act))


def test_what_the_law_orders_names_its_article() -> None:
    """Every act of the organ that binds the applicant under 行政许可法 cites it."""
    articles = {
        Act.ACCEPT: "第三十二条", Act.NOT_ACCEPT: "第三十二条", Act.NOT_REQUIRED: "第三十二条",
        Act.DEEM_ACCEPTED: "第三十二条", Act.OPINION: "第三十四条", Act.FORWARD: "第三十五条",
        Act.GRANT: "第三十八条第一款", Act.REFUSE: "第三十八条第二款", Act.EXTEND: "第四十二条",
        Act.ISSUE: "第四十四条", Act.DELIVER: "第四十四条", Act.PAUSE: "第四十五条",
        Act.DEEM_RENEWED: "第五十条",
    }  # fmt: skip
    for act, article in articles.items():
        assert all(article in one.basis for one in _rows(act)), act
