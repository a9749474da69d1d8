"""My account: contact, password, mandates and tokens, each changed on its own page."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from yimen.accounts import actions, queries
from yimen.parties import actions as parties
from yimen.parties import queries as party_queries
from yimen.rules.authority import SYSTEM
from yimen.rules.calendar import china_date
from yimen.rules.codes import id_check

PASSWORD, NEW = "yunxi-2026-mima", "another-long-one-7"
BODY = "43992119900715246"
OTHER_ID = BODY + id_check(BODY)
PAGES = ["/account/", "/account/contact/", "/account/password/", "/account/mandates/new/"]


@pytest.fixture
def agent(db: None, start: datetime) -> int:
    return parties.register_person(SYSTEM, "王五", OTHER_ID, "13900001111", now=start).id


def mandate(**more: str) -> dict[str, str]:
    today = china_date(timezone.now())
    base = {"name": "王五", "id_number": OTHER_ID, "items": "", "from_day": today.isoformat()}
    return {**base, "to_day": today.replace(year=today.year + 1, day=1).isoformat(), **more}


@pytest.mark.parametrize("page", [*PAGES, "/account/tokens/new/", "/files/abc/"])
def test_a_visitor_is_sent_to_sign_in_and_back(client: Client, db: None, page: str) -> None:
    answer = client.get(page)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/login/?next=")


@pytest.mark.parametrize("page", PAGES)
def test_pages_show_nothing_whole_and_are_not_kept(her: Client, page: str) -> None:
    answer = her.get(page)
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    for secret in ("13800003210", "43992119850315123"):
        assert secret not in answer.content.decode()


def test_contact_is_changed(her: Client, person: actions.Opened) -> None:
    answer = her.post(
        "/account/contact/", {"phone": "139 0000 2222", "address": "民生路 1 号", "password": PASSWORD}
    )
    assert answer.headers["Location"] == "/account/"
    party = party_queries.party(person.party or 0)
    assert party is not None
    assert (party.phone, party.address) == ("13900002222", "民生路 1 号")


@pytest.mark.parametrize("typed", [{}, {"password": "wrong"}])
def test_without_the_password_nothing_of_the_contact_changes(
    her: Client, person: actions.Opened, typed: dict[str, str]
) -> None:
    """account.wrong_password"""
    before = party_queries.party(person.party or 0)
    answer = her.post("/account/contact/", {"phone": "13900002222", "address": "民生路 1 号", **typed})
    assert answer.status_code == 422 and list(answer.context["err"]) == ["password"]
    after = party_queries.party(person.party or 0)
    assert before is not None and after is not None
    assert (after.phone, after.address) == (before.phone, before.address)


def test_a_wrong_telephone_is_told_at_its_field(her: Client) -> None:
    answer = her.post("/account/contact/", {"phone": "1390000222", "address": ""})
    assert answer.status_code == 422
    assert "您填了 10 位" in answer.content.decode()


def test_a_new_password_keeps_this_session_and_ends_the_others(her: Client) -> None:
    elsewhere = Client()
    elsewhere.post("/login/", {"login": "13800003210", "password": PASSWORD})
    answer = her.post("/account/password/", {"old": PASSWORD, "new": NEW, "again": NEW})
    assert answer.status_code == 302
    assert her.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "again", "field"),
    [("wrong", NEW, NEW, "old"), (PASSWORD, "short", "short", "new"), (PASSWORD, NEW, "other", "again")],
)
def test_a_password_that_cannot_be_is_told_at_its_field(
    her: Client, old: str, new: str, again: str, field: str
) -> None:
    answer = her.post("/account/password/", {"old": old, "new": new, "again": again})
    assert answer.status_code == 422
    assert f'href="#f-{field}"' in answer.content.decode()


def test_a_mandate_is_given_seen_and_ended(her: Client, person: actions.Opened, agent: int) -> None:
    assert her.post("/account/mandates/new/", mandate()).status_code == 302
    body = her.get("/account/").content.decode()
    assert "王*" in body
    assert "所有事项" in body
    one = party_queries.mandates_given(person.party or 0)[0]
    assert her.post(f"/account/mandates/{one.id}/end/").status_code == 302
    assert "已取消" in her.get("/account/").content.decode()
    assert her.post(f"/account/mandates/{one.id}/end/").status_code == 409


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "别人"}, "name"),
        ({"name": ""}, "name"),
        ({"id_number": "43992119850315123X"}, "name"),
        ({"from_day": "明天"}, "from_day"),
        ({"to_day": "2020-01-01"}, "to_day"),
        ({"items": "no-such-code"}, "items"),
    ],
)
def test_a_mandate_that_cannot_be_is_told_at_its_field(
    her: Client, person: actions.Opened, agent: int, change: dict[str, str], field: str
) -> None:
    answer = her.post("/account/mandates/new/", mandate(**change))
    assert answer.status_code == 422
    assert f'href="#f-{field}"' in answer.content.decode()
    assert party_queries.mandates_given(person.party or 0) == []


def test_the_mandate_of_others_does_not_exist(
    him: Client, her: Client, person: actions.Opened, agent: int
) -> None:
    her.post("/account/mandates/new/", mandate())
    one = party_queries.mandates_given(person.party or 0)[0]
    stranger = Client()
    body = "43992119880808357"
    stranger.post(
        "/register/",
        {
            "phone": "13700001111", "name": "赵六", "id_number": body + id_check(body),
            "password": PASSWORD, "again": PASSWORD,
        },
    )  # fmt: skip
    assert stranger.get("/account/").status_code == 200
    assert stranger.post(f"/account/mandates/{one.id}/end/").status_code == 404


def test_staff_make_a_token_see_it_once_and_end_it(him: Client, officer: actions.Opened) -> None:
    form = {"name": "自助终端", "days": "30", "scopes": ["cases:read"], "once": "y" * 32}
    first = him.post("/account/tokens/new/", form)
    secret = first.context["secret"]
    assert secret in first.content.decode()
    assert queries.caller(secret, timezone.now()) is not None
    again = him.post("/account/tokens/new/", form)
    assert again.context["secret"] == ""
    assert "已经显示过了" in again.content.decode()
    assert secret not in him.get("/account/").content.decode()
    one = queries.tokens_of(officer.account)[0]
    assert him.post(f"/account/tokens/{one.id}/end/").status_code == 302
    assert queries.caller(secret, timezone.now()) is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"scopes": []}, "scopes"),
        ({"days": "many"}, "days"),
        ({"days": "366"}, "days"),
        ({"name": ""}, "name"),
    ],
)
def test_a_token_that_cannot_be_is_told_at_its_field(
    him: Client, officer: actions.Opened, change: dict[str, object], field: str
) -> None:
    form = {"name": "自助终端", "days": "30", "scopes": ["cases:read"], **change}
    answer = him.post("/account/tokens/new/", form)
    assert answer.status_code == 422
    assert f'href="#f-{field}"' in answer.content.decode()
    assert queries.tokens_of(officer.account) == []


def test_people_have_no_tokens(her: Client) -> None:
    assert her.get("/account/tokens/new/").status_code == 404
    assert "接口令牌" not in her.get("/account/").content.decode()


def test_staff_have_no_contact_page(him: Client) -> None:
    assert him.get("/account/contact/").headers["Location"] == "/account/"
    assert him.get("/account/mandates/new/").headers["Location"] == "/account/"
