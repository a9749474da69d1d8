"""A database that is away, a full disk, a fault of ours: three things, told apart by what was said."""

from __future__ import annotations

import errno
import sqlite3

import psycopg
import pytest
from django.db import DataError, IntegrityError, InterfaceError, OperationalError

from yimen.rules.outages import DatabaseAway, NoRoom, ReadOnly
from yimen.trail.outage import is_deadlock, outage_of


def from_sqlite(name: str) -> OperationalError:
    cause = sqlite3.OperationalError(name)
    cause.sqlite_errorname = name
    error = OperationalError(name)
    error.__cause__ = cause
    return error


def from_postgres(kind: type[psycopg.Error], wrapped: type[Exception] = OperationalError) -> Exception:
    error = wrapped("…")
    error.__cause__ = kind("…")
    return error


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (from_sqlite("SQLITE_BUSY"), DatabaseAway), (from_sqlite("SQLITE_BUSY_SNAPSHOT"), DatabaseAway),
        (from_sqlite("SQLITE_READONLY_DBMOVED"), ReadOnly),
        (from_sqlite("SQLITE_IOERR_WRITE"), DatabaseAway),
        (from_sqlite("SQLITE_FULL"), NoRoom), (from_sqlite("SQLITE_ERROR"), None),
        (from_sqlite("SQLITE_CORRUPT"), None),
        (from_postgres(psycopg.OperationalError), DatabaseAway),
        (from_postgres(psycopg.errors.AdminShutdown), DatabaseAway),
        (from_postgres(psycopg.errors.CannotConnectNow), DatabaseAway),
        (from_postgres(psycopg.errors.TooManyConnections), DatabaseAway),
        (from_postgres(psycopg.errors.ReadOnlySqlTransaction), ReadOnly),
        (from_postgres(psycopg.errors.DiskFull), NoRoom),
        (from_postgres(psycopg.errors.UndefinedTable), None),
        (from_postgres(psycopg.errors.NumericValueOutOfRange, DataError), None),
        (from_postgres(psycopg.errors.UniqueViolation, IntegrityError), None),
        (InterfaceError("connection already closed"), DatabaseAway),
        (OSError(errno.ENOSPC, "full"), NoRoom), (OSError(errno.EFBIG, "too large"), NoRoom),
        (OSError(errno.EROFS, "read-only"), ReadOnly), (FileNotFoundError(errno.ENOENT, "x"), None),
        (ValueError("x"), None), (None, None),
    ],
)  # fmt: skip
def test_what_the_database_says(error, told):
    found = outage_of(error)
    assert type(found) is (told or type(None))
    assert found is None or (found.retry_after > 0 and found.kind.value in {503, 507})


@pytest.mark.parametrize(("mode", "told"), [(False, ReadOnly), (True, None)])
def test_a_folder_closed_to_us_is_an_outage_and_one_file_is_not(tmp_path, monkeypatch, mode, told):
    """Permission bits do not bind root: what the system says of the folder is set here."""
    monkeypatch.setattr("yimen.trail.outage.os.access", lambda path, how: path == tmp_path and mode)
    error = PermissionError(errno.EACCES, "Permission denied", str(tmp_path / "x"))
    assert type(outage_of(error)) is (told or type(None))


def test_what_lies_behind_another_error_counts():
    try:
        try:
            raise from_sqlite("SQLITE_FULL")
        except OperationalError as error:
            raise RuntimeError("the page could not be drawn") from error
    except RuntimeError as error:
        assert isinstance(outage_of(error), NoRoom)


def test_a_deadlock_may_be_done_again():
    assert is_deadlock(from_postgres(psycopg.errors.DeadlockDetected))
    assert is_deadlock(from_postgres(psycopg.errors.SerializationFailure))
    assert not is_deadlock(from_postgres(psycopg.errors.AdminShutdown))
    assert not is_deadlock(from_sqlite("SQLITE_BUSY"))
