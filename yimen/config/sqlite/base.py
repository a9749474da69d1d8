"""SQLite for operations: WAL, full sync, and writers served first come, first served.

A queue stands in front of BEGIN IMMEDIATE (turns.py). SQLite's busy timeout remains for who does not stand in
it: another program on the file.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3.operations import DatabaseOperations
from django.utils.asyncio import async_unsafe

from .turns import Turns, turns


class _Busy(sqlite3.OperationalError):
    """What SQLite would have said, had it been asked."""

    sqlite_errorname = "SQLITE_BUSY"


@lru_cache(maxsize=16)
def _files(database: str) -> tuple[Path, ...]:
    return (Path(database).parent, *(Path(database + end) for end in ("", "-wal", "-shm")))


def _closed_to_writers(database: str) -> bool:
    """Whether a file of the database is there and may not be written, or none may be made beside it.

    Asked, not tried: closing a second handle of the file would drop the locks that this process has on it.
    """
    effective = os.access in os.supports_effective_ids
    return any(
        not os.access(one, os.W_OK, effective_ids=effective) and one.exists() for one in _files(database)
    )


def _file_of(database: str) -> tuple[int, int] | None:
    """Which file lies there; None: none, as for a database in memory."""
    try:
        found = Path(database).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


@lru_cache(maxsize=2048)
def _question_marks(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class Cursor(base.SQLiteCursorWrapper):
    """Django's cursor that rewrites the marks of a statement once, not each time it runs."""

    def convert_query(self, query: str, *, param_names: Any = None) -> str:
        """The statement with the marks of sqlite3."""
        if param_names is None:
            return _question_marks(query)
        return str(super().convert_query(query, param_names=param_names))


class Operations(DatabaseOperations):
    """Django's operations with a short way for moments: they are stored in UTC and read so."""

    def adapt_datetimefield_value(self, value: Any) -> Any:
        """A moment as it is stored: in UTC, without a zone."""
        if type(value) is datetime and value.tzinfo is not None:
            return str(value.astimezone(UTC).replace(tzinfo=None))
        return super().adapt_datetimefield_value(value)

    def convert_datetimefield_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """A stored moment as an aware datetime."""
        if value is None:
            return None
        if type(value) is datetime and value.tzinfo is None:
            return value.replace(tzinfo=UTC)
        return super().convert_datetimefield_value(value, expression, connection)


#: What a process does whose open files refuse to write although they may be written again.
when_stale: list[Callable[[], None]] = []


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's SQLite with a fair queue of writers."""

    ops_class = Operations
    #: So long a writer waits for its turn; then for other processes as long as the option `timeout` says.
    QUEUE_SECONDS = 15.0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._my_turn: Turns | None = None
        self._file: tuple[int, int] | None = None

    def closed_to_writers(self) -> bool:
        """Whether the files may only be read now. Asked of the system: it costs no statement and no turn."""
        return _closed_to_writers(self._name)

    def connect(self) -> None:
        """Open the database; where it may only be read, for one request and no longer.

        SQLite opens such files for reading, and so they stay for all connections of the process while one of
        them is open: kept ones would refuse to write long after somebody gave the files back.
        """
        super().connect()
        self._file = _file_of(self._name)
        if _closed_to_writers(self._name):
            self.close_at = time.monotonic()

    def is_usable(self) -> bool:
        """Whether a kept connection still serves: not where another file lies there now, as after a restore,
        and not where the files were closed to writers since, who must then be told so."""
        return self._file == _file_of(self._name) and not _closed_to_writers(self._name)

    @property
    def _name(self) -> str:
        return str(self.settings_dict["NAME"])

    @contextmanager
    def hurried(self, seconds: float) -> Iterator[None]:
        """Whoever writes in here waits no longer than this for others: for what may be left undone."""
        usual = float(self.settings_dict["OPTIONS"].get("timeout", 5.0))
        self.QUEUE_SECONDS = seconds
        try:
            self._wait_at_most(seconds)
            yield
        finally:
            del self.QUEUE_SECONDS
            self._wait_at_most(usual)

    def _wait_at_most(self, seconds: float) -> None:
        """How long SQLite waits for other processes."""
        self.ensure_connection()
        self.connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")

    @async_unsafe
    def create_cursor(self, name: str | None = None) -> Any:
        """A cursor of ours."""
        return self.connection.cursor(factory=Cursor)

    def _start_transaction_under_autocommit(self) -> None:
        lock = turns(self._name)
        if not lock.acquire(self.QUEUE_SECONDS):
            raise OperationalError("database is locked") from _Busy("the queue of writers did not move")
        self._my_turn = lock
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException as error:
            self._end_turn()
            self._look_for_stale_files(error)
            raise

    def _look_for_stale_files(self, error: BaseException) -> None:
        """Files that were given back, while this process still holds them as they were opened: for reading.

        SQLite keeps them so for every connection of the process while one of them is open. This one goes at
        once; of the others only the whole process can let go.
        """
        told = getattr(error.__cause__, "sqlite_errorname", "").startswith("SQLITE_READONLY")
        if told and not _closed_to_writers(self._name):
            self.close_at = time.monotonic()
            for end in when_stale:
                end()

    def _end_turn(self) -> None:
        lock, self._my_turn = self._my_turn, None
        if lock is not None:
            lock.release()

    def _commit(self) -> Any:
        try:
            return super()._commit()  # type: ignore[misc]
        finally:
            if not self._still_in_transaction():
                self._end_turn()

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self._end_turn()

    def _still_in_transaction(self) -> bool:
        return self.connection is not None and bool(self.connection.in_transaction)

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]
        finally:
            self._end_turn()
