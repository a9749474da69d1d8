"""A bureau in real processes: its own database, `yimen serve`, `yimen work`, and the ways to hurt them.

The database follows DATABASE_URL of the test run: SQLite in a folder of the test, or a PostgreSQL server that
belongs to the siege alone, so that it may be stopped. What is built once is copied for every test.
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
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tools.with_postgres import Server

ROOT = Path(__file__).parents[2]
#: Longer than any start or recovery takes on a machine under load; a test that waits so long has failed.
PATIENCE = 60.0


def on_postgres() -> bool:
    return os.environ.get("DATABASE_URL", "").startswith("postgres")


def until(what: Callable[[], Any], why: str, seconds: float = PATIENCE) -> Any:
    """Ask again and again until the answer is true; the answer. Fails with `why`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = what()
        if found:
            return found
        time.sleep(0.05)
    pytest.fail(f"not within {seconds} s: {why}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Postgres(Server):
    """The siege's own server: durable as in production, and it may be stopped and started."""

    def settle(self) -> None:
        """From the quick start of the test suite to one that keeps what it acknowledged."""
        self._run("pg_ctl", "stop", "-w", "-s", "-m", "fast")
        self.again()

    def halt(self) -> None:
        """Away at once, as when the power fails."""
        self._run("pg_ctl", "stop", "-w", "-s", "-m", "immediate")

    def again(self) -> None:
        """Back, after its own recovery."""
        options = f"-c listen_addresses= -c max_connections=100 -c unix_socket_directories={self.folder}"
        self._run("pg_ctl", "start", "-w", "-s", "-l", str(self.folder / "log"), "-o", options)

    def copied(self, folder: Path) -> Postgres:
        """Another server in `folder` with all that this one keeps, not yet started.

        Its log comes in files of 1 MB, not 16, so that a small disk is soon full of it.
        """
        self._run("pg_ctl", "stop", "-w", "-s", "-m", "fast")
        try:
            subprocess.run(["cp", "-a", str(self.data), str(folder)], check=True)
        finally:
            self.again()
        other = Postgres(folder)
        if other.account:
            os.chown(folder, other.account.pw_uid, other.account.pw_gid)
        other._run("pg_resetwal", "--wal-segsize=1")
        return other

    def said(self, words: str) -> bool:
        """Whether its messages ever had these words."""
        return words in (self.folder / "log").read_text(errors="replace")

    def up(self) -> bool:
        """Whether it takes connections; has it ended by itself, it is started anew, as by an operator."""
        with suppress(psycopg.OperationalError):
            self.tell("SELECT 1")
            return True
        if self._as_lent([str(self.home / "bin" / "pg_ctl"), "-D", str(self.data), "status"]).returncode == 3:
            self.again()
        return False

    def database(self, name: str) -> str:
        return self.url.rsplit("/", 1)[0] + f"/{name}"

    def tell(self, sql: str) -> None:
        with psycopg.connect(
            host=str(self.folder), user="yimen", dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(sql)


@dataclass
class House:
    """One bureau: its folder, its database, its processes by name."""

    folder: Path
    url: str
    port: int
    server: Postgres | None = None
    told: dict[str, Any] = field(default_factory=dict)
    more: dict[str, str] = field(default_factory=dict)
    #: What goes before the command of a process, as `nice` does.
    before: tuple[str, ...] = ()
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def env(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("YIMEN_", "DATABASE_URL"))}
        return {
            **kept, "DATABASE_URL": self.url, "YIMEN_DATA": str(self.folder / "data"),
            "PYTHONPATH": str(ROOT),
            "YIMEN_LIMITS": "0", "YIMEN_RELAY_SECONDS": "0.2", "YIMEN_LOG_LEVEL": "WARNING",
            "DJANGO_SETTINGS_MODULE": "yimen.config.settings", "SIEGE_LEASE": "4",
            "SIEGE_PATIENCE": "3", **self.more,
        }  # fmt: skip

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def database_file(self) -> Path:
        return self.folder / "data" / "yimen.sqlite3"

    def run(self, *words: str) -> str:
        """A module of the siege, to its end: what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", *words], env=self.env, cwd=ROOT, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode()[-3000:]
        return done.stdout.decode()

    def start(self, name: str) -> None:
        """`web` or `work`, in a group of its own, its words in a file."""
        words = {"web": ["serve", "--bind", self.address], "work": ["work"]}[name]
        command = [*self.before, sys.executable, "-m", "tests.siege.launch", *words]
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                command, env=self.env, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
            )

    def ready(self) -> None:
        until(self.answers, f"the web server answers; its log: {self.log('web')[-2000:]}")

    def answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), 1):
                return True
        except OSError:
            return False

    def kill(self, name: str) -> None:
        """kill -9 of the whole group: nothing is finished, nothing is cleaned up."""
        one = self.processes.pop(name)
        os.killpg(one.pid, signal.SIGKILL)
        one.wait()

    def stop(self) -> None:
        """End all politely, then not."""
        for one in self.processes.values():
            one.terminate()
        for name in list(self.processes):
            try:
                self.processes[name].wait(15)
                del self.processes[name]
            except subprocess.TimeoutExpired:
                self.kill(name)

    def log(self, name: str) -> str:
        path = self.folder / f"{name}.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def whole(self) -> dict[str, Any]:
        """What `tests.siege.whole` finds. The worker must have had its time first: see `handed_on`."""
        found: dict[str, Any] = json.loads(self.run("tests.siege.whole"))
        return found

    def handed_on(self, seconds: float = PATIENCE) -> None:
        """Wait until the worker has handed on every event, as the health page says."""
        from tests.siege.visitor import Visitor

        page = Visitor(self.port)
        done = lambda: page.get("/healthz/").json()["relay"]["waiting"] == 0  # noqa: E731
        until(done, "all events are handed on", seconds)
        page.close()


class Builder:
    """Builds one bureau of each size and hands out copies."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server: Postgres | None = None
        self._built: dict[tuple[int, int], House] = {}
        self._copies = 0

    def close(self) -> None:
        if self.server is not None:
            self.server.stop()
            shutil.rmtree(self.server.folder.parent, ignore_errors=True)

    def copy(self, clerks: int, cases: int) -> House:
        """A fresh bureau of `clerks` people at the desks and `cases` on their way."""
        original = self._built.get((clerks, cases)) or self._build(clerks, cases)
        self._copies += 1
        folder = self.folder / f"h{self._copies}"
        shutil.copytree(original.folder, folder)
        url = f"sqlite:///{folder / 'data' / 'yimen.sqlite3'}"
        if self.server is not None:
            name = f"h{self._copies}"
            self.server.tell(f"CREATE DATABASE {name} TEMPLATE {original.url.rsplit('/', 1)[1]}")
            url = self.server.database(name)
        return House(folder, url, free_port(), self.server, original.told)

    def _build(self, clerks: int, cases: int) -> House:
        folder = self.folder / f"b{clerks}x{cases}"
        (folder / "data").mkdir(parents=True)
        url = f"sqlite:///{folder / 'data' / 'yimen.sqlite3'}"
        if on_postgres():
            url = self._postgres().database(folder.name)
            self._postgres().tell(f"CREATE DATABASE {folder.name}")
        made = House(folder, url, 0, self.server)
        made.run("tests.siege.build", str(folder), str(clerks), str(cases))
        made.told = json.loads((folder / "county.json").read_text(encoding="utf-8"))
        self._built[clerks, cases] = made
        return made

    def _postgres(self) -> Postgres:
        if self.server is None:
            outer = self.folder / "pg"
            # The lent account must reach it through pytest's private folders: a place of its own.
            outer = Path(f"/tmp/yimen-siege-{os.getpid()}")
            folder = outer / "s"
            folder.mkdir(parents=True)
            outer.chmod(0o755)
            self.server = Postgres(folder)
            self.server.start()
            self.server.settle()
        return self.server
