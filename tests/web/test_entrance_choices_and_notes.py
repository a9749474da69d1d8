"""Language, elder mode, health for machines, and the standing pages in both languages and modes."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from yimen.accounts import actions
from yimen.rules.authority import SYSTEM
from yimen.trail import queries as trail

YEAR = 365 * 24 * 3600


def test_a_language_is_kept_for_a_year_and_the_way_leads_back(client: Client) -> None:
    answer = client.get("/lang/en/?next=/help/")
    assert answer.headers["Location"] == "/help/"
    assert (answer.cookies["lang"].value, answer.cookies["lang"]["max-age"]) == ("en", YEAR)
    assert client.get("/help/").headers["Content-Language"] == "en"


@pytest.mark.parametrize(
    ("code", "cookie"), [("elder", "elder"), ("std", "standard"), ("standard", "standard")]
)
def test_a_mode_is_kept_for_a_year(client: Client, code: str, cookie: str) -> None:
    answer = client.get(f"/mode/{code}?next=/help/")
    assert answer.headers["Location"] == "/help/"
    assert (answer.cookies["mode"].value, answer.cookies["mode"]["max-age"]) == (cookie, YEAR)


@pytest.mark.parametrize("address", ["/lang/xx/", "/mode/loud/"])
def test_an_unknown_choice_does_not_exist(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/lang/en/", "/mode/elder/"])
@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_a_choice_never_leads_off_the_site(client: Client, address: str, wanted: str) -> None:
    assert client.get(address, {"next": wanted}).headers["Location"] == "/"


def test_elder_mode_follows_its_owner_to_another_machine(her: Client, person: actions.Opened) -> None:
    her.get("/mode/elder/")
    elsewhere = Client()
    answer = elsewhere.post("/login/", {"login": "13800003210", "password": "yunxi-2026-mima"})
    assert answer.cookies["mode"].value == "elder"


@pytest.mark.parametrize("page", ["/help/", "/accessibility/", "/login/", "/register/"])
@pytest.mark.parametrize("cookies", [{}, {"lang": "en"}, {"mode": "elder"}])
def test_standing_pages_open_for_everybody(
    client: Client, db: None, page: str, cookies: dict[str, str]
) -> None:
    for name, value in cookies.items():
        client.cookies[name] = value
    answer = client.get(page)
    assert answer.status_code == 200
    assert answer.content.decode().count("<h1") == 1


def test_health_tells_the_database_and_what_waits(client: Client, person: actions.Opened) -> None:
    told = client.get("/healthz/").json()
    assert told["ok"] is True
    assert told["relay"]["waiting"] == trail.health().waiting > 0
    assert told["relay"]["dead"] == 0


def test_health_is_503_when_the_database_is_gone(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(trail, "health", gone)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["ok"]) == (503, False)


@pytest.mark.both
def test_health_is_503_when_the_database_may_only_be_read(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Permission bits do not bind root: what the system says of the files is set here."""
    assert client.get("/healthz").json()["database"] == "ok"
    if connection.vendor == "sqlite":
        monkeypatch.setattr("yimen.config.sqlite.base.os.access", lambda *_, **__: False)
    else:
        connection.cursor().execute("SET TRANSACTION READ ONLY")
    answer = client.get("/healthz")
    told = answer.json()
    assert (answer.status_code, told["ok"], told["database"]) == (503, False, "read_only")
    assert told["relay"]["dead"] == 0, "what can be read is told all the same"


def test_a_closed_account_is_signed_out_at_once(her: Client, person: actions.Opened) -> None:
    actions.close_account(SYSTEM, person.account, now=timezone.now())
    assert her.get("/account/").status_code == 302
