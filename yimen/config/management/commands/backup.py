"""`yimen backup`: database, files and (when asked) keys, while the site serves."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from yimen.config.backup import keyring
from yimen.config.backup.store import BadBackup
from yimen.config.backup.work import Made, back_up
from yimen.rules.authority import SYSTEM
from yimen.rules.events import Kind
from yimen.trail import actions as trail


class Command(BaseCommand):
    """Writes one more backup into FOLDER; files that are there already are not copied again."""

    help = "Write a backup into FOLDER while the site serves. Ends with 1 when files are missing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to, and whether with the keys."""
        parser.add_argument("folder", type=Path, help="the folder of the backups, best on another disk")
        parser.add_argument(
            "--with-keys", action="store_true", help="the keys too, under YIMEN_BACKUP_PASSPHRASE"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Back up, note it in the trail, tell what is missing."""
        passphrase = _passphrase() if options["with_keys"] else ""
        now = timezone.now()
        try:
            made = back_up(options["folder"], now=now, passphrase=passphrase)
        except (OSError, BadBackup) as error:
            raise CommandError(f"没有备份成：{error}") from error
        _note(made)
        self._tell(made)
        if made.manifest.missing:
            sys.exit(1)

    def _tell(self, made: Made) -> None:
        told = made.manifest
        self.stdout.write(
            f"{made.path}\n文件 {told.files:,} 个，{told.bytes / 1e6:,.1f} MB，新抄了 {made.copied:,} 个"
        )
        if told.keys and not told.keys_inside:
            self.stdout.write(f"密钥不在里面，请另外放好：{'、'.join(told.keys)}")
        for one in told.missing:
            self.stderr.write(f"缺：{one}")


def _passphrase() -> str:
    given = str(settings.BACKUP_PASSPHRASE)
    if len(given) < keyring.LEAST:
        raise CommandError(f"先设 YIMEN_BACKUP_PASSPHRASE，至少 {keyring.LEAST} 个字符")
    return given


def _note(made: Made) -> None:
    told = made.manifest
    data = {"name": made.path.name, "files": told.files, "bytes": told.bytes, "missing": len(told.missing),
            "keys": told.keys_inside}  # fmt: skip
    with transaction.atomic():
        trail.append("backups", Kind.BACKUP_MADE, SYSTEM.label, timezone.now(), data)
