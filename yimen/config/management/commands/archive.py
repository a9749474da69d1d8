"""`yimen archive`: file closed cases away and make their packages now, or hand packages out."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from yimen.archives import actions, queries
from yimen.vault.queries import open_digest


class Command(BaseCommand):
    """Does what the worker does by and by, until nothing is left to do; or copies packages for an archive."""

    help = "File closed cases away and make their packages now. Ends with 1 when one cannot be made."

    def add_arguments(self, parser: CommandParser) -> None:
        """What to do."""
        parser.add_argument("--out", type=Path, help="copy the packages into this folder instead")
        parser.add_argument("case", nargs="*", help="with --out: these cases only")

    def handle(self, *args: Any, **options: Any) -> None:
        """File, pack, check; tell what waits."""
        if options["out"]:
            self._hand_out(options["out"], options["case"])
            return
        if options["case"]:
            raise CommandError("cases are named with --out only")
        filed = packed = 0
        while True:
            done = actions.turn(timezone.now())
            filed, packed = filed + done.filed, packed + done.packed
            if not done.total:
                break
        actions.drop_old(timezone.now())
        self.stdout.write(f"归档 {filed:,} 件，封存 {packed:,} 个档案包")
        troubled = queries.troubled()
        for one in troubled:
            self.stderr.write(f"{one.case} {one.number}：{one.faulty or one.waits}")
        if troubled:
            sys.exit(1)

    def _hand_out(self, folder: Path, cases: list[str]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        found = queries.packages(cases)
        for name, sm3 in found:
            with open_digest(sm3) as source, (folder / name).open("wb") as target:
                shutil.copyfileobj(source, target)
        self.stdout.write(f"{folder}: {len(found):,}")
        if cases and len(found) < len(set(cases)):
            raise CommandError("some of these cases have no package")
