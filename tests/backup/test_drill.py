"""The drill: a site that serves is backed up, everything is lost, and it comes back from the backup alone.

Real processes on both databases: acts under load while the backup runs, a restore onto an empty machine, the
trail proved against a seal noted before, a page and a file opened through the web server.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.backup.drill import picture
from yimen.rules.calendar import china_date

pytestmark = [pytest.mark.slow, pytest.mark.both]
ROOT = Path(__file__).parents[2]
PASSPHRASE = "云溪县备份的口令二〇二六"
POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")


@dataclass
class Site:
    """One machine: its data folder, its database, its processes."""

    data: Path
    url: str
    running: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def env(self) -> dict[str, str]:
        return {
            **os.environ, "YIMEN_DATA": str(self.data), "DATABASE_URL": self.url, "PYTHONPATH": str(ROOT),
            "YIMEN_BACKUP_PASSPHRASE": PASSPHRASE, "PYTHONUNBUFFERED": "1",
        }  # fmt: skip

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", *words]
        return subprocess.run(command, env=self.env, capture_output=True, text=True, timeout=180, check=False)

    def ok(self, *words: str) -> str:
        done = self.run(*words)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self, *words: str) -> subprocess.Popen[str]:
        made = subprocess.Popen(
            [sys.executable, "-m", *words], env=self.env, stdout=subprocess.PIPE, text=True
        )
        self.running.append(made)
        return made


@pytest.fixture
def sites(tmp_path: Path) -> Iterator[tuple[Site, Site]]:
    """The machine that serves and an empty one."""
    made = []
    for name in ("old", "new"):
        made.append(Site(tmp_path / name, _new_database(f"drill_{name}") if POSTGRES else ""))
    yield made[0], made[1]
    for one in (process for site in made for process in site.running):
        if one.poll() is None:
            one.kill()
        one.wait()
        if one.stdout:
            one.stdout.close()


def _new_database(name: str) -> str:
    """An empty database beside the one of the run; its address."""
    import psycopg

    given = os.environ["DATABASE_URL"]
    with psycopg.connect(given.replace("postgres://", "postgresql://"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
    return f"{given.rsplit('/', 1)[0]}/{name}"


def fetched(url: str, cookie: str = "") -> bytes:
    """A page, as soon as the server is there."""
    end = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(urllib.request.Request(url, headers={"Cookie": cookie})) as page:
                return page.read()
        except urllib.error.HTTPError:
            raise
        except (urllib.error.URLError, ConnectionError):
            assert time.monotonic() < end
            time.sleep(0.1)


def test_everything_comes_back(sites, tmp_path):
    old, new = sites
    backups = tmp_path / "backups"
    old.ok("yimen", "migrate")
    told = json.loads(old.ok("tests.backup.drill", "fill"))
    logs = old.data / "access"
    logs.mkdir()
    (logs / "2026-01-02.jsonl.gz").write_bytes(b"an ended day of the access log")
    (logs / f"{china_date(datetime.now(UTC)).isoformat()}.jsonl").write_bytes(b"today still grows")
    acting = old.start("tests.backup.drill", "load", told["login"], str(told["party"]))
    done = [acting.stdout.readline().strip() for _ in range(3)]
    assert "密钥不在里面" in old.ok("yimen", "backup", str(backups))
    done += [acting.stdout.readline().strip() for _ in range(3)]
    old.ok("yimen", "backup", str(backups), "--with-keys")
    acting.send_signal(signal.SIGKILL)
    shutil.rmtree(old.data)

    assert "完整" in new.ok("yimen", "restore", str(backups), "--check")
    assert "恢复好了" in new.ok("yimen", "restore", str(backups))
    assert "记录完整" in new.ok("yimen", "verify-trail", "--database", "--seal", told["seal"])
    refused = new.run("yimen", "restore", str(backups))
    assert (refused.returncode, "数据库不是空的" in refused.stderr) == (1, True)

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{probe.getsockname()[1]}"
    new.start("yimen", "serve", "--bind", base.removeprefix("http://"))
    cookie = new.ok("tests.backup.drill", "session", told["login"]).strip()
    for number in (told["number"], *done):
        assert "食品经营许可" in fetched(f"{base}/cases/{number}/", cookie).decode()
    assert fetched(f"{base}/files/{told['key']}/", cookie) == picture(1)
    assert (new.data / "trail.key").stat().st_mode & 0o077 == 0
    assert (new.data / "access" / "2026-01-02.jsonl.gz").read_bytes() == b"an ended day of the access log"
    assert b"today still grows" not in b"".join(one.read_bytes() for one in new.data.glob("access/*"))


def test_what_is_spoilt_is_named_and_nothing_is_touched(sites, tmp_path):
    old, new = sites
    backups = tmp_path / "backups"
    old.ok("yimen", "migrate")
    told = json.loads(old.ok("tests.backup.drill", "fill"))
    stored = [one for one in (old.data / "files").glob("*/*/*") if len(one.name) == 64]
    assert len(stored) == 1
    old.ok("yimen", "backup", str(backups))
    first = {one.name for one in backups.glob("2*")}

    stored[0].rename(tmp_path / "lost")
    lacking = old.run("yimen", "backup", str(backups))
    assert (lacking.returncode, stored[0].name in lacking.stderr) == (1, True)
    second = ({one.name for one in backups.glob("2*")} - first).pop()
    assert stored[0].name in (backups / second / "manifest.json").read_text()

    kept = next(backups.glob("content/*/*/*"))
    whole = kept.read_bytes()
    kept.write_bytes(whole[:-1] + b"x")
    wrong = new.run("yimen", "restore", str(backups), "--backup", min(first))
    assert wrong.returncode == 1
    assert stored[0].name in wrong.stderr
    assert "什么都没有动" in wrong.stderr
    assert not (new.data / "files").exists()
    kept.write_bytes(whole)

    database = next((backups / second / "database").iterdir())
    database.write_bytes(database.read_bytes()[:-1])
    assert f"database/{database.name}" in new.run("yimen", "restore", str(backups), "--check").stderr
    assert "恢复好了" in new.ok("yimen", "restore", str(backups), "--backup", first.pop())
    for key in old.data.glob("*.key"):  # kept apart by the operator
        shutil.copy(key, new.data)
    assert told["seal"] in new.ok("yimen", "verify-trail", "--database", "--json")
