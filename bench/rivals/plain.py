"""The rows that our actions write, written again by plain SQL.

One lifecycle is carried out by the actions while every table is watched: what each act inserted, and which
columns of which rows it changed. From that come the tightest statements that leave the same rows: one read
of the case (locked), one INSERT a table, one UPDATE a row with the changed columns only, one commit an act.
Nothing is computed: hashes, dates and documents are those of the first lifecycle, under another number.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from .ours import Ours

Rows = dict[Any, dict[str, Any]]


@dataclass(frozen=True)
class Insert:
    """Rows of one table, their old keys beside."""

    table: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    keys: tuple[Any, ...]

    def sql(self, mark: str) -> str:
        """One statement for all rows; answers with their keys."""
        heads = ", ".join(f'"{c}"' for c in self.columns)
        marks = f"({', '.join([mark] * len(self.columns))})"
        return f"INSERT INTO {self.table} ({heads}) VALUES {', '.join([marks] * len(self.rows))} RETURNING id"


@dataclass(frozen=True)
class Update:
    """The changed columns of one row."""

    table: str
    columns: tuple[str, ...]
    values: tuple[Any, ...]
    key: Any

    def sql(self, mark: str) -> str:
        """The changed columns of the row with this key."""
        sets = ", ".join(f'"{c}" = {mark}' for c in self.columns)
        return f"UPDATE {self.table} SET {sets} WHERE id = {mark}"


Script = tuple[Insert | Update, ...]


def _plain(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list)) else value


class Watcher:
    """Sees what changed in all tables between two looks."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            names = connection.introspection.table_names(cursor)
            relations = {n: connection.introspection.get_relations(cursor, n) for n in names}
        self.keys_to = {n: {c: to[1] for c, to in found.items()} for n, found in relations.items()}
        self.before = self._look(names)

    def _look(self, names: Iterable[str]) -> dict[str, Rows]:
        return {name: self._table(name) for name in names}

    def _table(self, name: str) -> Rows:
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{name}"')
            heads = [one[0] for one in cursor.description]
            if "id" not in heads:
                return {}
            return {row[heads.index("id")]: dict(zip(heads, map(_plain, row), strict=True)) for row in cursor}

    def changes(self) -> Script:
        """What happened since the last look."""
        now = self._look(self.before)
        made: list[Insert | Update] = []
        for table, rows in now.items():
            old = self.before[table]
            fresh = {key: row for key, row in rows.items() if key not in old}
            if fresh:
                columns = tuple(c for c in next(iter(fresh.values())) if c != "id")
                values = tuple(tuple(row[c] for c in columns) for row in fresh.values())
                made.append(Insert(table, columns, values, tuple(fresh)))
            for key in rows.keys() & old.keys():
                changed = tuple(c for c, v in rows[key].items() if old[key][c] != v)
                if changed:
                    made.append(Update(table, changed, tuple(rows[key][c] for c in changed), key))
        self.before = now
        return tuple(sorted(made, key=lambda one: one.table))


class Plain:
    """The same rows in as many transactions by sqlite3 or psycopg: no clock, no permission, no hash."""

    def __init__(self) -> None:
        ours = Ours()
        watcher = Watcher()
        self.number = ours.draft()
        self.draft = watcher.changes()
        self.acts = []
        for step in ours.steps(self.number):
            step()  # type: ignore[operator]
            self.acts.append(watcher.changes())
        self.keys_to = watcher.keys_to
        connection.ensure_connection()
        self.raw = connection.connection
        self.sqlite = connection.vendor == "sqlite"
        self.mark = "?" if self.sqlite else "%s"
        self.begin = "BEGIN IMMEDIATE" if self.sqlite else "BEGIN"
        lock = "" if self.sqlite else " FOR UPDATE"
        self.read = f"SELECT * FROM cases_case WHERE number = {self.mark}{lock}"
        self.count = 0
        self.made: dict[int, str] = {}

    def prepare(self, count: int) -> list[tuple[str, dict[tuple[str, Any], Any]]]:
        """Drafts by the same means."""
        made = []
        for _ in range(count):
            self.count += 1
            number = f"{self.number[:-7]}{self.count:07d}"
            keys: dict[tuple[str, Any], Any] = {}
            self._transact(self.draft, number, keys, read=False)
            made.append((number, keys))
        return made

    def run(self, prepared: list[tuple[str, dict[tuple[str, Any], Any]]]) -> None:
        """Seven transactions a lifecycle."""
        for number, keys in prepared:
            for script in self.acts:
                self._transact(script, number, keys)

    def _transact(
        self, script: Script, number: str, keys: dict[tuple[str, Any], Any], *, read: bool = True
    ) -> None:
        run: Callable[..., Any] = self.raw.execute
        run(self.begin)
        if read:
            run(self.read, (number,)).fetchone()
        for one in script:
            if isinstance(one, Insert):
                flat = [v for row in one.rows for v in self._values(one, row, number, keys)]
                found = run(self._sql(one), flat).fetchall()
                keys.update({(one.table, old): new[0] for old, new in zip(one.keys, found, strict=True)})
            else:
                key = keys.get((one.table, one.key), one.key)
                run(self._sql(one), (*self._values(one, one.values, number, keys), key))
        run("COMMIT")

    def _sql(self, one: Insert | Update) -> str:
        """The statement, made once."""
        made = self.made.get(id(one))
        if made is None:
            made = self.made[id(one)] = one.sql(self.mark)
        return made

    def _values(
        self, one: Insert | Update, row: Iterable[Any], number: str, keys: dict[tuple[str, Any], Any]
    ) -> list[Any]:
        """The values of one row for another case: its number wherever it stands, and the keys of its rows."""
        to = self.keys_to[one.table]
        made = []
        for column, value in zip(one.columns, row, strict=True):
            if column in to:
                value = keys.get((to[column], value), value)
            elif isinstance(value, str) and self.number in value:
                value = value.replace(self.number, number)
            made.append(value)
        return made


def contender() -> Plain:
    """The contender of this module."""
    return Plain()
