"""秒批 on the pages: told to the applicant and the supervisor, written and switched by the keeper, looked at
again by the department."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests import county as counties
from tests import instant_world as worlds
from tests.web.staff_world import fields_of
from tests.web.staffkit import FILED, NOW, Hall, open_hall
from yimen.bridges import registers as bridge
from yimen.catalogue import queries as catalogue
from yimen.config.worker import drain
from yimen.instant.actions import deciding
from yimen.instant.models import Decision, Switch
from yimen.rules.instant.spec import Then, read

pytestmark = pytest.mark.django_db(transaction=True)
EDIT = f"/catalogue/{worlds.SIGN}/edit/instant/"


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Hall:
    made = open_hall(monkeypatch)
    worlds.build(made.county, FILED)
    settings.REGISTERS = "quick"
    monkeypatch.setitem(bridge._made, "quick", worlds.registers(made.county))
    monkeypatch.setattr(deciding, "draw_lot", lambda: 0)
    return made


def filed(hall: Hall, **answers: str) -> str:
    number = worlds.file(hall.county, NOW - timedelta(minutes=5), **answers)
    drain(NOW)
    return number


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def test_the_applicant_reads_what_the_system_decided_and_why(hall: Hall) -> None:
    page = text(hall.get("firm", f"/cases/{filed(hall)}/"))
    for words in ("系统当场批准", "符合第 1 条：面积不超过 20 平方米", "企业库", "招牌面积（平方米）",
                  "不予许可只能由人作出"):  # fmt: skip
        assert words in page
    assert "抽中了" not in page and "规则指纹" not in page
    handed = text(hall.get("firm", f"/cases/{filed(hall, lit='true')}/"))
    assert "招牌有灯光，要由人来看" in handed and "转给工作人员" in handed


def test_the_window_the_supervisor_and_nobody_else_read_the_reasons(hall: Hall) -> None:
    number = filed(hall, lit="true")
    for who, path in (("clerk", "/desk/cases/"), ("supervisor", "/watch/cases/")):
        assert "招牌有灯光，要由人来看" in text(hall.get(who, f"{path}{number}/"))
    assert hall.get("li", f"/cases/{number}/").status_code == 404
    run = text(hall.get("admin", f"/watch/cases/{number}/"))
    assert "招牌有灯光" in run and "<dt>招牌上的字</dt>" not in run


def test_a_drawn_case_is_looked_at_again_and_a_wrong_one_shows_up(hall: Hall) -> None:
    filed(hall)
    assert "抽查不对" in text(hall.get("supervisor", "/watch/instant/"))
    page = hall.get("officer", "/review/recheck/")
    assert "青石面馆" in text(page)
    pk = Decision.objects.get().pk
    sent = {"once": page.context["once"] + str(pk), "decision": str(pk)}
    answer = hall.post("officer", "/review/recheck/", sent)
    assert answer.status_code == 422 and "请选对还是不对" in answer.content.decode()
    answer = hall.post("officer", "/review/recheck/", {**sent, "right": "no", "words": " "})
    assert answer.status_code == 422 and "请写明抽查的意见" in answer.content.decode()
    answer = hall.post("officer", "/review/recheck/", {**sent, "right": "no", "words": "效果图是别家的"})
    assert answer.status_code == 302
    assert "没有要抽查的件" in text(hall.get("officer", "/review/recheck/"))
    watched = text(hall.get("supervisor", "/watch/instant/?kind=wrong"))
    assert "抽查：不对。效果图是别家的" in watched
    case = Decision.objects.get().case.number
    assert "抽查：不对" in text(hall.get("supervisor", f"/watch/cases/{case}/"))
    other = {"decision": str(pk), "right": "yes", "words": "好", "once": "x" * 20}
    assert hall.post("health", "/review/recheck/", other).status_code == 404


def test_saved_as_shown_the_rules_stay_the_same(hall: Hall) -> None:
    shown = text(hall.get("keeper", EDIT))
    assert "没有发现问题" not in shown and "没有规则，会转人工" in shown
    assert hall.post("keeper", EDIT, fields_of(shown)).status_code == 302
    found = catalogue.draft(worlds.SIGN)
    assert found is not None
    assert read(catalogue.spec(found.id)) == read(worlds.spec())


def test_the_keeper_adds_a_rule_is_told_what_is_wrong_and_saves(hall: Hall) -> None:
    sent = fields_of(text(hall.get("keeper", EDIT)))
    sent = fields_of(text(hall.post("keeper", EDIT, {**sent, "add": "1"})))
    more = {
        "rules-3-then": "person",
        "rules-3-when": "“面积” 大 20",
        "rules-3-words": "大招牌",
        "share": "50",
    }
    answer = hall.post("keeper", EDIT, {**sent, **more})
    assert answer.status_code == 422
    more |= {"share": "8"}
    assert hall.post("keeper", EDIT, {**sent, **more}).status_code == 422
    more |= {"rules-3-when": "“招牌面积（平方米）” > 20"}
    assert hall.post("keeper", EDIT, {**sent, **more}).status_code == 302
    found = catalogue.draft(worlds.SIGN)
    assert found is not None
    kept = read(catalogue.spec(found.id))
    assert kept is not None and kept.share == 8
    added = kept.rules[3]
    assert (added.then, added.when) == (Then.PERSON, {"field": "area", "op": "gt", "value": 20})
    assert "没有规则，会转人工" not in text(hall.get("keeper", EDIT))
    bad = {**sent, **more, "rules-3-then": "mend", "rules-3-when": ""}
    wrong = hall.post("keeper", EDIT, bad)
    assert wrong.status_code == 422 and "要写明请申请人改哪一栏" in wrong.content.decode()


def test_taken_off_the_item_has_no_rules_any_more(hall: Hall) -> None:
    sent = fields_of(text(hall.get("keeper", EDIT)))
    sent.pop("on")
    assert hall.post("keeper", EDIT, sent).status_code == 302
    found = catalogue.draft(worlds.SIGN)
    assert found is not None and catalogue.spec(found.id).instant is None


def test_a_dry_run_is_shown_and_saves_nothing(hall: Hall) -> None:
    filed(hall)
    sent = fields_of(text(hall.get("keeper", EDIT)))
    page = text(hall.post("keeper", EDIT, {**sent, "try": "1"}))
    assert "会当场批准" in page and "试算结果" in page
    assert catalogue.draft(worlds.SIGN) is None


def test_the_switch_is_thrown_with_a_reason_and_seen_by_the_supervisor(hall: Hall) -> None:
    path = f"/catalogue/{worlds.SIGN}/instant/switch/"
    page = hall.get("keeper", EDIT)
    sent = {"once": page.context["once"] + "s", "act": "stop"}
    assert hall.post("keeper", path, {**sent, "why": " "}).status_code == 422
    assert hall.post("keeper", path, {**sent, "why": "规则有误"}).status_code == 302
    assert Switch.objects.get().off
    assert "规则有误" in text(hall.get("keeper", EDIT))
    assert "规则有误" in text(hall.get("supervisor", "/watch/instant/"))
    assert hall.post("keeper", path, {"act": "resume", "why": "改好了", "once": "y" * 20}).status_code == 302
    assert not Switch.objects.get().off
    assert "秒批开关" not in text(hall.get("keeper", f"/catalogue/{counties.PLAIN}/edit/instant/"))
