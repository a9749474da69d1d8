"""Sessions: listed, ended by their owner, by the clock, by what befalls the account; noted once a minute."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import county as counties
from tests.web.staff_world import county, signed_in  # noqa: F401
from yimen.accounts import actions, queries
from yimen.accounts.models import Session
from yimen.trail import queries as trail

pytestmark = pytest.mark.django_db
LI, OFFICER = "19900000001", "0201"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0"


def entered(login: str, agent: str = FIREFOX, address: str = "203.0.113.57") -> Client:
    client = Client(HTTP_USER_AGENT=agent, REMOTE_ADDR=address)
    assert client.post("/login/", {"login": login, "password": counties.PASSWORD}).status_code == 302
    return client


def unused_for(minutes: float, who: int, *, since: float = 0) -> None:
    """As if the sessions of this account had last been used so long ago, and begun `since` minutes before."""
    seen = timezone.now() - timedelta(minutes=minutes)
    Session.objects.filter(account=who).update(seen_at=seen, started_at=seen - timedelta(minutes=since))


def kinds(account: int) -> list[tuple[str, str]]:
    return [(row.kind, str(row.data.get("act", ""))) for row in trail.history(f"account:{account}")]


# --- the list ---------------------------------------------------------------------------------------------
def test_each_is_listed_with_where_and_by_what_and_this_one_is_marked(county) -> None:  # noqa: F811
    entered(LI, "Mozilla/5.0 (iPhone) MicroMessenger/8.0", "2001:db8:1:2::9")
    page = entered(LI).get("/account/").content.decode()
    assert "现在有 2 处登录" in page
    for words in ("Firefox · Linux", "203.0.113.*", "微信 · iPhone", "2001:db8:1::*"):
        assert words in page, words
    assert "203.0.113.57" not in page
    assert page.count("就是这里") == 1 and page.count('action="/account/sessions/end/"') == 1
    keys = Session.objects.values_list("pk", flat=True)
    assert not any(key in page for key in keys), "the key would let in whoever reads it"
    assert "现在有 1 处登录" in signed_in(county, "wang").get("/account/").content.decode()


def test_one_is_ended_by_its_owner_and_twice_is_no_error(county) -> None:  # noqa: F811
    other, here = entered(LI), entered(LI)
    label = re.search(r'name="label" value="(\w+)"', here.get("/account/").content.decode())[1]
    for _ in range(2):
        assert (
            here.post("/account/sessions/end/", {"label": label}).headers["Location"] == "/account/#sessions"
        )
    assert other.get("/account/").status_code == 302
    assert here.get("/account/").status_code == 200
    assert kinds(county.accounts["li"].pk).count(("account.session_ended", "own")) == 1


def test_nobody_ends_those_of_another(county) -> None:  # noqa: F811
    other = entered(LI)
    label = queries.session_label(other.cookies["sessionid"].value)
    entered("19900000002").post("/account/sessions/end/", {"label": label})
    assert other.get("/account/").status_code == 200


def test_all_others_are_ended_at_once(county) -> None:  # noqa: F811
    others, here = [entered(LI) for _ in range(3)], entered(LI)
    page = here.post("/account/sessions/others/end/", {}, follow=True).content.decode()
    assert "别处的 3 个登录都退出了" in page
    assert [one.get("/account/").status_code for one in others] == [302] * 3
    assert here.get("/account/").status_code == 200


# --- by what befalls the account --------------------------------------------------------------------------
def test_a_new_password_ends_all_others(county) -> None:  # noqa: F811
    other, here = entered(LI), entered(LI)
    sent = {"old": counties.PASSWORD, "new": "Another-one-2026", "again": "Another-one-2026"}
    assert here.post("/account/password/", sent).status_code == 302
    assert Session.objects.filter(account=county.accounts["li"]).count() == 1, "gone, not merely unfit"
    assert other.get("/account/").status_code == 302
    assert here.get("/account/").status_code == 200


def test_the_loss_of_a_post_ends_them_at_once(county) -> None:  # noqa: F811
    officer, security = entered(OFFICER), signed_in(county, "security")
    sent = {"act": "end", "role": "officer", "post_department": counties.MARKET}
    assert security.post(f"/admin/staff/{OFFICER}/", sent).status_code == 302
    assert officer.get("/account/").headers["Location"].startswith("/login/")
    assert kinds(county.accounts["officer"].pk)[-1] == ("account.session_ended", "post")


def test_the_security_administrator_ends_all_of_somebody(county) -> None:  # noqa: F811
    officers, security = [entered(OFFICER) for _ in range(2)], signed_in(county, "security")
    assert signed_in(county, "admin").post(f"/admin/staff/{OFFICER}/", {"act": "out"}).status_code == 403
    assert officers[0].get("/account/").status_code == 200
    assert security.post(f"/admin/staff/{OFFICER}/", {"act": "out"}).status_code == 302
    assert [one.get("/account/").status_code for one in officers] == [302, 302]
    row = trail.history(f"account:{county.accounts['officer'].pk}")[-1]
    assert (row.actor, row.data) == ("staff:0904", {"act": "administrator", "sessions": 2})


def test_a_reset_password_and_leaving_end_them(county) -> None:  # noqa: F811
    security, admin = signed_in(county, "security"), signed_in(county, "admin")
    for who, act in ((security, "reset"), (admin, "retire")):
        officer = entered("0202" if act == "reset" else OFFICER)
        number = "0202" if act == "reset" else OFFICER
        assert who.post(f"/admin/staff/{number}/", {"act": act}).status_code in {200, 302}
        assert officer.get("/account/").status_code == 302, act


# --- by the clock -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "minutes", "status"),
    [("officer", 20, 200), ("officer", 21.5, 302), ("li", 60, 200), ("li", 61.5, 302)],
)
def test_unused_ones_end_staffs_sooner(county, who: str, minutes: float, status: int) -> None:  # noqa: F811
    client = signed_in(county, who)
    unused_for(minutes, county.accounts[who].pk)
    assert client.get("/account/contact/" if who == "li" else "/review/").status_code == status


def test_whoever_comes_back_is_told_why_and_led_back(county) -> None:  # noqa: F811
    client = signed_in(county, "officer")
    unused_for(25, county.accounts["officer"].pk)
    answer = client.get("/review/?only=soon")
    assert answer.headers["Location"] == "/login/?next=%2Freview%2F%3Fonly%3Dsoon"
    assert "20 分钟没有操作，已经自动退出" in client.get(answer.headers["Location"]).content.decode()
    assert Session.objects.filter(account=county.accounts["officer"]).count() == 0
    assert kinds(county.accounts["officer"].pk) == [("account.session_ended", "unused")]
    sent = {"login": OFFICER, "password": counties.PASSWORD, "next": "/review/?only=soon"}
    assert client.post("/login/", sent).headers["Location"] == "/review/?only=soon"


def test_used_ones_end_too_after_half_a_day(county) -> None:  # noqa: F811
    client = signed_in(county, "officer")
    unused_for(0, county.accounts["officer"].pk, since=719)
    assert client.get("/review/").status_code == 200
    unused_for(0, county.accounts["officer"].pk, since=721)
    assert "登录时间到了" in client.get("/review/", follow=True).content.decode()


def test_the_interface_and_a_part_of_a_page_are_told_in_their_ways(county) -> None:  # noqa: F811
    client = signed_in(county, "officer")
    unused_for(25, county.accounts["officer"].pk)
    assert client.get("/api/v1/cases").status_code == 401
    client = signed_in(county, "officer")
    unused_for(25, county.accounts["officer"].pk)
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/review/?only=mine"}
    answer = client.get("/review/", headers=headers)
    assert answer.headers["HX-Redirect"] == "/login/?next=%2Freview%2F%3Fonly%3Dmine"


def test_zero_minutes_mean_no_such_end(county, settings) -> None:  # noqa: F811
    settings.IDLE_MINUTES = 0
    client = signed_in(county, "officer")
    unused_for(300, county.accounts["officer"].pk)
    assert client.get("/review/").status_code == 200


# --- the warning ------------------------------------------------------------------------------------------
def test_asking_how_long_is_no_use_and_going_on_is(county) -> None:  # noqa: F811
    client = signed_in(county, "officer")
    unused_for(19, county.accounts["officer"].pk)
    for _ in range(2):
        assert 60 < client.get("/account/left/").json()["left"] <= 120
    assert client.get("/account/stay/").status_code == 405
    assert client.post("/account/stay/").json()["left"] > 20 * 60
    assert client.get("/account/left/").json()["left"] > 20 * 60
    unused_for(30, county.accounts["officer"].pk)
    assert client.get("/account/left/").json() == {"left": 0}
    assert Client().post("/account/stay/").json() == {"left": 0}


def test_the_page_carries_the_warning_for_who_is_signed_in(county) -> None:  # noqa: F811
    page = signed_in(county, "officer").get("/review/").content.decode()
    assert re.search(r'role="alertdialog"[^>]* hidden data-left="1[23]\d\d" data-warned="120"', page)
    assert "idle.js" in page
    assert "alertdialog" not in Client().get("/login/").content.decode()


def test_the_page_ends_it_where_nobody_was_there(county) -> None:  # noqa: F811
    client = signed_in(county, "officer")
    for _ in range(2):
        answer = client.post("/logout/", {"unused": "1", "next": "/review/"})
        assert answer.headers["Location"] == "/login/?next=%2Freview%2F"
    assert client.get("/review/").status_code == 302


# --- noting it --------------------------------------------------------------------------------------------
def writes(client: Client) -> list[str]:
    with CaptureQueriesContext(connection) as seen:
        assert client.get("/review/").status_code == 200
    return [one["sql"] for one in seen.captured_queries if not one["sql"].startswith(("SELECT", "PRAGMA"))]


def test_use_is_written_once_a_minute_and_costs_no_statement_in_between(county) -> None:  # noqa: F811
    client = signed_in(county, "officer")
    assert writes(client) == []
    unused_for(2, county.accounts["officer"].pk)
    assert len([one for one in writes(client) if one.startswith("UPDATE")]) == 1
    assert timezone.now() - Session.objects.get(account=county.accounts["officer"]).seen_at < timedelta(
        minutes=1
    )
    assert writes(client) == []


def test_what_lies_ahead_after_a_clock_was_set_back_is_mended(county) -> None:  # noqa: F811
    client = signed_in(county, "officer")
    unused_for(-300, county.accounts["officer"].pk)
    assert client.get("/review/").status_code == 200
    assert Session.objects.get(account=county.accounts["officer"]).seen_at <= timezone.now()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("minutes", "status"), [(5, 200), (30, 302)])
def test_a_locked_database_spoils_no_page(county, minutes: int, status: int, caplog) -> None:  # noqa: F811
    if connection.vendor != "sqlite":
        pytest.skip("the one writer lock is SQLite's")
    client = signed_in(county, "officer")
    unused_for(minutes, county.accounts["officer"].pk)
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        begun = timezone.now()
        assert client.get("/review/").status_code == status
        assert timezone.now() - begun < timedelta(seconds=5), "nor does anybody wait long for it"
        other.execute("ROLLBACK")
    assert "left for later" in caplog.text
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        assert cursor.fetchone()[0] == 15000
    assert client.get("/review/").status_code == status


def test_a_session_that_was_ended_meanwhile_is_not_made_anew(county) -> None:  # noqa: F811
    key = signed_in(county, "officer").cookies["sessionid"].value
    actions.end_other_sessions(county["officer"], "", now=county.now)
    actions.note_seen(key, now=timezone.now())
    assert not Session.objects.filter(pk=key).exists()
