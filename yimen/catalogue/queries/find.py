"""Finding items by what people type: one statement, ranked by sum(weight × rarity)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from yimen.bureau.models import Department
from yimen.catalogue import search as words
from yimen.catalogue.models import Item, ItemVersion, SearchTerm
from yimen.rules.terms import ItemState

from .browse import ItemRow, limit_of

#: A result that scores less than this part of the best one is noise.
FLOOR = 0.06


@dataclass(frozen=True)
class Found:
    """One result with its score."""

    row: ItemRow
    score: float


@dataclass(frozen=True)
class Results:
    """A page of results; `next` is the offset of the next page, None at the end."""

    query: str
    rows: list[Found]
    next: int | None


# q: terms typed; hits: terms met; rare: how many items have each (idf = ln(1 + items / having)).
_SQL = """
WITH q(term, w) AS (VALUES {values}),
hits AS (
  SELECT t.item_id, t.term, t.weight * q.w AS s FROM q JOIN {terms} t ON t.term = q.term
),
rare AS (
  SELECT term, LN(1 + (SELECT COUNT(*) FROM {items} WHERE current_id IS NOT NULL) * 1.0 / COUNT(*)) AS idf
  FROM hits GROUP BY term
),
scored AS (
  SELECT h.item_id, SUM(h.s * r.idf) AS score FROM hits h JOIN rare r ON r.term = h.term GROUP BY h.item_id
),
ranked AS (SELECT item_id, score, MAX(score) OVER () AS best FROM scored),
shown AS (
  SELECT i.code, i.state, i.type, i.filed, i.current_id, i.department_id, k.score
  FROM ranked k JOIN {items} i ON i.id = k.item_id {audience}
  WHERE i.state = %s AND k.score >= k.best * {floor}
  ORDER BY k.score DESC, i.filed DESC, i.code
  LIMIT %s OFFSET %s
)
SELECT s.code, s.state, s.type, s.filed, d.credit_code, d.short_name, v.name, v.promise_type,
  v.promise_days, v.promise_unit, v.minutes, v.visits, v.online, s.score
FROM shown s
JOIN {versions} v ON v.id = s.current_id
JOIN {departments} d ON d.id = s.department_id
ORDER BY s.score DESC, s.filed DESC, s.code
"""
#: Only then is a version read before the page is cut: a join a hit is most of what a common word costs.
_AUDIENCE = {
    "person": "JOIN {versions} w ON w.id = i.current_id AND w.for_person",
    "enterprise": "JOIN {versions} w ON w.id = i.current_id AND w.for_enterprise",
}


def search(query: str, *, audience: str = "", offset: int = 0, limit: int = 20) -> Results:
    """Open items for what somebody typed, best first: words, pinyin, initials, slips of one sound.

    Only the first 60 letters are read. One statement; none when there is nothing to look for.
    """
    terms = words.query_terms(query)
    if not terms:
        return Results(words.normalise(query), [], None)
    sql = _SQL.format(
        values=", ".join(["(%s, %s)"] * len(terms)),
        terms=SearchTerm._meta.db_table,
        items=Item._meta.db_table,
        versions=ItemVersion._meta.db_table,
        departments=Department._meta.db_table,
        floor=FLOOR,
        audience=_AUDIENCE.get(audience, "").format(versions=ItemVersion._meta.db_table),
    )
    values = [value for pair in terms.items() for value in pair]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, str(ItemState.ACTIVE), limit + 1, max(offset, 0)])
        rows = [_found(*row) for row in cursor.fetchall()]
    more = len(rows) > limit
    return Results(words.normalise(query), rows[:limit], offset + limit if more else None)


def _found(
    code: str, state: str, kind: str, filed: int, department: str, short: str, name: str, promise_type: str,
    days: int | None, unit: str, minutes: int, visits: int, online: bool, score: float,
) -> Found:  # fmt: skip
    row = ItemRow(
        code, name, kind, state, department, short, promise_type, limit_of(days, unit), minutes, visits,
        bool(online), filed,
    )  # fmt: skip
    return Found(row, float(score))
