"""Figures about the open items, for the home page: counted by the database, never written by hand."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from yimen.catalogue.models import Item
from yimen.rules.item import Limit
from yimen.rules.measures import Compression, compression
from yimen.rules.terms import ItemState, Promise, Unit
from yimen.trail import rows as ready


@dataclass(frozen=True)
class Figures:
    """Open items: all of them, those done online, those done on the spot, and promise against law."""

    open: int
    online: int
    instant: int
    compression: Compression


@dataclass(frozen=True)
class Filing:
    """Open items: all of them, those filed online, those booked for; and by code and name the first of those
    that are not, for whoever mends it."""

    open: int
    online: int
    bookable: int
    offline: tuple[tuple[str, str], ...]
    unbookable: tuple[tuple[str, str], ...]


def filing(most: int = 20) -> Filing:
    """How many items can be filed online and booked (HY7: all of them); five statements."""
    off, shut = _open().filter(current__online=False), _open().filter(current__spec__bookable=False)
    every = _open().count()
    named = tuple(
        tuple(one.order_by("code").values_list("code", "current__name")[:most]) for one in (off, shut)
    )
    return Filing(every, every - off.count(), every - shut.count(), *named)


def figures() -> Figures:
    """Two statements over the versions in force of the open items."""
    every, online, instant = _COUNTS.first() or (0, 0, 0)
    pairs = (
        (Limit(p, Unit(pu)), Limit(law, Unit(lu)))
        for p, pu, law, lu in _LIMITS.rows()
        if p is not None and law is not None
    )
    return Figures(every, online, instant, compression(pairs))


def open_items() -> list[tuple[str, str]]:
    """Code and department (credit code) of each open item, bundles left out (one statement)."""
    return list(_open().order_by("code").values_list("code", "department__credit_code"))


def _open() -> QuerySet[Item]:
    return Item.objects.filter(state=ItemState.ACTIVE, current__isnull=False, is_bundle=False)


_COUNTS = ready.Ready(
    lambda: (
        _open()
        .values("state")
        .annotate(
            every=Count("pk"),
            online=Count("pk", filter=Q(current__online=True)),
            instant=Count("pk", filter=Q(current__promise_type=Promise.INSTANT)),
        )
        .order_by()
        .values_list("every", "online", "instant")
    )
)
_LIMITS = ready.Ready(
    lambda: (
        _open()
        .filter(current__promise_days__isnull=False, current__legal_days__isnull=False)
        .values_list(
            "current__promise_days", "current__promise_unit", "current__legal_days", "current__legal_unit"
        )
    )
)
