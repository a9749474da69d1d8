"""Nobody is met at the window by counting up an address: a search opens the page and is on record."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests import clock
from tests import county as counties
from tests.web import staffkit
from yimen.accounts import actions as accounts
from yimen.cases.models import Case
from yimen.parties import actions as parties
from yimen.rules.authority import SYSTEM
from yimen.rules.errors import RuleBroken
from yimen.rules.limits import LOOK_UP
from yimen.trail import queries as trail
from yimen.trail.models import Event
from yimen.web.window.counter import OPEN_FOR

pytestmark = pytest.mark.django_db

HOME, NEW = "/desk/accounts/", "/desk/new/"
NUMBER, PHONE = counties.id_number("19800101", 1), "19900000001"
WHY = {"why": "verify", "words": "和身份证原件核对"}


@pytest.fixture
def hall(monkeypatch):
    return staffkit.open_hall(monkeypatch)


@pytest.fixture
def li(hall) -> int:
    return hall.county.parties["li"].pk


def kinds(party: int) -> list[tuple[str, str]]:
    """What is on record of a party, and by whom."""
    return [(row.kind, row.actor) for row in trail.history(f"party:{party}")]


@pytest.mark.parametrize(("home", "end"), [(HOME, ""), (HOME, "full/"), (NEW, "")])
def test_a_page_opens_after_a_search_alone_and_only_for_a_while(hall, li, home, end, monkeypatch):
    for pk in (li, 999999, "9" * 23):  # somebody and nobody answer alike
        assert hall.get("clerk", f"{home}{pk}/{end}").url == home
        assert hall.post("clerk", f"{home}{pk}/{end}", {**WHY, "item": counties.LICENCE}).url == home
    assert Event.objects.filter(kind="view.full").count() == 0 and not Case.objects.exists()
    hall.post("clerk", home, {"q": NUMBER})
    assert hall.get("clerk", f"{home}{li}/{end}").status_code == 200
    other = hall.county.parties["wang"].pk
    assert hall.get("clerk", f"{home}{other}/{end}").url == home, "one search opens one person"
    assert hall.fresh("clerk").get(f"{home}{li}/{end}").url == home, "and only for who searched"
    clock.stop(monkeypatch, lambda: hall.now + OPEN_FOR + timedelta(seconds=1))
    assert hall.get("clerk", f"{home}{li}/{end}").url == home
    assert hall.post("clerk", f"{home}{li}/{end}", {**WHY, "item": counties.LICENCE}).url == home
    assert not Case.objects.exists()


def test_who_was_just_registered_is_met_and_who_was_on_file_is_found(hall, li):
    new = {"kind": "person", "name": "𠮷田禾", "number": counties.id_number("19770707", 77), "once": "r" * 20}
    gone = hall.post("clerk", f"{NEW}register/", new).url
    assert hall.get("clerk", gone).status_code == 200
    assert [kind for kind, _ in kinds(int(gone.split("/")[3]))] == ["party.registered"]
    known = {"kind": "person", "name": hall.county.parties["li"].name, "number": NUMBER, "once": "s" * 20}
    assert hall.get("clerk", hall.post("clerk", f"{NEW}register/", known).url).status_code == 200
    assert kinds(li) == [("party.looked_up", "staff:0101")]


def test_a_draft_leads_back_to_whom_it_is_for_while_they_stand_there(hall, li, monkeypatch):
    hall.post("clerk", NEW, {"q": NUMBER})
    form = hall.post("clerk", f"{NEW}{li}/", {"item": counties.LICENCE, "once": "o" * 20}).url
    assert f'href="{NEW}{li}/"' in hall.get("clerk", form).content.decode()
    clock.stop(monkeypatch, lambda: hall.now + OPEN_FOR + timedelta(seconds=1))
    assert f'href="{NEW}{li}/"' not in hall.get("clerk", form).content.decode()


def test_an_address_does_not_search(hall, li):
    assert hall.get("clerk", f"{HOME}?q={NUMBER}").status_code == 200
    assert kinds(li) == []


@pytest.mark.parametrize("home", [HOME, NEW])
def test_each_search_is_on_record(hall, li, home):
    hall.post("clerk", home, {"q": NUMBER})
    assert kinds(li) == [("party.looked_up", "staff:0101")]
    assert NUMBER not in str(trail.history(f"party:{li}"))


@pytest.mark.parametrize("page", [HOME, NEW])
def test_trying_out_numbers_is_slowed_down(hall, page, settings):
    settings.LIMITS = 3 / LOOK_UP.most
    for last in range(3):
        assert hall.post("clerk", page, {"q": f"1990000100{last}"}).status_code == 200
    refused = hall.post("clerk", page, {"q": NUMBER})
    assert refused.status_code == 429 and int(refused["Retry-After"]) > 0


def test_numbers_whole_for_a_reason_and_the_person_sees_who_looked(hall, li):
    hall.post("clerk", HOME, {"q": NUMBER})
    assert f"{HOME}{li}/full/" in hall.get("clerk", f"{HOME}{li}/").content.decode()
    for typed, place in (({}, "why"), ({"why": "verify", "words": "看"}, "words")):
        asked = hall.post("clerk", f"{HOME}{li}/full/", typed)
        assert asked.status_code == 422 and place in asked.context["err"]
        assert NUMBER not in asked.content.decode()
    shown = hall.post("clerk", f"{HOME}{li}/full/", WHY)
    text = shown.content.decode()
    assert NUMBER in text and PHONE in text and "no-store" in shown["Cache-Control"]
    assert kinds(li)[-1] == ("view.full", "staff:0101")
    for who, page in (("li", "/account/views/"), ("supervisor", "/watch/views/")):
        told = hall.get(who, page).content.decode()
        assert WHY["words"] in told and "窗口办网上账号" in told and NUMBER not in told
        assert "/cases//" not in told


def test_not_of_ones_own_side_nor_by_others_nor_of_nobody(hall, li):
    """view.not_yours, party.not_found."""
    own = replace(hall.county["clerk"], party=li)
    for_them = replace(hall.county["clerk"], acts_for=frozenset({(li, "")}))
    for who in (own, for_them, *map(hall.county.__getitem__, ("li", "officer", "supervisor", "admin"))):
        with pytest.raises(RuleBroken) as refused:
            accounts.view_holder(who, li, reason="verify", words="核对证件", now=hall.now)
        assert refused.value.code == "view.not_yours"
    for act in (
        lambda: accounts.view_holder(
            hall.county["clerk"], 999999, reason="verify", words="核对证件", now=hall.now
        ),
        lambda: parties.note_found(SYSTEM, 999999, now=hall.now),
    ):
        with pytest.raises(RuleBroken) as refused:
            act()
        assert refused.value.code == "party.not_found"
