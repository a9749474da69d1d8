"""`yimen restore`: a backup brought back into an empty place, or only checked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from yimen.config.backup.store import BadBackup, Manifest
from yimen.config.backup.work import checked, chosen, restore
from yimen.rules.authority import SYSTEM
from yimen.rules.events import Kind
from yimen.trail import actions as trail


class Command(BaseCommand):
    """Checks every checksum first; touches nothing where one is wrong or where there is something already."""

    help = "Bring the newest backup in FOLDER back into an empty place, or only --check it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Which backup, and whether only to look."""
        parser.add_argument("folder", type=Path, help="the folder of the backups")
        parser.add_argument("--backup", default="", help="its name, such as 20261126T180000.000000Z")
        parser.add_argument("--check", action="store_true", help="only check it, touch nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, then restore."""
        try:
            backup = chosen(options["folder"], options["backup"])
            manifest, wrong = checked(options["folder"], backup)
            if wrong:
                raise BadBackup("备份不完整，什么都没有动：\n" + "\n".join(wrong))
            self.stdout.write(f"{backup}: 完整，{manifest.files:,} 个文件，做于 {manifest.made_at}")
            if not options["check"]:
                self._restore(options["folder"], backup, manifest)
        except (OSError, BadBackup) as error:
            raise CommandError(str(error)) from error

    def _restore(self, folder: Path, backup: Path, manifest: Manifest) -> None:
        passphrase = str(settings.BACKUP_PASSPHRASE) if manifest.keys_inside else ""
        if manifest.keys_inside and not passphrase:
            self.stderr.write("备份里有密钥，没有设 YIMEN_BACKUP_PASSPHRASE，密钥不恢复")
        count = restore(folder, backup, manifest, passphrase=passphrase)
        call_command("migrate", verbosity=0)
        with transaction.atomic():
            data = {"name": backup.name, "files": count}
            trail.append("backups", Kind.BACKUP_RESTORED, SYSTEM.label, timezone.now(), data)
        self.stdout.write(f"恢复好了：{count:,} 个文件。再运行 yimen verify-trail --database")
        if not passphrase and manifest.keys:
            self.stdout.write(f"把另外放着的密钥放回 {settings.DATA_DIR}：{'、'.join(manifest.keys)}")
