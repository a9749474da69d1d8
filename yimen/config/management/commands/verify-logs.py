# ruff: noqa: N999  (Django finds a command by its file name)
"""`yimen verify-logs`: whether the files of the access log are what was recorded when their days ended."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from yimen.access import checking


class Command(BaseCommand):
    """Compares every day's file of this machine with its digest in the trail."""

    help = "Compare the files of the access log with the digests in the trail: changed or missing days."

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare, tell, and end with 1 when something is wrong."""
        report = checking.prove(timezone.now())
        for one in report.faults:
            day = one.day.isoformat() if one.day else _("封存记录")
            self.stdout.write(f"{day}  {_(checking.WORDS[one.what])}")
        self.stdout.write(
            _("核对了 {n} 天，{bad} 处不对，到期删除的 {gone} 天").format(
                n=report.compared, bad=len(report.faults), gone=report.removed
            )
        )
        if report.faults:
            sys.exit(1)
