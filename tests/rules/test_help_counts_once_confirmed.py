"""帮代办: what a helper may do by which mandate, when, on which case; who confirms; what a code is worth."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.rules import applying, authority
from yimen.rules.authority import Actor, Post, Sight, Stand
from yimen.rules.helping import mandate
from yimen.rules.helping.mandate import Asked
from yimen.rules.helping.terms import Confirmed
from yimen.rules.lifecycle import acts_from
from yimen.rules.offices import PartnerOnlyHelps, require_fit_partner
from yimen.rules.terms import Act, Capacity, Channel, HelpKind, Role, State

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
TOWN = Post(Role.HELPER, "town", "450721100000")
HELPER = Actor(account=9, name="林帮", staff="3001", posts=(TOWN,))
CLERK = Actor(account=8, name="窗口", staff="0101", posts=(Post(Role.CLERK, "x", "450721000000"),))
OLD_MAN = Actor(account=1, name="王大爷", party=7)
CASE = Stand(party=7, agent=None, department="x", region="450721000000", item="A1", helper="3001")
ASKED = Asked(7, "3001", HelpKind.ACT, (), TODAY, TODAY + timedelta(days=30), NOW)
YES = replace(ASKED, confirmed_at=NOW, code_at=NOW)


def helper(*rows: Asked, day: date = TODAY) -> Actor:
    return replace(HELPER, helps=mandate.holding(rows, day))


@pytest.mark.parametrize(
    ("row", "day", "holds"),
    [
        (ASKED, TODAY, False),
        (YES, TODAY, True),
        (YES, YES.to_day, True),
        (YES, YES.to_day + timedelta(days=1), False),
        (YES, TODAY - timedelta(days=1), False),
        (replace(YES, ended_at=NOW), TODAY, False),
    ],
)
def test_it_holds_once_confirmed_within_its_days_until_ended(row: Asked, day: date, holds: bool) -> None:
    assert row.holds(day) is holds
    assert bool(mandate.holding([row], day)) is holds


@pytest.mark.parametrize(
    ("kind", "items", "stand", "capacity"),
    [
        (HelpKind.ACT, (), CASE, Capacity.APPLICANT),
        (HelpKind.ACT, ("A1",), CASE, Capacity.APPLICANT),
        (HelpKind.ASSIST, (), CASE, Capacity.ASSISTANT),
        (HelpKind.GUIDE, (), CASE, None),
        (HelpKind.ACT, ("B1",), CASE, None),
        # Another helper's case, the principal's own case, somebody else's.
        (HelpKind.ACT, (), replace(CASE, helper="3002"), None),
        (HelpKind.ACT, (), replace(CASE, helper=""), None),
        (HelpKind.ACT, (), replace(CASE, party=8), None),
    ],
)
def test_a_helper_sees_and_does_only_what_they_help_with(
    kind: HelpKind, items: tuple[str, ...], stand: Stand, capacity: Capacity | None
) -> None:
    actor = helper(replace(YES, kind=kind, items=items))
    assert authority.capacities(actor, stand) == (frozenset({capacity}) if capacity else frozenset())
    assert authority.sights(actor, stand) == (frozenset({Sight.OWN}) if capacity else frozenset())


def test_help_to_fill_in_hands_nothing_in_and_takes_nothing_back() -> None:
    assert acts_from(State.DRAFT, {Capacity.ASSISTANT}) == (Act.SAVE,)
    assert acts_from(State.CORRECTION, {Capacity.ASSISTANT}) == (Act.SAVE,)
    assert acts_from(State.REVIEWING, {Capacity.ASSISTANT}) == ()


def test_who_helped_never_handles_the_case_as_an_official() -> None:
    both = replace(CLERK, staff="3001", posts=(*CLERK.posts, TOWN))
    assert authority.capacities(both, CASE) == frozenset()
    with pytest.raises(authority.OwnCase):
        authority.require_fit(both, CASE, Capacity.ACCEPTOR)


def test_without_a_yes_nothing_is_begun() -> None:
    with pytest.raises(mandate.HelpNotConfirmed):
        applying.require_may_file(HELPER, 7, "A1", "450721000000")
    with pytest.raises(applying.NotForYou):
        applying.require_may_file(replace(OLD_MAN, party=3), 7, "A1", "450721000000")
    applying.require_may_file(helper(YES), 7, "A1", "450721000000")
    assert applying.helper_for(helper(YES), 7, "A1", Channel.HELPER) == "3001"
    assert applying.helper_for(helper(YES), 7, "A1", Channel.COUNTER) == ""
    assert applying.helper_for(CLERK, 7, "A1", Channel.HELPER) == ""


def test_the_principal_confirms_or_a_clerk_who_is_not_the_helper() -> None:
    assert mandate.confirmer(OLD_MAN, ASKED) is Confirmed.SELF
    assert mandate.confirmer(CLERK, ASKED) is Confirmed.COUNTER
    same = replace(CLERK, staff="3001")
    for nobody in (HELPER, same, replace(OLD_MAN, party=8), replace(HELPER, staff="3002")):
        with pytest.raises(mandate.HelperConfirms):
            mandate.confirmer(nobody, ASKED)


def test_guiding_needs_no_mandate() -> None:
    assert mandate.read_kind("act") is HelpKind.ACT
    for raw in ("guide", "", "全部"):
        with pytest.raises(mandate.HelpKindUnknown):
            mandate.read_kind(raw)


def test_a_request_waits_a_week() -> None:
    late = NOW + timedelta(days=mandate.WAITS_DAYS)
    mandate.require_waiting(ASKED, late - timedelta(seconds=1))
    for row, at in ((ASKED, late), (replace(ASKED, ended_at=NOW), NOW), (replace(YES, ended_at=NOW), NOW)):
        with pytest.raises(mandate.HelpEnded):
            mandate.require_waiting(row, at)
    with pytest.raises(mandate.HelpConfirmedBefore):
        mandate.require_waiting(YES, NOW)


def test_a_code_is_sent_to_a_telephone_on_file_seldom_and_not_often() -> None:
    mandate.require_sendable(ASKED, "19900000001", NOW)
    with pytest.raises(mandate.NoPhoneOnFile):
        mandate.require_sendable(ASKED, "", NOW)
    sent = replace(ASKED, code_at=NOW, sent=1)
    with pytest.raises(mandate.CodeTooSoon) as soon:
        mandate.require_sendable(sent, "19900000001", NOW + timedelta(seconds=20))
    assert soon.value.facts["seconds"] == 40
    mandate.require_sendable(sent, "19900000001", NOW + mandate.APART)
    with pytest.raises(mandate.CodesUsedUp):
        mandate.require_sendable(replace(sent, sent=3), "19900000001", NOW + timedelta(hours=1))


@given(st.text(max_size=8), st.integers(0, 7), st.integers(-5, 900))
def test_only_the_right_digits_in_time_fit(typed: str, tries: int, seconds: int) -> None:
    row = replace(ASKED, code_at=NOW, sent=1, tries=tries)
    at = NOW + timedelta(seconds=seconds)
    if tries >= mandate.TRIES or at >= NOW + mandate.VALID:
        with pytest.raises(mandate.HelpCodeExpired):
            mandate.fits(row, typed, "120934", at)
    else:
        assert mandate.fits(row, typed, "120934", at) is False or "".join(typed.split()) == "120934"
        assert mandate.fits(row, " １２0 934", "120934", at)


def test_people_of_a_partner_only_help() -> None:
    require_fit_partner(Role.HELPER, [True, False])
    require_fit_partner(Role.CLERK, [False, False])
    for role in (Role.CLERK, Role.OFFICER, Role.DIRECTOR, Role.ADMIN):
        with pytest.raises(PartnerOnlyHelps):
            require_fit_partner(role, [False, True])
