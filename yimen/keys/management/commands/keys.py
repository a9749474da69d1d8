"""`yimen keys`: what keys there are, a new one while the site runs, another master key."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from rich.progress import Progress

from yimen.keys import actions, master, queries
from yimen.keys.models import Key
from yimen.rules.authority import SYSTEM


class Command(BaseCommand):
    """status, rotate, rewrap. Never prints a key."""

    help = "Keys of the sealed columns: status, rotate (a new key, while serving), rewrap (a new master key)."

    def add_arguments(self, parser: CommandParser) -> None:
        """What to do."""
        parser.add_argument("what", choices=["status", "rotate", "rewrap"])
        parser.add_argument("--index", action="store_true", help="rotate: the key of the digests too")
        parser.add_argument(
            "--settle", type=float, default=actions.SETTLE,
            help="rotate: seconds until every process knows the new key",
        )  # fmt: skip
        parser.add_argument(
            "--key-stdin", action="store_true", help="rewrap: read the new master key (32 hex digits)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        try:
            getattr(self, f"_{options['what']}")(options)
        except master.MasterKeyMissing as error:
            raise CommandError(str(error)) from error

    def _status(self, options: dict[str, Any]) -> None:
        for key in queries.all_keys():
            until = f", retired {key.retired_at:%Y-%m-%d %H:%M}" if key.retired_at else ""
            self.stdout.write(
                f"{key.purpose} {key.id}: {key.state}, made {key.made_at:%Y-%m-%d %H:%M}{until}"
            )
        where = "YIMEN_MASTER_KEY" if master.from_environment() else str(master.folder() / master.NAME)
        self.stdout.write(f"master key: {where}")
        for column in queries.columns():
            left = column.stale()
            mark = f"{left} under a replaced key" if left else "all under the present key"
            self.stdout.write(f"{column.label}: {mark}")

    def _rotate(self, options: dict[str, Any]) -> None:
        purposes = [Key.DATA, *([Key.INDEX] if options["index"] else [])]
        if not actions.begin(SYSTEM, purposes, now=timezone.now()):
            self.stdout.write("a change of keys was under way: it goes on")
        with Progress() as bar:
            task = bar.add_task("sealing anew", total=queries.stale())
            done = actions.seal_anew(lambda n: bar.advance(task, n), settle=options["settle"])
        retired = actions.finish(SYSTEM, now=timezone.now())
        self.stdout.write(f"{done} values sealed anew; retired: {', '.join(map(str, retired)) or '—'}")

    def _rewrap(self, options: dict[str, Any]) -> None:
        given = master.parse(sys.stdin.readline()) if options["key_stdin"] else None
        actions.rewrap(SYSTEM, given, now=timezone.now())
        if master.from_environment():
            self.stdout.write("done: put the new key into YIMEN_MASTER_KEY and start the services again")
        else:
            self.stdout.write("done: keep a copy of master.key apart from the backups")
