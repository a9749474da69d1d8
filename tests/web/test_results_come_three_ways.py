"""统一出件 through the pages: at a hall of one's choice, by post, online; by proxy, and not without."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests import county as counties
from tests.web import staffkit
from yimen.accounts.models import Account
from yimen.bureau.models import Department, Post, Region, Staff
from yimen.cases import actions
from yimen.cases.models import CaseDocument, Message
from yimen.config.worker import drain
from yimen.parties import actions as parties
from yimen.trail import queries as trail

pytestmark = pytest.mark.django_db(transaction=True)
TOWN = "439926100000"
LATER = staffkit.NOW + timedelta(hours=2)


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> staffkit.Hall:
    return staffkit.open_hall(monkeypatch)


@pytest.fixture
def town(hall: staffkit.Hall) -> str:
    """A town hall with a clerk of its own; the clerk's short name."""
    market = Department.objects.get(credit_code=counties.MARKET)
    region = Region.objects.create(code=TOWN, name="青石镇", level="5")
    staff = Staff.objects.create(number="0105", name="镇窗口", department=market)
    Post.objects.create(staff=staff, role="clerk", department=market, region=region)
    hall.county.accounts["town"] = Account.objects.create(
        login="0105", name=staff.name, staff=staff, created_at=staffkit.FILED
    )
    return "town"


def choose(world: staffkit.Hall, number: str, **typed: str):
    page = f"/cases/{number}/delivery/"
    return world.form("li", page, typed, page=page)


def act(hall: staffkit.Hall, who: str, number: str, verb: str, **typed: str):
    page = f"/desk/cases/{number}/"
    return hall.form(who, f"{page}{verb}/", typed, page=page)


def receipt(number: str) -> CaseDocument:
    return CaseDocument.objects.get(case__number=number, kind="delivery")


def test_picked_up_at_the_town_hall_of_ones_choice(hall: staffkit.Hall, town: str) -> None:
    number = hall.walk("granted")
    assert choose(hall, number, way="pickup", hall=TOWN).status_code == 302
    assert hall.get(town, f"/desk/cases/{number}/").status_code == 404, "not yet theirs"
    act(hall, "clerk", number, "issue")
    assert number in hall.get(town, "/desk/handout/").content.decode()
    assert hall.get("clerk", "/desk/handout/").context["lines"] == []
    pickup = CaseDocument.objects.get(case__number=number, kind="pickup")
    assert (pickup.data["place"], pickup.data["how"]) == ("青石镇", "到大厅领")
    assert len(pickup.data["pickup_code"]) == 6
    assert act(hall, town, number, "deliver", receiver="李敏", seen="居民身份证").status_code == 302
    assert staffkit.case(number).state == "delivered"
    facts = receipt(number).data
    assert (facts["relation"], facts["papers_seen"], facts["receiver"]) == ("本人", "居民身份证", "李敏")
    assert hall.get(town, f"/desk/cases/{number}/papers/{receipt(number).number}/").status_code == 200


def test_a_proxy_with_a_mandate_in_force_takes_it_and_nobody_without(hall: staffkit.Hall) -> None:
    number = hall.walk("issued")
    wang, li = hall.county.parties["wang"], hall.county.parties["li"]
    typed = {"receiver": wang.name, "seen": "居民身份证", "proxy_number": wang.id_number}
    refused = act(hall, "clerk", number, "deliver", **typed)
    assert refused.status_code == 422
    assert "代办授权或者领证凭证上的领取码" in refused.content.decode()
    given = parties.give_mandate(
        hall.county["li"], li.pk, wang.pk, [], date(2026, 11, 1), date(2026, 12, 1), now=staffkit.NOW
    )
    parties.revoke_mandate(hall.county["li"], given.id, now=staffkit.NOW)
    assert act(hall, "clerk", number, "deliver", **typed).status_code == 422, "revoked"
    parties.give_mandate(
        hall.county["li"], li.pk, wang.pk, [counties.LICENCE], date(2026, 11, 1), date(2026, 12, 1),
        now=staffkit.NOW,
    )  # fmt: skip
    other = {**typed, "proxy_number": hall.county.parties["li"].id_number}
    assert act(hall, "clerk", number, "deliver", **other).status_code == 422, "not that person's number"
    assert act(hall, "clerk", number, "deliver", **typed).status_code == 302
    facts = receipt(number).data
    assert (facts["relation"], facts["receiver"]) == ("受委托人", wang.name)
    assert facts["proxy"].count("*") > 8, "who came is on record, the number masked"


