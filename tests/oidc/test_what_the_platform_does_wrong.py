"""Tokens that are not for us, not signed, not fresh, not of this browser; a platform that is away or slow."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.oidc.conftest import Browser, Platform
from yimen.config import platform_checks
from yimen.identities.models import Identity
from yimen.rules.limits import SIGN_IN

pytestmark = [pytest.mark.django_db, pytest.mark.both]
UNTRUE = (
    "wrong_issuer", "wrong_audience", "many_audiences", "wrong_azp", "expired", "not_yet", "none_alg",
    "other_key", "public_key_as_secret", "unknown_key", "changed_after", "no_nonce", "wrong_nonce",
    "no_id_token",
)  # fmt: skip


def nobody_is_in(client: Client) -> None:
    assert "_auth_user_id" not in client.session and "oidc_waiting" not in client.session
    assert not Identity.objects.exists()


@pytest.mark.parametrize("mode", UNTRUE)
def test_what_was_not_signed_for_this_sign_in_is_refused(
    browser: Browser, platform: Platform, mode: str
) -> None:
    platform.says(mode)
    answer = browser.walk(next="/my/")
    assert answer.status_code == 403 and "oidc.untrue" in answer.content.decode(), answer.status_code
    assert "/login/?next=%2Fmy%2F" in answer.content.decode()
    nobody_is_in(browser.client)


@pytest.mark.parametrize("mode", ["foreign_discovery", "foreign_token"])
def test_a_discovery_that_leads_elsewhere_is_not_followed(
    browser: Browser, platform: Platform, mode: str
) -> None:
    platform.says(mode)
    answer = browser.out(next="/my/")
    assert answer.status_code == 403 and "oidc.untrue" in answer.content.decode()


@pytest.mark.parametrize("mode", ["slow", "failing", "garbled", "moved"])
def test_a_platform_that_is_away_is_told_plainly(
    browser: Browser, platform: Platform, settings: Any, mode: str
) -> None:
    settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = 0.5
    platform.says(mode)
    answer = browser.out(next="/my/")
    assert answer.status_code == 503 and int(answer["Retry-After"]) > 0
    page = answer.content.decode()
    assert "省统一身份认证现在没有答复" in page and "oidc.away" in page and "/login/?next=%2Fmy%2F" in page
    platform.says()
    assert browser.walk(next="/my/").status_code == 302, "and it works when the platform is back"


def test_a_platform_that_is_gone(browser: Browser, settings: Any) -> None:
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    assert browser.out().status_code == 503


def test_one_that_goes_away_on_the_way_back(browser: Browser, platform: Platform) -> None:
    platform.says("away_at_token")
    answer = browser.walk()
    assert answer.status_code == 503 and "没有答复" in answer.content.decode()
    nobody_is_in(browser.client)


def test_cancelling_there_is_no_error(browser: Browser, platform: Platform) -> None:
    platform.says("cancelled")
    answer = browser.walk(next="/my/")
    assert answer.status_code == 422 and "您没有在省统一身份认证完成登录" in answer.content.decode()
    assert "oidc.cancelled" in answer.content.decode()


def test_state_nonce_and_pkce_go_out_each_time_anew(browser: Browser, platform: Platform) -> None:
    asked = [parse_qs(urlsplit(browser.out()["Location"]).query) for _ in range(2)]
    for one in asked:
        assert one["code_challenge_method"] == ["S256"] and one["response_type"] == ["code"]
        assert one["redirect_uri"] == ["http://testserver/login/oidc/callback/"]
        assert set(one["scope"][0].split()) == {"openid", "profile", "phone"}
    for name in ("state", "nonce", "code_challenge"):
        assert asked[0][name] != asked[1][name] and len(asked[0][name][0]) >= 16


@pytest.mark.parametrize(
    "query", ["", "?state=x&code=y", "?code=y", "?error=access_denied", "?state=%00&code=%00"]
)
def test_a_way_back_without_a_way_out(platform: Platform, query: str) -> None:
    client = Client()
    answer = client.get(f"/login/oidc/callback/{query}")
    assert answer.status_code == 422 and "重新来一次" in answer.content.decode()
    assert "oidc.broken" in answer.content.decode()
    nobody_is_in(client)
    assert [one for one in platform.asked() if one["path"] == "/token"] == [], (
        "the platform is not even asked"
    )


def test_the_way_back_belongs_to_one_browser_and_one_time(browser: Browser, platform: Platform) -> None:
    back = browser.there(browser.out())
    thief = Client()
    thief.get("/login/")
    assert thief.get(back).status_code == 422, "a login that somebody else began"
    assert browser.client.get(back).status_code == 302
    assert browser.client.get(back).status_code == 422, "once"


def test_a_code_of_somebody_else_does_not_fit_the_verifier(browser: Browser, platform: Platform) -> None:
    other = Browser(platform)
    theirs = parse_qs(urlsplit(other.there(other.out())).query)["code"][0]
    mine = parse_qs(urlsplit(browser.there(browser.out())).query)["state"][0]
    answer = browser.client.get(f"/login/oidc/callback/?state={mine}&code={theirs}")
    assert answer.status_code == 403
    nobody_is_in(browser.client)


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil"]
)
def test_the_way_on_stays_on_this_site(browser: Browser, platform: Platform, wanted: str) -> None:
    assert browser.walk(next=wanted)["Location"] == "/login/oidc/confirm/"


def test_other_parameters_of_the_address_reach_nobody(browser: Browser, platform: Platform) -> None:
    answer = browser.client.post("/login/oidc/?auth_params=prompt%3Dnone&scope=admin&process=connect", {})
    asked = parse_qs(urlsplit(answer["Location"]).query)
    assert "prompt" not in asked and "admin" not in asked["scope"][0]


def test_going_out_takes_a_click_on_our_own_page(platform: Platform) -> None:
    assert Client().get("/login/oidc/").status_code == 405
    assert Client(enforce_csrf_checks=True).post("/login/oidc/").status_code == 403


def test_the_form_may_lead_to_the_platform_and_nowhere_else(browser: Browser, platform: Platform) -> None:
    policy = browser.client.get("/login/").headers["Content-Security-Policy"]
    assert f"form-action 'self' {platform.issuer};" in policy and "default-src 'none'" in policy
    assert "form-action 'self';" in browser.client.get("/help/").headers["Content-Security-Policy"]


def test_hammering_is_slowed_down(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yimen.web.entrance.oidc.SIGN_IN", replace(SIGN_IN, most=3))
    client = Client()
    seen = [client.get("/login/oidc/callback/?state=x").status_code for _ in range(4)]
    assert seen == [422, 422, 422, 429]


def addresses(found: list[URLPattern | URLResolver]) -> list[URLPattern]:
    return [
        one for part in found
        for one in (addresses(part.url_patterns) if isinstance(part, URLResolver) else [part])
    ]  # fmt: skip


def test_no_page_of_allauth_is_served(platform: Platform) -> None:
    every = addresses(get_resolver().url_patterns)
    assert len(every) > 100
    assert [one for one in every if "allauth" in getattr(one.callback, "__module__", "")] == []
    for path in ("/accounts/login/", "/accounts/oidc/oidc/login/", "/accounts/signup/", "/accounts/email/",
                 "/oidc/oidc/login/", "/accounts/", "/accounts/social/connections/"):  # fmt: skip
        assert Client().get(path).status_code == 404, path


@pytest.mark.parametrize(
    ("issuer", "client", "ids"),
    [
        ("", "", []), ("https://id.example.cn", "yunxi", []), ("http://127.0.0.1:8", "yunxi", []),
        ("http://id.example.cn", "yunxi", ["yimen.E041"]), ("https://id.example.cn", "", ["yimen.E040"]),
    ],
)  # fmt: skip
def test_half_a_setting_is_refused(settings: Any, issuer: str, client: str, ids: list[str]) -> None:
    settings.OIDC_ISSUER, settings.OIDC_CLIENT, settings.OIDC_SECRET = issuer, client, "s"
    found = platform_checks.platform_is_complete()
    assert [one.id for one in found] == ids and all(one.is_serious() for one in found)
