"""联办: what several departments find wanting is told in one notice and supplied once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import bundle_world as world
from tests.county import County
from tests.notice_world import (
    MINUTE,
    PLAN,
    accepted,
    grant,
    member,
    note,
    notices,
    states,
    supply,
    whole,
)  # fmt: skip
from yimen.bureau import queries as bureau
from yimen.cases import actions, queries
from yimen.cases.models import CaseMaterial, Message
from yimen.cases.queries import watching
from yimen.config.worker import drain
from yimen.rules.authority import SYSTEM, NotVisible
from yimen.rules.calendar import china_date
from yimen.rules.collecting import (
    LateGap,
    NotForApplicant,
    NothingCollected,
    OneNotice,
    SupplyTheWhole,
)  # fmt: skip
from yimen.rules.lifecycle import NotHere, NotYours
from yimen.rules.terms import State
from yimen.trail import queries as trail

pytestmark = [pytest.mark.django_db, pytest.mark.both]
DAY = timedelta(days=1)


@pytest.fixture
def snacks(county: County) -> County:
    world.publish(county)
    return county


def _kinds(number: str) -> list[str]:
    return [row.kind for row in trail.history(number)]


def test_who_has_not_begun_notes_in_advance_and_is_in_the_one_notice(snacks: County) -> None:
    """食品 waits for the 营业执照; it notes at once, so nobody is told a second time when it starts."""
    number, now = accepted(snacks, made=False), snacks.now + 5 * MINUTE
    assert states(number)[world.FOOD] == State.WAITING
    (row,) = [r for r in queries.waiting_members(snacks["health"]) if r.title == "小餐饮许可"]
    assert (row.number, row.noted, row.whole) == (member(number, world.FOOD).number, None, "开小吃店")
    assert not [r for r in queries.waiting_members(snacks["officer"]) if r.number == row.number]
    for who, why in (("officer", NotVisible), ("clerk", NotYours)):
        with pytest.raises(why):
            actions.note_gaps(snacks[who], row.number, rejected=PLAN, now=now)
    note(snacks, number, world.FOOD, now, rejected=PLAN)
    assert notices(number) == [], "the register has not answered yet"
    assert [r.noted for r in queries.waiting_members(snacks["health"]) if r.number == row.number] == [1]
    note(snacks, number, world.REGISTER, now)
    (paper,) = notices(number)
    assert [line["name"] for line in paper.data["lines"]] == ["平面布局图"]
    assert states(number)[world.FOOD] == State.WAITING and whole(number).state == State.SUPPLEMENT
    grant(snacks, number, world.REGISTER, now + MINUTE)
    food = member(number, world.FOOD)
    assert (food.state, states(number)[world.FIRE]) == (State.SUPPLEMENT, State.REVIEWING)
    assert food.corrections == 1 and _kinds(food.number)[-1] == "case.asked_along"
    supply(snacks, number, now + 2 * MINUTE, "M-PLAN")
    assert states(number)[world.FOOD] == State.REVIEWING and len(notices(number)) == 1
    assert queries.case_page(snacks["health"], food.number, now=now + 2 * MINUTE).case.notice == {}


def test_supplied_before_it_starts_it_starts_at_once(snacks: County) -> None:
    number, now = accepted(snacks, made=False), snacks.now + 5 * MINUTE
    note(snacks, number, world.FOOD, now, rejected=PLAN)
    note(snacks, number, world.REGISTER, now)
    supply(snacks, number, now + MINUTE, "M-PLAN")
    assert states(number)[world.FOOD] == State.WAITING
    grant(snacks, number, world.REGISTER, now + 2 * MINUTE)
    assert states(number)[world.FOOD] == State.REVIEWING
    assert member(number, world.FOOD).materials.get(code="M-PLAN").status == CaseMaterial.GIVEN


def test_what_never_comes_ends_who_asked_in_advance_too(snacks: County) -> None:
    number, now = accepted(snacks, made=False), snacks.now + 5 * MINUTE
    note(snacks, number, world.FOOD, now, rejected=PLAN)
    note(snacks, number, world.REGISTER, now)
    for day in range(1, 60):
        actions.alarms(now + day * DAY)
    drain(now + 60 * DAY)
    assert states(number)[world.FOOD] == State.TERMINATED
    assert states(number)[world.REGISTER] == State.REVIEWING


def test_gaps_of_two_departments_become_one_notice_by_material(snacks: County) -> None:
    number, now = accepted(snacks), snacks.now + 5 * MINUTE
    note(snacks, number, world.FOOD, now, rejected=PLAN, fields={"area": "和图上不一样"})
    note(snacks, number, world.FIRE, now, rejected={"M-PLAN": "没标灭火器"})
    assert notices(number) == [] and set(states(number).values()) == {State.ISSUED, State.REVIEWING}
    note(snacks, number, world.SIGN, now)
    (one,) = notices(number)
    assert one.case.number == number
    assert [(line["name"], line["words"]) for line in one.data["lines"]] == [
        ("使用面积（平方米）", "表里的“使用面积（平方米）”要改：和图上不一样"),
        ("平面布局图", "平面布局图要重交：没标灭火器；看不清尺寸"),
    ]
    assert whole(number).state == State.SUPPLEMENT
    assert states(number) == {
        world.REGISTER: State.ISSUED, world.FOOD: State.SUPPLEMENT, world.FIRE: State.SUPPLEMENT,
        world.SIGN: State.REVIEWING,
    }  # fmt: skip
    told = Message.objects.filter(case__number=number, text__contains="各部门要的都在一份清单里")
    assert told.count() == 1


def test_what_comes_goes_down_to_each_that_asked_and_their_pauses_end_together(snacks: County) -> None:
    number, now = accepted(snacks), snacks.now + 5 * MINUTE
    note(snacks, number, world.FOOD, now, rejected=PLAN, fields={"area": "和图上不一样"})
    note(snacks, number, world.FIRE, now, rejected=PLAN)
    note(snacks, number, world.SIGN, now)
    grant(snacks, number, world.SIGN, now + MINUTE)
    assert states(number)[world.SIGN] == State.ISSUED, "who asked for nothing goes on"
    later = now + 2 * DAY
    actions.save(snacks["li"], number, {"area": "80"}, now=later)
    supply(snacks, number, later, "M-PLAN")
    assert whole(number).state == State.REVIEWING
    food, fire = member(number, world.FOOD), member(number, world.FIRE)
    assert (food.state, fire.state) == (State.REVIEWING, State.REVIEWING)
    assert (food.answers["area"], fire.answers["area"]) == ("80", "80")
    for child in (food, fire):
        line = child.materials.get(code="M-PLAN")
        assert (line.status, line.note) == (CaseMaterial.GIVEN, "")
        (pause,) = child.pauses.all()
        assert (pause.kind, pause.start, pause.end) == ("correction", now, later)
    for item in (world.FOOD, world.FIRE):
        grant(snacks, number, item, later + MINUTE)
    assert whole(number).state == State.ISSUED


def test_no_clock_stops_before_the_notice_is_out(snacks: County) -> None:
    number, now = accepted(snacks), snacks.now + 5 * MINUTE
    before = member(number, world.FOOD).due_at
    note(snacks, number, world.FOOD, now, rejected=PLAN)
    food = member(number, world.FOOD)
    assert (food.state, food.due_at, food.pause_count) == (State.REVIEWING, before, 0)


def test_it_goes_out_on_the_last_of_five_working_days_whoever_is_silent(snacks: County) -> None:
    number, now = accepted(snacks), snacks.now + 5 * MINUTE
    note(snacks, number, world.FOOD, now, rejected=PLAN)
    calendar = bureau.work_calendar()
    last = calendar.end_of_business(calendar.add_working_days(china_date(snacks.now), 5))
    assert whole(number).next_alarm_at <= last
    actions.alarm(SYSTEM, number, now=last - MINUTE)
    assert notices(number) == []
    actions.alarms(last)
    assert len(notices(number)) == 1
    assert states(number)[world.FIRE] == State.REVIEWING


def test_who_leads_sends_earlier_in_words_of_their_own(snacks: County) -> None:
    number, now = accepted(snacks), snacks.now + 5 * MINUTE
    note(snacks, number, world.FOOD, now, rejected=PLAN)
    with pytest.raises(NotVisible):
        actions.send_notice(snacks["health"], number, now=now)
    with pytest.raises(NotYours):
        actions.send_notice(snacks["li"], number, now=now)
    words = {"material-M-PLAN": "请按比例重画，标出尺寸"}
    actions.send_notice(snacks["clerk"], number, words=words, now=now)
    (one,) = notices(number)
    assert one.data["lines"][0]["words"] == "平面布局图要重交：请按比例重画，标出尺寸"
    assert one.data["answer_by"]


def test_without_a_gap_there_is_no_notice(snacks: County) -> None:
    number, now = accepted(snacks), snacks.now + 5 * MINUTE
    for item in (world.FOOD, world.FIRE, world.SIGN):
        note(snacks, number, item, now)
    assert notices(number) == [] and whole(number).state == State.REVIEWING
    with pytest.raises(NothingCollected):
        actions.send_notice(snacks["clerk"], number, now=now)


def test_another_answer_takes_the_place_of_the_first(snacks: County) -> None:
    number, now = accepted(snacks), snacks.now + 5 * MINUTE
    note(snacks, number, world.FOOD, now, rejected=PLAN)
    note(snacks, number, world.FOOD, now + MINUTE)
    assert "until" not in whole(number).notice
    for item in (world.FIRE, world.SIGN):
        note(snacks, number, item, now + MINUTE)
    assert notices(number) == []


def test_a_further_notice_needs_a_reason_and_is_counted(snacks: County) -> None:
    number, now = accepted(snacks), snacks.now + 5 * MINUTE
    note(snacks, number, world.FOOD, now, rejected=PLAN)
    actions.send_notice(snacks["clerk"], number, now=now)
    supply(snacks, number, now + MINUTE, "M-PLAN")
    late = now + 2 * MINUTE
    with pytest.raises(LateGap):
        note(snacks, number, world.FIRE, late, rejected=PLAN)
    note(snacks, number, world.FIRE, late, rejected=PLAN, again="现场看了才知道")
    calendar = bureau.work_calendar()
    ends = calendar.end_of_business(calendar.add_working_days(china_date(late), 1))
    actions.alarms(ends)
    first, second = notices(number)
    assert (first.data.get("again"), second.data["again"]) == (None, "现场看了才知道")
    assert whole(number).corrections == 2
    (row,) = watching.asked_again(snacks["supervisor"], calendar, now=ends)
    assert (row.case.number, row.times, row.why) == (number, 2, ("现场看了才知道",))


def test_after_five_working_days_even_the_first_needs_a_reason(snacks: County) -> None:
    number, late = accepted(snacks), snacks.now + 20 * DAY
    child = member(number, world.FOOD).number
    with pytest.raises(LateGap):
        actions.note_gaps(snacks["health"], child, rejected=PLAN, now=late)
    actions.note_gaps(snacks["health"], child, now=late)


def test_a_member_asks_for_nothing_by_itself(snacks: County) -> None:
    number, now = accepted(snacks), snacks.now + 5 * MINUTE
    food = member(number, world.FOOD).number
    with pytest.raises(OneNotice):
        actions.ask_correction(snacks["health"], food, reason="看不清", rejected=PLAN, now=now)
    for wrong in ({"rejected": {"M-BL": "不对"}}, {"rejected": {"M-NONE": "?"}}, {"fields": {"no": "?"}}):
        with pytest.raises(NotForApplicant):
            actions.note_gaps(snacks["health"], food, now=now, **wrong)
    with pytest.raises(NotHere):
        actions.send_notice(SYSTEM, food, now=now)
    with pytest.raises(NotHere):
        actions.note_gaps(SYSTEM, number, now=now)


def test_the_applicant_supplies_with_the_whole_only(snacks: County) -> None:
    number, now = accepted(snacks), snacks.now + 5 * MINUTE
    note(snacks, number, world.FOOD, now, rejected=PLAN)
    actions.send_notice(snacks["clerk"], number, now=now)
    with pytest.raises(SupplyTheWhole):
        actions.supply(snacks["li"], member(number, world.FOOD).number, now=now)
    acts = queries.case_page(snacks["li"], member(number, world.FOOD).number, now=now).acts
    assert "supply" not in acts and "save" not in acts


def test_who_asked_is_returned_when_nothing_comes_and_the_others_go_on(snacks: County) -> None:
    number, now = accepted(snacks), snacks.now + 5 * MINUTE
    note(snacks, number, world.FOOD, now, rejected=PLAN)
    actions.send_notice(snacks["clerk"], number, now=now)
    due = whole(number).due_at
    assert due is not None
    actions.alarms(due + MINUTE)
    drain(due + MINUTE)
    assert states(number)[world.FOOD] == State.RETURNED
    assert (states(number)[world.SIGN], whole(number).state) == (State.REVIEWING, State.REVIEWING)
    assert "case.notice_closed" in _kinds(number)
    for item in (world.SIGN, world.FIRE):
        grant(snacks, number, item, due + 2 * MINUTE)
    assert whole(number).state == State.ISSUED


def test_the_window_returns_what_never_came(snacks: County) -> None:
    number, now = accepted(snacks), snacks.now + 5 * MINUTE
    note(snacks, number, world.FOOD, now, rejected=PLAN)
    actions.send_notice(snacks["clerk"], number, now=now)
    actions.return_unfinished(snacks["clerk"], number, reason="申请人说不补了", now=now + DAY)
    drain(now + DAY)
    assert (states(number)[world.FOOD], whole(number).state) == (State.RETURNED, State.REVIEWING)


def test_a_member_that_asked_is_withdrawn_and_the_notice_ends(snacks: County) -> None:
    number, now = accepted(snacks), snacks.now + 5 * MINUTE
    note(snacks, number, world.SIGN, now, rejected={"M-SIGN": "没有尺寸"})
    actions.send_notice(snacks["clerk"], number, now=now)
    actions.withdraw(snacks["li"], member(number, world.SIGN).number, reason="不挂了", now=now + MINUTE)
    drain(now + MINUTE)
    assert (whole(number).state, states(number)[world.FOOD]) == (State.REVIEWING, State.REVIEWING)
    assert whole(number).materials.get(code="M-SIGN").status == CaseMaterial.GIVEN


@pytest.mark.parametrize("how", ["withdraw", "void"])
def test_the_whole_ends_while_the_notice_is_out(snacks: County, how: str) -> None:
    number, now = accepted(snacks), snacks.now + 5 * MINUTE
    note(snacks, number, world.FOOD, now, rejected=PLAN)
    actions.send_notice(snacks["clerk"], number, now=now)
    who = snacks["li" if how == "withdraw" else "admin"]
    getattr(actions, how)(who, number, reason="不办了", now=now + MINUTE)
    drain(now + MINUTE)
    left = set(states(number).values())
    assert left == {State.WITHDRAWN, State.ISSUED} if how == "withdraw" else left == {State.VOIDED}
    assert whole(number).next_alarm_at is None


def test_members_not_begun_get_what_was_supplied(snacks: County) -> None:
    """The notice is out before the 营业执照 is made: what comes reaches also who starts later."""
    li, now = snacks["li"], snacks.now
    number = accepted(snacks, made=False)
    note(snacks, number, world.REGISTER, now + MINUTE, fields={"shop_name": "少了行业"})
    assert whole(number).state == State.SUPPLEMENT
    actions.save(li, number, {"shop_name": "青石小吃店"}, now=now + 2 * MINUTE)
    supply(snacks, number, now + 2 * MINUTE)
    grant(snacks, number, world.REGISTER, now + 3 * MINUTE)
    assert member(number, world.FOOD).answers["shop_name"] == "青石小吃店"


def test_other_departments_see_until_when_and_not_what(snacks: County) -> None:
    number, now = accepted(snacks), snacks.now + 5 * MINUTE
    note(snacks, number, world.FOOD, now, rejected=PLAN)
    page = queries.case_page(snacks["officer"], member(number, world.SIGN).number, now=now)
    assert page.whole is not None and page.whole.collecting is not None
    calendar = bureau.work_calendar()
    assert page.whole.collecting.until == calendar.add_working_days(china_date(snacks.now), 5)
    assert page.whole.collecting.late is False
    assert "note_gaps" in page.acts and "ask_correction" not in page.acts
    mine = queries.case_page(snacks["health"], member(number, world.FOOD).number, now=now)
    assert mine.whole.collecting.mine is not None and len(mine.whole.collecting.mine.gaps) == 1
    lead = queries.case_page(snacks["clerk"], number, now=now)
    assert "send_notice" in lead.acts
    assert [one.gap.name for one in lead.members.collected] == ["平面布局图"]
