"""统一出件: the three ways, who may take a result, and when the choice is over."""

from __future__ import annotations

import pytest

from yimen.rules import delivery
from yimen.rules.delivery import (
    AlreadySent,
    BadChoice,
    Choice,
    IdentityNotChecked,
    NotByPost,
    NotMandated,
    NotYetSent,
    PostIncomplete,
    Relation,
    Taker,
    TrackingMissing,
    Way,
)
from yimen.rules.terms import State

COUNTY, TOWN = "439926000000", "439926100000"
HALLS = {COUNTY, TOWN}
POSTED = {"way": "post", "name": "李敏", "phone": "13800000000", "address": "青石镇 1 号"}


def test_each_way_keeps_only_what_it_needs() -> None:
    full = {"hall": TOWN, "name": " 李敏 ", "phone": "13800000000", "address": "青石镇 1 号"}
    assert delivery.choose("pickup", HALLS, **full) == Choice(Way.PICKUP, TOWN)
    assert delivery.choose("online", HALLS, **full) == Choice(Way.ONLINE)
    assert delivery.choose("post", HALLS, **full).to_json() == POSTED


@pytest.mark.parametrize(
    ("way", "hall"), [("", ""), ("pigeon", COUNTY), ("pickup", ""), ("pickup", "439927000000")]
)
def test_a_way_or_hall_that_is_not_there_is_refused(way: str, hall: str) -> None:
    with pytest.raises(BadChoice):
        delivery.choose(way, HALLS, hall=hall)


@pytest.mark.parametrize("gap", ["name", "phone", "address"])
def test_a_parcel_needs_name_phone_and_address(gap: str) -> None:
    typed = {"name": "李敏", "phone": "13800000000", "address": "青石镇 1 号", gap: "  "}
    with pytest.raises(PostIncomplete):
        delivery.choose("post", HALLS, **typed)


def test_nothing_chosen_is_a_pickup_and_never_the_post() -> None:
    assert delivery.chosen({}) == Choice(Way.PICKUP)
    assert delivery.chosen(POSTED) == Choice(Way.POST, "", "李敏", "13800000000", "青石镇 1 号")


@pytest.mark.parametrize("state", State)
def test_the_chosen_hall_has_the_case_only_while_it_hands_out(state: State) -> None:
    expected = TOWN if state.label in {"待领取", "不予许可"} else COUNTY
    assert delivery.hall_of(state, TOWN, COUNTY) == expected
    assert delivery.hall_of(state, "", COUNTY) == COUNTY


def test_a_parcel_has_a_number_and_goes_once() -> None:
    assert delivery.tracking(POSTED, " EMS 123 ") == "EMS123"
    with pytest.raises(TrackingMissing):
        delivery.tracking(POSTED, "  ")
    with pytest.raises(NotByPost):
        delivery.tracking({"way": "online"}, "EMS123")
    with pytest.raises(AlreadySent):
        delivery.tracking({**POSTED, "tracking": "EMS1"}, "EMS2")
    with pytest.raises(AlreadySent):
        delivery.require_open({**POSTED, "tracking": "EMS1"})
    delivery.require_open(POSTED)


def test_only_what_was_sent_arrives() -> None:
    with pytest.raises(NotByPost):
        delivery.arrived({})
    with pytest.raises(NotYetSent):
        delivery.arrived(POSTED)
    assert delivery.arrived({**POSTED, "tracking": "EMS1"}) is Relation.POST


def taken(taker: Taker, *, head: str = "", code: str = "043210") -> Relation:
    return delivery.relation(taker, party="李敏", head=head, code=code)


def test_the_applicant_takes_it_with_a_paper() -> None:
    assert taken(Taker("李 敏", "居民身份证")) is Relation.SELF
    assert taken(Taker("王芳", "居民身份证"), head="王芳") is Relation.HEAD
    for seen in ("", "车票"):
        with pytest.raises(IdentityNotChecked):
            taken(Taker("李敏", seen, mandated=True, code="043210"))


def test_somebody_else_needs_a_mandate_or_the_code() -> None:
    assert taken(Taker("赵强", "护照", mandated=True)) is Relation.MANDATE
    assert taken(Taker("赵强", "护照", code=" 043210 ")) is Relation.CODE
    for code in ("", "043211", "43210", "０４３２１０"):
        with pytest.raises(NotMandated):
            taken(Taker("赵强", "护照", code=code))
    with pytest.raises(NotMandated):
        taken(Taker("赵强", "护照", code=""), code="")
    with pytest.raises(NotMandated):
        taken(Taker("李敏", "护照"), head="王芳")  # the firm's own name is nobody at the counter


@pytest.mark.parametrize(
    ("media", "size", "taken"),
    [("image/png", 1, True), ("image/png", 300 * 1024, True), ("image/png", 300 * 1024 + 1, False),
     ("image/jpeg", 9, False), ("application/pdf", 9, False), ("", 0, False)],
)  # fmt: skip
def test_a_drawn_signature_is_a_small_png(media: str, size: int, taken: bool) -> None:
    if taken:
        delivery.require_signature(media, size)
        return
    with pytest.raises(delivery.BadSignature):
        delivery.require_signature(media, size)


def test_an_address_is_asked_for_only_where_a_parcel_goes() -> None:
    kept = {"way": "post", "name": "李敏", "phone": "1", "address": "路"}
    assert delivery.require_by_post(kept).name == "李敏"
    for other in ({}, {"way": "online"}, {"way": "pickup", "hall": "1"}):
        with pytest.raises(delivery.NotByPost):
            delivery.require_by_post(other)
