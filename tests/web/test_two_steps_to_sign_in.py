"""Password, then code: who must, who may, what is closed until then, and how wrong codes are counted."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from tests import county as counties
from tests.web.staff_world import county, signed_in  # noqa: F401
from yimen.accounts import codes, queries
from yimen.accounts.backend import BY_PASSWORD
from yimen.accounts.models import Account, RecoveryCode, SecondStep
from yimen.rules.logins import TRIES
from yimen.trail import queries as trail
from yimen.vault import queries as vault

pytestmark = pytest.mark.django_db
KEEPER, OFFICER = "0901", "0201"
ENROL = "/account/second-step/"


def digits(offset: int = 0) -> str:
    return codes.digits_at(counties.SECRET, timezone.now() + timedelta(seconds=30 * offset))


def password(client: Client, login: str, **more: str) -> object:
    return client.post("/login/", {"login": login, "password": counties.PASSWORD, **more})


def only_password(world: counties.County, who: str) -> Client:
    """A session that came without a code."""
    client = Client()
    client.force_login(world.accounts[who], backend=BY_PASSWORD)
    return client


def test_password_then_code_then_where_one_wanted_to_go(county) -> None:  # noqa: F811
    client = Client()
    answer = password(client, KEEPER, next="/catalogue/quality/")
    assert answer.headers["Location"] == "/login/code/?next=%2Fcatalogue%2Fquality%2F"
    assert client.get("/catalogue/").headers["Location"].startswith("/login/"), "not in yet"
    assert client.get("/api/v1/cases").status_code == 401
    page = client.get(answer.headers["Location"]).content.decode()
    assert 'value="/catalogue/quality/"' in page and 'autocomplete="one-time-code"' in page
    assert digits() not in page, "outside of the demo nobody is told the code"
    answer = client.post("/login/code/", {"code": digits(), "next": "/catalogue/quality/"})
    assert answer.headers["Location"] == "/catalogue/quality/"
    assert client.get("/catalogue/").status_code == 200
    kinds = [row.kind for row in trail.history(f"account:{county.accounts['keeper'].pk}")]
    assert kinds == ["account.signed_in"], "noted once, at the end"


def test_a_code_works_once(county) -> None:  # noqa: F811
    sent = digits()
    for status in (302, 422):
        client = Client()
        password(client, KEEPER)
        assert client.post("/login/code/", {"code": sent}).status_code == status


def test_the_session_of_before_is_another_one_after_each_step(county) -> None:  # noqa: F811
    client, keys = Client(), []
    for step in (lambda: password(client, KEEPER), lambda: client.post("/login/code/", {"code": digits()})):
        step()
        keys.append(client.cookies["sessionid"].value)
    assert keys[0] != keys[1]


def test_without_the_password_nobody_is_asked_for_a_code(county) -> None:  # noqa: F811
    client = Client()
    assert client.get("/login/code/").headers["Location"] == "/login/"
    assert client.post("/login/code/", {"code": digits()}).headers["Location"] == "/login/"
    assert (
        signed_in(county, "li").get("/login/code/?next=/my/").headers["Location"] == "/login/?next=%2Fmy%2F"
    )


def test_who_waits_too_long_begins_again(county) -> None:  # noqa: F811
    client = Client()
    password(client, KEEPER)
    session = client.session
    session["second_step"] = {**session["second_step"], "until": timezone.now().timestamp() - 1}
    session.save()
    answer = client.post("/login/code/", {"code": digits()}, follow=True)
    assert "请从密码重新登录" in answer.content.decode()


def test_wrong_codes_lock_the_login_as_wrong_passwords_do(county) -> None:  # noqa: F811
    client = Client()
    password(client, KEEPER)
    pages = [client.post("/login/code/", {"code": "00000a"}) for _ in range(TRIES)]
    assert [one.status_code for one in pages] == [422] * TRIES
    assert "验证码不对" in pages[0].content.decode()
    assert "分钟后再试" in pages[-1].content.decode()
    assert "分钟后再试" in client.post("/login/code/", {"code": digits()}).content.decode()
    assert "分钟后再试" in password(Client(), KEEPER).content.decode(), "the password is locked with it"
    kinds = [row.kind for row in trail.latest(actor=queries.attempt_label(KEEPER), limit=20)]
    assert kinds.count("account.sign_in_failed") == TRIES


def test_a_right_password_between_wrong_codes_does_not_begin_the_count_anew(county) -> None:  # noqa: F811
    for _ in range(TRIES):
        client = Client()
        password(client, KEEPER)
        client.post("/login/code/", {"code": "000001"})
    assert "分钟后再试" in password(Client(), KEEPER).content.decode()


def test_wrong_codes_from_everywhere_are_counted_by_account(county, settings) -> None:  # noqa: F811
    settings.LIMITS = 0.1
    for n in range(3):
        client = Client(REMOTE_ADDR=f"203.0.113.{n}")
        password(client, KEEPER)
        client.post("/login/code/", {"code": "000001"})
    client = Client(REMOTE_ADDR="198.51.100.9")
    password(client, KEEPER)
    answer = client.post("/login/code/", {"code": digits()})
    assert answer.status_code == 429


def test_a_recovery_code_lets_in_once(county) -> None:  # noqa: F811
    account = county.accounts["keeper"]
    RecoveryCode.objects.create(account=account, code=codes.slow_hash("ABCDEFGHJK", codes.make_salt()))
    for status in (302, 422):
        client = Client()
        password(client, KEEPER)
        assert client.post("/login/code/", {"code": "abcde-fghjk"}).status_code == status


# --- who must -------------------------------------------------------------------------------------------
def without(world: counties.County, who: str) -> Client:
    """Their account as it was before the step was set up, and a session of it."""
    SecondStep.objects.filter(account=world.accounts[who]).delete()
    Account.objects.filter(pk=world.accounts[who].pk).update(second_step_at=None)
    return only_password(world, who)


@pytest.mark.parametrize("who", ["admin", "security", "audit", "keeper"])
def test_who_must_have_it_reaches_nothing_but_setting_it_up(county, who: str) -> None:  # noqa: F811
    client = without(county, who)
    for path in (
        "/account/",
        "/admin/staff/",
        "/catalogue/",
        "/",
        "/account/tokens/new/",
        "/account/password/",
    ):
        answer = client.get(path)
        assert answer.status_code == 302, path
        assert answer.headers["Location"].startswith(f"{ENROL}?next="), path
    assert client.post("/account/password/", {"old": counties.PASSWORD}).status_code == 302
    assert client.get("/api/v1/cases").status_code == 401
    assert client.get(ENROL).status_code == 200
    assert client.post("/logout/").headers["Location"] == "/"


@pytest.mark.parametrize("who", ["clerk", "officer", "head", "director", "supervisor", "li"])
def test_others_are_let_on(county, who: str) -> None:  # noqa: F811
    client = only_password(county, who)
    assert client.get("/account/").status_code == 200
    assert client.get(ENROL).status_code == 200


def test_who_keeps_the_seal_must_from_that_day(county, monkeypatch) -> None:  # noqa: F811
    client = only_password(county, "officer")
    assert client.get("/review/").status_code == 200
    monkeypatch.setattr(vault, "is_custodian", lambda staff, day: staff == OFFICER)
    assert client.get("/review/").headers["Location"].startswith(ENROL)
    assert only_password(county, "clerk").get("/desk/").status_code == 200


def test_who_has_it_but_came_without_it_is_asked_for_it(county) -> None:  # noqa: F811
    client = only_password(county, "keeper")
    for path in ("/catalogue/", "/account/", "/account/password/", ENROL):
        assert client.get(path).headers["Location"].startswith("/login/code/?next="), path
    assert client.get("/api/v1/cases").status_code == 401
    assert client.post("/login/code/", {"code": digits(), "next": "/catalogue/"}).status_code == 302
    assert client.get("/catalogue/").status_code == 200


# --- setting it up --------------------------------------------------------------------------------------
def test_setting_it_up_from_the_first_page_to_the_codes(county) -> None:  # noqa: F811
    client = without(county, "keeper")
    page = client.get("/catalogue/", follow=True).content.decode()
    assert "您的岗位要先设置两步验证" in page
    wrong = client.post(ENROL, {"act": "begin", "password": "wrong"})
    assert (wrong.status_code, 'href="#f-password"' in wrong.content.decode()) == (422, True)
    answer = client.post(ENROL, {"act": "begin", "password": counties.PASSWORD, "next": "/catalogue/"})
    page = client.get(answer.headers["Location"]).content.decode()
    assert 'src="data:image/svg+xml' in page
    secret = re.search(r'<code class="secret">([^<]+)</code>', page)[1].replace(" ", "")
    wrong = client.post(ENROL, {"act": "confirm", "code": "12345x"})
    assert (wrong.status_code, 'href="#f-code"' in wrong.content.decode()) == (422, True)
    sent = {"act": "confirm", "code": codes.digits_at(secret, timezone.now()), "next": "/catalogue/"}
    answer = client.post(ENROL, sent)
    page = answer.content.decode()
    shown = re.findall(r"<code>([A-Z2-9]{5}-[A-Z2-9]{5})</code>", page)
    assert len(set(shown)) == 10
    assert 'download="yimen-recovery-codes.txt"' in page and shown[0] in page.split("data:text/plain")[1]
    assert "no-store" in answer.headers["Cache-Control"]
    assert client.get("/catalogue/").status_code == 200, "this session has the step now"
    assert "还剩 10 个备用码" in client.get(ENROL).content.decode()
    assert "关掉两步验证" not in client.get(ENROL).content.decode(), "a keeper cannot turn it off"
    again = Client()
    assert password(again, KEEPER).headers["Location"] == "/login/code/"
    assert again.post("/login/code/", {"code": shown[0]}).status_code == 302


def test_a_citizen_may_have_it_and_turn_it_off(county) -> None:  # noqa: F811
    counties.enrol(county.accounts["li"], county.now)
    client = Client()
    password(client, "19900000001")
    client.post("/login/code/", {"code": digits(-1)})
    assert "关掉两步验证" in client.get(ENROL).content.decode()
    assert client.post(ENROL, {"act": "end", "code": digits(0)}).headers["Location"] == "/account/"
    assert password(Client(), "19900000001").headers["Location"] == "/my/"


def test_codes_cannot_be_guessed_from_an_open_session_either(county, settings) -> None:  # noqa: F811
    settings.LIMITS = 0.1
    client = signed_in(county, "keeper")
    seen = [client.post(ENROL, {"act": "renew", "code": "000001"}).status_code for _ in range(4)]
    assert seen == [422, 422, 422, 429]


def test_what_is_no_act_leads_back(county) -> None:  # noqa: F811
    assert signed_in(county, "li").post(ENROL, {"act": "x"}).headers["Location"] == ENROL


# --- lost -----------------------------------------------------------------------------------------------
def test_a_security_administrator_resets_it_on_the_page_of_the_person(county) -> None:  # noqa: F811
    keeper, security = signed_in(county, "keeper"), signed_in(county, "security")
    assert keeper.get("/catalogue/").status_code == 200
    assert "重设两步验证" in security.get(f"/admin/staff/{KEEPER}/").content.decode()
    assert "重设两步验证" not in security.get("/admin/staff/0904/").content.decode(), "not their own"
    refused = security.post("/admin/staff/0904/", {"act": "step"})
    assert "另一位安全管理员" in refused.content.decode()
    assert signed_in(county, "admin").post(f"/admin/staff/{KEEPER}/", {"act": "step"}).status_code == 403
    assert security.post(f"/admin/staff/{KEEPER}/", {"act": "step"}).status_code == 302
    assert keeper.get("/catalogue/").headers["Location"].startswith("/login/"), "their session has ended"
    row = trail.history(f"account:{county.accounts['keeper'].pk}")[-1]
    assert (row.kind, row.actor) == ("account.second_step_ended", "staff:0904")
    assert password(Client(), KEEPER).headers["Location"] == "/catalogue/", "a password is enough, and then"
    assert "重设两步验证" not in security.get(f"/admin/staff/{KEEPER}/").content.decode()


# --- the demo -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("demo", "told"), [(True, True), (False, False)])
def test_the_demo_alone_tells_the_code(county, settings, tmp_path: Path, demo, told) -> None:  # noqa: F811
    row = {"role": "x", "name": "x", "login": KEEPER, "password": "x", "secret": counties.SECRET}
    (tmp_path / "demo-logins.json").write_text(json.dumps([row]), encoding="utf-8")
    settings.DATA_DIR, settings.DEMO = tmp_path, demo
    for _ in range(2):
        client = Client()
        page = client.get(password(client, KEEPER).headers["Location"]).content.decode()
        found = re.search(r'value="(\d{6})"', page)
        assert bool(found) is told
        if told:
            answer = client.post("/login/code/", {"code": found[1]})
            assert answer.status_code == 302, "also twice in 30 seconds"


def test_only_accounts_of_the_list_are_told(county, settings, tmp_path: Path) -> None:  # noqa: F811
    row = {"role": "x", "name": "x", "login": "0902", "password": "x", "secret": counties.SECRET}
    (tmp_path / "demo-logins.json").write_text(json.dumps([row]), encoding="utf-8")
    settings.DATA_DIR, settings.DEMO = tmp_path, True
    client = Client()
    assert digits() not in client.get(password(client, KEEPER).headers["Location"]).content.decode()


def test_the_owner_is_told_on_the_account_page(county) -> None:  # noqa: F811
    told = {who: signed_in(county, who).get("/account/").content.decode() for who in ("li", "keeper")}
    assert ["没有用" in told["li"], "没有用" in told["keeper"]] == [True, False]
