"""The nearest rows of several desks: what every inbox is, as one statement that stays quick.

An index holds each desk in the order of its deadlines, but asking for several desks at once makes a database
read all that waits there and sort it. So it is done as one would by hand. Of each desk the first rows are
looked at, just enough of them that all desks together fill a page; where that page ends no later deadline can
matter, so each desk then gives what is due until there. Rows without a deadline come last and are looked for
only where the others do not fill the page. The work grows with the desks of the reader and with the page,
never with what waits.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

#: The last row of the page before: its deadline (None for one without) and id.
After = tuple[datetime | None, int] | None
#: So many pages all desks together show first. One would do; a few more find an earlier end of the page.
LOOKED_AT = 3


@dataclass(frozen=True)
class Shelf:
    """A table whose rows wait at desks: `column` names the desk, `waits` is the condition of its index."""

    table: str
    column: str
    waits: str


CASES = Shelf("cases_case", "desk", "NOT (desk = '')")
SEATS = Shelf("cases_seat", "desk", "is_open")
#: What somebody urges: a few of what waits, found without walking past the rest.
URGED = Shelf("cases_seat", "desk", "is_open AND urged > 0")
SEATS_BY_NAME = Shelf("cases_seat", "staff", "is_open AND NOT (staff = '')")

#: Which rows of each desk: SQL and its values.
_Part = tuple[str, list[Any]]


@dataclass(frozen=True)
class _Asked:
    """What is asked of every desk alike."""

    shelf: Shelf
    desks: Sequence[str]
    only: str
    values: Sequence[Any]

    def of_each(self, count: int, which: str, values: Sequence[Any] = (), *, once: str = "TRUE") -> _Part:
        """The first `count` rows of each desk (id, due_at) by their deadlines; none at all unless `once`."""
        where = " AND ".join(one for one in (self.shelf.waits, self.only, which) if one)
        table, column = self.shelf.table, self.shelf.column
        rows = f"FROM {table} WHERE {column} = at.value AND {where} ORDER BY due_at, id LIMIT {count:d}"
        if connection.vendor == "postgresql":
            each = f"unnest(%s::text[]) AS at(value) CROSS JOIN LATERAL (SELECT id, due_at {rows}) AS one"
            given: Any = list(self.desks)
            sql = f"SELECT one.id, one.due_at FROM {each} WHERE {once}"  # noqa: S608
        else:  # SQLite has no LATERAL, but a list of ids that depends on the row beside it
            each = f"json_each(%s) AS at CROSS JOIN {table} AS one WHERE one.id IN (SELECT id {rows})"
            given = json.dumps(self.desks)
            sql = f"SELECT one.id, one.due_at FROM {each} AND {once}"  # noqa: S608
        return sql, [given, *self.values, *values]


def nearest(
    shelf: Shelf, desks: Sequence[str], after: After, limit: int, only: str = "", values: Sequence[Any] = ()
) -> RawSQL:
    """The ids of the first `limit` rows at these desks after a place, nearest deadline first.

    `only`: one more condition in SQL, with its `values`.
    """
    asked = _Asked(shelf, list(desks), only, values)
    with_, filled = _dated(asked, after, limit)
    undated, more = _undated(asked, after, limit)
    both = f"SELECT id, due_at FROM dated UNION ALL {undated}"  # noqa: S608 - names of our own
    order = "due_at IS NULL, due_at, id"
    sql = f"{with_} SELECT id FROM ({both}) AS found ORDER BY {order} LIMIT {limit:d}"  # noqa: S608 - as above
    return RawSQL(sql, [*filled, *more])  # noqa: S611 - as above


def _dated(asked: _Asked, after: After, limit: int) -> _Part:
    """The clause WITH that holds, as `dated`, the rows with a deadline of which a page is made."""
    if after is not None and after[0] is None:
        return f"WITH dated AS (SELECT id, due_at FROM {asked.shelf.table} WHERE id = 0)", []  # noqa: S608
    which, values = "due_at IS NOT NULL", []
    if after is not None:
        which = "(due_at, id) > (%s, %s)"
        values = [connection.ops.adapt_datetimefield_value(after[0]), after[1]]
    enough = -(-LOOKED_AT * limit // len(asked.desks))
    if enough >= limit:
        sql, filled = asked.of_each(limit, which, values)
        return f"WITH dated AS ({sql})", filled
    first, filled = asked.of_each(enough, which, values)
    edge = f"SELECT due_at FROM first ORDER BY due_at LIMIT 1 OFFSET {limit - 1:d}"  # noqa: S608
    far = "'infinity'::timestamptz" if connection.vendor == "postgresql" else "'9999-12-31'"
    until = f"due_at <= COALESCE((SELECT due_at FROM edge), {far})"  # noqa: S608
    dated, more = asked.of_each(limit, f"{which} AND {until}", values)
    return f"WITH first AS ({first}), edge AS ({edge}), dated AS ({dated})", [*filled, *more]


def _undated(asked: _Asked, after: After, limit: int) -> _Part:
    """Rows without a deadline, where those with one do not fill the page."""
    room = f"NOT EXISTS (SELECT 1 FROM dated LIMIT 1 OFFSET {limit - 1:d})"  # noqa: S608
    beyond = after is not None and after[0] is None
    which = "due_at IS NULL AND id > %s" if beyond else "due_at IS NULL"
    return asked.of_each(limit, which, [after[1]] if beyond and after else [], once=room)
