# ruff: noqa: N999  (Django finds a command by its file name)
"""`yimen verify-trail`: proves an export without any of this (see `cli`), or the database that is in use."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from yimen.cases import queries as cases
from yimen.trail.export import Scope, lines
from yimen.trail.proof import verify
from yimen.trail.proof.__main__ import keys_of, show
from yimen.trail.proof.report import Report


class Command(BaseCommand):
    """Proves the trail of the database, and that every case has its whole chain."""

    help = "Prove an exported trail (FILE, offline) or the one in use (--database): chains and seals."

    def add_arguments(self, parser: CommandParser) -> None:
        """What to prove, and what one knows from elsewhere."""
        parser.add_argument("file", nargs="?", help="an export: needs no database and no settings")
        parser.add_argument("--database", action="store_true", help="prove the database that is in use")
        parser.add_argument(
            "--key", action="append", default=[], help="fingerprint of a key one trusts, repeatable"
        )
        parser.add_argument("--seal", default="", help="hash of a seal noted before: it must be there")
        parser.add_argument("--json", action="store_true", help="the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prove, tell, and end with 1 when something is wrong."""
        if not options["database"]:
            raise CommandError("name a FILE, or --database")
        keys = keys_of(options["key"])
        report = verify(lines(Scope(), now=timezone.now()), keys=keys, seal=options["seal"].strip().lower())
        for number in cases.without_head():
            report.tell("case.chain", "办件记着的最后一条和记录里的不同", stream=number)
        self._end(report, options["json"], bool(keys))

    def _end(self, report: Report, as_json: bool, pinned: bool) -> None:
        if show(report, as_json=as_json, pinned=pinned):
            sys.exit(1)
