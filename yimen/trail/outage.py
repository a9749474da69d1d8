"""Which failures of the database and the disk are an outage (come again later) and which a fault of ours."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

from django.db import Error as DatabaseError
from django.db import InterfaceError, OperationalError

from yimen.rules.outages import DatabaseAway, NoRoom, ReadOnly, Unable

#: SQLite's own names of what passes by itself or by the operator's hand, beginnings.
_SQLITE = tuple(f"SQLITE_{one}" for one in ("BUSY", "LOCKED", "IOERR", "CANTOPEN", "PROTOCOL"))
#: The same of PostgreSQL (SQLSTATE): connection lost, no resources, shut down.
_POSTGRES = ("08", "53", "57P", "58")
_FULL = ("SQLITE_FULL", "53100")
#: May be read, not written: the file, its folder or its disk is closed; only a standby.
_READ_ONLY = ("SQLITE_READONLY", "25006")
_FULL_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_LOST_DISK = frozenset({errno.EIO, errno.ESTALE, errno.ENOTCONN})
#: Two writers waited for each other and one was sent away: done again, it succeeds.
_DEADLOCK = ("40P01", "40001")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error, what it was raised from, what that was raised from …"""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def code_of(error: BaseException | None) -> str:
    """The database's own code of a failure: SQLSTATE, or SQLite's name; "" where there is none."""
    for one in _causes(error):
        found = getattr(one, "sqlstate", None) or getattr(one, "sqlite_errorname", None)
        if found:
            return str(found)
    return ""


def is_deadlock(error: BaseException) -> bool:
    """Whether the database gave this transaction up in favour of another, so that it may be done anew."""
    return isinstance(error, OperationalError) and code_of(error) in _DEADLOCK


def outage_of(error: BaseException | None) -> Unable | None:
    """The refusal that a failure is told as, or None where it is a fault to be mended."""
    for one in _causes(error):
        if isinstance(one, Unable):
            return one
        if isinstance(one, DatabaseError):
            return _of_database(one)
        found = _of_disk(one) if isinstance(one, OSError) else None
        if found is not None:
            return found
    return None


def _of_disk(error: OSError) -> Unable | None:
    if error.errno in _FULL_DISK:
        return NoRoom()
    if error.errno == errno.EROFS or _closed(error):
        return ReadOnly()
    return DatabaseAway() if error.errno in _LOST_DISK else None


def _closed(error: OSError) -> bool:
    """Whether a file could not be made because its folder is closed to this process.

    One file that may not be read in an open folder is a fault: it must not stop all the others.
    """
    if not isinstance(error, PermissionError):
        return False
    named = [Path(os.fsdecode(one)) for one in (error.filename, error.filename2) if one]
    return any(not os.access(one.parent, os.W_OK) for one in named)


def _of_database(error: DatabaseError) -> Unable | None:
    code = code_of(error)
    if code in _FULL:
        return NoRoom()
    if code.startswith(_READ_ONLY):
        return ReadOnly()
    if code.startswith((*_SQLITE, *_POSTGRES)):
        return DatabaseAway()
    # A lost connection has no code: psycopg names it only by its class. SQLite always has one.
    lost = isinstance(error, OperationalError | InterfaceError)
    return DatabaseAway() if lost and not code else None