def test_the_code_of_the_pickup_slip_lets_somebody_else_take_it(hall: staffkit.Hall) -> None:
    number = hall.walk("issued")
    code = staffkit.case(number).delivery["code"]
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    who = {"receiver": "赵强", "seen": "居民身份证"}
    assert act(hall, "clerk", number, "deliver", **who, code=wrong).status_code == 422
    assert code in hall.get("li", f"/cases/{number}/").content.decode(), "the applicant can pass it on"
    assert act(hall, "clerk", number, "deliver", **who, code=code).status_code == 302
    assert receipt(number).data["relation"] == "凭领取码代领"


def test_by_post_with_its_number_until_it_came(hall: staffkit.Hall) -> None:
    number = hall.walk("granted")
    answer = choose(hall, number, way="post", name="李敏", phone="13800003210", address="")
    assert answer.status_code == 422
    choose(hall, number, way="post", name="李敏", phone="13800003210", address="云溪县民生路 9 号")
    act(hall, "clerk", number, "issue")
    page = hall.get("clerk", f"/desk/cases/{number}/").content.decode()
    assert "云溪县民生路***" in page and "民生路 9 号" not in page and "13800003210" not in page
    assert act(hall, "clerk", number, "arrived").status_code == 409, "not sent yet"
    assert act(hall, "clerk", number, "send", tracking=" ").status_code == 422
    assert act(hall, "clerk", number, "send", tracking="EMS 1234").status_code == 302
    assert hall.get("li", f"/cases/{number}/delivery/").status_code == 302, "no longer to be changed"
    drain(LATER)
    assert Message.objects.filter(case__number=number, text__contains="寄出").exists()
    mine = hall.get("li", f"/cases/{number}/").content.decode()
    assert "EMS1234" in mine and "我收到了" in mine
    sent = {**staffkit.hidden(hall.get("li", f"/cases/{number}/"))}
    assert hall.post("li", f"/cases/{number}/received/", sent).status_code == 302
    case = staffkit.case(number)
    assert (case.state, case.received_result_by) == ("delivered", "李敏")
    assert (receipt(number).data["how"], receipt(number).data["tracking"]) == ("邮寄", "EMS1234")


def test_online_it_is_delivered_by_itself_and_confirmed_by_its_reader(hall: staffkit.Hall) -> None:
    number = hall.walk("granted")
    choose(hall, number, way="online")
    act(hall, "clerk", number, "issue")
    assert staffkit.case(number).state == "issued"
    drain(LATER)
    case = staffkit.case(number)
    assert (case.state, case.delivered_at) == ("delivered", LATER)
    assert case.delivery["available_at"] == LATER.isoformat()
    assert Message.objects.filter(case=case, text__contains="放进您的账户").exists()
    assert receipt(number).data["relation"] == "网上账户"
    page = hall.get("li", f"/cases/{number}/")
    assert "我收到了" in page.content.decode()
    for _ in range(2):
        hall.post("li", f"/cases/{number}/received/", staffkit.hidden(page))
    assert [one.kind for one in trail.history(number)].count("case.confirmed") == 1
    assert "我收到了" not in hall.get("li", f"/cases/{number}/").content.decode()
    assert list(trail.broken_links(number)) == []
    drain(LATER + timedelta(hours=1))
    assert receipt(number).pdf is not None


def test_a_refusal_online_comes_the_same_way(hall: staffkit.Hall) -> None:
    from_the_start = hall.walk("opinion2")
    choose(hall, from_the_start, way="online")
    actions.refuse(hall.county["director"], from_the_start, reason="不符合条件", now=staffkit.NOW)
    drain(LATER)
    assert staffkit.case(from_the_start).state == "delivered"


def test_the_choice_is_made_while_applying_and_costs_nothing_by_itself(hall: staffkit.Hall) -> None:
    number = hall.walk("draft")
    page = hall.get("li", f"/cases/{number}/delivery/").content.decode()
    assert "checked" not in page.partition('name="way"')[2].partition("</fieldset>")[0], "nothing preselected"
    assert choose(hall, number, way="").status_code == 422
    assert choose(hall, number, way="pickup", hall=counties.REGION)["Location"].endswith("/check/")
    assert "云溪县" in hall.get("li", f"/apply/case/{number}/check/").content.decode()
    assert hall.get("wang", f"/cases/{number}/delivery/").status_code == 404
    assert hall.post("wang", f"/cases/{number}/received/").status_code == 404
