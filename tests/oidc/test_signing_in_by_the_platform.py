"""People arrive by the platform: new, known to the counter, with an account; staff by a link of their own."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.conf import settings as site
from django.test import Client
from django.utils import timezone

from tests import clock
from tests import county as counties
from tests.oidc.conftest import NEW, Browser, Platform
from yimen.accounts import actions
from yimen.accounts.models import Account
from yimen.identities import oidc
from yimen.identities.models import Identity
from yimen.parties import actions as parties
from yimen.parties.models import Party
from yimen.rules.authority import SYSTEM
from yimen.rules.events import Kind
from yimen.rules.identity import NotLinked
from yimen.rules.logins import FRESH, SignInAgain
from yimen.trail.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.both]
CONFIRM = "/login/oidc/confirm/"


def who(client: Client) -> str | None:
    """The account that a browser is signed in with."""
    return client.session.get("_auth_user_id")


def confirmed(browser: Browser, wanted: str = "", **sent: str) -> Any:
    """Answer the question of the first time."""
    page = browser.client.get(CONFIRM)
    assert page.status_code == 200, page.status_code
    return browser.client.post(CONFIRM, {"once": page.context["once"], "next": wanted, **sent})


def events(kind: Kind) -> list[dict[str, Any]]:
    return [one.data for one in Event.objects.filter(kind=str(kind)).order_by("pk")]


def test_somebody_new_opens_an_account_with_the_verified_name(browser: Browser) -> None:
    assert browser.walk()["Location"] == CONFIRM
    page = browser.client.get(CONFIRM).content.decode()
    assert "李*" in page and NEW not in page and f"{NEW[:4]}**********{NEW[-4:]}" in page and "实人" in page
    answer = confirmed(browser, phone="13912345670")
    assert answer.status_code == 302 and answer["Location"] == "/my/"
    party = Party.objects.get(id_number=NEW)
    account = Account.objects.get(party=party)
    assert (party.name, party.phone, account.login) == ("李敏", "13912345670", "13912345670")
    assert who(browser.client) == str(account.pk) and not account.has_usable_password()
    assert browser.client.get("/my/").status_code == 200
    assert events(Kind.IDENTITY_LINKED)[0]["level"] == "3" and len(events(Kind.SIGNED_IN)) == 1


def test_the_second_time_nothing_is_asked(browser: Browser, platform: Platform) -> None:
    browser.walk()
    confirmed(browser, phone="13912345670")
    again = Browser(platform)
    assert again.walk(next="/account/")["Location"] == "/account/"
    assert who(again.client) == who(browser.client)
    assert events(Kind.IDENTITY_USED)[-1]["level"] == "3"
    assert Identity.objects.get().used_at is not None


def test_a_person_of_the_counter_is_found_by_number(county: counties.County, browser: Browser) -> None:
    made = parties.register_person(SYSTEM, "李敏", NEW, now=county.now)
    browser.walk()
    confirmed(browser, phone="13912345670")
    assert Account.objects.get(party_id=made.id).pk == int(who(browser.client) or 0)


def test_who_has_an_account_links_it(county: counties.County, browser: Browser, platform: Platform) -> None:
    li = county.accounts["li"]
    platform.says(name=li.party.name, id_number=li.party.id_number, phone_number="")
    assert browser.walk(next="/account/data/")["Location"].startswith(CONFIRM)
    page = browser.client.get(CONFIRM).content.decode()
    assert "关联您的账号" in page and li.login not in page
    assert who(browser.client) is None, "nobody is in before they have answered"
    assert confirmed(browser, "/account/data/")["Location"] == "/account/data/"
    assert who(browser.client) == str(li.pk)


def test_the_email_proves_nothing(county: counties.County, browser: Browser, platform: Platform) -> None:
    li = county.accounts["li"]
    platform.says(email=li.login, name="王春燕", phone_number=li.login)
    browser.walk()
    refused = confirmed(browser, phone=li.login)
    assert refused.status_code == 422 and "已经注册过" in refused.content.decode()
    assert who(browser.client) is None and not Party.objects.filter(id_number=NEW).exists()


@pytest.mark.parametrize("changed", [{"name": "王春燕"}, {"id_number": NEW}])
def test_what_contradicts_the_file_is_refused(
    county: counties.County, browser: Browser, platform: Platform, changed: dict[str, str]
) -> None:
    li = county.accounts["li"]
    mine = {"name": li.party.name, "id_number": li.party.id_number}
    platform.says(**mine)
    browser.walk()
    confirmed(browser)
    platform.says(**{**mine, **changed})
    other = Browser(platform)
    answer = other.walk(next="/my/")
    assert answer.status_code == 409 and "不一样" in answer.content.decode()
    assert "/login/?next=%2Fmy%2F" in answer.content.decode(), "the way on is kept"
    assert who(other.client) is None
    assert events(Kind.SIGN_IN_FAILED)[-1] == {"why": "oidc.contradicts"}


@pytest.mark.parametrize(
    ("claims", "status", "words"),
    [
        ({"user_real_lvl": "1"}, 403, "还没有实名认证"),
        ({"user_real_lvl": None}, 403, "还没有实名认证"),
        ({"id_number": ""}, 403, "没有给出"),
        ({"id_number": "123"}, 403, "没有给出"),
        ({"name": ""}, 403, "没有给出"),
    ],
)
def test_too_little_is_refused(
    browser: Browser, platform: Platform, claims: dict[str, Any], status: int, words: str
) -> None:
    platform.says(**claims)
    answer = browser.walk()
    assert answer.status_code == status and words in answer.content.decode()
    assert who(browser.client) is None and not Identity.objects.exists()


def test_a_closed_account_stays_closed(county: counties.County, browser: Browser, platform: Platform) -> None:
    li = county.accounts["li"]
    platform.says(name=li.party.name, id_number=li.party.id_number)
    actions.close_account(SYSTEM, li.pk, now=county.now)
    assert "已经停用" in browser.walk().content.decode()
    assert who(browser.client) is None


def test_staff_come_in_only_after_they_linked_themselves(
    county: counties.County, browser: Browser, platform: Platform
) -> None:
    clerk = county.accounts["clerk"]
    platform.says(name=clerk.staff.name)
    assert browser.walk()["Location"] == CONFIRM, (
        "to the platform's word alone a clerk is a citizen like others"
    )
    browser.client.force_login(clerk)
    answer = browser.walk("/account/identity/")
    assert answer["Location"] == "/account/identity/" and Identity.objects.get().account_id == clerk.pk
    page = browser.client.get("/account/identity/").content.decode()
    assert "已经关联" in page and "实人" in page and f"{platform.issuer}/logout?client_id=yunxi" in page
    fresh = Browser(platform)
    assert fresh.walk()["Location"] == "/desk/"
    assert who(fresh.client) == str(clerk.pk)


def test_another_way_in_is_added_for_the_password_alone(county: counties.County, browser: Browser) -> None:
    browser.client.force_login(county.accounts["li"])
    for typed in ("", "wrong"):
        answer = browser.out("/account/identity/", password=typed)
        assert answer.status_code == 422 and list(answer.context["err"]) == ["password"]
    assert "oidc_out" not in browser.client.session


def test_who_has_no_password_proves_it_by_having_just_signed_in(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """account.sign_in_again"""
    browser.walk()
    confirmed(browser, phone="13912345670")
    party = Party.objects.get(id_number=NEW)
    contact = {"phone": "13900002222", "address": "民生路 1 号"}
    page = browser.client.get("/account/contact/").content.decode()
    assert 'name="password"' not in page and "登录后 10 分钟内" in page
    assert browser.client.post("/account/contact/", contact).status_code == 302
    assert Party.objects.get(pk=party.pk).phone == "13900002222"
    later = timezone.now() + FRESH + timedelta(seconds=1)
    clock.stop(monkeypatch, lambda: later)
    for path, sent in (
        ("/account/contact/", {"phone": "13900003333", "address": ""}),
        ("/account/data/", {}),
        ("/account/second-step/", {"act": "begin"}),
    ):
        answer = browser.client.post(path, {**sent, "password": "x"})
        assert answer.status_code == 422, path
        assert "再登录一次" in answer.context["err"]["password"], (path, SignInAgain.code)
    assert Party.objects.get(pk=party.pk).phone == "13900002222"
    browser.client.post("/logout/")
    browser.walk()
    assert browser.client.post("/account/contact/", contact).status_code == 302


def test_another_person_cannot_be_linked(
    county: counties.County, browser: Browser, platform: Platform
) -> None:
    platform.says(name="别的人")
    for name in ("clerk", "li"):
        browser.client.force_login(county.accounts[name])
        answer = browser.walk("/account/identity/")
        assert answer.status_code == 409, name
    assert not Identity.objects.exists()


def test_one_identity_belongs_to_one_account(
    county: counties.County, browser: Browser, platform: Platform
) -> None:
    clerk, officer = county.accounts["clerk"], county.accounts["officer"]
    platform.says(name=clerk.staff.name)
    browser.client.force_login(clerk)
    browser.walk("/account/identity/")
    type(officer.staff).objects.filter(pk=officer.staff_id).update(name=clerk.staff.name)
    other = Browser(platform)
    other.client.force_login(officer)
    assert other.walk("/account/identity/").status_code == 409
    platform.says(name=clerk.staff.name, sub="u-8")
    assert browser.walk("/account/identity/").status_code == 409, "and an account to one identity"
    assert Identity.objects.get().account_id == clerk.pk


def test_the_link_is_for_whoever_went_out(
    county: counties.County, browser: Browser, platform: Platform
) -> None:
    clerk, li = county.accounts["clerk"], county.accounts["li"]
    platform.says(name=clerk.staff.name)
    browser.client.force_login(clerk)
    back = browser.there(browser.out("/account/identity/"))
    kept = {name: browser.client.session[name] for name in ("oidc_out", "socialaccount_states")}
    browser.client.logout()
    browser.client.force_login(li)
    session = browser.client.session
    session.update(kept)
    session.save()
    assert browser.client.get(back).status_code == 422
    assert not Identity.objects.exists()


def test_unlinking_needs_another_way_in(
    county: counties.County, browser: Browser, platform: Platform
) -> None:
    browser.walk()
    confirmed(browser, phone="13912345670")
    browser.client.post("/account/identity/end/", {"once": "u" * 32})
    assert (
        Identity.objects.count() == 1
        and "还没有密码" in browser.client.get("/account/identity/").content.decode()
    )
    Account.objects.filter(pk=who(browser.client)).update(password=county.accounts["li"].password or "x")
    Account.objects.get(pk=who(browser.client))
    browser.client.force_login(Account.objects.get(login="13912345670"))
    for _ in range(2):
        browser.client.post("/account/identity/end/", {"once": "v" * 32})
    assert not Identity.objects.exists() and len(events(Kind.IDENTITY_UNLINKED)) == 1
    browser.client.post("/account/identity/end/", {"once": "w" * 32})
    assert "没有关联这个身份" in browser.client.get("/account/identity/").content.decode(), NotLinked.code


def test_the_session_is_another_one_after_signing_in(browser: Browser) -> None:
    browser.client.get("/login/")
    browser.walk()
    before = browser.client.session.session_key
    confirmed(browser, phone="13912345670")
    assert before and browser.client.session.session_key != before
    store = import_module(site.SESSION_ENGINE).SessionStore()
    assert store.exists(browser.client.session.session_key) and not store.exists(before)


def test_answering_twice_opens_one_account(browser: Browser) -> None:
    browser.walk()
    page = browser.client.get(CONFIRM)
    waiting = dict(browser.client.session)
    sent = {"once": page.context["once"], "next": "", "phone": "13912345670"}
    assert browser.client.post(CONFIRM, sent).status_code == 302
    again = Client()
    session = again.session
    session.update(waiting)
    session.save()
    again.cookies["sessionid"] = session.session_key
    assert again.post(CONFIRM, sent).status_code == 302
    assert Account.objects.filter(login="13912345670").count() == 1


def test_who_waits_lies_sealed_in_the_session(browser: Browser) -> None:
    browser.walk()
    kept = str(dict(browser.client.session))
    assert "oidc_waiting" in kept and NEW not in kept and "13912345670" not in kept and "李敏" not in kept


def test_who_waits_too_long_begins_again(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yimen.rules.identity.WAIT_MINUTES", -1)
    browser.walk()
    answer = browser.client.get(CONFIRM)
    assert answer.status_code == 422 and "重新来一次" in answer.content.decode()


def test_signing_out_ends_the_session(browser: Browser) -> None:
    browser.walk()
    confirmed(browser, phone="13912345670")
    before = browser.client.session.session_key
    browser.client.post("/logout/")
    assert who(browser.client) is None
    assert not import_module(site.SESSION_ENGINE).SessionStore().exists(before)
    assert browser.client.get("/my/").status_code in {200, 302}
    assert browser.client.get("/account/").status_code == 302


def test_allauth_keeps_nothing_of_anybody(browser: Browser) -> None:
    browser.walk()
    confirmed(browser, phone="13912345670")
    for table in (SocialAccount, SocialApp, SocialToken, EmailAddress):
        assert not table.objects.exists(), table


def test_a_telephone_is_asked_for_where_the_platform_has_none(browser: Browser, platform: Platform) -> None:
    platform.says(phone_number=None)
    browser.walk()
    assert confirmed(browser, phone="12").status_code == 422
    assert confirmed(browser, phone="13912345670").status_code == 302


def test_without_settings_there_is_no_way(county: counties.County) -> None:
    client = Client()
    assert "/login/oidc/" not in client.get("/login/").content.decode()
    assert client.post("/login/oidc/").status_code == client.get("/login/oidc/callback/").status_code == 404
    assert client.get(CONFIRM).status_code == 404
    client.force_login(county.accounts["clerk"])
    assert client.get("/account/identity/").status_code == 404
    assert not oidc.enabled()
