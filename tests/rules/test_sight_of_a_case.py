"""谁看得到什么: post × relation → in which capacity a case is seen, and what of it each capacity shows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from yimen.rules.authority import (
    SYSTEM,
    Actor,
    NotPermitted,
    NotVisible,
    Post,
    Sight,
    Stand,
    require_visible,
    sights,
)
from yimen.rules.review import Seat
from yimen.rules.sight import HANDED, SHOWN, Part, lists_paper, may_read, parts, require_readable, tells
from yimen.rules.terms import Document, Duty, Role

OWNER, OTHER, ELSE = "11430000MB0000001A", "11430000MB0000002B", "11430000MB0000009Z"
COUNTY, TOWN, FAR = "450721000000", "450721100000", "450722000000"
SEATS = (
    Seat(0, "审核", Duty.REVIEW, Role.OFFICER, OWNER), Seat(1, "会审", Duty.REVIEW, Role.OFFICER, OTHER),
)  # fmt: skip
FILED = Stand(party=1, agent=2, department=OWNER, region=COUNTY, item="A", seats=SEATS)
COUNTER = replace(FILED, filed=False, seats=())
PRIVATE = replace(COUNTER, private=True)
HANDING = replace(FILED, hall=TOWN)
W, H, R, S, A, O = Sight.WINDOW, Sight.HANDOUT, Sight.REVIEW, Sight.WATCH, Sight.RUN, Sight.OWN  # noqa: E741


def staff(*posts: tuple[Role, str, str]) -> Actor:
    return Actor(account=1, name="某", staff="S1", posts=tuple(Post(*one) for one in posts))


CLERK, TOWN_CLERK, FAR_CLERK = ((Role.CLERK, ELSE, region) for region in (COUNTY, TOWN, FAR))
PEOPLE = {
    "applicant": Actor(1, "某", party=1),
    "agent of today": Actor(1, "某", party=3, acts_for=frozenset({(1, "A")})),
    "agent for another item": Actor(1, "某", party=3, acts_for=frozenset({(1, "B")})),
    "agent of once": Actor(1, "某", party=2),
    "clerk": staff(CLERK),
    "clerk of the town": staff(TOWN_CLERK),
    "clerk elsewhere": staff(FAR_CLERK),
    "clerk of no hall": staff((Role.CLERK, OWNER, "")),
    "officer": staff((Role.OFFICER, OWNER, "")),
    "head": staff((Role.HEAD, OWNER, "")),
    "director": staff((Role.DIRECTOR, OWNER, "")),
    "officer who reviews too": staff((Role.OFFICER, OTHER, "")),
    "director of who reviews too": staff((Role.DIRECTOR, OTHER, "")),
    "officer elsewhere": staff((Role.OFFICER, ELSE, "")),
    "supervisor": staff((Role.SUPERVISOR, ELSE, "")),
    "administrator": staff((Role.ADMIN, OWNER, "")),
    "keeper": staff((Role.KEEPER, OWNER, "")),
    "security": staff((Role.SECURITY, OWNER, "")),
    "audit": staff((Role.AUDIT, OWNER, "")),
    "clerk elsewhere and officer": staff(FAR_CLERK, (Role.OFFICER, OWNER, "")),
}
NOTHING: set[Sight] = set()
#: who → as what they see: a private draft, a draft at the counter, a case, a case that the town hands out.
SEEN: dict[str, tuple[set[Sight], set[Sight], set[Sight], set[Sight]]] = {
    "applicant": ({O}, {O}, {O}, {O}),
    "agent of today": ({O}, {O}, {O}, {O}),
    "agent for another item": (NOTHING, NOTHING, NOTHING, NOTHING),
    "agent of once": (NOTHING, NOTHING, NOTHING, NOTHING),
    "clerk": (NOTHING, {W}, {W}, {W}),
    "clerk of the town": (NOTHING, NOTHING, NOTHING, {H}),
    "clerk elsewhere": (NOTHING, NOTHING, NOTHING, NOTHING),
    "clerk of no hall": (NOTHING, NOTHING, NOTHING, NOTHING),
    "officer": (NOTHING, NOTHING, {R}, {R}),
    "head": (NOTHING, NOTHING, {R}, {R}),
    "director": (NOTHING, NOTHING, {R}, {R}),
    "officer who reviews too": (NOTHING, NOTHING, {R}, {R}),
    "director of who reviews too": (NOTHING, NOTHING, {R}, {R}),
    "officer elsewhere": (NOTHING, NOTHING, NOTHING, NOTHING),
    "supervisor": (NOTHING, NOTHING, {S}, {S}),
    "administrator": (NOTHING, {A}, {A}, {A}),
    "keeper": (NOTHING, NOTHING, NOTHING, NOTHING),
    "security": (NOTHING, NOTHING, NOTHING, NOTHING),
    "audit": (NOTHING, NOTHING, NOTHING, NOTHING),
    "clerk elsewhere and officer": (NOTHING, NOTHING, {R}, {R}),
}


@pytest.mark.parametrize("who", PEOPLE)
def test_as_what_a_case_is_seen(who: str) -> None:
    found = tuple(set(sights(PEOPLE[who], stand)) for stand in (PRIVATE, COUNTER, FILED, HANDING))
    assert found == SEEN[who]


@pytest.mark.parametrize("who", PEOPLE)
def test_a_copy_shows_a_case_to_who_signs_somewhere_and_to_nobody_else(who: str) -> None:
    actor = PEOPLE[who]
    signs = bool(actor.roles & {"officer", "head", "director"})
    there = Sight.COPY in sights(actor, replace(FILED, copied=frozenset({"S1"})))
    assert there is signs
    assert Sight.COPY not in sights(actor, replace(FILED, copied=frozenset({"S2"})))
    assert Sight.COPY not in sights(actor, replace(PRIVATE, copied=frozenset({"S1"})))


def test_the_system_sees_everything() -> None:
    assert sights(SYSTEM, PRIVATE) == frozenset(Sight)


def test_a_page_answers_those_it_is_made_for() -> None:
    both = PEOPLE["clerk elsewhere and officer"]
    assert require_visible(both, FILED, (R,)) == {R}
    assert require_visible(both, FILED) == {R}
    with pytest.raises(NotVisible):
        require_visible(both, FILED, (W, H))


EVERYTHING = {Part.ANSWERS, Part.FILES, Part.COURSE, Part.PAPERS, Part.HANDING}
WHAT = {
    O: EVERYTHING, W: EVERYTHING, R: EVERYTHING, S: EVERYTHING, H: {Part.HANDING}, A: {Part.COURSE},
    Sight.COPY: EVERYTHING,
}  # fmt: skip


@pytest.mark.parametrize("sight", list(Sight))
def test_what_each_capacity_shows(sight: Sight) -> None:
    assert SHOWN[sight] == WHAT[sight]
    assert parts([sight]) == WHAT[sight]


def test_nothing_is_shown_in_no_capacity_and_all_of_them_together_in_several() -> None:
    assert parts([]) == frozenset()
    assert parts([H, A]) == {Part.HANDING, Part.COURSE}


@pytest.mark.parametrize("kind", list(Document))
def test_who_opens_which_document(kind: Document) -> None:
    handed = kind in {Document.APPROVAL, Document.REFUSAL, Document.PICKUP, Document.DELIVERY}
    assert (kind in HANDED) is handed
    for sight in (O, W, R, S):
        require_readable([sight], kind)
    assert may_read(parts([H]), kind) is handed
    assert lists_paper(parts([H]), kind) is handed
    assert lists_paper(parts([A]), kind), "that it was issued is on record"
    with pytest.raises(NotPermitted):
        require_readable([A], kind)


def test_a_hall_that_hands_out_is_told_of_handing_out_only() -> None:
    assert tells(parts([H]), "case.delivered") and tells(parts([H]), "case.issued")
    assert not tells(parts([H]), "opinion.given") and not tells(parts([H]), "case.saved")
    assert tells(parts([A]), "opinion.given")
