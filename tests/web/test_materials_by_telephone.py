"""用手机拍照上传: a code on the page of a draft, a telephone that signs nobody in, and what ends the link."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from tests import clock, hall_world
from tests.web.citizen_world import NOW, PDF, PNG, World, build, text, upload
from tests.web.test_citizen_gives_materials import kept
from yimen.accounts.models import Account, Session
from yimen.cases import actions
from yimen.hall import actions as halls
from yimen.rules.limits import UPLOAD_BY_LINK
from yimen.rules.sending import LINK_FOR, MOST
from yimen.web.machine import visit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    return build(monkeypatch)


@pytest.fixture
def number(world: World) -> str:
    made = world.draft()
    actions.save(world.county["li"], made, {"kitchen": False}, now=NOW)
    return made


def page_of(number: str, at: int = 1) -> str:
    return f"/apply/case/{number}/materials/{at}/phone/"


def link(client: Client, number: str) -> str:
    """Where the code leads."""
    found = re.search(r"/up/[^\"/]+/", str(client.get(page_of(number)).context["address"]))
    assert found is not None
    return found.group()


def send(path: str, *files: Any, once: str = "s" * 24) -> Any:
    return Client().post(path, {"files": list(files), "once": once})


def test_the_page_of_materials_leads_to_it(world: World, number: str) -> None:
    words = text(world.client("li").get(f"/apply/case/{number}/materials/"))
    assert page_of(number) in words and page_of(number, 0) not in words, "what is exempt needs no picture"


def test_a_telephone_adds_files_and_sees_only_the_name_of_the_material(world: World, number: str) -> None:
    li = world.client("li")
    path = link(li, number)
    seen = Client().get(path)
    words = text(seen)
    assert "房屋租赁合同" in words and "李" not in words and number not in words
    assert seen.headers["Cache-Control"] == "private, no-store"
    assert "还没有收到" in text(li.get(f"{page_of(number)}news/"))
    gone = send(path, upload("一.pdf"), upload("二.png", PNG))
    assert gone.status_code == 302 and gone.url == path
    assert kept(number) == ["一.pdf", "二.png"]
    after = text(Client().get(path))
    assert "已经收到 2 个文件" in after and "一.pdf" not in after
    for shown in (page_of(number), f"{page_of(number)}news/"):
        assert "收到 2 个文件" in text(li.get(shown)) and "一.pdf" in text(li.get(shown))


def test_sent_twice_it_is_in_once(world: World, number: str) -> None:
    path = link(world.client("li"), number)
    for _time in range(2):
        send(path, upload())
    assert kept(number) == ["合同.pdf"]


def test_uploads_are_not_trusted(world: World, number: str) -> None:
    path = link(world.client("li"), number)
    answer = send(path, upload("合同.pdf", b"MZ\x90\x00" + b"\0" * 80), upload("好.png", PNG))
    assert answer.status_code == 422 and "Windows 程序" in text(answer)
    assert kept(number) == ["好.png"]
    assert "请先选" in text(send(path))
    many = [upload(f"{n}.png", PNG) for n in range(21)]
    assert "一次最多交 20 个文件" in text(send(path, *many))


def test_limits(world: World, number: str) -> None:
    path = link(world.client("li"), number)
    for lot in "ab":
        send(path, *[upload(f"{lot}{n}.png", PNG) for n in range(MOST // 2)], once=lot * 24)
    assert len(kept(number)) == MOST
    assert "够多了" in text(send(path, upload("c.png", PNG), once="c" * 24))
    seen = [send(path, upload("d.png", PNG), once="d" * 24).status_code for _ in range(UPLOAD_BY_LINK.most)]
    assert set(seen) == {422}
    assert "太频繁" in text(send(path, upload("e.png", PNG), once="e" * 24))


@pytest.mark.parametrize("how", ["late", "dropped", "ended", "closed", "made up", "handed in"])
def test_what_ends_the_link(world: World, number: str, how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    number = world.filled() if how == "handed in" else number
    path = link(world.client("li"), number)
    li, before = world.county["li"], kept(number)
    if how == "late":
        clock.stop(monkeypatch, lambda: NOW + LINK_FOR)
    if how == "dropped":
        actions.void(li, number, now=NOW)
    if how == "ended":
        Session.objects.filter(account=li.account).delete()
    if how == "closed":
        Account.objects.filter(pk=li.account).update(is_active=False)
    if how == "made up":
        path = f"{path[:-2]}{'a' if path[-2] != 'a' else 'b'}/"
    if how == "handed in":
        actions.submit(li, number, now=NOW)
    for answer in (Client().get(path), send(path, upload())):
        assert answer.status_code == 409 and "这个二维码不能用了" in text(answer)
    assert kept(number) == before


def test_nobody_elses_draft_and_no_material_that_is_not_there(world: World, number: str) -> None:
    for path in (page_of(number), f"{page_of(number)}news/"):
        assert world.client("firm").get(path).status_code == 404
        assert Client().get(path).url.startswith("/login/")
    assert world.client("li").get(page_of(number, 99)).status_code == 404


def test_at_a_kiosk_there_is_no_box_for_files_and_the_link_ends_with_the_visit(
    world: World, number: str
) -> None:
    hall_world.build(world.county)
    keeper = world.county["keeper"]
    row = halls.add_device(keeper, hall_world.CENTRE_SITE, "kiosk", "自助机", now=NOW).id
    li = world.client("li")
    token = halls.join(halls.give_code(keeper, hall_world.CENTRE_SITE, row, now=NOW).code, now=NOW)
    li.cookies["device"] = token
    session = li.session
    session[visit.KEPT] = row
    session.save()
    words = text(li.get(f"/apply/case/{number}/materials/"))
    assert 'type="file"' not in words and page_of(number) in words and "结束，清除" in words
    shown = text(li.get(page_of(number)))
    assert 'data-idle="300"' in shown
    path = link(li, number)
    assert send(path, upload("一.pdf", PDF)).status_code == 302
    halls.end_device(keeper, hall_world.CENTRE_SITE, row, now=NOW)
    assert send(path, upload("二.pdf", PDF), once="t" * 24).status_code == 409
    assert kept(number) == ["一.pdf"]
