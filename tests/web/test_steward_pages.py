"""The administrator's pages: staff, posts, logins, departments, the relay and its dead letters."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.utils import timezone

from tests import county as counties
from tests.web.staff_world import NOW, county, signed_in  # noqa: F401
from yimen.accounts import queries as logins
from yimen.accounts.models import Account
from yimen.bureau.models import Department, Post, Staff
from yimen.rules.passwords import FIRST_HOURS
from yimen.trail.models import Event

PAGES = (
    "/admin/staff/",
    "/admin/staff/new/",
    "/admin/staff/0201/",
    "/admin/departments/",
    "/admin/departments/new/",
    f"/admin/departments/{counties.MARKET}/",
    "/admin/relay/",
    "/admin/dead/",
)
OUTSIDE = ("clerk", "officer", "head", "director", "keeper", "supervisor", "li", "firm")
#: What the security administrator has nothing to do with.
NOT_RIGHTS = tuple(path for path in PAGES if not path.startswith("/admin/staff/") or path.endswith("new/"))


@pytest.fixture
def admin(county: counties.County) -> Client:  # noqa: F811
    return signed_in(county, "admin")


@pytest.fixture
def security(county: counties.County) -> Client:  # noqa: F811
    return signed_in(county, "security")


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def refused_at(client: Client, path: str, sent: dict[str, str], box: str) -> str:
    answer = client.post(path, sent)
    page = answer.content.decode()
    assert answer.status_code == 422, answer.status_code
    assert f'href="#f-{box}"' in page and f'id="f-{box}"' in page
    return page


def test_the_administrator_opens_every_page(admin: Client) -> None:
    for path in PAGES:
        assert admin.get(path).status_code == 200, path


def test_everybody_else_is_turned_away(county: counties.County) -> None:  # noqa: F811
    for who in OUTSIDE:
        client = signed_in(county, who)
        for path in PAGES:
            assert client.get(path).status_code == 403, (who, path)
            assert client.post(path, {"act": "retire"}).status_code == 403, (who, path)
        assert client.post("/admin/dead/1/revive/").status_code == 403
    assert Staff.objects.get(number="0201").active


def test_who_is_not_signed_in_comes_back_after_signing_in(county: counties.County) -> None:  # noqa: F811
    assert Client().get("/admin/staff/").headers["Location"] == "/login/?next=%2Fadmin%2Fstaff%2F"


# --- staff ------------------------------------------------------------------------------------------------
def test_staff_are_listed_searched_and_paged(admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    page = text_of(admin, "/admin/staff/?q=02")
    assert "0201" in page and "市场监管局 承办人" in page and "/admin/staff/0101/" not in page
    assert "没有找到人" in text_of(admin, "/admin/staff/?q=%00%25")
    monkeypatch.setattr("yimen.web.steward.staff.PAGE", 3)
    seen, path = [], "/admin/staff/"
    while path:
        answer = admin.get(path)
        seen += [one["row"].number for one in answer.context["rows"]]
        path = answer.context["next"]
    assert seen == sorted(Staff.objects.values_list("number", flat=True))


def test_telephones_of_staff_are_masked_in_the_list(admin: Client) -> None:
    Staff.objects.filter(number="0201").update(phone="13800003210")
    page = text_of(admin, "/admin/staff/")
    assert "138****3210" in page and "13800003210" not in page


def test_a_new_member_of_staff_gets_a_post_and_a_login(admin: Client, security: Client) -> None:
    sent = {"number": "yx-77", "name": "卜新来", "department": counties.HEALTH, "phone": ""}
    assert admin.post("/admin/staff/new/", sent).headers["Location"] == "/admin/staff/YX-77/"
    here = "/admin/staff/YX-77/"
    give = {"act": "give", "role": "officer", "post_department": counties.HEALTH}
    assert security.post(here, give).status_code == 302
    secret = security.post(here, {"act": "open"}).context["secret"]
    fresh = Client()
    assert fresh.post("/login/", {"login": "YX-77", "password": secret}).status_code == 302
    assert fresh.get("/watch/").headers["Location"] == "/account/password/?next=%2Fwatch%2F"
    mine = {"old": secret, "new": "yunxi-ziji-mima-9", "again": "yunxi-ziji-mima-9", "next": "/watch/"}
    assert fresh.post("/account/password/", mine).headers["Location"] == "/watch/"
    assert fresh.get("/watch/").status_code == 200


@pytest.mark.parametrize(
    ("changed", "box"),
    [
        ({"number": ""}, "number"),
        ({"number": "工号"}, "number"),
        ({"number": "0201"}, "number"),
        ({"name": " "}, "name"),
        ({"name": "长" * 10000}, "name"),
        ({"department": ""}, "department"),
        ({"department": "nobody"}, "department"),
        ({"phone": "1" * 99}, "phone"),
    ],
)
def test_a_new_member_of_staff_that_does_not_fit(admin: Client, changed: dict[str, str], box: str) -> None:
    before = Staff.objects.count()
    sent = {"number": "YX-78", "name": "卜新来", "department": counties.HEALTH, "phone": "", **changed}
    refused_at(admin, "/admin/staff/new/", sent, box)
    assert Staff.objects.count() == before


HERE = "/admin/staff/0201/"


def test_staff_are_changed(admin: Client) -> None:
    sent = {"act": "change", "name": "员新名", "department": counties.HEALTH, "phone": "0799-1234567"}
    assert admin.post(HERE, sent).status_code == 302
    one = Staff.objects.get(number="0201")
    assert (one.name, one.department.credit_code) == ("员新名", counties.HEALTH)


def test_a_telephone_on_file_stands_masked_and_not_in_the_form(admin: Client) -> None:
    Staff.objects.filter(number="0201").update(phone="13800003210")
    page = admin.get(HERE).content.decode()
    assert "138****3210" in page and "13800003210" not in page
    sent = {"act": "change", "name": "员新名", "department": counties.HEALTH, "phone": ""}
    assert admin.post(HERE, sent).status_code == 302
    assert Staff.objects.get(number="0201").phone == "13800003210", "nothing typed keeps it"
    assert admin.post(HERE, {**sent, "phone": "无"}).status_code == 302
    assert Staff.objects.get(number="0201").phone == ""


def test_a_post_is_given_for_a_time_and_ended(security: Client) -> None:
    day = timezone.localdate() + timedelta(days=400)
    give = {"act": "give", "role": "clerk", "post_department": counties.MARKET, "region": counties.REGION,
            "to_day": day.isoformat()}  # fmt: skip
    assert security.post(HERE, give).status_code == 302
    post = Post.objects.get(staff__number="0201", role="clerk")
    assert post.to_day == day
    end = {"act": "end", "role": "clerk", "post_department": counties.MARKET}
    assert security.post(HERE, end).status_code == 302
    post.refresh_from_db()
    assert post.to_day is not None and post.to_day < timezone.localdate()
    assert "已结束" in text_of(security, HERE)


@pytest.mark.parametrize(
    ("sent", "box"),
    [
        ({"act": "give", "role": "king", "post_department": counties.MARKET}, "role"),
        ({"act": "give", "role": "head", "post_department": ""}, "post_department"),
        ({"act": "give", "role": "head", "post_department": "nobody"}, "post_department"),
        ({"act": "give", "role": "clerk", "post_department": counties.MARKET}, "region"),
        ({"act": "give", "role": "head", "post_department": counties.MARKET, "from_day": "明天"}, "from_day"),
        ({"act": "give", "role": "head", "post_department": counties.MARKET, "from_day": "2027-02-01",
          "to_day": "2027-01-01"}, "to_day"),
        ({"act": "end", "role": "director", "post_department": counties.MARKET}, "role"),
        ({"act": "change", "name": "", "department": counties.MARKET}, "name"),
        ({"act": "change", "name": "员", "department": "nobody"}, "department"),
        ({"act": "give", "role": "audit", "post_department": counties.MARKET}, "role"),
        ({"act": "burn"}, "name"),
        ({}, "name"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_at_its_box(
    admin: Client, security: Client, sent: dict[str, str], box: str
) -> None:
    if sent.get("role") == "audit":
        made = {"act": "give", "role": "admin", "post_department": counties.MARKET}
        assert security.post(HERE, made).status_code == 302
    rights = sent.get("act") in {"give", "end"}
    refused_at(security if rights else admin, HERE, sent, box)


def test_a_first_password_is_made_shown_once_and_lapses(admin: Client, security: Client) -> None:
    admin.post("/admin/staff/new/", {"number": "YX-79", "name": "卜新来", "department": counties.MARKET})
    here, sent = "/admin/staff/YX-79/", {"act": "open", "once": "once-open-01234567890", "password": "mine-1"}
    first = security.post(here, sent)
    secret = first.context["secret"]
    assert secret in first.content.decode() and "72 小时" in first.content.decode()
    assert security.post(here, sent).status_code == 302, "shown once"
    assert secret not in security.get(here).content.decode()
    Account.objects.filter(login="YX-79").update(password_at=timezone.now() - timedelta(hours=FIRST_HOURS))
    fresh = Client()
    answer = fresh.post("/login/", {"login": "YX-79", "password": secret})
    assert answer.status_code == 422 and "找本单位的安全管理员生成新的" in answer.content.decode()
    assert SESSION_KEY not in fresh.session
    wrong = fresh.post("/login/", {"login": "YX-79", "password": secret + "x"}).content.decode()
    assert "账号或密码不对" in wrong and "过期" not in wrong, "told only to who knows it"
    assert "已经过期，登录不了" in security.get(here).content.decode()
    again = security.post(here, {"act": "reset"}).context["secret"]
    assert again != secret
    assert fresh.post("/login/", {"login": "YX-79", "password": again}).status_code == 302
    assert fresh.get("/watch/").headers["Location"].startswith("/account/password/")


def test_a_forgotten_password_becomes_one_for_one_sign_in(security: Client) -> None:
    sent = {"act": "reset", "once": "once-reset-0123456789"}
    first = security.post(HERE, sent)
    secret = first.context["secret"]
    assert secret in first.content.decode()
    assert security.post(HERE, sent).status_code == 302, "shown once"
    fresh = Client()
    assert fresh.post("/login/", {"login": "0201", "password": secret}).status_code == 302
    for path in ("/review/", "/watch/", "/account/"):
        assert fresh.get(path).headers["Location"].startswith("/account/password/?next=")
    assert fresh.get("/api/v1/cases").status_code == 401
    page = fresh.post("/account/password/", {"old": secret, "new": secret, "again": secret})
    assert "最近 5 次用过的密码不能再用" in page.content.decode()


def test_the_three_administrators_do_not_do_each_others_work(
    admin: Client,
    security: Client,
    county: counties.County,  # noqa: F811
) -> None:
    for path in NOT_RIGHTS:
        assert security.get(path).status_code == 403, path
    audit = signed_in(county, "audit")
    for path in PAGES:
        assert audit.get(path).status_code == (200 if path == "/admin/relay/" else 403), path
    for sent in (
        {"act": "give", "role": "head", "post_department": counties.MARKET},
        {"act": "end", "role": "officer", "post_department": counties.MARKET},
        {"act": "open"}, {"act": "reset"}, {"act": "unlock"},
    ):  # fmt: skip
        assert admin.post(HERE, sent).status_code == 403, sent
    for sent in ({"act": "change", "name": "员", "department": counties.MARKET}, {"act": "retire"}):
        assert security.post(HERE, sent).status_code == 403, sent
    assert Staff.objects.get(number="0201").active
    mine = {"act": "give", "role": "head", "post_department": counties.MARKET}
    assert "不能给自己岗位" in refused_at(security, "/admin/staff/0904/", mine, "role")


def test_who_leaves_has_no_post_and_no_login(admin: Client, county: counties.County) -> None:  # noqa: F811
    assert admin.post(HERE, {"act": "retire"}).status_code == 302
    assert not Staff.objects.get(number="0201").active
    assert logins.account_by_login("0201") is None
    assert signed_in(county, "officer").get("/review/").status_code in {302, 403}
    refused_at(admin, HERE, {"act": "burn"}, "name")


def test_the_administrator_cannot_lock_themselves_out(admin: Client) -> None:
    refused_at(admin, "/admin/staff/0902/", {"act": "retire"}, "name")
    assert Staff.objects.get(number="0902").active


def test_no_such_member_of_staff(admin: Client) -> None:
    assert admin.get("/admin/staff/020/").status_code == 404
    assert admin.post("/admin/staff/NOPE/", {"act": "retire"}).status_code == 404


# --- departments ------------------------------------------------------------------------------------------
def test_a_department_is_added_and_changed(admin: Client) -> None:
    code = counties.credit_code(55)
    sent = {"credit_code": code, "name": "云溪县林业局", "short_name": "林业局", "region": counties.REGION}
    assert admin.post("/admin/departments/new/", sent).status_code == 302
    assert "云溪县林业局" in text_of(admin, "/admin/departments/?q=林业")
    changed = {"name": "云溪县林业和草原局", "short_name": "林草局", "active": "true"}
    assert admin.post(f"/admin/departments/{code}/", changed).status_code == 302
    one = Department.objects.get(credit_code=code)
    assert (one.name, one.short_name, one.active) == ("云溪县林业和草原局", "林草局", True)
    assert not one.partner
    bank = {**sent, "credit_code": counties.credit_code(56), "name": "云溪惠农银行", "partner": "true"}
    assert admin.post("/admin/departments/new/", bank).status_code == 302
    assert Department.objects.get(credit_code=bank["credit_code"]).partner


@pytest.mark.parametrize(
    ("changed", "box"),
    [
        ({"credit_code": ""}, "credit_code"),
        ({"credit_code": "11439926MB0000055X"}, "credit_code"),
        ({"credit_code": counties.MARKET}, "credit_code"),
        ({"name": ""}, "name"),
        ({"name": "长" * 201}, "name"),
        ({"region": "1"}, "region"),
        ({"consult_phone": "1" * 81}, "consult_phone"),
    ],
)
def test_a_department_that_does_not_fit(admin: Client, changed: dict[str, str], box: str) -> None:
    sent = {
        "credit_code": counties.credit_code(56),
        "name": "云溪县林业局",
        "short_name": "林业局",
        **changed,
    }
    refused_at(admin, "/admin/departments/new/", sent, box)
    assert Department.objects.count() == 2


def test_no_such_department(admin: Client) -> None:
    assert admin.get("/admin/departments/NOPE/").status_code == 404


# --- relay ------------------------------------------------------------------------------------------------
def test_the_relay_shows_what_waits_and_what_happened(admin: Client) -> None:
    page = text_of(admin, "/admin/relay/")
    assert "等着的" in page and "事项发布" in page and "队列停住了" in page
    Event.objects.update(due_at=None)
    page = text_of(admin, "/admin/relay/?kind=item.published")
    assert "都送到了" in page and "队列停住了" not in page
    assert "没有记录" in text_of(admin, "/admin/relay/?kind=nothing&before=x")


def test_events_go_on_page_by_page(admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yimen.web.steward.relay.PAGE", 2)
    seen, path = [], "/admin/relay/"
    while path:
        answer = admin.get(path)
        seen += [one["row"].id for one in answer.context["rows"]]
        path = answer.context["next"]
    assert seen == sorted(Event.objects.values_list("pk", flat=True), reverse=True)


def test_a_dead_letter_is_shown_and_put_back_in_line(admin: Client) -> None:
    event = Event.objects.order_by("pk").first()
    assert event is not None
    Event.objects.filter(pk=event.pk).update(
        dead_at=NOW, due_at=None, attempts=9, error="ConnectionError: 13800003210 没有回答 <b>"
    )
    page = text_of(admin, "/admin/dead/")
    assert "试了 9 次" in page and "ConnectionError" in page and "&lt;b&gt;" in page
    assert "13800003210" not in page
    assert admin.post(f"/admin/dead/{event.pk}/revive/").status_code == 302
    event.refresh_from_db()
    assert event.dead_at is None and event.due_at is not None and event.attempts == 0
    assert admin.post(f"/admin/dead/{event.pk}/revive/").status_code == 302
    assert "没有死信" in text_of(admin, "/admin/dead/")


def test_a_letter_that_is_none_is_no_error(admin: Client) -> None:
    assert admin.post(f"/admin/dead/{10**30}/revive/").status_code == 302
    assert admin.get("/admin/dead/1/revive/").status_code == 405
