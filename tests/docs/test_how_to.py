"""What the pages for people say is so: links, addresses, commands, settings, buttons, numbers, snippets."""

from __future__ import annotations

import io
import re
import shlex
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from django.core.management import call_command, get_commands
from django.test import Client
from django.urls import Resolver404, resolve

from tests.architecture import tree
from tools import messages
from yimen.api.door import nowhere
from yimen.catalogue.importing import known_mappings
from yimen.catalogue.importing.source import MAX_BYTES
from yimen.config.env import DECLARED
from yimen.rules import clock, logins, passwords, waiting
from yimen.rules.conditions import parse
from yimen.rules.item import FieldUse
from yimen.rules.terms import FieldType
from yimen.trail import relay
from yimen.web.registrar import condition_text
from yimen.web.window.desk import ON_DESK

DOCS = tree.ROOT / "docs"
HOW_TO = sorted((DOCS / "how-to").glob("*.md"))
PAGES = [*sorted(DOCS.rglob("*.md")), *sorted(tree.ROOT.glob("*.md"))]
#: The pictures are taken of the finished pages, by a step of their own.
LATER = "docs/pictures/"
#: A base of addresses, and Django's own command that is no module.
BASE, BUILT_IN = {"/api/v1"}, {"help"}

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
INLINE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
ADDRESS = re.compile(r"/(?:[\w.…-]+/?)*(?=\?|$)")
COMMAND = re.compile(r"(?<![\w/-])(?:\S*/)?yimen ([a-z][a-z-]*)")
TARGET = re.compile(r"\bmake ([a-z]+)")
NAME = re.compile(r"\b(?:YIMEN_[A-Z_]+|DATABASE_URL)\b")
FILE = re.compile(r"(?:yimen|tests|tools|docs)/[\w./-]*")


# --- what a page names ------------------------------------------------------------------------------------
@cache
def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def inline(text: str) -> list[str]:
    """What stands in backticks, blocks left out."""
    return INLINE.findall(FENCE.sub("", text))


def code(text: str) -> list[str]:
    """What stands in backticks and the lines of blocks."""
    lines = (line for _, block in FENCE.findall(text) for line in block.splitlines())
    return [*inline(text), *lines]


def links(text: str) -> list[str]:
    """Relative links, without their place on the page."""
    found = (link.partition("#")[0] for link in LINK.findall(FENCE.sub("", text)))
    return [link for link in found if link and not re.match(r"[a-z]+:", link)]


def addresses(text: str) -> list[str]:
    """Addresses of this site: `/desk/cases/…/`, where … stands for whatever comes there."""
    return [one for one in inline(text) if ADDRESS.fullmatch(one.partition("?")[0]) and one not in BASE]


def commands(text: str) -> list[str]:
    """Names after `yimen`, wherever code stands."""
    return [name for one in code(text) for name in COMMAND.findall(one)]


def files(text: str) -> list[str]:
    """Paths of this tree."""
    return [one for one in inline(text) if FILE.fullmatch(one)]


def bold(text: str) -> list[str]:
    """Words on the page of the product: buttons, headings, choices."""
    return re.findall(r"\*\*([^*\n]+)\*\*", FENCE.sub("", text))


def leads_nowhere(address: str) -> bool:
    """No URL pattern takes the address."""
    try:
        found = resolve(address.partition("?")[0].replace("…", "1"))
    except Resolver404:
        return True
    return getattr(found.func, "__wrapped__", found.func) is nowhere


def wrong(pages: list[Path], named: Callable[[str], list[str]], bad: Callable[[str], bool]) -> list[str]:
    """Each thing that a page names and that is not so."""
    return [
        f"{page.relative_to(tree.ROOT)}: {one}" for page in pages for one in named(text_of(page)) if bad(one)
    ]


# --- the pages --------------------------------------------------------------------------------------------
def test_links_lead_to_files() -> None:
    found = []
    for page in PAGES:
        for link in links(text_of(page)):
            target = (page.parent / link).resolve()
            inside = target.is_relative_to(tree.ROOT) and target.relative_to(tree.ROOT).as_posix()
            if not target.exists() and not (inside and inside.startswith(LATER)):
                found.append(f"{page.relative_to(tree.ROOT)}: {link}")
    tree.nothing(found, "A link leads to no file")


def test_each_page_is_listed() -> None:
    listed = set(links(text_of(DOCS / "README.md")))
    tree.nothing([p.name for p in HOW_TO if f"how-to/{p.name}" not in listed], "Not in docs/README.md")


def test_addresses_lead_somewhere() -> None:
    assert len({one for page in HOW_TO for one in addresses(text_of(page))}) > 30
    tree.nothing(wrong(HOW_TO, addresses, leads_nowhere), "No page has this address")


