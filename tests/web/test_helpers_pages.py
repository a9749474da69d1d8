"""The pages of a helper and of whom they help: ask, code, begin, follow; say yes, end; at the counter."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests import county as counties
from tests import help_world
from tests.ui.signed import client_of, searched
from yimen.cases import actions
from yimen.cases.models import Case
from yimen.helping.models import HelpRating, HomeVisit
from yimen.parties.models import HelpMandate
from yimen.parties.queries import helping as mandates
from yimen.rules.calendar import china_date

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def county(db: None, settings: object) -> counties.County:
    settings.SMS = "fake"  # type: ignore[attr-defined]
    made = counties.build(timezone.now())
    help_world.come(made)
    return made


@pytest.fixture
def moment(county: counties.County) -> datetime:
    return county.now


@pytest.fixture
def helper(county: counties.County) -> Client:
    return client_of(county, "helper")


def ask(helper: Client, county: counties.County, **other: str) -> object:
    wang = county.parties["wang"]
    until = f"{county.now.year + 1}-01-31"
    typed = {
        "name": wang.name,
        "number": wang.id_number,
        "kind": "act",
        "to_day": until,
        "items": "",
        **other,
    }
    return helper.post("/helper/people/new/", typed)


def test_asked_confirmed_by_code_and_begun(county: counties.County, helper: Client) -> None:
    answer = ask(helper, county)
    one = HelpMandate.objects.get()
    place = f"/helper/people/{one.pk}/"
    assert answer.headers["Location"] == place  # type: ignore[attr-defined]
    page = helper.get(place).content.decode()
    assert "王*草" in page and "王小草" not in page and "199****0002" in page
    assert helper.post(f"{place}begin/", {"item": counties.LICENCE}).status_code == 403
    helper.post(f"{place}send/", {"once": "a" * 20})
    helper.post(f"{place}send/", {"once": "a" * 20})
    one.refresh_from_db()
    assert one.sent == 1, "sent twice, carried out once"
    right = mandates.digits_of(one)
    assert right not in helper.get(place).content.decode()
    wrong = helper.post(f"{place}confirm/", {"digits": f"{(int(right) + 1) % 10**6:06d}"})
    assert wrong.status_code == 422 and "还能试 4 次" in wrong.content.decode()
    assert helper.post(f"{place}confirm/", {"digits": right}).headers["Location"] == place
    assert "食品经营许可" in helper.get(f"{place}?q=食品").content.decode()
    begun = helper.post(f"{place}begin/", {"item": counties.PLAIN, "once": "b" * 20})
    case = Case.objects.get()
    assert begun.headers["Location"] == f"/apply/case/{case.number}/"
    assert (case.helper, case.channel) == ("3001", "6")
    check = helper.get(f"/apply/case/{case.number}/check/").content.decode()
    assert "帮办员 林帮（农商行青石支行，工号 3001）代 王*草 办" in check
    assert case.number in helper.get("/helper/").content.decode()


def test_what_is_asked_wrongly_is_told_at_its_box(county: counties.County, helper: Client) -> None:
    empty = helper.post("/helper/people/new/", {})
    assert empty.status_code == 422
    assert all(
        words in empty.content.decode() for words in ("请填对方的姓名", "请填对方的证件号", "请填年月日")
    )
    assert "没有找到这个人或企业" in ask(helper, county, name="王大草").content.decode()  # type: ignore[attr-defined]
    assert "没有这个事项编码：X1" in ask(helper, county, items="X1").content.decode()  # type: ignore[attr-defined]
    assert "请选帮办或者代办" in ask(helper, county, kind="guide").content.decode()  # type: ignore[attr-defined]
    assert not HelpMandate.objects.exists()


def test_the_principal_reads_who_it_is_says_yes_and_ends_it(
    county: counties.County, moment: datetime, helper: Client
) -> None:
    one = help_world.ask(county, moment)
    wang, li = client_of(county, "wang"), client_of(county, "li")
    page = wang.get("/account/helpers/").content.decode()
    assert "林帮（农商行青石支行，工号 3001）" in page and "等您同意" in page
    assert "林帮" not in li.get("/account/helpers/").content.decode()
    assert li.post(f"/account/helpers/{one}/yes/").status_code == 404
    assert helper.post(f"/account/helpers/{one}/yes/").status_code == 404
    wang.post(f"/account/helpers/{one}/yes/")
    helper.post(f"/helper/people/{one}/begin/", {"item": counties.PLAIN})
    number = Case.objects.get().number
    assert number in wang.get("/account/helpers/").content.decode()
    assert "帮办员 林帮" in wang.get(f"/apply/case/{number}/check/").content.decode()
    wang.post(f"/account/helpers/{one}/end/")
    assert helper.get(f"/apply/case/{number}/check/").status_code == 404
    assert number not in helper.get("/helper/").content.decode()
    assert "已经结束" in helper.get(f"/helper/people/{one}/").content.decode()


def test_at_the_counter_the_papers_are_seen_first(county: counties.County, moment: datetime) -> None:
    one, party = help_world.ask(county, moment), county.parties["wang"].pk
    clerk = client_of(county, "clerk")
    place = f"/desk/accounts/{party}/helpers/{one}/confirm/"
    assert clerk.post(place, {"seen": "yes"}).status_code == 302
    assert HelpMandate.objects.get().confirmed_at is None, "nobody was looked for"
    clerk.post("/desk/accounts/", {"q": county.parties["wang"].id_number})
    assert "林帮" in clerk.get(f"/desk/accounts/{party}/").content.decode()
    clerk.post(place, {})
    assert HelpMandate.objects.get().confirmed_at is None, "papers not seen"
    clerk.post(place, {"seen": "yes"})
    assert HelpMandate.objects.get().confirmed_how == "counter"
    clerk.post(place.replace("confirm", "end"), {})
    assert HelpMandate.objects.get().ended_by == "staff:0101"


def test_without_a_gateway_no_code_is_offered(
    county: counties.County, moment: datetime, helper: Client, settings: object
) -> None:
    settings.SMS = ""  # type: ignore[attr-defined]
    one = help_world.ask(county, moment)
    page = helper.get(f"/helper/people/{one}/").content.decode()
    assert "这里没有接通短信" in page and "发验证码" not in page


def test_a_mandate_of_another_helper_is_not_there(county: counties.County, moment: datetime) -> None:
    one = help_world.ask(county, moment)
    help_world.come(county, "3002", "周帮")
    other = client_of(county, "3002")
    for path in ("", "send/", "confirm/", "end/", "begin/"):
        place = f"/helper/people/{one}/{path}"
        assert (other.post(place) if path else other.get(place)).status_code == 404
    assert "王*草" not in other.get("/helper/people/").content.decode()


def test_officials_read_who_helped(county: counties.County, moment: datetime, helper: Client) -> None:
    one = help_world.allow(county, moment)
    helper.post(f"/helper/people/{one}/begin/", {"item": counties.PLAIN})
    number = Case.objects.get().number
    page = helper.get(f"/apply/case/{number}/check/").content.decode()
    rev = re.search(r'name="rev" value="(\d+)"', page)
    sent = helper.post(
        f"/apply/case/{number}/check/",
        {"contact_phone": "19900000002", "promise": "yes", "rev": rev.group(1) if rev else ""},
    )
    assert sent.headers["Location"].endswith("/done/"), sent.content.decode()[:400]
    clerk = searched(client_of(county, "clerk"), county)
    assert "林帮（农商行青石支行，工号 3001）" in clerk.get(f"/desk/cases/{number}/").content.decode()
    assert "正在办的" in helper.get("/helper/").content.decode()
    assert "帮办员 林帮" in helper.get(f"/cases/{number}/").content.decode()


def test_a_visit_is_asked_taken_and_told(county: counties.County, helper: Client) -> None:
    wang = client_of(county, "wang")
    typed = {"region": counties.REGION, "place": "三组 8 号", "hardship": "old", "wish": "weekday"}
    assert wang.post("/help-me/", {**typed, "hardship": ""}).status_code == 422
    for _again in range(2):
        wang.post("/help-me/", {**typed, "once": "v" * 20})
    visit = HomeVisit.objects.get()
    place = f"/helper/visits/{visit.pk}/"
    assert "王*草" in helper.get("/helper/visits/").content.decode()
    page = helper.get(place).content.decode()
    assert "8 号" not in page and "我去" in page
    wrong = helper.post(place, {"day": "2020-01-01", "start": "600"})
    assert wrong.status_code == 422 and "时间不对" in wrong.content.decode()
    day = china_date(timezone.now()) + timedelta(days=1)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    helper.post(place, {"day": day.isoformat(), "start": "600"})
    assert "10:00" in wang.get("/help-me/").content.decode()
    assert "8 号" in helper.get(place).content.decode()
    help_world.come(county, "3002", "周帮")
    assert client_of(county, "3002").get(place).status_code == 404
    early = helper.post(place, {"do": "done", "outcome": "filed"})
    assert early.status_code == 409 and "还没到约好的那天" in early.content.decode()
    helper.post(place, {"do": "back"})
    wang.post(f"/help-me/{visit.pk}/cancel/")
    assert "取消了" in wang.get("/help-me/").content.decode()
    assert helper.get(place).status_code == 404


def test_the_person_rates_on_the_page_of_the_case(
    county: counties.County, moment: datetime, helper: Client
) -> None:
    one = help_world.allow(county, moment)
    helper.post(f"/helper/people/{one}/begin/", {"item": counties.PLAIN})
    number, wang = Case.objects.get().number, client_of(county, "wang")
    actions.submit(help_world.now_allowed(county["helper"], moment), number, now=moment)
    assert "您满意吗" not in wang.get(f"/cases/{number}/").content.decode()
    actions.withdraw(county["wang"], number, reason="不办了", now=moment)
    assert "您满意吗" in wang.get(f"/cases/{number}/").content.decode()
    assert "您满意吗" not in helper.get(f"/cases/{number}/").content.decode()
    assert "请选满意程度" in wang.post(f"/cases/{number}/helper-rating/", follow=True).content.decode()
    helper.post(f"/cases/{number}/helper-rating/", {"level": "5"})
    assert not HelpRating.objects.exists()
    for _again in range(2):
        wang.post(f"/cases/{number}/helper-rating/", {"level": "5", "words": "真好", "once": "r" * 20})
    assert HelpRating.objects.get().level == 5
    assert "非常满意" in helper.get("/helper/record/").content.decode()
    watch = client_of(county, "supervisor").get("/watch/helpers/").content.decode()
    assert "林帮" in watch and "5.0 分，1 个" in watch and "合作单位" in watch
