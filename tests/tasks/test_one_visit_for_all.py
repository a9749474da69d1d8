"""联合踏勘: one appointment, one record, one list to be mended; seats signed by the case's act."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import task_world as world
from tests.county import HEALTH, MARKET, County
from tests.task_world import FIRE, MINUTE, NOW, URBAN, WHO, at
from yimen.cases import queries as case_queries
from yimen.cases.models import Case, Message, Seat
from yimen.config.worker import drain
from yimen.rules.authority import NotPermitted, NotVisible
from yimen.rules.errors import RuleBroken
from yimen.rules.tasks.lifecycle import TaskNotHere, TaskNotYours, TaskReasonMissing
from yimen.rules.tasks.mending import (
    AnswerEmpty,
    BadMendingDays,
    CheckWordsMissing,
    FindingEmpty,
    NotAnswerable,
    NotCheckable,
    NotYourFinding,
)
from yimen.rules.tasks.opinions import (
    NotAllHeard,
    NothingToMend,
    OpenFindings,
    SaidAlready,
    SayingWordsMissing,
)
from yimen.rules.tasks.standing import BadDays, LeadUnfit, NoParticipants, TaskNotVisible
from yimen.rules.tasks.terms import FindingState, TaskPaper, TaskState
from yimen.rules.tasks.visits import (
    AlreadyPlanned,
    NotAWorkingDay,
    NoTimes,
    NotOffered,
    NotSignedByApplicant,
    TimeTooSoon,
    TwoNeeded,
)
from yimen.tasks import actions, queries
from yimen.tasks.actions._work import TaskChanged
from yimen.tasks.actions.mending import FindingUnknown
from yimen.tasks.actions.photos import NotAPicture
from yimen.tasks.actions.planning import DepartmentUnknown, NotAccepted, PlanMissing
from yimen.tasks.actions.recording import NoPhoto, NotTakingPart, StaffUnknown
from yimen.tasks.models import Finding, TaskFile
from yimen.trail import queries as trail
from yimen.vault import queries as vault

SITE = at(2) + timedelta(minutes=20)


def _plan(county: County, number: str, who: str = "officer", **more: object) -> int:
    facts = {
        "lead": MARKET, "asks": world.ASKS, "place": "民生路 9 号", "times": [at(2)], "prepare": "",
        "now": NOW,
    } | more  # fmt: skip
    return actions.plan_visit(county[who], number, **facts).id


def _say_all(county: County, task: int, *but: str) -> None:
    for code, who in WHO.items():
        if code not in but:
            actions.say(county[who], task, saying="agree", text="", now=SITE)


def _seat(number: str, code: str) -> Seat:
    return Seat.objects.get(case=world.child(number, code), order=0)


def test_the_applicant_is_asked_once_and_chooses(county: County) -> None:
    number = world.apply(county)
    task = world.visit(county, number)
    drain(NOW)
    told = Message.objects.filter(party=county.parties["li"], text__contains="现场核查")
    assert [(one.case.number, one.facts["n"]) for one in told] == [(number, "5")]
    with pytest.raises(NotOffered):
        actions.choose(county["li"], task, time=at(4), now=NOW)
    actions.choose(county["li"], task, time=at(3, 14), now=NOW)
    drain(NOW + MINUTE)
    found = world.of(task)
    assert (found.state, found.appointed_at) == (TaskState.APPOINTED, at(3, 14))
    notice = found.papers.get(kind=TaskPaper.APPOINTMENT)
    assert notice.pdf_id and "请带租赁合同原件" in str(notice.data["rows"])
    assert all(name in str(notice.data["rows"]) for name in world.OFFICES)


def test_another_time_is_asked_for_and_offered(county: County) -> None:
    task = world.visit(county, world.apply(county))
    with pytest.raises(TaskReasonMissing):
        actions.ask_other(county["li"], task, reason=" ", now=NOW)
    actions.ask_other(county["li"], task, reason="周五下午才在", now=NOW)
    assert queries.task_page(county["officer"], task).asked == "周五下午才在"
    with pytest.raises(TaskNotYours):
        actions.propose(county["health"], task, times=[at(4)], prepare="", now=NOW)
    actions.propose(county["officer"], task, times=[at(4, 15)], prepare="", now=NOW)
    actions.appoint(county["officer"], task, time=at(4, 15), reason="电话里和李敏约定", now=NOW)
    assert (world.of(task).appointed_at, world.of(task).facts["prepare"]) == (at(4, 15), "请带租赁合同原件")


def test_who_may_plan_and_when(county: County) -> None:
    number = world.apply(county)
    wrong = [
        ({"times": []}, NoTimes), ({"times": [at(2), at(2)]}, NoTimes),
        ({"times": [at(0, 15)]}, TimeTooSoon), ({"times": [at(5)]}, NotAWorkingDay),
        ({"times": [at(2, 20)]}, NotAWorkingDay), ({"place": " "}, PlanMissing),
        ({"asks": world.ASKS[:1]}, NoParticipants), ({"asks": [(MARKET, 5, ""), (HEALTH, 0, "")]}, BadDays),
        ({"asks": [(MARKET, 5, ""), ("nobody", 5, "")]}, DepartmentUnknown), ({"lead": HEALTH}, NotPermitted),
    ]  # fmt: skip
    for facts, refusal in wrong:
        with pytest.raises(refusal):
            _plan(county, number, **facts)
    with pytest.raises(NotVisible):
        _plan(county, "没有这件")
    assert _plan(county, number)
    with pytest.raises(AlreadyPlanned):
        _plan(county, number, "health", lead=HEALTH)


def test_a_department_without_a_part_leads_nothing(county: County, reach_licence) -> None:
    with pytest.raises(LeadUnfit):
        _plan(county, reach_licence("accepted"), "fire", lead=FIRE)
    with pytest.raises(NotAccepted):
        _plan(county, reach_licence("received"))


def test_two_officials_or_more_are_on_site(county: County) -> None:
    task = world.appointed(county, world.apply(county))
    with pytest.raises(TwoNeeded):
        actions.begin_record(county["officer"], task, staff=["0201", "0201"], applicant="", now=SITE)
    with pytest.raises(StaffUnknown):
        actions.begin_record(county["officer"], task, staff=["0201", "7777"], applicant="", now=SITE)
    actions.begin_record(county["health"], task, staff=["0201", "0301"], applicant="李敏", now=SITE)
    assert world.of(task).state == TaskState.GATHERING
    assert [one.role for one in queries.task_page(county["fire"], task).people] == [
        "staff", "staff", "applicant",
    ]  # fmt: skip


def test_a_department_that_agrees_signs_its_own_seat(county: County) -> None:
    number = world.apply(county)
    task = world.on_site(county, number)
    actions.say(county["health"], task, saying="agree", text="布局合理", now=SITE)
    seat = _seat(number, HEALTH)
    assert (seat.verdict, seat.answered_by) == ("agree", county["health"].name)
    assert "布局合理" in seat.text and "RW20261116" in seat.text
    assert _seat(number, FIRE).verdict == ""
    actions.say(county["fire"], task, saying="disagree", text="没有第二个安全出口", now=SITE)
    assert _seat(number, FIRE).verdict == "disagree"
    kinds = [row.kind for row in trail.history(world.child(number, FIRE).number)]
    assert kinds[-1] == "case.opinion_given", "by the case's own act, on its own record"
    with pytest.raises(SaidAlready):
        actions.say(county["fire"], task, saying="agree", text="", now=SITE)
    with pytest.raises(SaidAlready):
        actions.find(county["fire"], task, text="还有一条", mend=False, days=0, now=SITE)


def test_what_is_found_becomes_one_list_and_is_mended(county: County) -> None:
    number = world.apply(county)
    task = world.on_site(county, number)
    actions.find(county["fire"], task, text="灭火器过期", mend=True, days=5, now=SITE)
    actions.find(county["urban"], task, text="招牌超出门面", mend=True, days=10, now=SITE)
    actions.find(county["build"], task, text="图纸和现场一致", mend=False, days=0, now=SITE)
    with pytest.raises(OpenFindings):
        actions.say(county["fire"], task, saying="agree", text="", now=SITE)
    with pytest.raises(NothingToMend):
        actions.say(county["health"], task, saying="conditions", text="", now=SITE)
    with pytest.raises(SayingWordsMissing):
        actions.say(county["health"], task, saying="disagree", text="", now=SITE)
    for who in ("fire", "urban"):
        actions.say(county[who], task, saying="conditions", text="", now=SITE)
    with pytest.raises(NotAllHeard):
        actions.sign_off(county["officer"], task, signed="signed", words="", now=SITE)
    _say_all(county, task, FIRE, URBAN)
    for signed, words in (("", ""), ("refused", " ")):
        with pytest.raises(NotSignedByApplicant):
            actions.sign_off(county["officer"], task, signed=signed, words=words, now=SITE)
    actions.sign_off(county["officer"], task, signed="refused", words="不认可第 2 条", now=SITE)
    drain(SITE)
    found = world.of(task)
    assert found.state == TaskState.MENDING and found.next_at is not None
    lists = found.papers.filter(kind=TaskPaper.RECTIFICATION)
    assert lists.count() == 1 and len(lists[0].data["lines"]) == 2, "one list, not two"
    record = found.papers.get(kind=TaskPaper.RECORD)
    assert "拒绝签字：不认可第 2 条" in str(record.data) and record.pdf_id
    assert _seat(number, FIRE).verdict == "", "on conditions: not before they are met"
    _mend(county, task)
    assert world.of(task).state == TaskState.CLOSED
    assert _seat(number, FIRE).verdict == _seat(number, URBAN).verdict == "agree"


def _mend(county: County, task: int) -> None:
    one, two = Finding.objects.filter(task=task, state=FindingState.OPEN).order_by("pk")
    later = SITE + timedelta(days=1)
    with pytest.raises(NotCheckable):
        actions.check_finding(county["fire"], task, one.pk, ok=True, words="", now=later)
    with pytest.raises(AnswerEmpty):
        actions.answer_finding(county["li"], task, one.pk, text=" ", now=later)
    with pytest.raises(FindingUnknown):
        actions.answer_finding(county["li"], task, 99999, text="换了", now=later)
    photo = actions.keep_photo(county["li"], [world.picture()], "灭火器.jpg", now=later)
    actions.answer_finding(county["li"], task, one.pk, text="换了新的", photos=[photo], now=later)
    with pytest.raises(NotYourFinding):
        actions.check_finding(county["urban"], task, one.pk, ok=True, words="", now=later)
    with pytest.raises(CheckWordsMissing):
        actions.check_finding(county["fire"], task, one.pk, ok=False, words="", now=later)
    actions.check_finding(county["fire"], task, one.pk, ok=False, words="还差 1 具", now=later)
    actions.answer_finding(county["li"], task, one.pk, text="又补了 1 具", now=later)
    actions.check_finding(county["fire"], task, one.pk, ok=True, words="", now=later)
    with pytest.raises(NotAnswerable):
        actions.answer_finding(county["li"], task, one.pk, text="再答一次", now=later)
    actions.answer_finding(county["li"], task, two.pk, text="招牌改小了", now=later)
    assert world.of(task).state == TaskState.MENDING
    actions.check_finding(county["urban"], task, two.pk, ok=True, words="", now=later)


def test_without_anything_to_mend_it_is_closed_with_the_record(county: County) -> None:
    number = world.apply(county)
    task = world.on_site(county, number)
    _say_all(county, task)
    rev = world.of(task).rev
    with pytest.raises(TaskChanged):
        actions.sign_off(county["officer"], task, signed="signed", words="", rev=rev - 1, now=SITE)
    done = actions.sign_off(county["officer"], task, signed="signed", words="", rev=rev, now=SITE)
    assert done.state == TaskState.CLOSED and done.paper.startswith("KC")
    kinds = [row.kind for row in trail.history(f"task:{task}")]
    assert kinds[-2:] == ["task.signed_off", "task.closed"]
    assert list(trail.broken_links(f"task:{task}")) == []


def test_no_clock_of_the_case_stops_for_a_visit(county: County) -> None:
    number = world.apply(county)
    before = world.child(number, HEALTH)
    world.on_site(county, number)
    after = world.child(number, HEALTH)
    assert (after.promise_due, after.legal_due, after.pause_count) == (
        before.promise_due, before.legal_due, 0,
    )  # fmt: skip


def test_a_second_visit_only_where_it_is_asked_for(county: County) -> None:
    task = world.on_site(county, world.apply(county))
    actions.find(county["fire"], task, text="灭火器过期", mend=True, days=5, now=SITE)
    actions.say(county["fire"], task, saying="conditions", text="", now=SITE)
    _say_all(county, task, FIRE)
    actions.sign_off(county["officer"], task, signed="signed", words="", now=SITE)
    with pytest.raises(TaskReasonMissing):
        actions.revisit(county["officer"], task, reason="", times=[at(7)], prepare="", now=SITE)
    actions.revisit(county["officer"], task, reason="照片看不清", times=[at(7)], prepare="", now=SITE)
    assert world.of(task).state == TaskState.PROPOSED
    with pytest.raises(TaskNotHere):
        actions.answer_finding(county["li"], task, 1, text="好了", now=SITE)


def test_photos_lose_their_place_and_only_pictures_are_taken(county: County) -> None:
    task = world.on_site(county, world.apply(county))
    assert b"PHONEMAKER" in world.picture()
    kept = actions.keep_photo(county["fire"], [world.picture()], "现场.jpg", now=SITE)
    actions.photo(county["fire"], task, photo=kept, now=SITE)
    file = TaskFile.objects.select_related("stored").get(task=task)
    with vault.open_digest(file.stored.digest) as content:
        found = content.read()
    assert b"PHONEMAKER" not in found and b"Exif" not in found and found[:2] == b"\xff\xd8"
    with pytest.raises(NoPhoto):
        actions.photo(county["health"], task, photo=kept, now=SITE)
    with pytest.raises(NotAPicture):
        actions.keep_photo(county["fire"], [b"%PDF-1.7\n" + b"x" * 2000], "a.pdf", now=SITE)
    assert queries.may_open_file(county["health"], file.stored.key)
    assert not queries.may_open_file(county["wang"], file.stored.key)
    assert not queries.may_open_file(county["li"], file.stored.key), "of the place: the record tells it"


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [({"text": " "}, FindingEmpty), ({"days": 0}, BadMendingDays), ({"days": 61}, BadMendingDays)],
)
def test_a_finding_is_whole(county: County, facts: dict, refusal: type[RuleBroken]) -> None:
    task = world.on_site(county, world.apply(county))
    with pytest.raises(refusal):
        actions.find(
            county["fire"], task, now=SITE, **{"text": "灭火器过期", "mend": True, "days": 5, **facts}
        )


def test_it_exists_only_for_who_takes_part(county: County, reach_licence) -> None:
    number = reach_licence("accepted")
    task = _plan(county, number, asks=[(MARKET, 5, ""), (FIRE, 5, "")])
    for who in ("health", "wang", "clerk", "keeper"):
        with pytest.raises(TaskNotVisible):
            queries.task_page(county[who], task)
    assert queries.task_page(county["supervisor"], task).acts == ()
    own = queries.task_page(county["li"], task)
    assert own.is_applicant and not own.people and not own.history
    assert [row.id for row in queries.of_department(county["fire"])] == [task]
    assert [row.id for row in queries.of_department(county["fire"], lead=True)] == []
    assert [row.id for row in queries.of_party(county["li"])] == [task]
    assert [row.id for row in queries.of_case(Case.objects.get(number=number).pk)] == [task]


def test_who_does_not_take_part_says_nothing(county: County, reach_licence) -> None:
    number = reach_licence("accepted")
    task = _plan(county, number, asks=[(HEALTH, 5, ""), (FIRE, 5, "")])
    actions.choose(county["li"], task, time=at(2), now=NOW)
    actions.begin_record(county["fire"], task, staff=["0401", "0301"], applicant="", now=SITE)
    with pytest.raises(NotTakingPart):
        actions.say(county["officer"], task, saying="agree", text="", now=SITE)
    assert case_queries.subject(number).involved == {MARKET}


def test_sent_twice_it_is_done_once(county: County) -> None:
    task = world.on_site(county, world.apply(county))
    facts = {"text": "灭火器过期", "mend": True, "days": 5, "now": SITE, "once": "a" * 20}
    first = actions.find(county["fire"], task, **facts)
    assert actions.find(county["fire"], task, **facts) == first
    assert Finding.objects.filter(task=task).count() == 1