def test_commands_exist() -> None:
    known = set(get_commands()) | BUILT_IN
    tree.nothing(wrong(PAGES, commands, lambda name: name not in known), "There is no such command")
    targets = set(
        re.findall(r"^([a-z]+):", (tree.ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )
    named = wrong(PAGES, lambda text: TARGET.findall("\n".join(code(text))), lambda name: name not in targets)
    tree.nothing(named, "There is no such make target")


def test_settings_are_declared() -> None:
    tree.nothing(wrong(PAGES, NAME.findall, lambda name: name not in DECLARED), "There is no such setting")


def test_files_exist() -> None:
    tree.nothing(wrong(HOW_TO, files, lambda one: not (tree.ROOT / one).exists()), "There is no such file")


def test_bold_words_stand_on_the_pages_of_the_product() -> None:
    known = set(messages.collect())
    tree.nothing(wrong(HOW_TO, bold, lambda words: words not in known), "No button or heading says this")


def test_what_is_planted_is_seen() -> None:
    text = "看 `/desk/nowhere/`、`/api/v1/none`、[无](no.md)、`yimen fly`、`tools/none.py`、**没有的按钮**\n"
    assert links(text) == ["no.md"]
    assert [leads_nowhere(one) for one in addresses(text)] == [True, True]
    assert not leads_nowhere("/desk/cases/…/") and not leads_nowhere("/api/v1/openapi.json")
    assert commands(f"{text}```sh\n.venv/bin/yimen fly --now\n```\n") == ["fly", "fly"]
    assert files(text) == ["tools/none.py"] and bold(text) == ["没有的按钮"]
    assert NAME.findall("设 `YIMEN_NONE`") == ["YIMEN_NONE"]


def _numbers() -> Iterator[tuple[str, str]]:
    """A page, and the words in which it tells a number that has its home in the code."""
    correction, receive = waiting.CORRECTION_LIMIT.days, clock.RECEIVE_LIMIT.days
    yield "citizen.md", f"期限 {correction} 个工作日"
    yield "window.md", f"等申请人 {correction} 个工作日"
    yield "approver.md", f"申请人有 {correction} 个工作日"
    yield "citizen.md", f"{receive} 个工作日内，窗口要答复"
    yield "window.md", f"{receive} 个工作日不出结果"
    yield "citizen.md", f"决定后 {clock.DELIVERY_LIMIT.days} 个工作日内"
    yield "window.md", f"决定后 {clock.DELIVERY_LIMIT.days} 个工作日内"
    yield "approver.md", f"1 到 {clock.EXTENSION_DAYS} 个工作日"
    yield "window.md", f"最急的 {ON_DESK} 件"
    minutes = int(logins.LOCKED.total_seconds() // 60)
    yield "citizen.md", f"连续输错 {logins.TRIES} 次，从您这里 {minutes} 分钟"
    yield "admin.md", f"至少 {passwords.LENGTH_MIN} 位，大写、小写、数字、符号里有 {passwords.KINDS_MIN} 种"
    yield "admin.md", f"一共 {relay.TRIES} 次"
    yield "keeper.md", f"不超过 {MAX_BYTES // 1024 // 1024} MB"
    for name in known_mappings():
        yield "keeper.md", f"| `{name}` |"


@pytest.mark.parametrize(("page", "words"), list(_numbers()))
def test_numbers_are_those_of_the_code(page: str, words: str) -> None:
    assert words in text_of(DOCS / "how-to" / page)


# --- the snippets -----------------------------------------------------------------------------------------
def _blocks(page: str, language: str) -> list[str]:
    return [block for kind, block in FENCE.findall(text_of(DOCS / "how-to" / page)) if kind == language]


@pytest.mark.django_db
def test_the_first_administrator_can_sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    (line,) = (one for one in _blocks("admin.md", "sh") if "first-admin" in one)
    program, command, *options = shlex.split(line.replace("\\\n", " "))
    assert program == ".venv/bin/yimen"
    monkeypatch.setattr(sys, "stdin", io.StringIO("Mima-换成自己的-2026\n"))
    call_command(command, *options, "--password-stdin", stdout=io.StringIO())
    client = Client()
    client.post("/login/", {"login": "A001", "password": "Mima-换成自己的-2026"})
    step = client.get("/admin/staff/").headers["Location"]
    assert step.startswith("/account/second-step/"), "as the page says: the second step comes first"
    assert client.get(step).status_code == 200


def test_the_conditions_are_read_and_fit() -> None:
    types = {
        "使用面积": FieldType.DECIMAL, "人数": FieldType.INTEGER, "出生日期": FieldType.DATE,
        "委托代办": FieldType.BOOL, "营业执照号": FieldType.TEXT, "成立日期": FieldType.DATE,
    }  # fmt: skip
    form = [FieldUse(f"f{n}", label, kind) for n, (label, kind) in enumerate(types.items())]
    form.append(FieldUse("kind", "类型", FieldType.CHOICE, options=(("a", "餐饮"), ("b", "小吃"))))
    fields = {use.key: use for use in form}
    (block,) = _blocks("keeper.md", "")
    read = [condition_text.read(line, fields) for line in block.splitlines()]
    assert len(read) == 4 and all(parse(one, fields) is not None for one in read)
