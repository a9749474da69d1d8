"""The same morning by plain SQL: the rows that an act leaves, in as many transactions, with nothing asked."""

from __future__ import annotations

import secrets
from datetime import UTC, timedelta
from typing import Any

from django.db import connection

from .hall import CALL, GIVE, LETTERS, WINDOWS, Calls
from .ours import NOW

#: Instead of a hash.
BLANK = "0" * 64
NUMBER = "UPDATE hall_dayqueue SET numbers = numbers + 1 WHERE line_id = ? AND day = ? RETURNING numbers"
GIVEN = (
    "INSERT INTO hall_ticket (line_id, waits_in_id, day, seq, number, key, state, lane, green, source, "
    "arrived, at, after, calls, rev, head_hash, called_to) "
    "VALUES (?, ?, ?, ?, ?, ?, 'waiting', 'ordinary', '', 'kiosk', ?, ?, 0, 0, 1, ?, '') RETURNING id"
)
NOTED = (
    "INSERT INTO trail_event (stream, seq, kind, actor, at, data, prev_hash, hash, due_at, attempts, error) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, '')"
)
COUNTED = "UPDATE hall_dayqueue SET calls = calls + 1 WHERE line_id = ? AND day = ?"
FIRST = (
    "SELECT id, rev, head_hash FROM hall_ticket WHERE waits_in_id = ? AND day = ? AND state = 'waiting' "
    "ORDER BY arrived, id LIMIT 1"
)
CALLED = (
    "UPDATE hall_ticket SET state = 'called', calls = 1, rev = ?, head_hash = ?, at = ?, window_id = ?, "
    "called_at = ?, called_to = ? WHERE id = ?"
)
ONE = "SELECT rev, head_hash FROM hall_ticket WHERE id = ?"
MOVED = (
    "UPDATE hall_ticket SET state = ?, rev = ?, head_hash = ?, at = ?, waited = ?, served = ? WHERE id = ?"
)


class PlainCalls(Calls):
    """取号 and 叫号 by sqlite3 or psycopg: the queue's row is locked, who waits longest is called."""

    def __init__(self) -> None:
        super().__init__()
        if self.part == 0:
            for letter in LETTERS:  # a queue has its row of the day from the first number on
                super()._take(letter)
        connection.ensure_connection()
        self.raw: Any = connection.connection
        self.sqlite = connection.vendor == "sqlite"
        self.begin = "BEGIN IMMEDIATE" if self.sqlite else "BEGIN"
        self.lock = "" if self.sqlite else " FOR UPDATE"
        self.day, self.times = f"{NOW:%Y-%m-%d}", [self._minute(n) for n in range(10)]
        self.lines = self._names("letter", "hall_line")
        self.windows = self._names("number", "hall_window")

    def _minute(self, n: int) -> str:
        return f"{(NOW + timedelta(minutes=n)).astimezone(UTC):%Y-%m-%d %H:%M:%S}"

    def _sql(self, text: str, *values: Any) -> Any:
        return self.raw.execute(text if self.sqlite else text.replace("?", "%s"), values)

    def _names(self, name: str, table: str) -> dict[str, int]:
        of_site = f"{table} WHERE site_id = (SELECT id FROM hall_site WHERE code = ?)"
        found = self._sql(f"SELECT {name}, id FROM {of_site}", self.world.CENTRE_SITE)
        return {one: int(key) for one, key in found.fetchall()}

    def _note(self, ticket: int, seq: int, kind: str, before: str, at: str, data: str) -> None:
        who = "visitor:kiosk" if seq == 1 else "staff:0700"
        self._sql(NOTED, f"ticket:{ticket}", seq, f"ticket.{kind}", who, at, data, before, BLANK, at)

    def _take(self, letter: str) -> None:
        line, at = self.lines[letter], self.times[0]
        self._sql(self.begin)
        seq = self._sql(NUMBER, line, self.day).fetchone()[0]
        number, key = f"{letter}{seq:03}", secrets.token_urlsafe(16)
        ticket = self._sql(GIVEN, line, line, self.day, seq, number, key, at, at, BLANK).fetchone()[0]
        self._note(ticket, 1, "taken", BLANK, at, f'{{"number": "{number}", "source": "kiosk"}}')
        self._sql("COMMIT")

    def _call(self, letter: str, window: str) -> int:
        line, at = self.lines[letter], self.times[1]
        self._sql(self.begin)
        self._sql(COUNTED, line, self.day)
        ticket, rev, head = self._sql(FIRST, line, self.day).fetchone()
        self._sql(CALLED, rev + 1, BLANK, at, self.windows[window], at, window, ticket)
        self._note(ticket, rev + 1, "called", head, at, f'{{"window": "{window}"}}')
        self._sql("COMMIT")
        return int(ticket)

    def _go_on(self, ticket: int, state: str, kind: str, at: str, waited: Any, served: Any) -> None:
        self._sql(self.begin)
        rev, head = self._sql(ONE + self.lock, ticket).fetchone()
        self._sql(MOVED, state, rev + 1, BLANK, at, waited, served, ticket)
        self._note(ticket, rev + 1, kind, head, at, "{}")
        self._sql("COMMIT")

    def run(self, phase: int) -> int:
        """As `Calls.run`."""
        if phase == GIVE:
            return super().run(phase)
        if phase == CALL:
            own = range(self.part, WINDOWS, self.parts)
            self.called = [self._call(at, f"W{n:02}") for (at, _who), n in zip(self.clerks, own, strict=True)]
            return len(self.called)
        for ticket in self.called:
            self._go_on(ticket, "serving", "started", self.times[2], None, None)
            self._go_on(ticket, "done", "finished", self.times[9], 60, 420)
        return len(self.called) * 2


def contender() -> PlainCalls:
    """The contender of this module."""
    return PlainCalls()
