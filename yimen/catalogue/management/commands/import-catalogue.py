# ruff: noqa: N999  (Django finds a command by its file name)
"""yimen import-catalogue FILE --mapping NAME [--report FILE]: take over a catalogue, whole or not at all."""

from __future__ import annotations

import json
import re
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from yimen.catalogue import actions, importing, queries
from yimen.rules.authority import SYSTEM
from yimen.rules.errors import RuleBroken

#: Problems shown on the screen; the report file has more.
SHOWN = 20
#: A place in a finding's template: differs from item to item.
_FACT = re.compile(r"\{\w+\}")


class Command(BaseCommand):
    """The command; its words are the report that a county reads."""

    help = "导入事项目录：一个文件，按声明的对照表，全部导入或者一条也不导入。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE, --mapping, --report."""
        known = "、".join(importing.known_mappings())
        parser.add_argument("file", type=Path, help="文件：每行一个 JSON 对象，或 .xlsx")
        parser.add_argument("--mapping", required=True, help=f"对照表：{known}")
        parser.add_argument("--report", type=Path, help="把完整报告写到这个文件（JSON）")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, import, print the report; exit code 1 with every problem when it is refused."""
        console = Console(stderr=False, highlight=False)
        path: Path = options["file"]
        try:
            source = importing.Source(path.name, path.read_bytes(), options["mapping"])
        except OSError as error:
            raise CommandError(_("读不了文件 {path}：{why}").format(path=path, why=error.strerror)) from error
        try:
            done = self._run(console, source)
        except importing.ImportRefused as refused:
            _write(options["report"], {"source": path.name, "refused": refused.listed(), "created": 0})
            for problem in refused.problems[:SHOWN]:
                console.print(problem.line, style="red", markup=False)
            raise CommandError(refused.words) from refused
        except RuleBroken as broken:
            raise CommandError(broken.words) from broken
        self._tell(console, done, options["report"])

    def _run(self, console: Console, source: importing.Source) -> actions.Imported:
        columns = (
            TextColumn("[bold]导入[/bold]"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        )  # fmt: skip
        lines = max(source.content.count(b"\n"), 1) if not source.content.startswith(b"PK") else None
        with Progress(*columns, console=console) as bar:
            task = bar.add_task("", total=lines)
            return actions.import_catalogue(
                SYSTEM, source, now=timezone.now(), progress=lambda count: bar.advance(task, count)
            )

    def _tell(self, console: Console, done: actions.Imported, report: Path | None) -> None:
        run = queries.import_run(done.run_id)
        if run is None:
            raise CommandError(_("找不到这次导入的报告"))
        table = Table(show_header=False, box=None)
        for label, value in _lines(done, run.report):
            table.add_row(label, value)
        console.print(table)
        for warning in run.report["warnings"]:
            console.print(f"{warning['name']}：{warning['words']}", style="yellow", markup=False)
        for note in run.report["notes"][:SHOWN]:
            console.print(_line(note), style="yellow", markup=False)
        full = {k: v for k, v in run.report.items() if k != "row_of"}
        _write(report, {**full, "finding_list": list(_findings(done.run_id)) if report else []})


def _line(note: dict[str, Any]) -> str:
    return importing.Problem(note["row"], note["column"], note["text"], note["facts"]).line


def _lines(done: actions.Imported, report: dict[str, Any]) -> list[tuple[str, str]]:
    totals = report["totals"]
    licences = totals["by_type"].get("01", {})
    found = [
        (_("新增"), _("{n} 项").format(n=done.created)),
        (_("更新"), _("{n} 项").format(n=done.changed)),
        (_("没有变化"), _("{n} 项").format(n=done.unchanged)),
        (_("退回"), _("0 行")),
        (
            _("编码"),
            _("{n} 个（31 位 {a} 个，33 位 {b} 个）").format(
                n=totals["codes_parsed"], a=totals["codes_31"], b=totals["codes_33"]
            ),
        ),
        (_("信用代码提醒"), _("{n} 个").format(n=totals["credit_warned"])),
        (
            _("承诺不超过法定"),
            _("{a} 项（可比 {b} 项）").format(a=totals["pairs_within"], b=totals["pairs"]),
        ),
        (
            _("时限压缩"),
            _("{law} 天 → {promise} 天，压缩 {share}%").format(
                law=f"{totals['legal_days']:,}",
                promise=f"{totals['promise_days']:,}",
                share=totals["compressed"],
            ),
        ),
    ]
    if licences.get("compressed") is not None:
        found.append((_("其中行政许可"), _("压缩 {share}%").format(share=licences["compressed"])))
    found.append((_("质检发现"), _("{n} 处").format(n=done.findings)))
    texts = {one.code: one.text for one in queries.finding_counts()}
    found += [
        (f"  {code}", f"{count}　{_FACT.sub('…', texts.get(code, ''))}")
        for code, count in report["findings"].items()
    ]
    return found


def _findings(run_id: int) -> Iterator[dict[str, Any]]:
    for number, row in queries.import_findings(run_id):
        yield {
            "row": number, "item": row.item, "code": row.code, "severity": row.severity, "place": row.place,
            "words": row.words,
        }  # fmt: skip


def _write(path: Path | None, report: dict[str, Any]) -> None:
    if path is not None:
        path.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
