# ruff: noqa: N999  (Django finds a command by its file name)
"""`yimen verify-archive`: proves archive packages. From the `yimen` command it runs without any of this."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from yimen.archives.proof.__main__ import main, parser


class Command(BaseCommand):
    """Proves archive packages offline: manifest, hashes, chain and signature."""

    help = "Prove archive packages (FILE…) without a database. Ends with 1 when something is wrong."

    def add_arguments(self, given: CommandParser) -> None:
        """As `python -m yimen.archives.proof` has them."""
        for one in parser()._actions[1:]:
            given._add_action(one)

    def handle(self, *args: Any, **options: Any) -> None:
        """Prove, tell, and end with 1 when something is wrong."""
        words = [str(path) for path in options["files"]]
        words += [part for key in options["key"] for part in ("--key", key)]
        sys.exit(main([*words, *(["--json"] if options["json"] else [])]))
