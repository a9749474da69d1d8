"""Materials of a draft and of a correction: file by file, each refusal at its place."""

from __future__ import annotations

import pytest

from tests.web.citizen_world import NOW, PDF, PNG, World, build, case, text, upload
from yimen.cases import actions
from yimen.cases.models import CaseFile
from yimen.rules.terms import State


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    return build(monkeypatch)


@pytest.fixture
def number(world: World) -> str:
    made = world.draft()
    actions.save(world.county["li"], made, {"kitchen": False}, now=NOW)
    return made


def kept(number: str) -> list[str]:
    """Names of the files now given."""
    rows = CaseFile.objects.filter(material__case__number=number, removed_at__isnull=True).order_by("id")
    return [row.stored.name for row in rows.select_related("stored")]


def test_several_files_for_one_material(world: World, number: str) -> None:
    sent = {"m-1": [upload("一.pdf"), upload("二.png", PNG)]}
    answer = world.client("li").post(f"/apply/case/{number}/materials/", sent, follow=True)
    assert kept(number) == ["一.pdf", "二.png"]
    assert "一.pdf" in text(answer) and "已交" in text(answer)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("合同.pdf", b"MZ\x90\x00" + b"\0" * 80, "Windows 程序"),
        ("合同.pdf", b"", "文件是空的"),
        ("合同.html", b"<html><script>x</script>", "网页"),
        ("合同.zip", b"PK\x03\x04" + b"\0" * 40, "文件坏了"),
        ("👍" * 60 + ".exe", b"MZ" + b"\0" * 80, "Windows 程序"),
    ],
)
def test_a_bad_file_is_refused_at_its_material_and_the_good_one_stays(
    world: World, number: str, name: str, content: bytes, words: str
) -> None:
    sent = {"m-1": upload(name, content), "m-3": upload("门头.png", PNG), "next": "1"}
    answer = world.client("li").post(f"/apply/case/{number}/materials/", sent)
    page = text(answer)
    assert answer.status_code == 422
    assert words in page and 'href="#f-m-1"' in page and 'id="f-m-1-error"' in page
    assert kept(number) == ["门头.png"]


def test_a_file_over_the_limit_is_refused(world: World, number: str, settings: object) -> None:
    settings.MAX_FILE_MB = 1  # type: ignore[attr-defined]
    answer = world.client("li").post(
        f"/apply/case/{number}/materials/", {"m-1": upload("大.pdf", PDF + b"0" * (1024 * 1024))}
    )
    assert answer.status_code == 422
    assert "每份不超过 1 MB" in text(answer) and kept(number) == []


def test_the_same_form_twice_gives_each_file_once(world: World, number: str) -> None:
    li = world.client("li")
    for _ in range(2):
        li.post(f"/apply/case/{number}/materials/", {"m-1": upload(), "once": "c" * 24})
    assert kept(number) == ["合同.pdf"]


def test_a_file_given_by_mistake_is_taken_back(world: World, number: str) -> None:
    li = world.client("li")
    li.post(f"/apply/case/{number}/materials/", {"m-1": upload()})
    gone = CaseFile.objects.get().pk
    page = text(li.post(f"/apply/case/{number}/materials/", {f"remove-{gone}": "1"}, follow=True))
    assert kept(number) == [] and "待交" in page


def test_paper_may_be_brought_to_the_window(world: World, number: str) -> None:
    li = world.client("li")
    assert "paper-3" not in text(li.get(f"/apply/case/{number}/materials/"))
    page = text(li.post(f"/apply/case/{number}/materials/", {"paper-1": "1"}, follow=True))
    assert "到窗口交" in page
    assert li.post(f"/apply/case/{number}/materials/", {"next": "1"})["Location"].endswith("/check/")


def test_what_is_missing_is_said_at_its_place(world: World, number: str) -> None:
    answer = world.client("li").post(f"/apply/case/{number}/materials/", {"next": "1"})
    assert answer.status_code == 422
    assert '<a href="#f-m-1">还没有交“房屋租赁合同”</a>' in text(answer)
    assert "门头照片" in text(answer) and "排烟图" not in text(answer)


@pytest.mark.parametrize(
    "name", ["remove-0", "remove-x", "remove-99999999999999999999", "paper-99", "paper-９"]
)
def test_made_up_buttons_change_nothing(world: World, number: str, name: str) -> None:
    answer = world.client("li").post(f"/apply/case/{number}/materials/", {name: "1"})
    assert answer.status_code in {302, 422}
    assert kept(number) == []


def test_nobody_takes_back_somebody_elses_file(world: World, number: str) -> None:
    other = world.filled(who="wang")
    world.client("wang").post(f"/apply/case/{other}/materials/", {"m-1": upload()})
    theirs = CaseFile.objects.get().pk
    assert (
        world.client("li").post(f"/apply/case/{number}/materials/", {f"remove-{theirs}": "1"}).status_code
        == 422
    )
    assert kept(other) == ["合同.pdf"]


def test_the_correction_lists_exactly_what_to_supply(world: World) -> None:
    number = world.asked()
    page = text(world.client("li").get(f"/cases/{number}/supply/"))
    assert "要补 1 样" in page and "缺第 3 页" in page and "合同缺一页" in page
    assert "门头照片" not in page and "12 月 14 日" in page


def test_supplying_needs_the_file_and_then_goes_on(world: World) -> None:
    number, li = world.asked(), world.client("li")
    answer = li.post(f"/cases/{number}/supply/", {"next": "1"})
    assert answer.status_code == 422 and case(number).state == State.CORRECTION
    sent = {"m-1": upload(), "next": "1", "rev": case(number).rev, "once": "d" * 24}
    page = text(li.post(f"/cases/{number}/supply/", sent, follow=True))
    assert case(number).state == State.RECEIVED
    assert "补交好了" in page and "您补交了材料" in page
    again = li.post(f"/cases/{number}/supply/", {**sent, "m-1": upload()})
    assert again["Location"] == f"/cases/{number}/"


def test_uploading_now_and_handing_in_later(world: World) -> None:
    number, li = world.asked(), world.client("li")
    li.post(f"/cases/{number}/supply/", {"m-1": upload(), "upload": "1"})
    assert case(number).state == State.CORRECTION and kept(number) == ["合同.pdf"]
    li.post(f"/cases/{number}/supply/", {"next": "1"})
    assert case(number).state == State.RECEIVED


def test_there_is_no_supply_page_where_nothing_was_asked(world: World) -> None:
    number = world.submitted()
    assert world.client("li").get(f"/cases/{number}/supply/")["Location"] == f"/cases/{number}/"


@pytest.mark.parametrize("who", ["wang", "clerk", "admin"])
def test_the_supply_page_is_the_applicants_own(world: World, who: str) -> None:
    number = world.asked()
    assert world.client(who).post(f"/cases/{number}/supply/", {"m-1": upload()}).status_code == 404
    assert kept(number) == []
