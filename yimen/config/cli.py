"""The `yimen` command: Django's commands and our own behind one name."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line

from yimen.archives.proof.__main__ import main as verify_archive
from yimen.trail.proof.__main__ import main as verify_trail


def main() -> None:
    """Run one command. Proving an export or a package needs no settings and no database: it goes before."""
    if sys.argv[1:2] == ["verify-trail"] and "--database" not in sys.argv:
        sys.exit(verify_trail(sys.argv[2:]))
    if sys.argv[1:2] == ["verify-archive"]:
        sys.exit(verify_archive(sys.argv[2:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yimen.config.settings")
    execute_from_command_line(["yimen", *sys.argv[1:]])
