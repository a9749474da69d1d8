"""Guessing at the doors (codes, sign-ins, registrations, searches, the interface): 429, and when to come."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import county as counties
from tests.web.staffkit import NOW
from yimen.accounts import actions as accounts
from yimen.cases import actions
from yimen.cases.models import Case
from yimen.rules.limits import FORMS, REGISTER, SEARCH, SIGN_IN, TRACK_ADDRESS, TRACK_CASE
from yimen.rules.numbers import case_number
from yimen.rules.terms import Channel

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def county() -> counties.County:
    return counties.build(NOW)


@pytest.fixture
def case(county: counties.County) -> Case:
    li = county["li"]
    number = actions.open_draft(
        li, counties.PLAIN, county.parties["li"].pk, channel="2", region=counties.REGION, now=NOW
    ).number
    actions.submit(li, number, now=NOW)
    return Case.objects.get(number=number)


def wrong(case: Case) -> str:
    return f"{(int(case.query_code) + 1) % 1_000_000:06d}"


def refused(answer) -> bool:
    if answer.status_code == 429:
        assert int(answer.headers["Retry-After"]) > 0
        return True
    return False


def test_a_query_code_cannot_be_tried_out(case):
    codes = [wrong(case)] * TRACK_CASE.most
    for code in codes:
        assert Client().post("/track/", {"number": case.number, "code": code}).status_code == 422
    last = Client().post("/track/", {"number": case.number, "code": case.query_code})
    assert refused(last), "even the right code waits now, or the guesser would know it by that"
    assert "太频繁了" in last.content.decode()
    assert refused(
        Client().get(f"/api/v1/track?number={case.number}", headers={"Query-Code": case.query_code})
    )


def test_the_right_code_costs_nothing(case):
    for _ in range(3 * TRACK_CASE.most):
        assert Client().post("/track/", {"number": case.number, "code": case.query_code}).status_code == 200


def test_case_numbers_cannot_be_walked_through(case, settings):
    settings.LIMITS = 5 / TRACK_ADDRESS.most
    numbers = [case_number("439926", NOW.date(), Channel.WEB, serial) for serial in range(1, 8)]
    answers = [Client().post("/track/", {"number": number, "code": "000000"}) for number in numbers]
    assert [refused(one) for one in answers] == [False] * 5 + [True] * 2
    assert not refused(
        Client(REMOTE_ADDR="198.51.100.7").post("/track/", {"number": case.number, "code": case.query_code})
    )


def test_passwords_cannot_be_sprayed_over_many_logins(county, settings):
    settings.LIMITS = 4 / SIGN_IN.most
    page = Client()
    for telephone in range(4):
        answer = page.post("/login/", {"login": f"1880000000{telephone}", "password": "x"})
        assert answer.status_code == 422
    assert refused(page.post("/login/", {"login": "19900000001", "password": counties.PASSWORD}))
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    good = elsewhere.post("/login/", {"login": "19900000001", "password": counties.PASSWORD})
    assert good.status_code == 302


def test_who_is_registered_cannot_be_found_out_by_registering(county, settings):
    settings.LIMITS = 2 / REGISTER.most
    form = {
        "phone": "18811112222", "name": "李敏", "id_number": counties.id_number("19800101", 1),
        "password": "yunxi-mima-2026", "again": "yunxi-mima-2026",
    }  # fmt: skip
    answers = [Client().post("/register/", form) for _ in range(3)]
    assert [one.status_code for one in answers] == [422, 422, 429]


def test_searching_is_wide_but_not_endless(county, settings):
    settings.LIMITS = 8 / SEARCH.most
    answers = [Client().get("/items/", {"q": "食品"}) for _ in range(12)]
    assert [one.status_code for one in answers[:8]] == [200] * 8
    assert refused(answers[-1])
    assert Client().get("/items/").status_code == 200, "browsing is not searching"


def test_the_interface_counts_by_token_and_strangers_by_address(county, settings):
    settings.LIMITS = 0.01
    li = accounts.make_token(county["li"], "测试", ["cases:read"], 30, now=NOW).secret
    wang = accounts.make_token(county["wang"], "测试", ["cases:read"], 30, now=NOW).secret

    def ask(secret: str, path: str = "/api/v1/cases"):
        headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        return Client().get(path, headers=headers)

    for secret, path in ((li, "/api/v1/cases"), ("", "/api/v1/items"), ("ym_no_such_token", "/api/v1/cases")):
        answers = [ask(secret, path) for _ in range(20)]
        assert refused(answers[-1]), (secret, path)
        problem = answers[-1].json()
        assert (problem["code"], problem["status"]) == ("request.too_many", 429)
    assert not refused(ask(wang))


def test_forms_cannot_fill_the_disk(county, settings):
    """Drafts and files cost room: an account that sends form after form is told to wait; others go on."""
    settings.LIMITS = 5 / FORMS.most
    li, wang = Client(), Client()
    li.force_login(county.accounts["li"])
    wang.force_login(county.accounts["wang"])
    answers = [li.post("/account/contact/", {"phone": "1", "address": "x"}) for _ in range(7)]
    assert [one.status_code for one in answers] == [422] * 5 + [429] * 2
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert "太频繁了" in answers[-1].content.decode()
    assert li.get("/account/").status_code == 200, "reading goes on"
    assert wang.post("/account/contact/", {"phone": "1", "address": "x"}).status_code == 422
