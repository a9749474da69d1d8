"""The database in a backup: SQLite by its online copy, PostgreSQL by COPY of every table in one snapshot.

Both while the site serves. COPY rather than pg_dump: it needs no program of the server's own version, and the
tables come back into a schema that the migrations of the backup made.
"""

from __future__ import annotations

import gzip
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from .store import CHUNK, BadBackup, copy

SQLITE = "database.sqlite3"
#: Written by `migrate` itself and by the copy of the schema.
_MIGRATIONS = "django_migrations"


def is_sqlite() -> bool:
    """Which of the two databases this site runs on."""
    return connection.vendor == "sqlite"


def applied() -> dict[str, list[str]]:
    """The migrations of the database, by app, in order."""
    found: dict[str, list[str]] = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        found.setdefault(app, []).append(name)
    return found


def dump(folder: Path) -> list[Path]:
    """Write the database as at one moment; the files written."""
    folder.mkdir()
    return [_dump_sqlite(folder / SQLITE)] if is_sqlite() else list(_dump_postgres(folder))


def _dump_sqlite(target: Path) -> Path:
    """SQLite's online backup: writers go on, and what they write is in or not, never half."""
    source = sqlite3.connect(str(settings.DATABASES["default"]["NAME"]))
    try:
        made = sqlite3.connect(target)
        try:
            source.backup(made)
            made.execute("PRAGMA journal_mode=DELETE")
            said = made.execute("PRAGMA integrity_check").fetchone()[0]
        finally:
            made.close()
    finally:
        source.close()
    if said != "ok":
        raise BadBackup(f"integrity_check: {said}")
    return target


def _dump_postgres(folder: Path) -> Iterator[Path]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            tables = sorted(connection.introspection.table_names(cursor))
        for table in tables:
            path = folder / f"{table}.copy.gz"
            with gzip.open(path, "wb", compresslevel=3) as target:
                for block in _copy_out(table):
                    target.write(block)
            yield path


def _copy_out(table: str) -> Iterator[bytes]:
    with connection.cursor() as cursor:
        columns = _columns(cursor, table)
        yield ("\t".join(columns) + "\n").encode()
        statement = f"COPY {_quoted(table)} ({', '.join(map(_quoted, columns))}) TO STDOUT"
        with cursor.cursor.copy(statement) as blocks:  # psycopg's own cursor
            for block in blocks:
                yield bytes(block)


def _columns(cursor: Any, table: str) -> list[str]:
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema()"
        " AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [table],
    )
    return [str(name) for (name,) in cursor.fetchall()]


def _quoted(name: str) -> str:
    return str(connection.ops.quote_name(name))


def is_empty() -> bool:
    """Whether there is nothing here that a restore would overwrite."""
    if is_sqlite():
        path = Path(str(settings.DATABASES["default"]["NAME"]))
        if not path.exists() or path.stat().st_size == 0:
            return True
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for table in ("trail_event", "accounts_account"):
            if table in tables:
                cursor.execute(f"SELECT 1 FROM {_quoted(table)} LIMIT 1")  # noqa: S608  (our own names)
                if cursor.fetchone():
                    return False
    return True


def load(folder: Path, migrations: dict[str, list[str]]) -> None:
    """Put the database of a backup into an empty place, whole or not at all. Raises BadBackup."""
    if is_sqlite():
        _load_sqlite(folder / SQLITE)
    else:
        _load_postgres(folder, migrations)


def _load_sqlite(source: Path) -> None:
    connections.close_all()
    target = Path(str(settings.DATABASES["default"]["NAME"]))
    for rest in ("-wal", "-shm"):
        target.with_name(target.name + rest).unlink(missing_ok=True)
    copy(source, target)
    target.chmod(0o600)


def _load_postgres(folder: Path, migrations: dict[str, list[str]]) -> None:
    _schema(migrations)
    with transaction.atomic(), connection.cursor() as cursor:
        tables = sorted(set(connection.introspection.table_names(cursor)) - {_MIGRATIONS})
        there = {path.name.removesuffix(".copy.gz") for path in folder.glob("*.copy.gz")} - {_MIGRATIONS}
        if there - set(tables):
            raise BadBackup(f"没有这些表：{'、'.join(sorted(there - set(tables)))}")
        for statement in connection.ops.sql_flush(no_style(), tables):  # what migrations put there
            cursor.execute(statement)
        for table in sorted(there):
            _copy_in(cursor, table, folder / f"{table}.copy.gz")
        _sequences(cursor, tables)


def _schema(migrations: dict[str, list[str]]) -> None:
    """The tables as they were: exactly the migrations of the backup, with no signals that fill tables."""
    executor = MigrationExecutor(connection)
    known = executor.loader.graph.nodes
    wanted = {(app, name) for app, names in migrations.items() for name in names}
    unknown = sorted("/".join(one) for one in wanted if one not in known)
    if unknown:
        raise BadBackup(f"这个版本的一门不认识备份里的迁移：{'、'.join(unknown[:5])}")
    graph = executor.loader.graph
    last = [one for one in wanted if not any(child.key in wanted for child in graph.node_map[one].children)]
    executor.migrate(sorted(last))


def _copy_in(cursor: Any, table: str, path: Path) -> None:
    with gzip.open(path, "rb") as source:
        columns = source.readline().decode().rstrip("\n").split("\t")
        statement = f"COPY {_quoted(table)} ({', '.join(map(_quoted, columns))}) FROM STDIN"
        with cursor.cursor.copy(statement) as target:
            while block := source.read(CHUNK):
                target.write(block)


def _sequences(cursor: Any, tables: list[str]) -> None:
    """Every counter goes on after the greatest number that came back."""
    for table in tables:
        for one in connection.introspection.get_sequences(cursor, table):
            column = str(one["column"])
            greatest = f"MAX({_quoted(column)})"
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence(%s, %s), COALESCE({greatest}, 1),"  # noqa: S608
                f" {greatest} IS NOT NULL) FROM {_quoted(table)}",
                [_quoted(table), column],
            )
