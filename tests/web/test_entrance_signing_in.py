"""Signing in and out: neutral words, no way off the site, a rest after too many tries, the demo's list."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.test import Client

from yimen.accounts import actions
from yimen.rules.logins import TRIES, TooManyTries
from yimen.trail import queries as trail

PHONE, STAFF, PASSWORD = "13800003210", "YX-0101", "yunxi-2026-mima"


def post(client: Client, login: str, password: str, **more: str) -> object:
    return client.post("/login/", {"login": login, "password": password, **more})


@pytest.mark.parametrize("typed", [PHONE, "138 0000 3210", "+86 138-0000-3210", "１３８００００３２１０"])
def test_a_person_signs_in_by_telephone_however_it_is_typed(
    client: Client, person: actions.Opened, typed: str
) -> None:
    answer = post(client, typed, PASSWORD)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/my/")
    kinds = [row.kind for row in trail.history(f"account:{person.account}")]
    assert kinds[-1] == "account.signed_in"


def test_staff_arrive_at_their_work(client: Client, officer: actions.Opened) -> None:
    assert post(client, STAFF.lower(), PASSWORD).headers["Location"] == "/desk/"


def test_a_wrong_login_and_a_wrong_password_read_the_same(client: Client, person: actions.Opened) -> None:
    one, two = post(client, PHONE, "wrong"), post(client, "13900000000", PASSWORD)
    assert one.status_code == two.status_code == 422
    for answer in (one, two):
        body = answer.content.decode()
        assert "账号或密码不对" in body
        assert 'href="#f-login"' in body
    assert PASSWORD not in two.content.decode()


def test_empty_fields_are_named(client: Client, db: None) -> None:
    answer = post(client, " ", "")
    assert answer.status_code == 422
    assert "请填手机号或工号" in answer.content.decode()
    assert "请填密码" in answer.content.decode()


@pytest.mark.parametrize("typed", ["\x00", "x" * 100000, "' OR 1=1 --", "😀"])
def test_nonsense_is_refused_calmly(client: Client, db: None, typed: str) -> None:
    assert post(client, typed, typed).status_code == 422


def test_a_login_rests_after_too_many_tries(client: Client, person: actions.Opened, settings: object) -> None:
    for _ in range(TRIES):
        post(client, PHONE, "wrong")
    answer = post(client, PHONE, PASSWORD)
    assert answer.status_code == 422
    assert TooManyTries(minutes=15, phone=settings.SITE_PHONE).words in answer.content.decode()


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/items/?q=a", "/items/?q=a"),
        ("https://evil.example/", "/my/"),
        ("//evil.example/", "/my/"),
        ("\\\\evil.example", "/my/"),
        ("javascript:alert(1)", "/my/"),
        ("", "/my/"),
    ],
)
def test_next_stays_within_the_site(
    client: Client, person: actions.Opened, wanted: str, reached: str
) -> None:
    assert post(client, PHONE, PASSWORD, next=wanted).headers["Location"] == reached


def test_who_is_signed_in_is_sent_on(her: Client) -> None:
    assert her.get("/login/?next=/items/").headers["Location"] == "/items/"


def test_signing_out_is_a_post_and_ends_the_session(her: Client, person: actions.Opened) -> None:
    assert her.get("/logout/").status_code == 405
    assert her.post("/logout/").headers["Location"] == "/"
    assert her.get("/account/").headers["Location"] == "/login/?next=%2Faccount%2F"
    assert [r.kind for r in trail.history(f"account:{person.account}")][-1] == "account.signed_out"


def test_a_form_of_another_site_is_refused(person: actions.Opened) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert post(strict, PHONE, PASSWORD).status_code == 403


def test_sample_logins_are_shown_in_the_demo_only(
    client: Client, db: None, settings: object, tmp_path: Path
) -> None:
    rows = [{"role": "窗口人员", "name": "周小敏", "login": STAFF, "password": "sample-pass-1"}]
    (tmp_path / "demo-logins.json").write_text(json.dumps(rows), encoding="utf-8")
    settings.DATA_DIR = tmp_path  # type: ignore[attr-defined]
    settings.DEMO = False  # type: ignore[attr-defined]
    assert "sample-pass-1" not in client.get("/login/").content.decode()
    settings.DEMO = True  # type: ignore[attr-defined]
    assert "sample-pass-1" in client.get("/login/").content.decode()


@pytest.mark.parametrize("broken", ["{", "[1]", '{"a": 1}'])
def test_a_broken_list_of_sample_logins_stops_nobody(
    client: Client, db: None, settings: object, tmp_path: Path, broken: str
) -> None:
    (tmp_path / "demo-logins.json").write_text(broken, encoding="utf-8")
    settings.DATA_DIR, settings.DEMO = tmp_path, True  # type: ignore[attr-defined]
    assert client.get("/login/").status_code == 200
