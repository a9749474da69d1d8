"""A keeper takes a hall over from the list of its web page: looks, then enters all of it or nothing, once."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import clock
from tests import county as counties
from tests.hall.test_a_hall_is_taken_over_from_a_list import REAL, TEXT
from tests.web.staffkit import NOW
from yimen.hall.models import Site, Window
from yimen.web.floor import imports

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
PAGE = "/floor/sites/import/"
TOLD = {
    "code": "qy",
    "name": "青原大厅",
    "address": "青原路 1 号",
    "level": "centre",
    "region": counties.REGION,
}


@pytest.fixture
def keeper(db: None, monkeypatch: pytest.MonkeyPatch) -> Client:
    clock.stop(monkeypatch, lambda: NOW)
    made = Client()
    made.force_login(counties.build(NOW).accounts["keeper"])
    return made


def hidden(answer: Any) -> dict[str, str]:
    """What the form carries in its hidden boxes, as a browser would send it."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text(answer))
    return {name: html.unescape(value) for name, value in found}


def look(keeper: Client, content: bytes, **more: str) -> Any:
    """Choose a file and look."""
    file = SimpleUploadedFile("windows.js", content)
    return keeper.post(PAGE, {**hidden(keeper.get(PAGE)), **TOLD, **more, "file": file})


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_looked_at_then_entered_whole_and_once(keeper: Client) -> None:
    shown = look(keeper, TEXT.encode())
    page = text(shown)
    assert shown.status_code == 200 and not Site.objects.exists(), "a look writes nothing"
    assert "要登记 2 个大厅、6 个窗口" in page and "QY-2 公安分中心" in page and "平安路 9 号" in page
    assert "本县没有登记成部门" in page and "云溪银行" in page
    sent = {**hidden(shown), "do": "enter"}
    for _ in range(2):
        done = keeper.post(PAGE, sent)
        assert done.status_code == 302 and done.url == "/floor/sites/QY/", "sent twice, entered once"
    assert (Site.objects.count(), Window.objects.count()) == (2, 6)
    assert "B2" in text(keeper.get("/floor/sites/QY/"))
    assert "青原大厅" in text(Client().get("/halls/"))


def test_a_real_list_is_entered(keeper: Client) -> None:
    shown = look(keeper, REAL.read_bytes())
    assert shown.status_code == 200, text(shown)[:500]
    assert keeper.post(PAGE, {**hidden(shown), "do": "enter"}).status_code == 302
    entered = Window.objects.count()
    assert entered > 50 and f"{entered} 个窗口" in text(shown)


@pytest.mark.parametrize(
    ("content", "more", "box", "words"),
    [
        (b"[{office: run(), windows: []}]", {}, "file", "第 1 行看不懂"),
        (b"\xff\xfe\x00", {}, "file", "不是 UTF-8"),
        (b"[" * 90_000, {}, "file", "看不懂"),
        (TEXT.replace("'B2'", "'b1'").encode(), {}, "file", "有两个 B1 号窗口"),
        (TEXT.encode(), {"code": "青"}, "code", "编号只用"),
        (TEXT.encode(), {"name": ""}, "name", "名称"),
        (TEXT.encode(), {"level": "moon"}, "level", ""),
        (TEXT.encode(), {"region": "1"}, "region", ""),
        (b" " * (imports.MOST + 1), {}, "file", "512 KB"),
    ],
)
def test_what_is_wrong_stands_at_its_box_and_nothing_is_entered(
    keeper: Client, content: bytes, more: dict[str, str], box: str, words: str
) -> None:
    answer = look(keeper, content, **more)
    page = text(answer)
    assert answer.status_code == 422 and f'id="f-{box}-error"' in page and words in page
    assert not Site.objects.exists()


def test_without_a_file_and_with_a_code_that_is_taken(keeper: Client) -> None:
    empty = keeper.post(PAGE, {**hidden(keeper.get(PAGE)), **TOLD})
    assert empty.status_code == 422 and "请选窗口清单的文件" in text(empty)
    shown = look(keeper, TEXT.encode())
    assert keeper.post(PAGE, {**hidden(shown), "do": "enter"}).status_code == 302
    again = look(keeper, TEXT.encode())
    assert again.status_code == 422 and "已经有大厅在用" in text(again)
    assert Site.objects.count() == 2


def test_what_the_confirmation_sends_is_read_anew(keeper: Client) -> None:
    """The list lies in the page between the two steps: changed there, it is judged as if it had just come."""
    shown = look(keeper, TEXT.encode())
    changed = keeper.post(PAGE, {**hidden(shown), "do": "enter", "list": "[{office: evil()}]"})
    assert changed.status_code == 422 and not Site.objects.exists()
