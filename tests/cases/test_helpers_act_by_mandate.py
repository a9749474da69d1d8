"""帮代办 through the same acts as an agent's: who sees the case, who may do what."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import transaction

from tests import county as counties
from tests.cases.acts import ACTS
from yimen.bureau import queries as bureau
from yimen.cases import actions, queries
from yimen.cases.models import Case
from yimen.parties.actions import helping
from yimen.parties.queries import helping as mandates
from yimen.rules.authority import Actor, NotVisible, OnlyAssists, OwnCase, Post
from yimen.rules.calendar import china_date
from yimen.rules.errors import RuleBroken
from yimen.rules.helping.mandate import HelpNotConfirmed
from yimen.rules.terms import Channel, Role
from yimen.trail import queries as trail

pytestmark = [pytest.mark.django_db]
HELPER = Actor(account=90, name="林帮", staff="3001", posts=(Post(Role.HELPER, counties.MARKET),))


def helper(now: datetime, who: Actor = HELPER) -> Actor:
    """The helper as the session of this moment knows them."""
    return replace(who, helps=mandates.helps_of(who.staff, china_date(now)))


def allow(county: counties.County, now: datetime, *items: str, kind: str = "act", who: str = "wang") -> int:
    """`who` lets the helper help, by their own account."""
    party, day = county.parties[who], china_date(now)
    asked = helping.ask_help(
        HELPER, party.name, party.id_number, kind, items, day, day + timedelta(days=90), now=now
    ).id  # fmt: skip
    helping.confirm_help(county[who], asked, now=now)
    return asked


def open_draft(county: counties.County, now: datetime, actor: Actor | None = None) -> str:
    party = county.parties["wang"].pk
    return actions.open_draft(
        actor or helper(now), counties.LICENCE, party, channel=str(Channel.HELPER), region=counties.REGION,
        now=now,
    ).number  # fmt: skip


def fill(actor: Actor, number: str, now: datetime) -> None:
    actions.save(actor, number, {"shop_name": "青石面馆", "area": "120"}, now=now)
    for code in ("M-PLAN", "M-RULES"):
        actions.attach(actor, number, code, None, now=now, how="1")


def test_nobody_is_helped_who_did_not_confirm(county: counties.County, now: datetime) -> None:
    with pytest.raises(HelpNotConfirmed):
        open_draft(county, now)
    allow(county, now, counties.INSTANT)
    with pytest.raises(HelpNotConfirmed):
        open_draft(county, now)


def test_the_draft_is_of_the_two_alone_and_says_who_helps(county: counties.County, now: datetime) -> None:
    allow(county, now)
    number = open_draft(county, now)
    kept = Case.objects.get(number=number)
    assert (kept.helper, kept.agent_id, kept.channel) == ("3001", None, "6")
    assert [row.actor for row in trail.history(number)] == ["staff:3001"]
    assert queries.case_page(helper(now), number, now=now).is_own
    assert queries.case_page(county["wang"], number, now=now).is_own
    other = replace(HELPER, staff="3002", helps=helper(now).helps)
    for nobody in (other, HELPER, county["li"], county["clerk"], county["supervisor"], county["officer"]):
        with pytest.raises(NotVisible):
            queries.case_page(nobody, number, now=now)


def test_to_act_is_to_hand_in_answer_and_take_back(county: counties.County, now: datetime) -> None:
    allow(county, now)
    number, one = open_draft(county, now), helper(now)
    fill(one, number, now)
    actions.submit(one, number, now=now)
    actions.receive(county["clerk"], number, now=now)
    actions.ask_correction(county["clerk"], number, reason="看不清", rejected={"M-PLAN": "看不清"}, now=now)
    actions.attach(one, number, "M-PLAN", None, now=now, how="1")
    actions.supply(one, number, now=now)
    actions.accept(county["clerk"], number, now=now)
    actions.withdraw(one, number, reason="不办了", now=now)
    assert Case.objects.get(number=number).state == "withdrawn"


def test_to_assist_is_to_fill_in_what_the_principal_hands_in(county: counties.County, now: datetime) -> None:
    allow(county, now, kind="assist")
    number, one = open_draft(county, now), helper(now)
    fill(one, number, now)
    with pytest.raises(OnlyAssists):
        actions.submit(one, number, now=now)
    actions.submit(county["wang"], number, now=now)
    actions.receive(county["clerk"], number, now=now)
    actions.ask_correction(county["clerk"], number, reason="看不清", rejected={"M-PLAN": "看不清"}, now=now)
    actions.attach(one, number, "M-PLAN", None, now=now, how="1")
    with pytest.raises(OnlyAssists):
        actions.supply(one, number, now=now)
    actions.supply(county["wang"], number, now=now)


def test_an_ended_mandate_ends_sight_and_what_was_done_stands(county: counties.County, now: datetime) -> None:
    mandate = allow(county, now)
    number = open_draft(county, now)
    fill(helper(now), number, now)
    actions.submit(helper(now), number, now=now)
    helping.end_help(county["wang"], mandate, now=now)
    with pytest.raises(NotVisible):
        actions.withdraw(helper(now), number, reason="不办了", now=now)
    assert Case.objects.get(number=number).state == "submitted"
    assert queries.helped_cases(helper(now), bureau.work_calendar(), now=now) == []


def test_a_clerk_who_helped_does_not_handle_the_case(county: counties.County, now: datetime) -> None:
    allow(county, now)
    number = open_draft(county, now)
    fill(helper(now), number, now)
    actions.submit(helper(now), number, now=now)
    both = replace(county["clerk"], staff="3001", posts=(*county["clerk"].posts, *HELPER.posts))
    with pytest.raises(OwnCase):
        actions.receive(both, number, now=now)


@pytest.mark.parametrize(
    ("kind", "point", "allowed"),
    [
        ("act", "filled", {"choose_delivery", "save", "submit", "void"}),
        ("act", "submitted", {"choose_delivery", "withdraw"}),
        ("act", "accepted", {"choose_delivery", "urge", "withdraw"}),
        ("act", "delivered", {"confirm"}),
        ("assist", "filled", {"save"}),
        ("assist", "submitted", set()),
        ("assist", "accepted", set()),
        ("assist", "delivered", set()),
        ("none", "filled", set()),
        ("none", "accepted", set()),
    ],
)
def test_the_table_of_what_a_helper_may_do(
    kind: str, point: str, allowed: set[str], reach: object, county: counties.County, now: datetime
) -> None:
    case = reach(point)  # type: ignore[operator]
    Case.objects.filter(pk=case.pk).update(helper="3001", channel="6")
    if kind != "none":
        allow(county, now, kind=kind, who="li")
    actor, at, done = helper(now), now + timedelta(minutes=30), set()
    for act, attempt in ACTS.items():
        sid = transaction.savepoint()
        try:
            attempt(actor, case.number, at)
            done.add(act)
        except NotVisible:
            assert kind == "none"
        except RuleBroken:
            assert kind != "none"
        transaction.savepoint_rollback(sid)
    assert done == allowed


def test_the_list_of_a_helper_holds_what_they_help_with(county: counties.County, now: datetime) -> None:
    allow(county, now, counties.LICENCE)
    calendar = bureau.work_calendar()
    first, second = open_draft(county, now), open_draft(county, now)
    rows = queries.helped_cases(helper(now), calendar, now=now)
    assert [row.number for row in rows] == [second, first]
    assert queries.helped_cases(helper(now), calendar, now=now, before=rows[0].id) == rows[1:]
    assert queries.helped_cases(county["clerk"], calendar, now=now) == []
    other = replace(HELPER, staff="3002", helps=helper(now).helps)
    assert queries.helped_cases(other, calendar, now=now) == []
