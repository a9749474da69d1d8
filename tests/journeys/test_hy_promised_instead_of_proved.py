"""告知承诺 in the pages: 李敏 promises instead of giving 住所证明, the window and the officer see it, the
promise is checked, found untrue after she was heard, and the licence is revoked; she reads each step."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests import pledge_world as promises
from tests.vault import licencekit, sealkit
from tests.web import citizen_world as world
from yimen.cases import actions
from yimen.cases.models import CaseDocument
from yimen.config.worker import drain
from yimen.pledges.models import Check
from yimen.rules.terms import State
from yimen.vault.models import Licence

pytestmark = [pytest.mark.django_db(transaction=True)]
SURE = {"contact_phone": "19900000001", "promise": "yes"}


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> world.World:
    made = world.build(monkeypatch)
    promises.publish(world.NOW)
    licencekit.define(world.NOW, items=[[promises.SHOP, "issue"], [promises.REVOKE, "revoke"]])
    settings.SEAL_KEY = sealkit.register(world.NOW, tmp_path / "seal", fresh=False)
    return made


def _get(town: world.World, who: str, path: str) -> str:
    answer = town.client(who).get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return world.text(answer)


def _post(town: world.World, who: str, path: str, page: str, data: dict, part: str = ""):
    """Send a form with the token and the revision of the page on which it stands; `part`: after this text."""
    shown = world.text(town.client(who).get(page)).partition(part)[2] if part else _get(town, who, page)
    kept = {n: re.search(rf'name="{n}" value="([^"]*)"', shown) for n in ("once", "rev")}
    sent = {n: m.group(1) for n, m in kept.items() if m}
    return town.client(who).post(path, {**sent, **data})


def test_hy_promised_instead_of_proved(town):
    number = promises.draft(town.county, world.NOW)
    _chosen_freely(town, number)
    _accepted_and_granted(town, number)
    check = Check.objects.get(case__number=number)
    _found_untrue_after_a_hearing(town, check)
    _revoked(town, check)


def _chosen_freely(town: world.World, number: str) -> None:
    materials, sign = f"/apply/case/{number}/materials/", f"/cases/{number}/pledge/"
    assert "不交证明，改用承诺" in _get(town, "li", materials)
    assert _post(town, "li", materials, materials, {"pledge": "0"}).url == sign
    shown = _get(town, "li", sign)
    assert (
        "产权证或租赁合同" in shown
        and "住所真实，对它有合法使用权" in shown
        and "批准后 2 个月内核查" in shown
    )
    refused = _post(town, "li", sign, sign, {"proof": "M-PLACE", "signer": "李敏"})
    assert refused.status_code == 422 and 'value="李敏"' in world.text(refused)
    assert _post(town, "li", sign, sign, {"signer": "李敏", "agreed": "yes"}).status_code == 422
    said = {"proof": "M-PLACE", "agreed": "yes", "signer": "李敏"}
    assert _post(town, "li", sign, sign, said).url == materials
    assert "用承诺代替，不用交" in _get(town, "li", materials)
    # Free to change one's mind, and to change it back.
    _post(town, "li", materials, materials, {"unpledge-0": "1"})
    assert "不交证明，改用承诺" in _get(town, "li", materials)
    _post(town, "li", sign, sign, said)
    check = f"/apply/case/{number}/check/"
    assert "告知承诺" in _get(town, "li", check)
    assert _post(town, "li", check, check, SURE).url == f"/apply/case/{number}/done/"
    paper = CaseDocument.objects.filter(case__number=number, kind="pledge").latest("pk").number
    assert "承诺的内容" in _get(town, "li", f"/cases/{number}/papers/{paper}/")


def _accepted_and_granted(town: world.World, number: str) -> None:
    desk = f"/desk/cases/{number}/"
    actions.receive(town.county["clerk"], number, now=world.NOW)
    shown = _get(town, "clerk", desk)
    assert "已承诺：住所真实，对它有合法使用权" in shown
    wrong = {"do": "check", "m-M-PLACE": "bad", "was": "received"}
    assert _post(town, "clerk", f"{desk}decide/", desk, wrong).status_code == 422
    chosen = {"do": "decide", "outcome": "accept", "was": "received", "m-M-PLACE": "ok", "m-M-MAP": "ok"}
    _post(town, "clerk", f"{desk}decide/", desk, chosen)
    assert world.case(number).state == State.REVIEWING
    assert "告知承诺，不得再要证明" in _get(town, "officer", f"/review/cases/{number}/")
    actions.grant(town.county["officer"], number, now=world.NOW)
    actions.issue(town.county["clerk"], number, now=world.NOW)
    drain(world.NOW)


def _found_untrue_after_a_hearing(town: world.World, check: Check) -> None:
    page, mine = f"/review/checks/{check.pk}/", f"/my/promises/{check.pk}/"
    assert "住所证明" in _get(town, "officer", "/review/checks/")
    assert "待核查" in _get(town, "li", "/my/promises/")
    shown = _get(town, "officer", page)
    assert "住所真实，对它有合法使用权" in shown and "没有查过这位申请人的数据来源" in shown
    for sent in ({"do": "found", "words": "空地"}, {"do": "found", "found": "false"}):
        assert _post(town, "officer", page, page, sent, "finding").status_code == 422
    sent = {"do": "found", "found": "false", "words": "这个地址是空地"}
    assert _post(town, "officer", page, page, sent, "finding").url == page
    drain(world.NOW)
    assert f'href="{mine}"' in _get(town, "li", "/my/messages/")
    shown = _get(town, "li", mine)
    assert "这个地址是空地" in shown and "可以说明" in shown
    assert _post(town, "li", mine, mine, {"words": ""}).status_code == 422
    assert _post(town, "li", mine, mine, {"words": "门牌换过"}).url == mine
    assert "门牌换过" in _get(town, "officer", page)
    assert _post(town, "officer", page, page, {"do": "untrue"}, "听取陈述").url == page
    shown = _get(town, "li", "/my/promises/")
    assert "失信记录：告知承诺不实" in shown and "申请修复" in shown
    assert "告知承诺不实" in _get(town, "supervisor", "/watch/breaches/")
    assert "住所证明" in _get(town, "supervisor", "/watch/promises/?show=untrue")


def _revoked(town: world.World, check: Check) -> None:
    page = f"/review/checks/{check.pk}/"
    assert "启动撤销" in _get(town, "officer", page)
    assert _post(town, "officer", page, page, {"do": "revoke"}, "revocation").url == page
    check.refresh_from_db()
    begun, county = check.revocation, town.county
    drain(world.NOW)
    assert begun in _get(town, "li", f"/my/promises/{check.pk}/")
    assert "启动撤销" in _get(town, "li", "/my/messages/")
    assert begun in _get(town, "clerk", "/desk/intake/")
    actions.receive(county["clerk"], begun, now=world.NOW)
    actions.accept(county["clerk"], begun, now=world.NOW)
    actions.grant(county["officer"], begun, now=world.NOW)
    actions.issue(county["clerk"], begun, now=world.NOW)
    assert Licence.objects.get().status == "revoked"
    assert begun in _get(town, "officer", page)


def test_taken_at_the_counter_with_a_name_and_refused_after_a_breach(town):
    clerk = town.county["clerk"]
    opened = actions.open_draft(
        clerk, promises.SHOP, town.county.parties["li"].pk, channel="1", region="439926000000", now=world.NOW
    )
    number = opened.number
    actions.save(clerk, number, {"shop_name": "青石面馆"}, now=world.NOW)
    actions.attach(clerk, number, "M-MAP", None, now=world.NOW, how="1")
    here = f"/desk/new/{number}/materials/"
    assert "申请人用承诺代替证明" in _get(town, "clerk", here)
    said = {"proof": "M-PLACE", "agreed": "yes", "signer": "赵田"}
    answer = _post(town, "clerk", f"/desk/cases/{number}/pledge/", here, said)
    assert "没有申请人的授权" in world.text(answer)
    answer = _post(town, "clerk", f"/desk/cases/{number}/pledge/", here, {**said, "signer": "李敏"})
    assert answer.url == here
    assert "已承诺" in _get(town, "clerk", here)
    assert CaseDocument.objects.filter(case__number=number, kind="pledge").count() == 1
