"""What a keeper reads while composing a bundle: its members as they are in force, and which items to add."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Count, F

from yimen.catalogue.models import Item, MaterialUse
from yimen.rules.bundle import NO_LICENCE, BundleSpec, Issued, Part
from yimen.rules.item import ItemSpec
from yimen.rules.terms import ItemState, MaterialKind

from .browse import ItemRow, by_codes
from .find import search

#: Materials that more items than these ask for (身份证) say nothing of whether two belong together.
COMMON = 400
#: So many of the chosen items' materials are looked at.
MOST_LOOKED_AT = 300


@dataclass(frozen=True)
class Composed:
    """The members of a bundle as they are in force; `closed`: codes nobody could apply for."""

    parts: tuple[Part, ...]
    closed: tuple[str, ...]


@dataclass(frozen=True)
class Neighbour:
    """An item that shares materials with those chosen, and how many."""

    row: ItemRow
    shared: int


def composed(bundle: BundleSpec, issues: Mapping[str, Issued]) -> Composed:
    """The members by the versions in force, in the order in which they are written (one statement)."""
    codes = [one.item for one in bundle.members]
    rows = Item.objects.filter(code__in=codes, is_bundle=False, state=ItemState.ACTIVE, current__isnull=False)
    found = {code: (pk, stored) for code, pk, stored in rows.values_list("code", "current", "current__spec")}
    specs = {code: ItemSpec.from_dict(stored) for code, (_pk, stored) in found.items()}
    parts = [
        Part(one, specs[one.item], frozenset(made.materials), found[one.item][0], made.face)
        for one in bundle.members
        for made in [issues.get(one.item, NO_LICENCE)]
        if one.item in found
    ]
    return Composed(tuple(parts), tuple(dict.fromkeys(code for code in codes if code not in found)))


def joinable(text: str, *, limit: int = 12) -> list[ItemRow]:
    """Open items that may become members, for what a keeper typed: words, or the whole code."""
    exact = [row for row in by_codes([text.strip()]) if row.state == ItemState.ACTIVE]
    found = [*exact, *(one.row for one in search(text, limit=2 * limit).rows)]
    return list({row.code: row for row in found if not row.is_bundle}.values())[:limit]


def neighbours(codes: Collection[str], *, limit: int = 6) -> list[Neighbour]:
    """The open items that share most materials with these, forms and what everybody asks for left out."""
    in_force = MaterialUse.objects.filter(version=F("version__item__current"))
    asked = in_force.filter(version__item__code__in=list(codes)).exclude(material__kind=MaterialKind.FORM)
    looked = list(asked.values_list("material", flat=True).distinct()[:MOST_LOOKED_AT])
    counted = in_force.filter(material__in=looked).values("material").annotate(n=Count("pk"))
    telling = [one["material"] for one in counted if 1 < one["n"] <= COMMON]
    open_items = in_force.filter(
        material__in=telling, version__item__state=ItemState.ACTIVE, version__item__is_bundle=False
    ).exclude(version__item__code__in=list(codes))
    shared = open_items.values("version__item__code").annotate(n=Count("material", distinct=True))
    best = dict(shared.order_by("-n", "version__item__code").values_list("version__item__code", "n")[:limit])
    return [Neighbour(row, best[row.code]) for row in by_codes(list(best))]
