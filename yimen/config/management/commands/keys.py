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
from yimen.vault import actions as vault_actions
from yimen.vault import queries as vault

#: So many spoilt files are named.
MOST_NAMED = 50


class Command(BaseCommand):
    """status, rotate, seal-files, rewrap. Never prints a key."""

    help = (
        "Keys of sealed columns and files: status, rotate (a new key, while serving), seal-files (what lies "
        "in clear from before), rewrap (a new master key)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """What to do."""
        parser.add_argument("what", choices=["status", "rotate", "seal-files", "rewrap"])
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
            getattr(self, f"_{options['what'].replace('-', '_')}")(options)
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
        self.stdout.write("files: {sealed} sealed, {stale} under a replaced key, {clear} in clear".format(
            **vars(vault.at_rest())
        ))  # fmt: skip

    def _rotate(self, options: dict[str, Any]) -> None:
        purposes = [Key.DATA, *([Key.INDEX] if options["index"] else [])]
        if not actions.begin(SYSTEM, purposes, now=timezone.now()):
            self.stdout.write("a change of keys was under way: it goes on")
        with Progress() as bar:
            task = bar.add_task("sealing anew", total=queries.stale())
            done = actions.seal_anew(lambda n: bar.advance(task, n), settle=options["settle"])
            # By now every process knows the new key: what is sealed from here on lies under it.
            task = bar.add_task("files", total=None)
            files = vault_actions.rewrap_files(lambda n: bar.advance(task, n))
        retired = actions.finish(SYSTEM, now=timezone.now())
        self.stdout.write(
            f"{done} values and {files.changed} files sealed anew; "
            f"retired: {', '.join(map(str, retired)) or '—'}"
        )
        self._require_good(files.bad)

    def _seal_files(self, options: dict[str, Any]) -> None:
        with Progress() as bar:
            task = bar.add_task("files", total=None)
            done = vault_actions.seal_files(lambda n: bar.advance(task, n))
        self.stdout.write(f"{done.changed} files sealed")
        self._require_good(done.bad)

    def _require_good(self, bad: list[str]) -> None:
        """Name what does not open or is not what its name says: another key would not have helped."""
        if bad:
            named = "\n".join(bad[:MOST_NAMED])
            raise CommandError(f"{len(bad)} files are not what they were, see a backup:\n{named}")

    def _rewrap(self, options: dict[str, Any]) -> None:
        given = master.parse(sys.stdin.readline()) if options["key_stdin"] else None
        actions.rewrap(SYSTEM, given, now=timezone.now())
        if master.from_environment():
            self.stdout.write("done: put the new key into YIMEN_MASTER_KEY and start the services again")
        else:
            self.stdout.write("done: keep a copy of master.key apart from the backups")
