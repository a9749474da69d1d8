# ruff: noqa: N999  (Django finds a command by its file name)
"""yimen import-hall FILE --code CODE --name NAME --address WHERE: a hall comes over from a list."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from yimen.bureau import queries as bureau
from yimen.hall import actions, listing
from yimen.rules.authority import SYSTEM
from yimen.rules.errors import RuleBroken
from yimen.rules.hall import taking_over
from yimen.rules.hall.terms import SiteLevel


class Command(BaseCommand):
    """The command; --check only shows what would be entered."""

    help = "导入大厅的窗口清单：JSON 或 JavaScript 文件，全部导入或者一个也不导入。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE, --code, --name, --address, --level, --region, --office, --check."""
        parser.add_argument("file", type=Path, help="窗口清单文件")
        parser.add_argument("--code", required=True, help="大厅编号；有自己地址的分中心在后面加 -2、-3……")
        parser.add_argument("--name", required=True, help="大厅名称")
        parser.add_argument("--address", required=True, help="大厅地址")
        levels = [str(one) for one in SiteLevel]
        parser.add_argument("--level", default=str(SiteLevel.CENTRE), choices=levels, help="网点层级")
        parser.add_argument("--region", default=settings.SITE_REGION, help="12 位行政区划代码，默认本县")
        parser.add_argument(
            "--office", action="append", default=[], metavar="清单上的名称=部门信用代码",
            help="清单上的单位就是哪个部门，可以写多个",
        )  # fmt: skip
        parser.add_argument("--check", action="store_true", help="只看会登记什么，不写入")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, plan, enter, tell; refused with the reason and exit code 1."""
        console, known = Console(highlight=False), _departments(options["office"])
        try:
            rows = listing.read(options["file"].read_text(encoding="utf-8-sig"))
            sites = taking_over.plan(rows, options["code"], options["name"], options["address"], known)
            if not options["check"]:
                actions.take_over(SYSTEM, sites, options["level"], options["region"], now=timezone.now())
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(
                _("读不了文件 {path}：{why}").format(path=options["file"], why=error)
            ) from error
        except RuleBroken as broken:
            raise CommandError(broken.words) from broken
        _tell(console, sites, taking_over.unknown(rows, known))


def _departments(given: list[str]) -> dict[str, str]:
    """Names as they may stand on a list → credit code; what was given on the command line counts first."""
    return bureau.department_codes() | dict(pair.split("=", 1) for pair in given if "=" in pair)


def _tell(console: Console, sites: tuple[taking_over.NewSite, ...], unknown: tuple[str, ...]) -> None:
    table = Table("编号", "大厅", "地址", "窗口")
    for one in sites:
        table.add_row(one.code, one.name, one.address, str(len(one.windows)))
    console.print(table)
    if unknown:
        names = "、".join(unknown)
        console.print(_("本县没有这些部门，先登记成便民窗口，请目录管理员改好：{names}").format(names=names))
