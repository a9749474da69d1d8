"""容缺受理 in the pages: 李敏 promises on the check page, the window accepts with a gap, the case page says
the one thing to do, the file comes, the window finds it right, the result is issued."""

from __future__ import annotations

import re

import pytest
from django.db import transaction

from tests import county as counties
from tests.web import citizen_world as world
from yimen.cases import actions
from yimen.cases.models import CaseDocument
from yimen.parties import actions as parties
from yimen.rules.terms import State

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> world.World:
    return world.build(monkeypatch)


def _draft(town: world.World) -> str:
    number, li = town.draft(item=counties.LICENCE), town.county["li"]
    actions.save(li, number, {"shop_name": "青石面馆", "area": "120"}, now=world.NOW)
    actions.attach(li, number, "M-PLAN", None, now=world.NOW, how="1")
    return number


def _post(town: world.World, who: str, path: str, page: str, data: dict):
    """Send a form with the token and the revision of the page on which it stands."""
    shown = world.text(town.client(who).get(page))
    kept = {n: re.search(rf'name="{n}" value="([^"]*)"', shown) for n in ("once", "rev")}
    sent = {n: m.group(1) for n, m in kept.items() if m}
    return town.client(who).post(path, {**sent, **data})


SURE = {"contact_phone": "19900000001", "promise": "yes"}


def test_hy_accepted_with_a_gap(town):
    number = _draft(town)
    check, case, desk = f"/apply/case/{number}/check/", f"/cases/{number}/", f"/desk/cases/{number}/"
    assert _post(town, "li", f"/apply/case/{number}/materials/", check, {"next": "1"}).url == check
    shown = world.text(town.client("li").get(check))
    assert "还缺 1 份，可以先受理、后补" in shown
    assert 'name="later" value="yes" checked' not in shown
    # Nobody is taken at a word they have not given.
    refused = _post(town, "li", check, check, SURE)
    assert (refused.status_code, world.case(number).state) == (422, State.DRAFT)
    assert "要先看过承诺书" in world.text(refused)
    gone = _post(town, "li", check, check, {**SURE, "later": "yes", "signer": "李敏"})
    assert gone.url == f"/apply/case/{number}/done/"
    actions.receive(town.county["clerk"], number, now=world.NOW)
    offered = world.text(town.client("clerk").get(desk))
    assert "申请人承诺后补：食品安全制度。最晚 11 月 19 日" in offered
    chosen = {"do": "decide", "outcome": "accept_deferred", "was": "received"}
    _post(town, "clerk", f"{desk}decide/", desk, chosen)
    assert world.case(number).state == State.REVIEWING
    assert "要您做 1 件事：后补 1 份，最晚 11 月 19 日" in world.text(town.client("li").get(case))
    paper = CaseDocument.objects.get(case__number=number, kind="deferral_notice").number
    for who, at in (("li", case), ("clerk", desk)):
        told = world.text(town.client(who).get(f"{at}papers/{paper}/"))
        assert "食品安全制度（纸质或电子）" in told
        assert "2026 年 11 月 19 日" in told
    assert "容缺受理：后补材料最晚 11 月 19 日" in world.text(
        town.client("officer").get(f"/review/cases/{number}/")
    )
    _comes_and_is_checked(town, number)
    assert "后补 1 份" not in world.text(town.client("li").get(case))


def _comes_and_is_checked(town: world.World, number: str) -> None:
    later, desk = f"/cases/{number}/later/", f"/desk/cases/{number}/"
    at = [m.code for m in world.case(number).materials.order_by("order")].index("M-RULES")
    assert _post(town, "li", later, later, {"next": "1"}).status_code == 422
    wrong = _post(town, "li", later, later, {f"m-{at}": world.upload("制度.exe", b"MZ")})
    assert wrong.status_code == 422
    assert _post(town, "li", later, later, {f"m-{at}": world.upload("制度.pdf")}).url == f"/cases/{number}/"
    assert "交来了，待核对" in world.text(town.client("clerk").get(desk))
    assert number in world.text(town.client("clerk").get("/desk/corrections/"))
    refused = _post(town, "clerk", f"{desk}later/", desk, {"do": f"bad-{at}"})
    assert "理由" in world.text(refused)
    _post(town, "clerk", f"{desk}later/", desk, {"do": f"bad-{at}", f"why-{at}": "没有签名"})
    assert "没有签名" in world.text(town.client("li").get(later))
    _post(town, "clerk", f"{desk}later/", desk, {"do": f"paper-{at}"})
    _post(town, "clerk", f"{desk}later/", desk, {"do": f"ok-{at}"})
    assert world.case(number).deferral["owed"] == world.case(number).deferral["unchecked"] == []


def test_at_the_counter_a_promise_is_written_down_and_a_breach_stands_in_its_way(town):
    number, clerk = _draft(town), town.county["clerk"]
    li, desk = town.county["li"], f"/desk/cases/{number}/"
    actions.attach(li, number, "M-RULES", None, now=world.NOW, how="1")
    actions.submit(li, number, now=world.NOW)
    actions.receive(clerk, number, now=world.NOW)
    world.case(number).materials.filter(code="M-RULES").update(status="missing", get_type="")
    assert "申请人要容缺后补" in world.text(town.client("clerk").get(desk))
    said = {"signer": "赵田", "agreed": "yes"}
    assert "没有申请人的授权" in world.text(_post(town, "clerk", f"{desk}promise/", desk, said))
    _post(town, "clerk", f"{desk}promise/", desk, {**said, "signer": "李敏"})
    assert "申请人承诺后补：食品安全制度" in world.text(town.client("clerk").get(desk))
    _broken(town, number)
    assert "承诺失信 1 次" in world.text(town.client("clerk").get(desk))
    other = _draft(town)
    check = f"/apply/case/{other}/check/"
    assert "有 1 次承诺没有兑现" in world.text(town.client("li").get(check))
    _repaired(town, number)
    assert "没有兑现，这次要交齐" not in world.text(town.client("li").get(check))


def _repaired(town: world.World, number: str) -> None:
    watch = "/watch/breaches/"
    shown = world.text(town.client("supervisor").get(watch))
    assert number in shown
    assert "李敏" not in shown
    one = {"breach": re.search(r'name="breach" value="(\d+)"', shown).group(1)}
    assert _post(town, "supervisor", watch, watch, one).status_code == 422
    assert _post(town, "supervisor", watch, watch, {**one, "reason": "已补交"}).url == watch


def _broken(town: world.World, number: str) -> None:
    with transaction.atomic():
        parties.record_breach(town.county.parties["li"].pk, number, "食品安全制度", now=world.NOW)
