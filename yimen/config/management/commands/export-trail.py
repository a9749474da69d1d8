# ruff: noqa: N999  (Django finds a command by its file name)
"""`yimen export-trail`: the trail as a file that anyone can prove with `yimen verify-trail`."""

from __future__ import annotations

import gzip
import os
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from yimen.trail.export import Scope, lines


class Command(BaseCommand):
    """Writes all of the trail, a stretch of days or some streams; whole or not at all."""

    help = "Write the trail to FILE (.gz packs it): all, the seals of some days, or some streams."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to, and what."""
        parser.add_argument("file", type=Path, help="a file that does not exist yet; .gz packs it")
        parser.add_argument("--from", dest="from_day", type=date.fromisoformat, help="first day, YYYY-MM-DD")
        parser.add_argument("--to", dest="to_day", type=date.fromisoformat, help="last day, YYYY-MM-DD")
        parser.add_argument(
            "--stream", action="append", default=[], help="a stream (a case number), repeatable"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write beside the file, then move it into place."""
        path: Path = options["file"]
        if path.exists():
            raise CommandError(f"{path} is there already")
        if options["stream"] and (options["from_day"] or options["to_day"]):
            raise CommandError("--stream goes without --from and --to: a stream is exported whole")
        scope = Scope(options["from_day"], options["to_day"], tuple(dict.fromkeys(options["stream"])))
        temporary = path.with_name(f".{path.name}.part")
        try:
            written = _write(temporary, scope, packed=path.suffix == ".gz")
            temporary.rename(path)
        except OSError as error:
            raise CommandError(str(error)) from error
        finally:
            temporary.unlink(missing_ok=True)
        self.stdout.write(f"{path}: {written:,} lines")


def _write(path: Path, scope: Scope, *, packed: bool) -> int:
    with ExitStack() as stack:
        plain = stack.enter_context(path.open("wb"))
        target = cast(BinaryIO, stack.enter_context(gzip.open(plain, "wb"))) if packed else plain
        count = 0
        for line in lines(scope, now=timezone.now()):
            target.write(line)
            count += 1
    with path.open("rb") as written:
        os.fsync(written.fileno())
    return count
