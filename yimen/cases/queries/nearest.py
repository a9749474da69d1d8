"""The nearest rows of several desks: what every inbox is, as one statement that stays quick.

An index holds each desk in the order of its deadlines, but asking for several desks at once makes a database
read all that waits there and sort it. So each desk gives its first rows, from the index alone, and these few
are put in order: the work grows with the desks of the reader, never with what waits at them. On SQLite, which
has no LATERAL, the desks are named one by one; rows without a deadline come last on both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

#: The last row of the page before: its deadline (None for one without) and id.
After = tuple[datetime | None, int] | None
#: SQLite puts at most 500 parts together in one statement; two of them serve a desk.
MOST_DESKS = 240


@dataclass(frozen=True)
class Shelf:
    """A table whose rows wait at desks: `column` names the desk, `waits` is the condition of its index."""

    table: str
    column: str
    waits: str


CASES = Shelf("cases_case", "desk", "NOT (desk = '')")
SEATS = Shelf("cases_seat", "desk", "is_open")
SEATS_BY_NAME = Shelf("cases_seat", "staff", "is_open AND NOT (staff = '')")


def nearest(
    shelf: Shelf, desks: Sequence[str], after: After, limit: int, only: str = "", values: Sequence[Any] = ()
) -> RawSQL:
    """The ids of the first `limit` rows at these desks after a place, nearest deadline first.

    `only`: one more condition in SQL, with its `values`.
    """
    parts, filled = [], []
    for dated, beyond, place in _parts(after):
        where = " AND ".join(one for one in (shelf.waits, only, dated, beyond) if one)
        sql, given = _of_each(shelf, desks, where, [*values, *place], limit)
        parts.append(sql)
        filled += given
    together = " UNION ALL ".join(parts)
    order = "due_at IS NULL, due_at, id"
    return RawSQL(f"SELECT id FROM ({together}) AS found ORDER BY {order} LIMIT {limit:d}", filled)  # noqa: S608, S611


def _parts(after: After) -> list[tuple[str, str, list[Any]]]:
    """Rows with a deadline and rows without, each after the place: condition, place, values of the place."""
    undated = "due_at IS NULL"
    if after is None:
        return [("due_at IS NOT NULL", "", []), (undated, "", [])]
    at, last = after
    if at is None:
        return [(undated, "id > %s", [last])]
    stored = connection.ops.adapt_datetimefield_value(at)
    return [("due_at IS NOT NULL", "(due_at, id) > (%s, %s)", [stored, last]), (undated, "", [])]


def _of_each(
    shelf: Shelf, desks: Sequence[str], where: str, values: Sequence[Any], limit: int
) -> tuple[str, list[Any]]:
    """The first rows of each desk: SQL and its values."""
    rows = (
        f"SELECT id, due_at FROM {shelf.table} WHERE {shelf.column} = %s AND {where} "  # noqa: S608
        f"ORDER BY due_at, id LIMIT {limit:d}"
    )
    if connection.vendor == "postgresql":
        each = rows.replace("= %s", "= at.desk", 1)
        lateral = f"unnest(%s::text[]) AS at(desk) CROSS JOIN LATERAL ({each}) AS first"
        return f"SELECT first.id, first.due_at FROM {lateral}", [list(desks), *values]  # noqa: S608
    if len(desks) > MOST_DESKS:
        marks = ", ".join(["%s"] * len(desks))
        return f"SELECT * FROM ({rows.replace('= %s', f'IN ({marks})', 1)})", [*desks, *values]  # noqa: S608
    terms = " UNION ALL ".join([f"SELECT * FROM ({rows})"] * len(desks))  # noqa: S608
    return terms, [value for desk in desks for value in (desk, *values)]
