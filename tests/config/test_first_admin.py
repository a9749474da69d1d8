"""The first administrator of a fresh installation: entered once, with a password that holds."""

from __future__ import annotations

import io
import sys

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from tests import county as counties
from yimen.accounts import codes
from yimen.accounts.models import Account, ApiToken, SecondStep
from yimen.bureau.models import Staff
from yimen.config.env import DECLARED

pytestmark = [pytest.mark.django_db, pytest.mark.both]
WHO = {
    "number": "0001", "name": "丁一", "department_code": counties.MARKET,
    "department_name": "云溪县行政审批局", "region_name": "云溪县", "password_stdin": True,
}  # fmt: skip


def enter(monkeypatch, password: str, **more: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(password + "\n"))
    call_command("first-admin", **{**WHO, **more})


def test_a_new_site_has_no_account_at_all(settings):
    """After `migrate` nobody can sign in, with whatever name and password; nor does a setting hold one."""
    assert Account.objects.count() == 0 and Staff.objects.count() == 0 and ApiToken.objects.count() == 0
    for login in ("admin", "root", "test", "guest", "system", "0001", "A001", "yimen"):
        for password in ("", login, "admin", "password", "123456", "yunxi-2026-demo"):
            assert Client().post("/login/", {"login": login, "password": password}).status_code == 422
    assert "@" not in str(DECLARED["DATABASE_URL"].default)
    assert [
        name for name, one in DECLARED.items() if "PASS" in name and "DAYS" not in name and one.default
    ] == []


def test_they_can_sign_in_set_up_the_second_step_and_enter_everybody_else(monkeypatch):
    enter(monkeypatch, "a-long-enough-2026")
    client, step = Client(), "/account/second-step/"
    assert client.post("/login/", {"login": "0001", "password": "a-long-enough-2026"}).status_code == 302
    assert client.get("/admin/staff/").headers["Location"].startswith(step)
    client.post(step, {"act": "begin", "password": "a-long-enough-2026"})
    code = codes.digits_at(SecondStep.objects.get().secret, timezone.now())
    assert client.post(step, {"act": "confirm", "code": code}).status_code == 200
    assert client.get("/admin/staff/").status_code == 200


def test_there_is_only_one_first(monkeypatch):
    enter(monkeypatch, "a-long-enough-2026")
    with pytest.raises(CommandError, match="already"):
        enter(monkeypatch, "a-long-enough-2026", number="0002")


def test_a_weak_password_leaves_no_administrator_and_one_may_try_again(monkeypatch):
    with pytest.raises(CommandError):
        enter(monkeypatch, "123")
    enter(monkeypatch, "a-long-enough-2026")


def test_each_of_the_three_is_another_person(monkeypatch, capsys):
    enter(monkeypatch, "a-long-enough-2026")
    assert "--role security, --role audit" in capsys.readouterr().out
    with pytest.raises(CommandError, match="由三个人担任"):
        enter(monkeypatch, "a-long-enough-2026", role="security")
    enter(monkeypatch, "a-long-enough-2026", role="security", number="0002")
    enter(monkeypatch, "a-long-enough-2026", role="audit", number="0003")
    assert "still to enter" not in capsys.readouterr().out.rpartition("0003")[2]
    with pytest.raises(CommandError, match="already"):
        enter(monkeypatch, "a-long-enough-2026", role="audit", number="0004")
