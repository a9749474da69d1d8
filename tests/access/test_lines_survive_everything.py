"""Many processes and threads, midnight, a full disk, a moved file: no line is lost unseen, none is torn."""

from __future__ import annotations

import errno
import json
import logging
import os
import stat
import subprocess
import sys
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.access.conftest import line, told
from yimen.access import files, queries
from yimen.access.writer import Writer, writer
from yimen.config import log_checks
from yimen.rules.accesslog import Wanted

ROOT = Path(__file__).parents[2]
#: One minute before midnight in China.
AT = datetime(2026, 11, 25, 15, 59, tzinfo=UTC)
PROCESSES, THREADS, EACH = 4, 4, 200
CHILD = """
import sys, threading
from datetime import datetime, timedelta
from pathlib import Path
import django
from django.conf import settings
django.setup()
settings.ACCESS_LOG_DIR = Path(sys.argv[1])
from tests.access.conftest import line
from yimen.access.writer import writer
at = datetime.fromisoformat(sys.argv[3])
def some(thread):
    for n in range({each}):
        writer.write(line(at + timedelta(seconds=n), n, who=f"account:{{sys.argv[2]}}{{thread}}"))
threads = [threading.Thread(target=some, args=(one,)) for one in range({threads})]
[one.start() for one in threads]; [one.join() for one in threads]
"""


@pytest.mark.slow
def test_many_processes_write_through_midnight(folder: Path, tmp_path: Path) -> None:
    code = CHILD.format(each=EACH, threads=THREADS)
    env = {**os.environ, "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "yimen.config.settings"}
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(folder), str(n), AT.isoformat()], env=env)
        for n in range(PROCESSES)
    ]
    assert [one.wait(120) for one in running] == [0] * PROCESSES
    assert sorted(path.name for path in folder.iterdir()) == ["2026-11-25.jsonl", "2026-11-26.jsonl"]
    found = [one for path in sorted(folder.iterdir()) for one in told(path)]
    counted = Counter(one["who"] for one in found)
    assert len(counted) == PROCESSES * THREADS and set(counted.values()) == {EACH}
    days = {path.name: {one["at"][11:16] for one in told(path)} for path in folder.iterdir()}
    assert days["2026-11-25.jsonl"] == {"15:59"} and min(days["2026-11-26.jsonl"]) == "16:00"


def test_the_file_is_for_its_owner_and_group(folder: Path) -> None:
    before = os.umask(0)
    try:
        writer.write(line(AT))
    finally:
        os.umask(before)
    assert stat.S_IMODE((folder / "2026-11-25.jsonl").stat().st_mode) == 0o640
    assert stat.S_IMODE(folder.stat().st_mode) == 0o750


def test_a_file_moved_away_is_begun_anew(folder: Path) -> None:
    writer.write(line(AT))
    (folder / "2026-11-25.jsonl").rename(folder / "taken")
    writer.write(line(AT, 1))
    assert [one["path"] for one in told(folder / "2026-11-25.jsonl")] == ["/items/1/"]


def full(monkeypatch: pytest.MonkeyPatch, written: int = 0) -> None:
    """The disk takes `written` bytes of a line and no more."""
    real = os.write

    def write(handle: int, data: bytes) -> int:
        if written:
            return real(handle, data[:written])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("yimen.access.writer.os.write", write)


@pytest.mark.django_db
def test_a_full_disk_stops_nobody_and_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with monkeypatch.context() as broken:
        full(broken)
        caplog.set_level(logging.ERROR)
        assert Client().get("/help/").status_code == 200
        health = Client().get("/healthz")
    assert health.status_code == 200 and health.json()["access_log"] == {"ok": False, "lost": 1}
    assert [one.levelname for one in caplog.records].count("ERROR") == 1, "said once a minute, not each time"
    assert "cannot be written" in caplog.text
    assert [one.id for one in log_checks.access_log_is_written(databases=["default"])] == ["yimen.W030"]
    assert Client().get("/healthz").json()["access_log"] == {"ok": False, "lost": 2}
    assert Client().get("/healthz").json()["access_log"] == {"ok": True, "lost": 0}
    first, *rest = told(next(folder.iterdir()))
    assert first["lost"] == 2 and len(rest) == 2, "the log itself says how many are missing"
    assert "2 lines are missing" in caplog.text


def test_it_is_said_again_every_minute(folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: Any) -> None:
    full(monkeypatch)
    caplog.set_level(logging.ERROR)
    one = Writer()
    for seconds in (0, 1, 59, 60, 61, 121):
        one.write(line(AT + timedelta(seconds=seconds)))
    assert len(caplog.records) == 3 and one.losing is not None and one.losing.lines == 6


def test_half_a_line_does_not_swallow_the_next(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = Writer()
    one.write(line(AT))
    with monkeypatch.context() as broken:
        full(broken, written=20)
        one.write(line(AT, 1))
    one.write(line(AT, 2))
    raw = (folder / "2026-11-25.jsonl").read_bytes().splitlines()
    assert [len(part) == 20 for part in raw] == [False, True, False, False]
    assert json.loads(raw[2])["lost"] == 1 and json.loads(raw[3])["path"] == "/items/2/"
    summary = files.summary(folder / "2026-11-25.jsonl")
    assert (summary.lines, summary.torn, summary.lost) == (2, 1, 1)
    day = AT.date()
    assert [type(row).__name__ for row in queries.page(day, Wanted()).rows] == [
        "Line", "Gap", "NoneType", "Line"
    ]  # fmt: skip


def test_threads_that_lose_lines_count_each_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = Writer()
    with monkeypatch.context() as broken:
        full(broken)
        threads = [
            threading.Thread(target=lambda: [one.write(line(AT)) for _ in range(50)]) for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    one.write(line(AT))
    assert told(folder / "2026-11-25.jsonl")[0]["lost"] == 200
