"""The statements of a call as text that people can review: one clause a line, values left out."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection

SNAPSHOTS = Path(__file__).parent / "snapshots"
#: Set by `make snapshots`: write what is seen instead of comparing.
RENEW = "RENEW_SNAPSHOTS"
#: So many columns of one table in a row are written as one.
MOST_COLUMNS = 8
WIDTH = 118

_FRAMING = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO", "BEGIN", "COMMIT")
#: Read anew by the clock, not by the page: the keys that open sealed columns.
_BY_THE_CLOCK = 'FROM "keys_key"'
_CLAUSES = re.compile(
    r" (?=(?:FROM|WHERE|SET|VALUES|ORDER BY|GROUP BY|HAVING|LIMIT|RETURNING|FOR UPDATE|UNION|"
    r"(?:INNER |LEFT OUTER |CROSS )JOIN|WITH|SELECT)\b)"
)
_COLUMN = r'"(\w+)"\."\w+"(?: AS "\w+")?'
_SAME = re.compile(rf'{_COLUMN}(?:, "\1"\."\w+"(?: AS "\w+")?){{{MOST_COLUMNS},}}')
_INSERTED = re.compile(rf'(INSERT INTO "\w+") \((?:"\w+", ){{{MOST_COLUMNS},}}"\w+"\)')
_MARKS = re.compile(r"%s(?:, %s){2,}")
_ROWS = re.compile(r"(\([^()]*%s[^()]*\))(?:, \([^()]*%s[^()]*\))+")


def statements(call: Callable[[], Any]) -> list[str]:
    """What a call sends to the database, without the frame of the transaction and what the clock asks for."""
    seen: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        call()
    return [sql for sql in seen if not sql.startswith(_FRAMING) and _BY_THE_CLOCK not in sql]


def readable(sql: str) -> str:
    """One statement, a clause a line; long lists of columns and of values shortened."""
    flat = " ".join(sql.split())
    flat = _INSERTED.sub(r"\1 (…)", _SAME.sub(r'"\1".…', flat))
    flat = _ROWS.sub(r"\1, …", _MARKS.sub("%s, …", flat))
    return "\n".join(_wrapped(line) for line in _CLAUSES.sub("\n", flat).split("\n"))


def _wrapped(line: str) -> str:
    """A long clause goes on, further in, on the next line."""
    made, rest = [], line
    while len(rest) > WIDTH:
        at = max(rest.rfind(", ", 0, WIDTH) + 1, rest.rfind(" AND ", 0, WIDTH), rest.rfind(" OR ", 0, WIDTH))
        if at <= 0:
            break
        made.append(rest[:at])
        rest = "    " + rest[at:].lstrip()
    return "\n".join([*made, rest])


def difference(name: str, sent: list[str]) -> str:
    """How these statements differ from those reviewed; nothing where they do not, or are written anew."""
    path = SNAPSHOTS / f"{name}.{connection.vendor}.sql"
    seen = "\n\n".join(f"-- {n}\n{readable(sql)}" for n, sql in enumerate(sent, 1)) + "\n"
    if os.environ.get(RENEW):
        path.parent.mkdir(exist_ok=True)
        path.write_text(seen, encoding="utf-8")
        return ""
    kept = path.read_text(encoding="utf-8") if path.exists() else ""
    lines = difflib.unified_diff(kept.splitlines(), seen.splitlines(), "reviewed", "now", lineterm="", n=2)
    return "\n".join(lines)
