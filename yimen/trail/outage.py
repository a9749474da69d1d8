"""Which failures of the database and the disk are an outage (come again later) and which a fault of ours."""

from __future__ import annotations

import errno
from collections.abc import Iterator

from django.db import Error as DatabaseError
from django.db import InterfaceError, OperationalError

from yimen.rules.outages import DatabaseAway, NoRoom, Unable

#: SQLite's own names of what passes by itself or by the operator's hand, beginnings.
_SQLITE = tuple(f"SQLITE_{one}" for one in ("BUSY", "LOCKED", "IOERR", "CANTOPEN", "READONLY", "PROTOCOL"))
#: The same of PostgreSQL (SQLSTATE): connection lost, no resources, shut down, only a standby.
_POSTGRES = ("08", "53", "57P", "58", "25006")
_FULL = ("SQLITE_FULL", "53100")
_FULL_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_LOST_DISK = frozenset({errno.EROFS, errno.EIO, errno.ESTALE, errno.ENOTCONN})
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
        if isinstance(one, OSError) and not isinstance(one, DatabaseError):
            if one.errno in _FULL_DISK:
                return NoRoom()
            if one.errno in _LOST_DISK:
                return DatabaseAway()
        if isinstance(one, DatabaseError):
            return _of_database(one)
    return None


def _of_database(error: DatabaseError) -> Unable | None:
    code = code_of(error)
    if code in _FULL:
        return NoRoom()
    if code.startswith((*_SQLITE, *_POSTGRES)):
        return DatabaseAway()
    # A lost connection has no code: psycopg names it only by its class. SQLite always has one.
    lost = isinstance(error, OperationalError | InterfaceError)
    return DatabaseAway() if lost and not code else None
