"""Registering: all wrong fields at once, two clicks make one account, nobody learns who is registered."""

from __future__ import annotations

from django.test import Client

from yimen.accounts import actions, queries
from yimen.rules.codes import id_check

BODY = "43992119900715246"
FORM = {
    "phone": "139 0000 1111",
    "name": "王𠮷",
    "id_number": BODY + id_check(BODY),
    "password": "a-long-password-9",
    "again": "a-long-password-9",
    "once": "x" * 32,
}


def test_who_registers_is_signed_in(client: Client, db: None) -> None:
    answer = client.post("/register/", {**FORM, "next": "/items/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/items/")
    assert "王*" in client.get("/account/").content.decode()


def test_the_same_form_twice_opens_one_account(client: Client, db: None) -> None:
    assert client.post("/register/", FORM).status_code == 302
    assert Client().post("/register/", FORM).status_code == 302
    assert queries.account_by_login("13900001111") is not None


def test_every_wrong_field_is_told_at_once_and_what_was_typed_stays(client: Client, db: None) -> None:
    wrong = {**FORM, "phone": "139", "name": "", "id_number": "1", "again": "other"}
    answer = client.post("/register/", wrong)
    body = answer.content.decode()
    assert answer.status_code == 422
    for field in ("phone", "name", "id_number", "again"):
        assert f'href="#f-{field}"' in body
    assert 'value="139"' in body
    assert FORM["password"] not in body


def test_a_used_telephone_does_not_tell_whose(client: Client, person: actions.Opened) -> None:
    answer = client.post("/register/", {**FORM, "phone": "13800003210"})
    body = answer.content.decode()
    assert answer.status_code == 422
    assert "这个手机号已经注册过" in body
    assert "李" not in body


def test_a_weak_password_is_told_at_its_field(client: Client, db: None) -> None:
    answer = client.post("/register/", {**FORM, "password": "1234567890", "again": "1234567890"})
    assert answer.status_code == 422
    assert 'href="#f-password"' in answer.content.decode()


def test_the_page_gives_each_form_its_own_token(client: Client, db: None) -> None:
    one, two = (client.get("/register/").context["once"] for _ in range(2))
    assert one != two
