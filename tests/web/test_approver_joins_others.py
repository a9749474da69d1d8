"""The approver's page: seats added and dropped, opinions delegated and taken back, copies, sittings."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import county as counties
from tests import task_world as worlds
from tests.web import staffkit
from tests.web.staffkit import NOW
from yimen.cases import actions
from yimen.cases.models import Case, Copy, Seat, Sitting

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> staffkit.Hall:
    return staffkit.open_hall(monkeypatch)


def text(answer) -> str:
    return answer.content.decode()


def sent(hall, who, number, act, fields, where="review/cases/{}/act/"):
    body = {"act": act, "rev": str(Case.objects.get(number=number).rev), "once": "k" * 22, **fields}
    return hall.post(who, "/" + where.format(number), body)


def page(hall, who, number, more=""):
    return text(hall.get(who, f"/review/cases/{number}/{more}"))


@pytest.mark.parametrize(
    ("act", "fields", "place"),
    [
        ("add_seat", {"add_role": "head", "add_place": "before", "add_why": "请看"}, "f-add_department"),
        ("add_seat", {"add_department": counties.MARKET, "add_role": "officer", "add_place": "before",
                      "add_why": "请看"}, "f-add_department"),
        ("add_seat", {"add_department": counties.HEALTH, "add_role": "officer", "add_place": "before"},
         "f-add_why"),
        ("delegate", {"helper": "0201"}, "f-helper"),
        ("copy_to", {"copies": "0101, 9999"}, "f-copies"),
        ("convene", {"convene_why": " "}, "f-convene_why"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_place_and_nothing_typed_is_lost(hall, act, fields, place):
    number = hall.walk("accepted")
    answer = sent(hall, "officer", number, act, fields)
    assert answer.status_code == 422
    assert f'href="#{place}"' in text(answer)
    for typed in fields.values():
        assert typed.strip() in text(answer)


def test_a_signature_is_added_signed_and_shown_with_who_asked_and_why(hall):
    number = hall.walk("accepted")
    fields = {"add_department": counties.HEALTH, "add_role": "officer", "add_place": "before",
              "add_why": "涉及餐饮卫生"}  # fmt: skip
    assert sent(hall, "officer", number, "add_seat", fields).status_code == 302
    assert "涉及餐饮卫生" in page(hall, "health", number) and "我的意见" in page(hall, "health", number)
    assert "减签" in page(hall, "officer", number)
    assert sent(hall, "health", number, "sign", {"outcome": "agree", "text": "合格"}).status_code == 302
    assert "前加签" in page(hall, "officer", number)


def test_an_added_signature_is_dropped(hall):
    number = hall.walk("accepted")
    actions.add_seat(
        hall.county["officer"], number, department=counties.HEALTH, role="head", place="after", reason="看看",
        now=NOW,
    )  # fmt: skip
    order = str(Seat.objects.get(case__number=number, host=0).order)
    gone = sent(hall, "officer", number, "drop_seat", {"drop": order, "drop_why": "不用了"})
    assert gone.status_code == 302
    assert not Seat.objects.filter(case__number=number, host=0).exists()


def test_a_colleague_prepares_and_the_words_stand_ready_for_the_holder(hall):
    number = hall.walk("opinion1")
    assert sent(hall, "head", number, "delegate", {"helper": "0204"}).status_code == 302
    assert "请您拟意见" in page(hall, "officer2", number)
    done = sent(hall, "officer2", number, "prepare", {"outcome": "agree", "text": "面积核过了"})
    assert done.status_code == 302
    shown = page(hall, "head", number)
    assert "员0204 拟的意见" in shown
    assert shown.count("面积核过了") >= 2, "told, and filled in"


def test_an_opinion_is_taken_back_from_the_page(hall):
    number = hall.walk("opinion1")
    assert "撤回意见" in page(hall, "officer", number)
    assert sent(hall, "officer", number, "take_back", {}).status_code == 302
    assert Seat.objects.get(case__number=number, order=0).is_open


def test_who_may_not_is_not_offered(hall):
    number = hall.walk("accepted")
    shown = page(hall, "head", number)
    assert "撤回意见" not in shown and "减签" not in shown and "催办" not in shown


def test_a_copy_is_read_and_listed_and_cannot_be_acted_on(hall):
    number = hall.walk("accepted")
    assert hall.get("health_director", f"/review/cases/{number}/").status_code == 404
    assert sent(hall, "officer", number, "copy_to", {"copies": "0303、0301", "copy_why": "请知悉"}).url
    assert Copy.objects.count() == 2
    listed = text(hall.get("health_director", "/review/copies/"))
    assert number in listed and "请知悉" in listed
    shown = page(hall, "health_director", number)
    assert "现在不轮到您" in shown and "其他处理" not in shown
    assert "没有抄送给您的件" in text(hall.get("director", "/review/copies/"))
    assert hall.get("health_director", f"/review/cases/{number}/full/").status_code == 404


def test_urged_by_the_window_the_applicant_and_the_watch_it_stands_in_the_inbox(hall):
    number = hall.walk("accepted")
    rev = {"rev": str(Case.objects.get(number=number).rev), "once": "a" * 22}
    assert hall.post("clerk2", f"/desk/cases/{number}/call/", {**rev, "do": "urge"}).status_code == 302
    assert "催一催" in text(hall.get("li", f"/cases/{number}/"))
    assert hall.post("li", f"/cases/{number}/urge/", {"once": "b" * 22}).status_code == 302
    shown = text(hall.get("li", f"/cases/{number}/"))
    assert "催一催" not in shown and "今天催过了" in shown
    assert hall.post("li", f"/cases/{number}/urge/", {"once": "c" * 22}).status_code == 302
    rev = {"rev": str(Case.objects.get(number=number).rev), "once": "d" * 22}
    assert hall.post("supervisor", f"/watch/cases/{number}/urge/", rev).status_code == 302
    inbox = text(hall.get("officer", "/review/"))
    assert "催 3 次" in inbox and "有 1 件在催您" in inbox
    only = text(hall.get("officer", "/review/?only=urged"))
    assert number in only and "有 1 件在催您" not in only
    assert number not in text(hall.get("head", "/review/?only=urged"))


def test_the_page_of_a_whole_urges_the_slow_of_its_departments(hall):
    worlds.publish(hall.county, NOW)
    number = worlds.apply(hall.county, NOW - timedelta(days=4))
    assert "催一催" in text(hall.get("li", f"/cases/{number}/"))
    rev = {"rev": str(Case.objects.get(number=number).rev), "once": "a" * 22}
    assert "催办" in text(hall.get("clerk", f"/desk/cases/{number}/"))
    assert hall.post("clerk", f"/desk/cases/{number}/call/", {**rev, "do": "urge"}).status_code == 302
    assert hall.post("li", f"/cases/{number}/urge/", {"once": "b" * 22}).status_code == 302
    shown = text(hall.get("li", f"/cases/{number}/"))
    assert "催一催" not in shown and "今天催过了" in shown
    assert "有 1 件在催您" in text(hall.get("fire", "/review/"))


def test_a_sitting_is_called_signed_side_by_side_and_minuted(hall):
    number = hall.walk("accepted")
    back = f"/review/cases/{number}/sitting/"
    assert "这一轮没有会诊" in page(hall, "officer", number, "sitting/")
    assert "今天没有要您参加的会诊" in text(hall.get("head", "/review/sittings/"))
    rev = {"rev": str(Case.objects.get(number=number).rev), "once": "a" * 22, "do": "convene"}
    assert hall.post("clerk2", f"/desk/cases/{number}/call/", rev).status_code == 422
    sending = {**rev, "once": "b" * 22, "convene_why": "材料有争议"}
    assert hall.post("clerk2", f"/desk/cases/{number}/call/", sending).status_code == 302
    assert number in text(hall.get("head", "/review/sittings/"))
    shown = page(hall, "director", number, "sitting/")
    assert "还有 2 人没签" in shown and "材料有争议" in shown and "等他签" in shown
    old = str(Case.objects.get(number=number).rev)
    for who in ("officer", "head"):
        body = {"act": "sign", "at": "sitting", "rev": old, "once": who.ljust(22, "x"), "outcome": "agree"}
        assert hall.post(who, f"/review/cases/{number}/act/", body).url == back, (
            "seen before the other signed"
        )
    columns = text(hall.get("director", f"{back}now/"))
    assert "其他人都签了" in columns and "<html" not in columns
    minutes = {"minutes": "三人同意，补一张照片", "at": "sitting"}
    assert sent(hall, "officer", number, "minute", minutes).url == back
    assert Sitting.objects.get().minutes == "三人同意，补一张照片"
    assert "三人同意，补一张照片" in page(hall, "head", number, "sitting/")


def test_a_director_who_does_not_wait_is_asked_why(hall):
    number = hall.walk("accepted")
    actions.convene(hall.county["head"], number, reason="急", now=NOW)
    body = {"outcome": "grant", "result_number": "JY1", "result_from": "2026-11-23", "at": "sitting"}
    answer = sent(hall, "director", number, "decide", body)
    assert answer.status_code == 422
    assert 'href="#f-text"' in text(answer)
    assert sent(hall, "director", number, "decide", {**body, "text": "抢险急用", "once": "q" * 22}).url
    assert Case.objects.get(number=number).state == "granted"
