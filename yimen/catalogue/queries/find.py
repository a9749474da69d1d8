"""Finding items by what people type, ranked by sum(weight × rarity); a large catalogue costs as a small one.

Of each term the CHAMPIONS items in which it weighs most are met; the MOST_RANKED best of these together are
ranked, and only they are looked up for the terms that more items have. So a word which half the catalogue
bears (许可, 办理) costs no more than one that a thousand items have. Below that size every hit counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection

from yimen.bureau.models import Department
from yimen.catalogue import search as words
from yimen.catalogue.models import Item, ItemVersion, SearchTerm
from yimen.rules.terms import ItemState

from . import rarity
from .browse import ItemRow, limit_of

#: A result that scores less than this part of the best one is noise.
FLOOR = 0.06
#: So many items of one term are met, and so many of all are ranked.
CHAMPIONS, MOST_RANKED = 1000, 1000


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


# part: what the champions of a term give; whole: of that, what no lookup has to replace.
_PART = (
    "SELECT * FROM (SELECT item_id, weight * %s AS part, weight * %s AS whole FROM {terms} "
    "WHERE term = %s ORDER BY weight DESC, item_id LIMIT {champions}) AS t{n}"
)
_SQL = """
WITH met AS (
  SELECT item_id, SUM(part) AS part, SUM(whole) AS whole FROM ({parts}) AS hits
  GROUP BY item_id ORDER BY SUM(part) DESC, item_id LIMIT {most}
),
scored AS ({scored}),
ranked AS (SELECT item_id, score, MAX(score) OVER () AS best FROM scored),
shown AS (
  SELECT i.code, i.state, i.type, i.filed, i.is_bundle, i.current_id, i.department_id, k.score
  FROM ranked k JOIN {items} i ON i.id = k.item_id {audience}
  WHERE i.state = %s {bundles}AND k.score >= k.best * {floor}
  ORDER BY k.score DESC, i.filed DESC, i.code
  LIMIT %s OFFSET %s
)
SELECT s.code, s.state, s.type, s.filed, d.credit_code, d.short_name, v.name, v.promise_type,
  v.promise_days, v.promise_unit, v.minutes, v.visits, v.online, s.is_bundle, s.score
FROM shown s
JOIN {versions} v ON v.id = s.current_id
JOIN {departments} d ON d.id = s.department_id
ORDER BY s.score DESC, s.filed DESC, s.code
"""
_ALL_MET = "SELECT item_id, whole AS score FROM met"
_LOOKED_UP = """
  SELECT m.item_id, m.whole + COALESCE((
    SELECT SUM(t.weight * c.w) FROM ({common}) AS c
    JOIN {terms} t ON t.item_id = m.item_id AND t.term = c.term
  ), 0) AS score
  FROM met m
"""
#: Only then is a version read before the page is cut: a join a hit is most of what a common word costs.
_AUDIENCE = {
    "person": "JOIN {versions} w ON w.id = i.current_id AND w.for_person",
    "enterprise": "JOIN {versions} w ON w.id = i.current_id AND w.for_enterprise",
}


def search(
    query: str, *, audience: str = "", offset: int = 0, limit: int = 20, bundles: bool = False
) -> Results:
    """Open items for what somebody typed, best first: words, pinyin, initials, slips of one sound. `bundles`:
    only these.

    Only the first 60 letters are read. One statement once the counts of its terms are known; none when there
    is nothing to look for.
    """
    asked = words.query_terms(query)
    sql, values = _statement(_weighted(asked), audience, bundles) if asked else ("", [])
    if not values:
        return Results(words.normalise(query), [], None)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, str(ItemState.ACTIVE), limit + 1, max(offset, 0)])
        rows = [_found(*row) for row in cursor.fetchall()]
    more = len(rows) > limit
    return Results(words.normalise(query), rows[:limit], offset + limit if more else None)


def _weighted(asked: dict[str, float]) -> list[tuple[str, float, bool]]:
    """(term, weight × rarity, whether more items have it than are met) of each term."""
    counts = rarity.having(asked)
    return [
        (term, weight * rarity.rarity(counts[""], counts[term]), counts[term] > CHAMPIONS)
        for term, weight in asked.items()
    ]


def _statement(terms: list[tuple[str, float, bool]], audience: str, bundles: bool) -> tuple[str, list[Any]]:
    """The statement and the values of its first part."""
    table, versions = SearchTerm._meta.db_table, ItemVersion._meta.db_table
    parts = " UNION ALL ".join(_PART.format(terms=table, champions=CHAMPIONS, n=n) for n in range(len(terms)))
    values = [one for term, weight, common in terms for one in (weight, 0.0 if common else weight, term)]
    scored = _ALL_MET
    if common := [(term, weight) for term, weight, common in terms if common]:
        listed = " UNION ALL ".join(["SELECT %s AS term, %s AS w"] * len(common))
        scored = _LOOKED_UP.format(common=listed, terms=table)
        values += [one for pair in common for one in pair]
    sql = _SQL.format(
        parts=parts, most=MOST_RANKED, scored=scored, floor=FLOOR, versions=versions,
        items=Item._meta.db_table, departments=Department._meta.db_table,
        audience=_AUDIENCE.get(audience, "").format(versions=versions),
        bundles="AND i.is_bundle " if bundles else "",
    )  # fmt: skip
    return sql, values


def _found(
    code: str, state: str, kind: str, filed: int, department: str, short: str, name: str, promise_type: str,
    days: int | None, unit: str, minutes: int, visits: int, online: bool, bundle: bool, score: float,
) -> Found:  # fmt: skip
    row = ItemRow(
        code, name, kind, state, department, short, promise_type, limit_of(days, unit), minutes, visits,
        bool(online), filed, bool(bundle),
    )  # fmt: skip
    return Found(row, float(score))
