"""Writes docs/reference from the code: lifecycle, terms, errors, events, settings, commands, limits …

`python tools/docs.py` writes, `python tools/docs.py --check` only says which page is stale (exit code 1).
What a page says stands in the code; a sentence that is wrong is mended there.
"""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yimen.rules.lifecycle import Row

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs" / "reference"
#: Modules whose import does something.
LEFT_OUT = ("yimen.__main__", "yimen.config.wsgi")


def settle() -> None:
    """Django with the settings as they are without any YIMEN_ name, its data in a folder thrown away."""
    import django

    for name in [name for name in os.environ if name.startswith("YIMEN_") or name == "DATABASE_URL"]:
        del os.environ[name]
    with tempfile.TemporaryDirectory(prefix="yimen-docs-") as folder:
        os.environ["YIMEN_DATA"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yimen.config.settings")
        sys.path.insert(0, str(ROOT))
        django.setup()


def import_everything() -> None:
    """Import every module of yimen, so that every subclass is known."""
    warnings.filterwarnings("ignore", "No directory at", UserWarning)  # static files are not collected here
    package = importlib.import_module("yimen")
    for found in pkgutil.walk_packages(package.__path__, "yimen."):
        if ".migrations" not in found.name and found.name not in LEFT_OUT:
            importlib.import_module(found.name)


# --- writing ------------------------------------------------------------------------------------------------


def head(title: str, source: str, text: str) -> list[str]:
    """The first lines of a page: that it is generated, from what, and what it holds."""
    return [
        f"<!-- Generated from {source} by tools/docs.py. Do not edit: make docs -->",
        f"# {title}",
        "",
        text,
        "",
    ]


def cell(value: object) -> str:
    """One cell of a table."""
    return str(value).replace("|", "\\|").replace("\n", " ")


def table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> list[str]:
    """A table in Markdown."""
    heads = list(heads)
    lines = ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
    return [*lines, *("| " + " | ".join(cell(one) for one in row) + " |" for row in rows), ""]


def first_line(text: str | None) -> str:
    """The first sentence of a docstring."""
    return (text or "").strip().split("\n\n")[0].replace("\n", " ")


# --- pages --------------------------------------------------------------------------------------------------


def arrow(row: Row) -> tuple[str, ...]:
    """One row of the lifecycle as cells."""
    from yimen.rules.terms import ClockEffect, State

    return (
        f"{row.act.label} `{row.act}`",
        "、".join(sorted(one.label for one in row.who)),
        "、".join(one.label for one in State if one in row.sources),
        row.target.label if row.target else "不变",
        "—" if row.clock is ClockEffect.NONE else row.clock.label,
        row.document.label if row.document else "—",
        f"`{row.event}`",
        "要" if row.reason else "—",
        row.basis or "—",
    )


def lifecycle() -> str:
    """The table of rules/lifecycle.py, with both diagrams."""
    from tools.lifecycle_figure import mermaid
    from yimen.rules.lifecycle import TABLE
    from yimen.rules.terms import Act, State

    rows = [arrow(row) for row in TABLE]
    text = (
        f"办件只有这一张表：{len(State)} 个状态，{len(Act)} 个动作，{len(TABLE)} 行。表里没有的，谁也不能做。"
    )
    heads = ("动作", "谁", "从", "到", "时钟", "文书", "事件", "要写理由", "依据")
    return "\n".join(
        [
            *head("办件的状态和动作", "yimen/rules/lifecycle.py", text),
            *table(heads, rows),
            "## 图",
            "",
            "![状态图](lifecycle.svg)",
            "",
            "```mermaid",
            mermaid(),
            "```",
            "",
        ]
    )


def figure() -> str:
    """The diagram as a picture of our own."""
    from tools.lifecycle_figure import svg

    return svg()


def terms() -> str:
    """Every enum of the rules: code and label of each member."""
    from yimen.rules.term import Happened
    from yimen.rules.terms import Term

    found: list[type[Term]] = []
    todo = list(Term.__subclasses__())
    while todo:
        one = todo.pop(0)
        todo.extend(one.__subclasses__())
        if not issubclass(one, Happened) and one.__module__.startswith("yimen."):
            found.append(one)
    text = (
        "代码里的每个词：左边是存储和接口用的代码，右边是给人看的说法。带国家标准代码的，代码就是标准里的。"
    )
    lines = head("用语", "the enums below yimen/rules", text)
    for one in sorted(found, key=lambda cls: (cls.__module__ != "yimen.rules.terms", cls.__module__)):
        lines += [f"## {one.__name__}", "", f"{first_line(one.__doc__)} (`{one.__module__}`)", ""]
        lines += table(("代码", "名称", "标识符"), ((f"`{m.value}`", m.label, m.name) for m in one))
    return "\n".join(lines)


def errors() -> str:
    """Every refusal: its code, words, basis and what it is in HTTP."""
    from yimen.rules.errors import all_refusals

    text = "系统说“不”的每一种情况：代码不会变，文字给人看，依据写明出处。大括号里的由当时的事实填上。"
    rows = (
        (f"`{one.code}`", one.text, one.basis or "—", one.kind.value, first_line(one.__doc__), one.__name__)
        for one in all_refusals()
        if one.__module__.startswith("yimen.")
    )
    heads = ("代码", "文字", "依据", "HTTP", "Meaning", "Class")
    return "\n".join([*head("不予办理的说法", "the subclasses of RuleBroken", text), *table(heads, rows)])


def events() -> str:
    """Every kind of event, the acts that write it and what follows."""
    from yimen.config.reactions import WIRING
    from yimen.rules.lifecycle import TABLE
    from yimen.rules.term import Happened
    from yimen.rules.vocabulary import EVENTS
    from yimen.trail.relay import name_of

    def acts(kind: Happened) -> str:
        return "、".join(dict.fromkeys(row.act.label for row in TABLE if row.event is kind)) or "—"

    def follows(kind: Happened) -> str:
        names = (f"`{name_of(one).removeprefix('yimen.')}`" for one in WIRING.get(str(kind), ()))
        return "、".join(names) or "—"

    rows = ((f"`{kind.value}`", kind.label, acts(kind), follows(kind)) for kind in EVENTS.values())
    text = "每件发生的事在 `trail` 里留一行，一行接一行成链。最右是提交以后随之发生的事。"
    heads = ("代码", "事件", "办件动作", "随后")
    return "\n".join(
        [*head("事件", "yimen/rules/vocabulary.py and yimen/config/reactions.py", text), *table(heads, rows)]
    )


def settings() -> str:
    """Every environment name, its default and what it is for."""
    from yimen.config.env import DECLARED

    rows = (
        (f"`{one.name}`", f"`{one.default}`" if one.default else "（空）", one.about)
        for one in DECLARED.values()
    )
    text = f"一切可改的都从环境变量来，共 {len(DECLARED)} 个（上限 40）。写错的值在启动时报出名字。"
    return "\n".join(
        [*head("设置", "yimen/config/settings.py", text), *table(("名称", "默认", "About"), rows)]
    )


def cli() -> str:
    """Our own commands and their arguments."""
    from django.core.management import get_commands, load_command_class
    from django.core.management.base import BaseCommand

    common = {one.dest for one in BaseCommand().create_parser("yimen", "x")._actions}
    text = "用法：`yimen <命令>`。Django 自带的命令也在同一个名字下，用 `yimen help` 看。"
    lines = head("命令", "the management commands of yimen", text)
    for name, app in sorted(get_commands().items()):
        if not isinstance(app, str) or not app.startswith("yimen."):
            continue
        command = load_command_class(app, name)
        lines += [f"## yimen {name}", "", command.help or "", ""]
        own = [one for one in command.create_parser("yimen", name)._actions if one.dest not in common]
        if own:
            words = ((f"`{' '.join(one.option_strings) or one.dest}`", one.help or "") for one in own)
            lines += table(("Argument", "About"), words)
    return "\n".join(lines)


def limits() -> str:
    """Every limit and form of input."""
    from tools import limits_page

    return limits_page.limits(head, table)


def asvs() -> str:
    """OWASP ASVS, line by line."""
    from tools import security_pages

    return security_pages.asvs(head, table)


def security() -> str:
    """Ways in, algorithms, keys, data, connections, logs."""
    from tools import security_pages

    return security_pages.security(head, table)


def retention() -> str:
    """How long everything is kept."""
    from tools import retention_page

    return retention_page.retention(head, table)


PAGES: dict[str, Callable[[], str]] = {
    "lifecycle.md": lifecycle,
    "lifecycle.svg": figure,
    "terms.md": terms,
    "errors.md": errors,
    "events.md": events,
    "settings.md": settings,
    "cli.md": cli,
    "limits.md": limits,
    "retention.md": retention,
    "asvs.md": asvs,
    "security.md": security,
}


def build() -> dict[str, str]:
    """Every page, by file name."""
    settle()
    import_everything()
    return {name: page().rstrip("\n") + "\n" for name, page in PAGES.items()}


def stale(pages: dict[str, str], folder: Path = REFERENCE) -> list[str]:
    """Names of the pages that differ from what is written."""
    kept = {name: (folder / name).read_text("utf-8") if (folder / name).exists() else "" for name in pages}
    return [name for name, text in pages.items() if kept[name] != text]


def main() -> int:
    """Write, or check."""
    parser = argparse.ArgumentParser(description="Writes docs/reference from the code.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a page is stale")
    check = parser.parse_args().check
    pages = build()
    changed = stale(pages)
    if check and changed:
        print("Stale: " + ", ".join(f"docs/reference/{name}" for name in changed) + ". Run: make docs")
        return 1
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for name in changed:
        (REFERENCE / name).write_text(pages[name], encoding="utf-8")
        print(f"docs/reference/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
