"""The receiver signs on the screen: with a pointer, again after a slip, or with a file by keyboard."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import timezone
from PIL import Image

from tests import county as counties
from tests import samples
from tests.ui import cases, stage
from yimen.cases.models import CaseDocument
from yimen.vault import queries as vault

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def opened(chromium, live_server):
    """The page on which the clerk hands a result over, and the number of its case."""
    county = counties.build(timezone.now() - timedelta(days=3))
    number = cases.licence(county, county.now, "issued")
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    context.add_cookies(stage.sign_in(county, "clerk", live_server.url))
    page = context.new_page()
    page.goto(f"{live_server.url}/desk/cases/{number}/", wait_until="load")
    page.fill("[name=receiver]", "李敏")
    page.locator("[name=seen]").first.check()
    yield page, number
    context.close()


def stroke(page, *points: tuple[float, float]) -> None:
    canvas = page.locator("[data-sign] canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    page.mouse.move(box["x"] + points[0][0] * box["width"], box["y"] + points[0][1] * box["height"])
    page.mouse.down()
    for x, y in points[1:]:
        page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"], steps=4)
    page.mouse.up()


def hand_over(page, number: str) -> CaseDocument:
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("button", name="确认送达").click()
    return CaseDocument.objects.select_related("signature").get(case__number=number, kind="delivery")


def kept(paper: CaseDocument) -> bytes:
    with vault.open_digest(paper.signature.digest) as handle:
        return handle.read()


def ink(paper: CaseDocument) -> Image.Image:
    return Image.open(BytesIO(kept(paper))).convert("RGBA")


def test_drawn_with_a_pointer_it_is_kept_as_drawn(opened) -> None:
    page, number = opened
    stroke(page, (0.1, 0.8), (0.4, 0.2), (0.6, 0.8))
    assert page.locator("[data-sign] [role=status]").inner_text() == "签好了"
    page.get_by_role("button", name="重签").click()
    assert page.evaluate("document.querySelector('[name=signature]').files.length") == 0
    stroke(page, (0.2, 0.5), (0.8, 0.5))
    picture = ink(hand_over(page, number))
    left, top, right, bottom = picture.getbbox()
    assert picture.size == (900, 300)
    assert right - left > 400 and bottom - top < 40, "one stroke across; the first try is gone"


def test_without_a_pointer_a_file_or_paper_does(opened, tmp_path: Path) -> None:
    page, number = opened
    file = tmp_path / "签名.png"
    file.write_bytes(samples.png(7))
    page.locator("[data-sign-clear]").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "signature", "the file is one Tab away"
    page.locator("[name=signature]").set_input_files(file)
    paper = hand_over(page, number)
    assert kept(paper) == samples.png(7)


def test_an_empty_pad_sends_nothing(opened) -> None:
    page, number = opened
    assert hand_over(page, number).signature is None


def test_a_licence_is_renewed_by_keyboard_alone(chromium, live_server) -> None:
    """From my licences to the application about one of them: Tab and Enter, nothing else."""
    county = counties.build(timezone.now() - timedelta(days=3))
    made = cases.licences(county, county.now)
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    context.add_cookies(stage.sign_in(county, "li", live_server.url))
    page = context.new_page()
    page.goto(f"{live_server.url}/my/licences/", wait_until="load")
    for address in (f"/my/licences/{made['held']}/", f"/apply/{made['renew']}/?licence={made['held']}"):
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.getAttribute('href')") == address:
                break
        with page.expect_navigation(wait_until="load"):
            page.keyboard.press("Enter")
        assert page.url == live_server.url + address
    assert "编号和照面内容已经带进申请表" in page.inner_text("main")
    context.close()
