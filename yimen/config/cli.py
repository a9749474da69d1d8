"""The `yimen` command: Django's commands and our own behind one name."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run one command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yimen.config.settings")
    execute_from_command_line(["yimen", *sys.argv[1:]])
