"""`yimen report savings`: what every bundle in force spares, computed from its members, and the sums."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from yimen.catalogue import queries as catalogue
from yimen.catalogue.queries import BundleRow
from yimen.rules.bundle import Measure

#: So many bundles are read at once.
BATCH = 100


class Command(BaseCommand):
    """Prints one line a bundle: each of the six figures apart → together, and what is spared over all."""

    help = (
        "Print what each 一件事 in force spares (fields, materials, forms, visits, steps, days), and totals."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Which report."""
        parser.add_argument("what", choices=["savings"], help="savings: before and after, for every bundle")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it."""
        sums = {what: [0, 0] for what in Measure}
        count, after = 0, ""
        while rows := catalogue.bundles(after=after, limit=BATCH):
            after = rows[-1].code
            for row in rows:
                count += self._line(row, sums)
        self.stdout.write(f"合计 {count:,} 件")
        for what, (before, now) in sums.items():
            percent = (before - now) * 100 // before if before else 0
            self.stdout.write(f"  {what.label}：{before:,} → {now:,}，少 {before - now:,}（{percent} %）")

    def _line(self, row: BundleRow, sums: dict[Measure, list[int]]) -> int:
        """One bundle; a 导办 has no figures and is not counted."""
        if row.guide_only:
            return 0
        figures = []
        for one in row.savings:
            sums[one.what][0] += one.before
            sums[one.what][1] += one.after
            figures.append(f"{one.what.label} {one.before} → {one.after}")
        self.stdout.write(f"{row.code} {row.name}：" + "，".join(figures))
        return 1
