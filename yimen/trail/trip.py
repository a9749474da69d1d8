"""How the statements of an act travel: prepared by PostgreSQL, and those that write together on one trip.

On SQLite nothing travels: there a statement is carried out where it is said.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

Take = Callable[[Any], None]


class _Waiting(threading.local):
    """What this thread has sent and not read: cursors and what is to be done with them."""

    sent: list[tuple[Any, Take]] | None = None


_waiting = _Waiting()


def link() -> BaseDatabaseWrapper:
    """This thread's connection itself: the proxy looks it up anew for each attribute."""
    return connections[DEFAULT_DB_ALIAS]


def cursor(to: BaseDatabaseWrapper) -> Any:
    """A cursor for statements whose text never changes.

    PostgreSQL gets their values apart, so it reads and plans the text once a connection; Django's own cursor
    writes the values into the text, which is what a log of statements wants. (Whether it prepares at all, the
    DATABASE_URL says: `?prepared=no`.)
    """
    if to.vendor != "postgresql" or to.queries_logged:
        return to.cursor()
    to.close_if_health_check_failed()
    to.ensure_connection()
    whole: Any = to
    return whole._prepare_cursor(_server_cursor()(to.connection))


def _server_cursor() -> Any:
    # Not above: psycopg is there beside PostgreSQL only.
    from django.db.backends.postgresql.base import ServerBindingCursor

    return ServerBindingCursor


def send(sql: str, values: Sequence[Any], take: Take) -> None:
    """Carry a writing statement out and hand its cursor to `take`; within `together`, at the end of that."""
    made = cursor(link())
    made.execute(sql, values)
    if _waiting.sent is not None:
        _waiting.sent.append((made, take))
        return
    with made:
        take(made)


@contextmanager
def together() -> Iterator[None]:
    """What is sent in here goes on one trip and is answered at the end of it, errors too.

    For rows written by `trail.rows` only: the ORM wants its answers at once. One in another is part of it.
    Where statements are logged each goes by itself, for a log shows only what was answered.
    """
    to = link()
    if to.vendor != "postgresql" or _waiting.sent is not None or to.queries_logged:
        yield
        return
    to.ensure_connection()
    _waiting.sent = []
    try:
        with to.wrap_database_errors, to.connection.pipeline():
            yield
        for made, take in _waiting.sent:
            with made:
                take(made)
    finally:
        _waiting.sent = None
