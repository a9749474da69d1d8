"""PostgreSQL for operations: whether a kept connection still serves is seen without a trip to the server."""

from __future__ import annotations

import select

from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's PostgreSQL with a cheaper question at the first statement of each request."""

    def is_usable(self) -> bool:
        """Whether the kept connection still serves.

        A server, or a pooler before it, that ended the connection has sent so: on one that waits for nothing
        there is something to read. Only then, or where it does not wait, the server itself is asked.
        """
        return self._is_quiet() or bool(super().is_usable())

    def _is_quiet(self) -> bool:
        link = self.connection
        if link is None or link.closed or link.pgconn.transaction_status != TransactionStatus.IDLE:
            return False
        waiting = select.poll()
        waiting.register(link.pgconn.socket, select.POLLIN)
        return not waiting.poll(0)
