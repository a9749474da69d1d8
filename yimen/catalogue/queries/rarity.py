"""How rare a term is among the items in force, counted at most once in ten minutes in each process.

A count that is ten minutes old moves a rank a little and hides nothing: what is found is read from the rows.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable
from threading import Lock

from django.db.models import Count

from yimen.catalogue.models import Item, SearchTerm

#: Seconds for which a count serves, and how many terms a process remembers before it begins anew.
SERVES, MOST = 600.0, 20_000
#: Stands for the number of items in force; no term looks like this (see catalogue/search.py).
_ALL = ""
_counts: dict[str, tuple[float, int]] = {}
_guard = Lock()


def forget() -> None:
    """Count anew from now on."""
    with _guard:
        _counts.clear()


def having(terms: Iterable[str]) -> dict[str, int]:
    """How many items in force have each term (0 where none has), and under "" how many there are.

    One or two statements for what this process does not know, else none.
    """
    asked, now = {_ALL, *terms}, time.monotonic()
    with _guard:
        known = {term: _counts[term][1] for term in asked if term in _counts and _counts[term][0] > now}
    fresh = _counted(asked - known.keys())
    with _guard:
        if len(_counts) + len(fresh) > MOST:
            _counts.clear()
        _counts.update({term: (now + SERVES, count) for term, count in fresh.items()})
    return {**known, **fresh}


def _counted(terms: set[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    if _ALL in terms:
        found[_ALL] = Item.objects.filter(current__isnull=False).count()
    if wanted := sorted(terms - {_ALL}):
        rows = SearchTerm.objects.filter(term__in=wanted).values("term").annotate(n=Count("pk")).order_by()
        counts = dict(rows.values_list("term", "n"))
        found.update({term: counts.get(term, 0) for term in wanted})
    return found


def rarity(all_items: int, having_it: int) -> float:
    """ln(1 + items / items that have the term): what a hit counts by how rare it is."""
    return math.log(1 + all_items / max(1, having_it))
