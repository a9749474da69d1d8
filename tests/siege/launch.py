"""`python -m tests.siege.launch serve …`: the real command, with waits short enough for a test.

SIEGE_CLOCK names a file with the seconds by which this process' clock is off; it is read at every look, so a
test sets the clock of a running process. SIEGE_LEASE: seconds a claimed event stays with a dead worker.
SIEGE_PATIENCE: seconds a writer waits for SQLite's lock, first for other threads, then for other processes.
"""

from __future__ import annotations

import os
import time
from datetime import timedelta
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from yimen.config.cli import main


def set_clock(path: Path) -> None:
    """Let everything that asks for the wall clock see it off by what the file says."""
    real_now, real_time = timezone.now, time.time

    def off() -> float:
        return float(path.read_text() or 0)

    timezone.now = lambda: real_now() + timedelta(seconds=off())
    time.time = lambda: real_time() + off()


def be_brief(lease: float, patience: float) -> None:
    """Shorten what a process waits for."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yimen.config.settings")
    database = settings.DATABASES["default"]
    if "timeout" in database.get("OPTIONS", {}):
        database["OPTIONS"]["timeout"] = patience
        import_module("yimen.config.sqlite.base").DatabaseWrapper.QUEUE_SECONDS = patience
    import_module("django").setup()
    # The people of a siege sign in all at once: their passwords were made in no time, and are read in none.
    import_module("django.contrib.auth.hashers").PBKDF2PasswordHasher.iterations = 1
    import_module("yimen.trail.relay").LEASE = timedelta(seconds=lease)


if __name__ == "__main__":
    if os.environ.get("SIEGE_CLOCK"):
        set_clock(Path(os.environ["SIEGE_CLOCK"]))
    be_brief(float(os.environ["SIEGE_LEASE"]), float(os.environ["SIEGE_PATIENCE"]))
    main()
