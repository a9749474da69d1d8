"""Where a benchmark works: a scratch folder with SQLite files and one durable PostgreSQL.

Nothing here is for data one wants to keep. Both databases commit durably (synchronous FULL, fsync on).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from tools.with_postgres import Server

ROOT = Path(__file__).resolve().parents[1]
SQLITE, POSTGRES = "SQLite", "PostgreSQL"
ENGINES = (SQLITE, POSTGRES)
#: Commits reach the disk; memory as one gives a database on a machine of this size.
DURABLE = (
    "fsync=on", "synchronous_commit=on", "full_page_writes=on", "listen_addresses=", "max_connections=60",
    "shared_buffers=512MB", "effective_cache_size=4GB", "work_mem=16MB", "maintenance_work_mem=512MB",
    "max_wal_size=4GB", "random_page_cost=1.1",
)  # fmt: skip
#: What each database is told, for the page.
TOLD = {SQLITE: "WAL, synchronous FULL", POSTGRES: "fsync on, synchronous_commit on, shared_buffers 512 MB"}


@dataclass(frozen=True)
class Place:
    """A scratch folder (kept between runs) and the PostgreSQL that runs beside it."""

    folder: Path
    server: Server | None

    @property
    def engines(self) -> tuple[str, ...]:
        """The databases that are there."""
        return ENGINES if self.server else (SQLITE,)

    def url(self, engine: str, name: str) -> str:
        """DATABASE_URL of the database `name`; on PostgreSQL it is made when it is not there."""
        if engine == SQLITE:
            return f"sqlite:///{self.folder / name}.sqlite3"
        if not self.is_there(engine, name):
            self._postgres(f'CREATE DATABASE "{name}"')
        assert self.server is not None
        return f"postgres://yimen@{quote(str(self.server.folder), safe='')}/{name}"

    def drop(self, engine: str, name: str) -> None:
        """Throw one database away, whether it is there or not, and what lies beside it."""
        shutil.rmtree(self._data(engine, name), ignore_errors=True)
        if engine == POSTGRES:
            self._postgres(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            return
        for file in self.folder.glob(f"{name}.sqlite3*"):
            file.unlink()

    def product(self, engine: str, name: str) -> dict[str, str]:
        """The environment of a process that works on a database of the product's, migrated."""
        if self.is_there(engine, name):
            return self.env(engine, name)
        pattern = f"pattern_{os.getpid()}"
        if not self.is_there(engine, pattern):
            subprocess.run(
                [sys.executable, "-m", "yimen", "migrate", "-v", "0"],
                env=self.env(engine, pattern), cwd=ROOT, check=True,
            )  # fmt: skip
        if engine == SQLITE:
            shutil.copy(self.folder / f"{pattern}.sqlite3", self.folder / f"{name}.sqlite3")
        else:
            self._postgres(f'CREATE DATABASE "{name}" TEMPLATE "{pattern}"')
        # The keys that open sealed columns lie beside the database.
        shutil.copytree(self._data(engine, pattern), self._data(engine, name), dirs_exist_ok=True)
        return self.env(engine, name)

    def _data(self, engine: str, name: str) -> Path:
        return self.folder / "data" / f"{engine}-{name}"

    def is_there(self, engine: str, name: str) -> bool:
        """Whether this database was made."""
        if engine == SQLITE:
            return (self.folder / f"{name}.sqlite3").exists()
        return bool(self._postgres(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"))

    def _postgres(self, sql: str) -> list[Any]:
        assert self.server is not None
        with psycopg.connect(self.server.url, autocommit=True) as link:
            found = link.execute(sql)
            return found.fetchall() if found.description else []

    def forget_pattern(self) -> None:
        """The pattern belongs to one run: the next may know more migrations."""
        for engine in self.engines:
            self.drop(engine, f"pattern_{os.getpid()}")

    def env(self, engine: str, name: str) -> dict[str, str]:
        """The environment of a process that works on this database."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("PG", "YIMEN_"))}
        data = self._data(engine, name)
        data.mkdir(parents=True, exist_ok=True)
        return {
            **kept,
            "DATABASE_URL": self.url(engine, name),
            "YIMEN_DATA": str(data),
            "YIMEN_LOG_LEVEL": "WARNING",
            "DJANGO_SETTINGS_MODULE": "yimen.config.settings",
            "PYTHONPATH": str(ROOT),
        }


@contextmanager
def place(folder: Path | None, *, postgres: bool = True) -> Iterator[Place]:
    """The scratch folder, its PostgreSQL running; without a folder a temporary one, removed at the end."""
    kept = folder or Path(tempfile.mkdtemp(prefix="yimen-bench-"))
    kept.mkdir(parents=True, exist_ok=True)
    kept.chmod(0o755)
    (kept / "pg").mkdir(exist_ok=True)
    server = Server(kept / "pg", DURABLE) if postgres else None
    try:
        if server:
            server.start()
        made = Place(kept, server)
        yield made
        made.forget_pattern()
    finally:
        if server:
            server.stop()
        if folder is None:
            shutil.rmtree(kept, ignore_errors=True)
