"""谁可以办: role × relation → capacities and sight, as a truth table. Nobody handles their own case."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.rules import authority, lifecycle
from yimen.rules.authority import (
    SYSTEM,
    AcceptorDecides,
    Actor,
    NotPermitted,
    NotVisible,
    OwnCase,
    Post,
    Stand,
    capacities,
    is_own,
    may_see,
    my_seat,
    require_fit,
    require_role,
    require_visible,
)
from yimen.rules.errors import Kind
from yimen.rules.review import Seat
from yimen.rules.terms import Act, Capacity, Duty, Role, State

T0 = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
OWNER, FIRE, ELSE = "11430000MB0000001A", "11430000MB0000002B", "11430000MB0000009Z"
COUNTY, TOWN, OTHER_TOWN, OTHER_COUNTY = "450721000000", "450721100000", "450721101000", "450722000000"
PARTY, AGENT, STRANGER, ITEM = 10, 20, 30, "A1"
NOBODY: frozenset[Capacity] = frozenset()
#: With a seat in the round, whoever's turn it is.
PART = frozenset({Capacity.PARTICIPANT})


def seat(order: int, duty: Duty, role: Role, department: str, *, is_open: bool, staff: str = "") -> Seat:
    return Seat(order, f"第{order}步", duty, role, department, opened_at=T0 if is_open else None, staff=staff)


def round_at(which: int) -> tuple[Seat, ...]:
    """A round of four, the seat `which` open."""
    shape = [
        (Duty.REVIEW, Role.OFFICER, OWNER), (Duty.SURVEY, Role.OFFICER, FIRE),
        (Duty.REVIEW, Role.HEAD, OWNER), (Duty.APPROVE, Role.DIRECTOR, OWNER),
    ]  # fmt: skip
    return tuple(seat(i, *facts, is_open=i == which) for i, facts in enumerate(shape))


CASE = Stand(
    party=PARTY, agent=AGENT, department=OWNER, region=COUNTY, item=ITEM, accepted_by="C1", seats=round_at(0)
)


def official(role: Role, department: str = OWNER, region: str = "", **more) -> Actor:
    return Actor(account=5, name="某", staff="S9", posts=(Post(role, department, region),), **more)


def citizen(party: int | None = None, *mandates: tuple[int, str]) -> Actor:
    return Actor(account=6, name="某", party=party, acts_for=frozenset(mandates))


# --- citizens -----------------------------------------------------------------------------------------------

CITIZENS = {
    "the applicant": (citizen(PARTY), True),
    "the agent named in the case, mandate ended": (citizen(AGENT), False),
    "the agent named in the case, mandate left for another item": (citizen(AGENT, (PARTY, "B2")), False),
    "the agent named in the case, mandate held today": (citizen(AGENT, (PARTY, ITEM)), True),
    "a mandate for all items": (citizen(STRANGER, (PARTY, "")), True),
    "a mandate for this item": (citizen(STRANGER, (PARTY, ITEM)), True),
    "a mandate for another item": (citizen(STRANGER, (PARTY, "B2")), False),
    "a mandate of somebody else": (citizen(STRANGER, (STRANGER, ITEM), (40, "")), False),
    "a mandate of the agent": (citizen(STRANGER, (AGENT, "")), False),
    "a stranger": (citizen(STRANGER), False),
    "an account without a person": (citizen(None), False),
}


@pytest.mark.parametrize("who", CITIZENS)
@pytest.mark.parametrize("private", [False, True])
def test_a_citizen_sees_and_handles_only_their_own(who: str, private: bool) -> None:
    actor, own = CITIZENS[who]
    stand = replace(CASE, private=private)
    assert is_own(actor, stand) is own
    assert may_see(actor, stand) is own
    assert capacities(actor, stand) == ({Capacity.APPLICANT} if own else NOBODY)


@pytest.mark.parametrize("who", CITIZENS)
def test_a_case_without_persons_is_nobodys(who: str) -> None:
    """None stands for nobody: two unknowns are not the same person."""
    stand = replace(CASE, party=None, agent=None)
    assert not is_own(CITIZENS[who][0], stand)
    assert not may_see(CITIZENS[who][0], stand)


def test_someone_elses_case_does_not_exist() -> None:
    for other in (STRANGER, AGENT):
        with pytest.raises(NotVisible) as no:
            require_visible(citizen(other), CASE)
        assert no.value.kind is Kind.NOT_FOUND
        assert "无权" not in no.value.words
    require_visible(citizen(PARTY), CASE)


# --- officials: role × relation -----------------------------------------------------------------------------

#: role, department, region of the post, open seat → capacities, sees
OFFICIALS = [
    (Role.CLERK, OWNER, COUNTY, 0, {Capacity.ACCEPTOR}, True),
    (Role.CLERK, ELSE, COUNTY, 0, {Capacity.ACCEPTOR}, True),
    (Role.CLERK, OWNER, "450700000000", 0, {Capacity.ACCEPTOR}, True),
    (Role.CLERK, OWNER, OTHER_COUNTY, 0, NOBODY, False),
    (Role.CLERK, OWNER, TOWN, 0, NOBODY, False),
    (Role.CLERK, OWNER, "", 0, NOBODY, False),
    (Role.OFFICER, OWNER, "", 0, PART | {Capacity.REVIEWER}, True),
    (Role.OFFICER, OWNER, "", 1, PART, True),
    (Role.OFFICER, FIRE, "", 0, PART, True),
    (Role.OFFICER, FIRE, "", 1, PART | {Capacity.SURVEYOR}, True),
    (Role.OFFICER, ELSE, "", 0, NOBODY, False),
    (Role.HEAD, OWNER, "", 0, PART, True),
    (Role.HEAD, OWNER, "", 2, PART | {Capacity.REVIEWER}, True),
    (Role.HEAD, ELSE, "", 2, NOBODY, False),
    (Role.DIRECTOR, OWNER, "", 2, PART, True),
    (Role.DIRECTOR, OWNER, "", 3, PART | {Capacity.APPROVER}, True),
    (Role.DIRECTOR, FIRE, "", 3, NOBODY, True),
    (Role.DIRECTOR, ELSE, "", 3, NOBODY, False),
    (Role.KEEPER, OWNER, COUNTY, 3, NOBODY, False),
    (Role.SUPERVISOR, ELSE, "", 3, {Capacity.SUPERVISOR}, True),
    (Role.SUPERVISOR, OWNER, "", 3, {Capacity.SUPERVISOR}, True),
    (Role.ADMIN, ELSE, "", 3, {Capacity.ADMINISTRATOR}, True),
    (Role.ADMIN, OWNER, "", 3, {Capacity.ADMINISTRATOR}, True),
]


@pytest.mark.parametrize(("role", "department", "region", "turn", "expected", "sees"), OFFICIALS)
def test_what_a_post_is_to_a_case(role, department, region, turn, expected, sees) -> None:
    stand = replace(CASE, seats=round_at(turn))
    actor = official(role, department, region)
    assert capacities(actor, stand) == expected
    assert may_see(actor, stand) is sees


@pytest.mark.parametrize(("role", "department", "region", "turn", "expected", "sees"), OFFICIALS)
def test_in_their_own_case_an_official_is_only_an_applicant(
    role, department, region, turn, expected, sees
) -> None:
    """公务员法 76 (回避): as applicant or by a mandate held today, whatever the post."""
    stand = replace(CASE, seats=round_at(turn))
    mandate = frozenset({(PARTY, ITEM)})
    for mine in ({"party": PARTY}, {"acts_for": mandate}, {"party": AGENT, "acts_for": mandate}):
        actor = official(role, department, region, **mine)
        assert capacities(actor, stand) == {Capacity.APPLICANT}
        assert may_see(actor, stand)
        for capacity in set(Capacity) - {Capacity.APPLICANT}:
            with pytest.raises(OwnCase):
                require_fit(actor, stand, capacity)
        require_fit(actor, stand, Capacity.APPLICANT)


@pytest.mark.parametrize(("role", "department", "region", "turn", "expected", "sees"), OFFICIALS)
def test_an_official_who_filed_it_as_agent_sees_by_post_and_may_not_act(
    role, department, region, turn, expected, sees
) -> None:
    """公务员法 76 (回避) outlives the mandate; what the post lets see, it lets see."""
    stand = replace(CASE, seats=round_at(turn))
    actor = official(role, department, region, party=AGENT)
    assert capacities(actor, stand) == NOBODY
    assert may_see(actor, stand) is sees
    assert may_see(actor, replace(stand, private=True)) is False
    for capacity in set(Capacity) - {Capacity.APPLICANT}:
        with pytest.raises(OwnCase):
            require_fit(actor, stand, capacity)
    assert capacities(actor, replace(stand, agent=None)) == expected, "only the agent named is barred"


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("region", [COUNTY, ""])
def test_a_draft_not_handed_in_exists_for_no_official(role: Role, region: str) -> None:
    stand = replace(CASE, private=True, seats=round_at(3))
    for department in (OWNER, FIRE, ELSE):
        actor = official(role, department, region)
        assert not may_see(actor, stand)
        assert capacities(actor, stand) == NOBODY


def test_several_posts_add_up() -> None:
    both = Actor(
        account=5, name="某", staff="S9", posts=(Post(Role.CLERK, ELSE, COUNTY), Post(Role.OFFICER, OWNER))
    )
    assert capacities(both, CASE) == PART | {Capacity.ACCEPTOR, Capacity.REVIEWER}
    assert both.roles == {"clerk", "officer"}


def test_seats_side_by_side_give_each_department_its_own() -> None:
    stand = replace(CASE, seats=tuple(replace(s, opened_at=T0) for s in round_at(0)[:3]))
    assert capacities(official(Role.OFFICER, OWNER), stand) == PART | {Capacity.REVIEWER}
    assert capacities(official(Role.OFFICER, FIRE), stand) == PART | {Capacity.SURVEYOR}
    assert capacities(official(Role.HEAD, OWNER), stand) == PART | {Capacity.REVIEWER}


# --- the system ---------------------------------------------------------------------------------------------


def test_the_system_is_the_system_and_sees_all() -> None:
    for stand in (CASE, replace(CASE, private=True), replace(CASE, party=None, agent=None)):
        assert capacities(SYSTEM, stand) == {Capacity.SYSTEM}
        assert may_see(SYSTEM, stand)
    for capacity in Capacity:
        require_fit(SYSTEM, CASE, capacity)
    require_role(SYSTEM, Role.ADMIN)


# --- 受审分离 ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("turn", range(4))
def test_who_accepted_a_case_signs_nowhere_in_it(turn: int) -> None:
    posts = (
        Post(Role.CLERK, ELSE, COUNTY), Post(Role.OFFICER, OWNER), Post(Role.OFFICER, FIRE),
        Post(Role.HEAD, OWNER), Post(Role.DIRECTOR, OWNER),
    )  # fmt: skip
    many = Actor(account=5, name="某", staff="C1", posts=posts)
    stand = replace(CASE, seats=round_at(turn))
    assert capacities(many, stand) == {Capacity.ACCEPTOR}
    assert capacities(replace(many, staff="C2"), stand) > {Capacity.ACCEPTOR}
    assert may_see(many, stand)


def test_the_acceptor_who_tries_to_decide_reads_why() -> None:
    acceptor = Actor(account=5, name="某", staff="C1", posts=(Post(Role.DIRECTOR, OWNER),))
    for capacity in (Capacity.REVIEWER, Capacity.APPROVER):
        with pytest.raises(AcceptorDecides) as no:
            require_fit(acceptor, CASE, capacity)
        assert "受审分离" in no.value.words
    for capacity in set(Capacity) - {Capacity.REVIEWER, Capacity.APPROVER}:
        require_fit(acceptor, CASE, capacity)


def test_a_case_deemed_accepted_was_accepted_by_nobody() -> None:
    """No staff number stands against it, neither an empty one of the case nor of the actor."""
    stand = replace(CASE, accepted_by="")
    for staff in ("", "S9"):
        actor = replace(official(Role.OFFICER), staff=staff)
        # Without a number nobody can be told apart from a colleague: no part in the round but the open seat.
        assert capacities(actor, stand) == ({Capacity.REVIEWER} | PART if staff else {Capacity.REVIEWER})
        require_fit(actor, stand, Capacity.REVIEWER)


# --- seats --------------------------------------------------------------------------------------------------


def test_a_seat_given_to_a_colleague_is_not_mine() -> None:
    mine, theirs, free = (
        replace(CASE, seats=(seat(0, Duty.REVIEW, Role.OFFICER, OWNER, is_open=True, staff=who),))
        for who in ("S9", "S8", "")
    )
    actor = official(Role.OFFICER)
    assert capacities(actor, mine) == capacities(actor, free) == PART | {Capacity.REVIEWER}
    assert capacities(actor, theirs) == PART
    assert may_see(actor, theirs)
    assert my_seat(actor, theirs.seats) is None
    assert my_seat(actor, mine.seats) == mine.seats[0]


def test_an_assigned_seat_wants_the_post_too() -> None:
    stand = replace(CASE, seats=(seat(0, Duty.REVIEW, Role.HEAD, OWNER, is_open=True, staff="S9"),))
    assert capacities(official(Role.OFFICER), stand) == PART, "named, and no more: it cannot be signed"
    assert my_seat(official(Role.OFFICER), stand.seats) is None


def test_my_seat_is_the_first_that_is_mine_and_open() -> None:
    wide = tuple(replace(s, opened_at=T0) for s in round_at(0)[:3]) + round_at(0)[3:]
    both = Actor(account=5, name="某", staff="S9", posts=(Post(Role.HEAD, OWNER), Post(Role.OFFICER, FIRE)))
    found = my_seat(both, wide)
    assert found is not None
    assert found.order == 1
    assert my_seat(both, iter(wide)) == found
    assert my_seat(official(Role.DIRECTOR), wide) is None
    answered = tuple(replace(s, answered_at=T0) for s in wide)
    assert my_seat(both, answered) is None


# --- roles --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("held", "asked"), list(product(Role, Role)))
def test_a_role_is_asked_by_name(held: Role, asked: Role) -> None:
    if held is asked:
        require_role(official(held), asked)
        require_role(official(held), Role.CLERK, asked)
        return
    with pytest.raises(NotPermitted):
        require_role(official(held), asked)


def test_an_account_without_posts_has_no_role() -> None:
    with pytest.raises(NotPermitted):
        require_role(citizen(PARTY), *Role)


def test_how_an_actor_is_written_in_the_trail() -> None:
    assert [SYSTEM.label, official(Role.HEAD).label, citizen(PARTY).label] == [
        "system", "staff:S9", "account:6",
    ]  # fmt: skip


# --- authority with the lifecycle ---------------------------------------------------------------------------

_ids = st.one_of(st.none(), st.integers(1, 3))
_posts = st.builds(
    Post,
    role=st.sampled_from(Role),
    department=st.sampled_from([OWNER, FIRE, ELSE]),
    region=st.sampled_from(["", COUNTY, TOWN, OTHER_TOWN, OTHER_COUNTY, "450000000000"]),
)
_actors = st.builds(
    Actor,
    account=st.just(1),
    name=st.just("某"),
    party=_ids,
    acts_for=st.frozensets(st.tuples(st.integers(1, 3), st.sampled_from(["", ITEM, "B2"])), max_size=2),
    staff=st.sampled_from(["", "S1", "S2"]),
    posts=st.lists(_posts, max_size=3).map(tuple),
)
_seats = st.lists(
    st.builds(
        Seat,
        order=st.integers(0, 3),
        name=st.just("签"),
        duty=st.sampled_from([Duty.REVIEW, Duty.SURVEY, Duty.APPROVE]),
        role=st.sampled_from([Role.OFFICER, Role.HEAD, Role.DIRECTOR]),
        department=st.sampled_from([OWNER, FIRE]),
        opened_at=st.sampled_from([None, T0]),
        answered_at=st.sampled_from([None, None, T0]),
        staff=st.sampled_from(["", "S1", "S2"]),
    ),
    max_size=4,
).map(tuple)
_stands = st.builds(
    Stand,
    party=_ids,
    agent=_ids,
    department=st.sampled_from([OWNER, FIRE]),
    region=st.sampled_from([COUNTY, TOWN, OTHER_TOWN]),
    item=st.just(ITEM),
    accepted_by=st.sampled_from(["", "S1"]),
    seats=_seats,
    private=st.booleans(),
)


@given(_actors, _stands)
@settings(max_examples=500, deadline=None)
def test_of_anybody_and_any_case(actor: Actor, stand: Stand) -> None:
    held = capacities(actor, stand)
    deciding = {Capacity.REVIEWER, Capacity.SURVEYOR, Capacity.APPROVER}
    assert not held or may_see(actor, stand), "who may act may see"
    assert (Capacity.APPLICANT in held) == is_own(actor, stand)
    if actor.party is not None and actor.party == stand.agent:
        assert held <= {Capacity.APPLICANT}, "whoever was the agent never handles it"
    assert Capacity.APPLICANT not in held or held == {Capacity.APPLICANT}
    assert Capacity.SYSTEM not in held
    if stand.private and not is_own(actor, stand):
        assert not may_see(actor, stand)
    if actor.staff and actor.staff == stand.accepted_by:
        assert not held & deciding
    if held & deciding:
        assert my_seat(actor, stand.seats) is not None
    if not actor.posts:
        assert held <= {Capacity.APPLICANT}


@given(_actors, _stands)
@settings(max_examples=200, deadline=None)
def test_a_watcher_never_decides(actor: Actor, stand: Stand) -> None:
    """监督员 and 管理员 see every case handed in; no act that handles one is theirs."""
    watching = replace(
        actor, party=None, acts_for=frozenset(), posts=(Post(Role.SUPERVISOR, ELSE), Post(Role.ADMIN, ELSE))
    )
    held = capacities(watching, stand)
    assert may_see(watching, stand) is not stand.private
    acts = {act for state in State for act in lifecycle.acts_from(state, held)}
    assert acts <= {Act.VOID, Act.ARCHIVE, Act.URGE}
    supervisor = replace(watching, posts=watching.posts[:1])
    filed = {Capacity.SUPERVISOR} if not stand.private else NOBODY
    assert authority.capacities(supervisor, stand) == filed
