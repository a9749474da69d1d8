"""我的材料: what is held, adding, hiding, who used what; the on-file box while applying and at the window."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import county as counties
from tests import library_world as library
from tests import samples
from tests.web.citizen_world import NOW, World, build, text
from yimen.cases import actions
from yimen.cases.models import CaseMaterial
from yimen.rules.reuse import NotHeld
from yimen.rules.sheets import cell
from yimen.vault import actions as vault
from yimen.vault.models import HeldFile, HeldMaterial, HeldUse

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    made = build(monkeypatch)
    library.publish(made.county)
    return made


def status(number: str, code: str = "M-PLAN") -> str:
    return CaseMaterial.objects.get(case__number=number, code=code).status


def test_the_library_tells_what_since_when_until_when(world: World) -> None:
    number = library.accepted(world.county)
    page = text(world.client("li").get("/my/materials/"))
    assert "平面布局图" in page and "市场监管局收的" in page and f"来自办件 {number}" in page
    assert "有效期到" in page and "能免交" in page and "没有逐份核对" in page
    assert "平面布局图" not in text(world.client("zhao").get("/my/materials/"))


def test_the_guide_tells_how_many_are_on_file(world: World) -> None:
    library.accepted(world.county)
    assert "您的材料库里有 2 份，可以免交" in text(world.client("li").get(f"/items/{library.CLINIC}/"))
    assert "您的材料库里有" not in text(world.client("zhao").get(f"/items/{library.CLINIC}/"))


def test_an_empty_library_says_what_to_do(world: World) -> None:
    page = text(world.client("zhao").get("/my/materials/"))
    assert "还没有存着的材料" in page and "存一份材料" in page
    assert "还没有人用过" in text(world.client("zhao").get("/my/materials/uses/"))


def test_applying_with_consent_and_without(world: World) -> None:
    library.accepted(world.county)
    number = library.draft(world.county)
    li, place = world.client("li"), f"/apply/case/{number}/materials/"
    page = text(li.get(place))
    assert "库里有一份，可以免交" in page and "库里有，等您同意" in page and "checked" not in page
    refused = li.post(place, {"use-0": "1", "once": "a" * 24})
    assert refused.status_code == 422 and "先要本人同意才能用" in text(refused)
    assert status(number) == "missing"
    answer = li.post(place, {"use-0": "1", "agree-0": "yes", "once": "b" * 24}, follow=True)
    assert status(number) == "exempt" and "不用库里的，重新交" in text(answer)
    again = li.post(place, {"drop-0": "1", "once": "c" * 24}, follow=True)
    assert status(number) == "missing" and "库里有一份" in text(again)


def test_the_same_organ_needs_no_press(world: World) -> None:
    library.accepted(world.county)
    number = library.draft(world.county, library.AGAIN)
    page = text(world.client("li").get(f"/apply/case/{number}/materials/"))
    assert "提交时自动用上" in page and "要交的都齐了" in page


def test_the_counter_asks_and_ticks(world: World) -> None:
    library.accepted(world.county)
    clerk = world.county["clerk"]
    number = actions.open_draft(
        clerk, library.CLINIC, world.county.parties["li"].pk, channel="1", region=counties.REGION, now=NOW
    ).number
    desk, place = world.client("clerk"), f"/desk/new/{number}/materials/"
    page = text(desk.get(place))
    assert "库里有：" in page and "当面问过，申请人同意用库里的" in page
    desk.post(place, {"use-M-PLAN": "1", "do": "keep", "rev": "1"})
    use = HeldUse.objects.get()
    assert (use.oral, use.basis, status(number)) == (True, "consent", "exempt")
    desk.post(place, {"do": "submit", "rev": "1"})
    case = text(desk.get(f"/desk/cases/{number}/"))
    assert "依据：本人同意（窗口当面）" in case and "市场监管局收的" in case
    desk.post(f"/desk/new/{number}/materials/", {"drop-M-PLAN": "1"})
    assert status(number) == "exempt"


def test_a_material_put_aside_is_used_and_judged(world: World) -> None:
    li = world.client("li")
    page = text(li.get("/my/materials/add/?q=平面"))
    assert "平面布局图" in page
    sent = {
        "code": "M-PLAN", "q": "平面", "valid_to": "2027-01-31", "once": "d" * 24,
        "file": SimpleUploadedFile("图.png", samples.png()),
    }  # fmt: skip
    assert "存好了" in text(li.post("/my/materials/add/", sent, follow=True))
    held = HeldMaterial.objects.get()
    assert (held.origin, held.department, held.valid_to.isoformat()) == ("uploaded", "", "2027-01-31")
    number = library.draft(world.county)
    actions.submit(world.county["li"], number, now=NOW)
    assert status(number) == "given" and HeldUse.objects.get().basis == "own"


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"file": samples.png()}, "请选是哪一种材料"),
        ({"code": "M-PLAN"}, "请选文件"),
        ({"code": "M-PLAN", "file": b"MZ\x90\x00"}, "Windows 程序"),
        ({"code": "M-PLAN", "file": samples.png(), "valid_to": "昨天"}, "日期要写成"),
        ({"code": "M-PLAN", "file": samples.png(), "valid_to": "2020-01-01"}, "已经过了"),
        ({"code": "M-FORM", "file": samples.png()}, "为每次申请填的表"),
        ({"code": "没有这个", "file": samples.png()}, "请选是哪一种材料"),
    ],
)
def test_what_cannot_be_put_aside_is_told_at_its_place(
    world: World, sent: dict[str, object], words: str
) -> None:
    form = {k: SimpleUploadedFile("a.png", v) if isinstance(v, bytes) else v for k, v in sent.items()}
    answer = world.client("li").post("/my/materials/add/", {"q": "图", **form})
    assert answer.status_code == 422 and words in text(answer)
    assert HeldMaterial.objects.count() == 0


def test_nobody_puts_aside_the_file_of_another(world: World) -> None:
    kept = vault.keep(world.county["zhao"], [samples.png()], "a.png", now=NOW)
    with pytest.raises(NotHeld):
        vault.add(world.county["li"], "M-PLAN", [kept.id], now=NOW)
    with pytest.raises(NotHeld):
        vault.add(world.county["clerk"], "M-PLAN", [kept.id], now=NOW)


def test_hiding_takes_it_out_of_use_and_back(world: World) -> None:
    library.accepted(world.county)
    HeldMaterial.objects.filter(code="M-RULES").update(hidden_at=NOW)
    held = HeldMaterial.objects.get(code="M-PLAN")
    li, number = world.client("li"), library.draft(world.county)
    assert "收起来了" in text(li.post(f"/my/materials/{held.pk}/hide/", follow=True))
    assert "库里有一份" not in text(li.get(f"/apply/case/{number}/materials/"))
    assert "恢复了" in text(li.post(f"/my/materials/{held.pk}/show/", follow=True))
    assert "库里有一份" in text(li.get(f"/apply/case/{number}/materials/"))
    assert world.client("zhao").post(f"/my/materials/{held.pk}/hide/").status_code == 404
    assert world.client("clerk").post(f"/my/materials/{held.pk}/hide/").status_code == 404
    assert HeldMaterial.objects.get(pk=held.pk).hidden_at is None


def opened(world: World, who: str, key: str) -> int:
    answer = world.client(who).get(f"/files/{key}/")
    if answer.streaming:
        assert b"".join(answer.streaming_content)
    return answer.status_code


def test_the_owner_opens_the_file_and_nobody_without_a_case(world: World) -> None:
    sent = {"code": "M-PLAN", "q": "图", "file": SimpleUploadedFile("图.png", samples.png())}
    world.client("li").post("/my/materials/add/", sent)
    key = HeldFile.objects.get().stored.key
    assert opened(world, "li", key) == 200
    for who in ("zhao", "clerk", "officer", "admin"):
        assert opened(world, who, key) == 404
    number = library.draft(world.county)
    actions.submit(world.county["li"], number, now=NOW)
    assert opened(world, "clerk", key) == 200


def test_uses_are_listed_page_by_page_and_taken_away_as_a_table(world: World) -> None:
    library.accepted(world.county)
    number = library.draft(world.county)
    actions.use_held(world.county["li"], number, "M-PLAN", agreed=True, now=NOW)
    HeldUse.objects.update(name="=HYPERLINK(1)", title="+1")
    for n in range(31):
        HeldUse.objects.create(
            party=world.county.parties["li"], origin="checked", ref=1, code=f"X{n}", name=f"旧 {n}",
            case="Y", title="", department=counties.MARKET, basis="same_organ",
            at=NOW - timedelta(days=n), by="staff:0101",
        )  # fmt: skip
    li = world.client("li")
    first = text(li.get("/my/materials/uses/"))
    assert "旧 30" in first and "旧 0" not in first and "before=" in first
    answer = li.get("/my/materials/uses.csv")
    body = answer.content.decode()
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert '"\'=HYPERLINK(1)"' in body and '"\'+1"' in body and ',"=' not in body
    assert body.startswith("\ufeff") and len(body.splitlines()) == 33
    assert len(world.client("zhao").get("/my/materials/uses.csv").content.decode().splitlines()) == 1


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " =", "\u3000="]
)
def test_no_cell_is_calculated(start: str) -> None:
    assert cell(start + "cmd|' /C calc'!A0").startswith("'")
    assert (cell(-5), cell(None), cell("房屋"), cell("a=1")) == ("-5", "", "房屋", "a=1")
