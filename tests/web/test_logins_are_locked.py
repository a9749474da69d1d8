"""Five wrong passwords lock a login from one address for 15 minutes; a security administrator opens it."""

from __future__ import annotations

import re

import pytest
from axes.models import AccessAttempt
from django.test import Client

from tests import county as counties
from tests.web.staff_world import county, signed_in  # noqa: F401
from yimen.accounts import actions, queries
from yimen.rules.authority import NotPermitted
from yimen.rules.logins import TRIES
from yimen.trail import queries as trail

pytestmark = pytest.mark.django_db
LI, OFFICER, NOBODY = "19900000001", "0201", "18700000000"
ELSEWHERE = "198.51.100.7"


def tried(login: str, password: str = "Wrong-password-1", address: str = "203.0.113.5") -> str:
    answer = Client(REMOTE_ADDR=address).post("/login/", {"login": login, "password": password})
    return "" if answer.status_code == 302 else answer.content.decode()


def told(page: str) -> str:
    """The sentence of the refusal, without what one typed."""
    found = re.search(r'class="[^"]*err[^"]*"[^>]*>.*?</', page, re.DOTALL)
    assert found
    return re.sub(r"<[^>]+>", "", found.group())


@pytest.mark.parametrize("login", [LI, OFFICER, NOBODY])
def test_five_failures_lock_whether_the_login_exists_or_not(county, login: str) -> None:  # noqa: F811
    pages = [tried(login) for _ in range(TRIES + 1)]
    assert ["账号或密码不对" in page for page in pages] == [True] * (TRIES - 1) + [False] * 2
    for page in pages[-2:]:
        assert re.search(r"请 1[45] 分钟后再试；着急请打 0799-000 0000", page)
    assert "分钟后再试" in tried(login, counties.PASSWORD), "the right password does not help now"
    kinds = [row.kind for row in trail.latest(actor=queries.attempt_label(login), limit=20)]
    assert kinds.count("account.sign_in_failed") == TRIES and kinds.count("account.locked") == 1


def test_who_asks_from_elsewhere_is_not_shut_out(county) -> None:  # noqa: F811
    for _ in range(TRIES):
        tried(LI)
    assert tried(LI, counties.PASSWORD, ELSEWHERE) == ""
    assert "分钟后再试" in tried(LI, counties.PASSWORD), "nor does that open it here"


def test_a_right_password_in_between_begins_the_count_anew(county) -> None:  # noqa: F811
    for _ in range(TRIES - 1):
        tried(LI)
    assert tried(LI, counties.PASSWORD) == ""
    assert "账号或密码不对" in tried(LI)


def test_axes_keeps_no_login_and_no_password(county) -> None:  # noqa: F811
    Client().post(f"/login/?next=/track/{LI}", {"login": LI, "password": "Wrong-password-1"})
    row = AccessAttempt.objects.values().get()
    assert LI not in str(row) and "Wrong-password-1" not in str(row)


def test_the_security_administrator_opens_it_on_record(county) -> None:  # noqa: F811
    for _ in range(TRIES):
        tried(OFFICER)
    assert tried(OFFICER, counties.PASSWORD)
    page = signed_in(county, "admin").get("/admin/staff/0201/").content.decode()
    assert "锁定中" in page and "解除锁定" not in page
    security = signed_in(county, "security")
    assert "解除锁定" in security.get("/admin/staff/0201/").content.decode()
    assert security.post("/admin/staff/0201/", {"act": "unlock"}).status_code == 302
    assert tried(OFFICER, counties.PASSWORD) == ""
    row = trail.history(queries.attempt_label(OFFICER))[-1]
    assert (row.kind, row.actor, row.data) == ("account.unlocked", "staff:0904", {"addresses": 1})
    with pytest.raises(NotPermitted):
        actions.unlock(county["admin"], OFFICER, now=county.now)
