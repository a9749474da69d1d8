"""Programs that go to work inside a bureau, and what is found there afterwards."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.siege.house import ROOT, House

#: Two looks of the worker's broom all round, a month later; what is left below YIMEN_FILES and in the table.
SWEEPER = """
import json
import django
django.setup()
from datetime import UTC, datetime, timedelta
from pathlib import Path
from django.conf import settings
from yimen.vault import actions
from yimen.vault.models import StoredFile

place, later = actions.Place(), datetime.now(UTC) + timedelta(days=30)
for _ in range(512):
    place = actions.sweep(place, now=later).next
files = sorted(p.name for p in Path(settings.FILES_ROOT).rglob("*") if p.is_file())
print(json.dumps({"files": files, "rows": sorted(StoredFile.objects.values_list("digest", flat=True))}))
"""


def python(bureau: House, script: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a program with the settings of the bureau, to its end."""
    command = [sys.executable, "-c", script, *words]
    return subprocess.run(command, env=bureau.env, cwd=ROOT, capture_output=True, text=True, check=False)


def names(bureau: House) -> set[Path]:
    """The stored files, as they lie on the disk."""
    return {p for p in (bureau.folder / "data" / "files").rglob("*") if p.is_file()}


def wrong(bureau: House) -> list[str]:
    """What is not whole; no worker runs here, so events wait."""
    return [one for one in bureau.whole()["wrong"] if not one.endswith("not handed on")]
