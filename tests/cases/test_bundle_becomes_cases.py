"""联办: one application becomes a case for each member; each starts when what it needs is there."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction

from tests import bundle_world as world
from tests import county as counties
from tests.county import County
from yimen.bureau import queries as bureau
from yimen.cases import actions, queries
from yimen.cases.actions import Stale
from yimen.cases.models import Case, CaseDocument, CaseMaterial
from yimen.catalogue import actions as keeping
from yimen.catalogue import queries as catalogue
from yimen.config.worker import drain
from yimen.rules.authority import SYSTEM, NotVisible
from yimen.rules.intake import GapsRemain
from yimen.rules.lifecycle import NotHere, NotYours
from yimen.rules.terms import State
from yimen.trail import queries as trail

pytestmark = [pytest.mark.django_db, pytest.mark.both]
#: Who decides each member.
WHO = {world.REGISTER: "officer", world.FOOD: "health", world.SIGN: "officer", world.FIRE: "health"}
MINUTE = timedelta(minutes=1)


@pytest.fixture
def snacks(county: County) -> County:
    world.publish(county)
    return county


def _apply(county: County, sign: bool = True) -> str:
    """An application of 李敏 for the bundle, accepted at the window; its number."""
    li, now = county["li"], county.now
    opened = actions.open_draft(
        li, world.SNACKS, county.parties["li"].pk, channel="2", region=counties.REGION, now=now
    )
    number = opened.number
    actions.save(li, number, {"has_sign": sign, "shop_name": "青石小吃", "area": "60"}, now=now)
    for code in ("M-LEASE", "M-PLAN", *(["M-SIGN"] if sign else [])):
        actions.attach(li, number, code, None, now=now, how="1")
    actions.submit(li, number, now=now)
    actions.receive(county["clerk"], number, now=now)
    actions.accept(county["clerk"], number, now=now)
    return number


def _members(number: str) -> dict[str, Case]:
    rows = Case.objects.filter(parent__number=number).select_related("item")
    return {row.item.code: row for row in rows}


def _states(number: str) -> dict[str, str]:
    return {item: row.state for item, row in _members(number).items()}


def _decide(county: County, number: str, item: str, grant: bool = True, later: timedelta = MINUTE) -> None:
    child, now = _members(number)[item], county.now + later
    if grant:
        actions.grant(county[WHO[item]], child.number, now=now)
    else:
        actions.refuse(county[WHO[item]], child.number, reason="场地不合要求", now=now)
    drain(now)


def _state(number: str) -> str:
    return Case.objects.get(number=number).state


def test_what_waits_for_nobody_starts_at_once_and_the_rest_waits(snacks: County) -> None:
    number = _apply(snacks)
    assert _state(number) == State.REVIEWING
    assert _states(number) == {
        world.REGISTER: State.REVIEWING, world.FOOD: State.WAITING, world.SIGN: State.WAITING,
        world.FIRE: State.WAITING,
    }  # fmt: skip
    waiting = _members(number)[world.FOOD]
    assert (waiting.accepted_at, waiting.due_at, waiting.desk) == (None, None, "")
    assert _members(number)[world.REGISTER].accepted_at == snacks.now


def test_only_the_members_that_the_answers_choose(snacks: County) -> None:
    assert set(_states(_apply(snacks, sign=False))) == {world.REGISTER, world.FOOD, world.FIRE}


def test_each_member_gets_its_own_answers_and_materials_and_no_others(snacks: County) -> None:
    members = _members(_apply(snacks))
    assert members[world.SIGN].answers == {"shop_name": "青石小吃"}
    assert members[world.FOOD].answers == {"shop_name": "青石小吃", "area": "60"}
    lines = {
        item: dict(row.materials.order_by("order").values_list("code", "status"))
        for item, row in members.items()
    }
    assert lines[world.REGISTER] == {"M-LEASE": "given"}
    assert lines[world.SIGN] == {"M-BL": "missing", "M-SIGN": "given"}
    assert lines[world.FOOD] == {"M-BL": "missing", "M-PLAN": "given", "M-FIRE": "missing"}


def test_they_start_on_their_own_clock_with_what_was_made(snacks: County) -> None:
    number = _apply(snacks)
    later = timedelta(days=1)
    _decide(snacks, number, world.REGISTER, later=later)
    assert _states(number) == {
        world.REGISTER: State.ISSUED, world.FOOD: State.REVIEWING, world.SIGN: State.REVIEWING,
        world.FIRE: State.REVIEWING,
    }  # fmt: skip
    food = _members(number)[world.FOOD]
    assert food.accepted_at == snacks.now + later
    assert food.promise_due is not None and food.promise_due > snacks.now + timedelta(days=7)
    made = food.materials.get(code="M-BL")
    assert (made.status, made.get_type) == (CaseMaterial.EXEMPT, "5")
    assert made.note.startswith("由“个体工商户设立登记”办出")


def test_all_results_leave_together_and_the_papers_are_one_set(snacks: County) -> None:
    number = _apply(snacks)
    for item in (world.REGISTER, world.FIRE, world.SIGN):
        _decide(snacks, number, item)
    assert _state(number) == State.REVIEWING
    _decide(snacks, number, world.FOOD)
    parent = Case.objects.get(number=number)
    assert (parent.state, parent.result_name) == (
        State.ISSUED, "营业执照、招牌设置决定、小餐饮许可证、检查意见",
    )  # fmt: skip
    assert all(row.desk == "" and row.due_at is None for row in _members(number).values())
    voucher = parent.documents.get(kind="pickup")
    assert len(voucher.data["results"]) == 4 and voucher.data["pickup_code"]
    actions.deliver(snacks["clerk"], number, receiver="李敏", seen="居民身份证", now=snacks.now + 9 * MINUTE)
    assert set(_states(number).values()) == {State.DELIVERED}
    kinds = sorted(CaseDocument.objects.filter(case__parent=parent).values_list("kind", flat=True))
    assert kinds == ["approval"] * 4, "the members leave their decisions; all else is of the whole"
    assert {row.received_result_by for row in _members(number).values()} == {"李敏"}


def test_a_member_is_refused_and_the_others_go_on(snacks: County) -> None:
    number = _apply(snacks)
    _decide(snacks, number, world.REGISTER)
    _decide(snacks, number, world.FOOD, grant=False)
    assert _states(number)[world.SIGN] == State.REVIEWING
    for item in (world.FIRE, world.SIGN):
        _decide(snacks, number, item)
    parent = Case.objects.get(number=number)
    assert parent.state == State.ISSUED
    told = parent.documents.get(kind="pickup").data["results"]
    assert "小餐饮许可：不予许可" in told


def test_who_waited_for_what_was_refused_ends_with_the_reason(snacks: County) -> None:
    number = _apply(snacks)
    _decide(snacks, number, world.REGISTER, grant=False)
    assert set(_states(number).values()) == {State.REFUSED, State.TERMINATED}
    ended = _members(number)[world.FOOD]
    assert "“个体工商户设立登记”没有办成" in trail.history(ended.number)[-1].data["reason"]
    assert _state(number) == State.ISSUED, "the refusal with its remedies is handed out"


def test_where_the_bundle_says_so_all_stop(county: County) -> None:
    world.publish(county, policy="stop")
    number = _apply(county)
    _decide(county, number, world.REGISTER)
    _decide(county, number, world.FIRE, grant=False)
    states = _states(number)
    assert (states[world.REGISTER], states[world.FIRE]) == (State.ISSUED, State.REFUSED)
    assert states[world.FOOD] == states[world.SIGN] == State.TERMINATED


def test_the_applicant_withdraws_the_whole_or_one_member(snacks: County) -> None:
    one = _apply(snacks)
    _decide(snacks, one, world.REGISTER)
    actions.withdraw(snacks["li"], _members(one)[world.SIGN].number, reason="不挂招牌了", now=snacks.now)
    drain(snacks.now + 2 * MINUTE)
    assert (_state(one), _states(one)[world.SIGN], _states(one)[world.FOOD]) == (
        State.REVIEWING, State.WITHDRAWN, State.REVIEWING,
    )  # fmt: skip
    actions.withdraw(snacks["li"], one, reason="不开了", now=snacks.now + 3 * MINUTE)
    drain(snacks.now + 4 * MINUTE)
    assert _state(one) == State.WITHDRAWN
    assert _states(one) == {
        world.REGISTER: State.ISSUED, world.FOOD: State.WITHDRAWN, world.SIGN: State.WITHDRAWN,
        world.FIRE: State.WITHDRAWN,
    }  # fmt: skip


def test_what_was_decided_before_the_whole_is_withdrawn_comes_by_itself(snacks: County) -> None:
    """The licence is made, a refusal lies at the counter, another grant is not told yet."""
    number = _apply(snacks)
    _decide(snacks, number, world.REGISTER)
    _decide(snacks, number, world.FIRE, grant=False)
    sign = _members(number)[world.SIGN]
    actions.grant(snacks["officer"], sign.number, now=snacks.now + 2 * MINUTE)
    actions.withdraw(snacks["li"], number, reason="不开了", now=snacks.now + 3 * MINUTE)
    drain(snacks.now + 4 * MINUTE)
    found = _members(number)
    assert {item: row.state for item, row in found.items()} == {
        world.REGISTER: State.ISSUED, world.FOOD: State.WITHDRAWN, world.SIGN: State.ISSUED,
        world.FIRE: State.REFUSED,
    }  # fmt: skip
    assert all(found[item].desk for item in (world.REGISTER, world.SIGN, world.FIRE)), "a window has them"
    for item in (world.REGISTER, world.SIGN, world.FIRE):
        actions.deliver(
            snacks["clerk"],
            found[item].number,
            receiver="李敏",
            seen="居民身份证",
            now=snacks.now + 5 * MINUTE,
        )
    drain(snacks.now + 6 * MINUTE)
    assert {_members(number)[item].state for item in (world.REGISTER, world.SIGN, world.FIRE)} == {
        State.DELIVERED
    }  # fmt: skip


def test_news_may_come_late_and_twice(snacks: County) -> None:
    number = _apply(snacks)
    child = _members(number)[world.REGISTER]
    actions.grant(snacks["officer"], child.number, now=snacks.now + MINUTE)
    assert _states(number)[world.FOOD] == State.WAITING, "the worker has not told anybody yet"
    for _ in range(3):
        with transaction.atomic():
            actions.advance(number, now=snacks.now + MINUTE)
    before = {row.number: row.rev for row in _members(number).values()}
    drain(snacks.now + MINUTE)
    assert {row.number: row.rev for row in _members(number).values()} == before
    kinds = [row.kind for row in trail.history(_members(number)[world.FOOD].number)]
    assert kinds == ["case.taken_in", "case.started"]


def test_a_department_sees_its_part_and_nothing_else(snacks: County) -> None:
    number = _apply(snacks)
    members = _members(number)
    food = queries.case_page(snacks["health"], members[world.FOOD].number, now=snacks.now)
    assert food.case.number == members[world.FOOD].number
    for hidden in (number, members[world.SIGN].number):
        with pytest.raises(NotVisible):
            queries.case_page(snacks["health"], hidden, now=snacks.now)
    assert {row.number for row in queries.my_cases(
        snacks["li"], bureau.work_calendar(), now=snacks.now
    )} == {number}  # fmt: skip


def test_nobody_signs_the_whole_and_nobody_accepts_a_part(snacks: County) -> None:
    number = _apply(snacks)
    child = _members(number)[world.REGISTER].number
    with pytest.raises(NotYours):
        actions.grant(snacks["director"], number, now=snacks.now)
    with pytest.raises(NotHere):
        actions.accept(snacks["clerk2"], child, now=snacks.now)
    with pytest.raises(Stale):
        actions.grant(snacks["officer"], child, now=snacks.now, rev=0)


def test_what_is_missing_keeps_the_whole_from_being_handed_in(snacks: County) -> None:
    opened = actions.open_draft(
        snacks["li"], world.SNACKS, snacks.parties["li"].pk, channel="2", region=counties.REGION,
        now=snacks.now,
    )  # fmt: skip
    answers = {"has_sign": True, "shop_name": "青石小吃", "area": "60"}
    actions.save(snacks["li"], opened.number, answers, now=snacks.now)
    with pytest.raises(GapsRemain) as refused:
        actions.submit(snacks["li"], opened.number, now=snacks.now)
    assert "营业执照" not in refused.value.words and "招牌效果图" in refused.value.words


def test_deemed_acceptance_sets_the_members_off_too(snacks: County) -> None:
    li, now = snacks["li"], snacks.now
    number = actions.open_draft(
        li, world.SNACKS, snacks.parties["li"].pk, channel="2", region=counties.REGION, now=now
    ).number
    actions.save(li, number, {"has_sign": False, "shop_name": "青石小吃", "area": "60"}, now=now)
    for code in ("M-LEASE", "M-PLAN"):
        actions.attach(li, number, code, None, now=now, how="1")
    actions.submit(li, number, now=now)
    late = now + timedelta(days=12)
    actions.alarm(SYSTEM, number, now=late)
    assert _states(number)[world.REGISTER] == State.REVIEWING


def test_the_versions_are_those_under_which_it_was_filed(snacks: County) -> None:
    number = _apply(snacks)
    pinned = {row.item.code: row.version_id for row in _members(number).values()}
    keeping.bulk_publish(
        snacks["keeper"], world.members()[1:2], effective_from=date(2026, 1, 2), document="云审发〔2026〕8号",
        now=snacks.now,
    )  # fmt: skip
    drain(snacks.now)
    plan = catalogue.plan(Case.objects.get(number=number).version_id)
    assert {part.item: part.version for part in plan.parts} == pinned
    _decide(snacks, number, world.REGISTER)
    assert _states(number)[world.FOOD] == State.REVIEWING


def test_the_others_go_on_while_one_department_waits_for_what_it_asked(snacks: County) -> None:
    number = _apply(snacks)
    _decide(snacks, number, world.REGISTER)
    food, now = _members(number)[world.FOOD], snacks.now + 2 * MINUTE
    actions.note_gaps(snacks["health"], food.number, rejected={"M-PLAN": "看不清"}, now=now)
    actions.send_notice(snacks["clerk"], number, now=now)
    assert _states(number)[world.FOOD] == State.SUPPLEMENT
    _decide(snacks, number, world.SIGN, later=3 * MINUTE)
    page = queries.case_page(snacks["li"], number, now=now)
    assert page.members is not None
    assert [row.number for row in page.members.rows if row.state is State.SUPPLEMENT] == [food.number]
    actions.attach(snacks["li"], number, "M-PLAN", None, now=now, how="1")
    actions.supply(snacks["li"], number, now=now)
    for item in (world.FOOD, world.FIRE):
        _decide(snacks, number, item, later=4 * MINUTE)
    assert _state(number) == State.ISSUED
