"""案头: the desk of a case in each state, and the desks of a post. Who has work finds it there."""

from __future__ import annotations

import pytest

from yimen.rules import desk
from yimen.rules.authority import Post
from yimen.rules.lifecycle import acts_from
from yimen.rules.terms import Act, Capacity, Role, State

COUNTY, TOWN, OFFICE, FIRE = "450721000000", "450721100000", "11430000MB0000001A", "11430000MB0000002B"

AT_WINDOW = {
    State.SUBMITTED: "intake",
    State.RECEIVED: "intake",
    State.CORRECTION: "correction",
    State.SUPPLEMENT: "correction",
    State.GRANTED: "handout",
    State.REFUSED: "handout",
    State.ISSUED: "handout",
}


@pytest.mark.parametrize("state", State)
def test_at_which_window_a_case_stands(state: State) -> None:
    what = AT_WINDOW.get(state)
    assert desk.desk_of(state, COUNTY) == (f"window:{COUNTY}:{what}" if what else "")


@pytest.mark.parametrize("state", State)
def test_a_case_stands_at_the_window_exactly_where_the_window_has_work(state: State) -> None:
    """Filing away is no work of the window's inbox, and a draft is the writer's own until handed in."""
    of_a_draft = {Act.SAVE, Act.SUBMIT, Act.VOID, Act.CHOOSE_DELIVERY, Act.PROMISE_LATER, Act.PLEDGE}
    assert set(acts_from(State.DRAFT, [Capacity.ACCEPTOR])) == of_a_draft
    # What comes late brings a case to the window by its promise, whatever its state (actions/_later.py).
    # The one notice of a bundle goes out by itself: that the window may send it sooner is no work.
    late = {Act.SUPPLY_LATER, Act.CHECK_LATER, Act.SEND_NOTICE}
    # Of a case under review the window may call others, and has nothing to do itself.
    calls = {Act.URGE, Act.CONVENE}
    work = set(acts_from(state, [Capacity.ACCEPTOR])) - {Act.ARCHIVE} - of_a_draft - late - calls
    assert bool(desk.desk_of(state, COUNTY)) == bool(work)


def test_desks_are_told_apart_by_region_and_work() -> None:
    names = {desk.window_desk(r, w) for r in (COUNTY, TOWN) for w in ("intake", "correction", "handout")}
    names |= {desk.seat_desk(d, r) for d in (OFFICE, FIRE) for r in ("officer", "head")}
    assert len(names) == 10


def test_the_windows_a_post_serves() -> None:
    posts = [
        Post(Role.CLERK, OFFICE, TOWN), Post(Role.CLERK, FIRE, COUNTY), Post(Role.CLERK, OFFICE, COUNTY),
        Post(Role.CLERK, OFFICE, ""), Post(Role.OFFICER, OFFICE, "450722000000"), Post(Role.ADMIN, OFFICE),
    ]  # fmt: skip
    assert desk.window_regions(posts) == (COUNTY, TOWN)
    assert desk.window_regions([]) == ()


def test_the_seats_a_post_signs_at() -> None:
    posts = [Post(role, OFFICE) for role in Role] + [Post(Role.HEAD, FIRE), Post(Role.HEAD, FIRE, TOWN)]
    assert desk.seat_desks(posts) == (
        f"{OFFICE}:director", f"{OFFICE}:head", f"{OFFICE}:officer", f"{FIRE}:head",
    )  # fmt: skip
    assert desk.seat_desks([Post(Role.CLERK, OFFICE, COUNTY)]) == ()


def test_the_desk_of_a_seat_and_of_its_signer_are_one_word() -> None:
    assert desk.seat_desks([Post(Role.HEAD, OFFICE)]) == (desk.seat_desk(OFFICE, Role.HEAD),)
