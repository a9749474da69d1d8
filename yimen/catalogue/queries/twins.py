"""Definitions that are likely the same, what stands for what, and the record of merges."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q

from yimen.catalogue.models import Material, MaterialMerge, MaterialUse
from yimen.rules import likeness
from yimen.rules.likeness import Definition
from yimen.rules.reuse import Canonical
from yimen.rules.terms import MaterialKind

#: So many names are compared with one at most: those that share a pair of letters with it, the newest last.
CANDIDATES = 5000


@dataclass(frozen=True)
class Twin:
    """A definition likely the same as another; `score` from 0.6 to 1."""

    one: Definition
    score: float


@dataclass(frozen=True)
class Group:
    """Definitions whose names have one core, the most used first; `mentions`: items that ask for them."""

    core: str
    members: tuple[Definition, ...]
    mentions: int


@dataclass(frozen=True)
class MergeRow:
    """One merge on record. `members`: names; `undone_at`: when it was taken back."""

    id: int
    code: str
    name: str
    members: tuple[str, ...]
    at: datetime
    by: str
    undone_at: datetime | None


def merged(codes: Iterable[str]) -> dict[str, Canonical]:
    """What stands for each of these codes, of those that were merged (one statement)."""
    wanted = sorted(set(codes) - {""})
    found = Material.objects.filter(code__in=wanted, merged_into__isnull=False)
    rows = found.values_list("code", "merged_into__code", "merged_into__name")
    return {code: Canonical(into, name) for code, into, name in rows}


def usable_days(codes: Iterable[str]) -> dict[str, int]:
    """Days for which a file of each definition counts, where its keeper says so: its own word, else that of
    the definition that stands for it (one statement)."""
    found = Material.objects.filter(code__in=sorted(set(codes)))
    rows = found.values_list("code", "usable_days", "merged_into__usable_days")
    said = {code: own if own is not None else above for code, own, above in rows}
    return {code: days for code, days in said.items() if days is not None}


def standing_for(code: str) -> list[Definition]:
    """The definitions that were merged into this one, by name."""
    rows = Material.objects.filter(merged_into__code=code).order_by("name", "code")
    return _definitions(list(rows), into=code)


def alike(code: str, *, text: str = "") -> list[Twin]:
    """Definitions likely the same as this one; with `text`, those with it in their name, likely or not."""
    row = Material.objects.filter(code=code, merged_into__isnull=True).first()
    if row is None or not likeness.may_merge(_plain(row)):
        return []
    if text:
        found = Material.objects.filter(merged_into__isnull=True, name__contains=text).exclude(pk=row.pk)
        listed = _definitions(list(found.order_by("code")[:50]))
        return [Twin(one, likeness.likeness(row.name, one.name)) for one in listed if likeness.may_merge(one)]
    near = [_plain(one) for one in _candidates(row)]
    close = [one.code for one, _score in likeness.alike(_plain(row), near, most=100)]
    counted = _definitions(list(Material.objects.filter(code__in=close)))
    return [Twin(one, score) for one, score in likeness.alike(_plain(row), counted)]


def _candidates(row: Material) -> list[Material]:
    core = row.plain
    pairs = {core[at : at + 2] for at in range(len(core) - 1)} or {core}
    near = Q()
    for pair in pairs:
        near |= Q(plain__contains=pair)
    found = Material.objects.filter(near, merged_into__isnull=True).exclude(plain="").order_by("code")
    return list(found[:CANDIDATES])


def groups(*, text: str = "", after: str = "", limit: int = 20) -> list[Group]:
    """Names with one core, keyset by the core; `text` is part of it. One more than `limit` where there is."""
    found = Material.objects.filter(merged_into__isnull=True, plain__gt=after).exclude(plain="")
    if text:
        found = found.filter(plain__contains=likeness.core_name(text) or text)
    counted = found.values("plain").annotate(n=Count("id")).filter(n__gt=1).order_by("plain")
    cores = [one["plain"] for one in counted[: limit + 1]]
    rows = Material.objects.filter(plain__in=cores, merged_into__isnull=True).order_by("code")
    by: dict[str, list[Definition]] = {core: [] for core in cores}
    for one in _definitions(list(rows)):
        by[likeness.core_name(one.name)].append(one)
    return [_group(core, members) for core, members in by.items() if len(members) > 1]


def _group(core: str, members: list[Definition]) -> Group:
    ordered = sorted(members, key=lambda one: (-one.items, one.code))
    return Group(core, tuple(ordered), sum(one.items for one in ordered))


def merges(*, before: int | None = None, limit: int = 50) -> list[MergeRow]:
    """Merges on record, newest first, keyset by id."""
    found = MaterialMerge.objects.select_related("into").order_by("-pk")
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found[:limit])
    codes = {one["code"] for row in rows for one in row.members}
    names = dict(Material.objects.filter(code__in=codes).values_list("code", "name"))
    return [
        MergeRow(
            row.pk, row.into.code, row.into.name, tuple(names.get(m["code"], m["code"]) for m in row.members),
            row.at, row.by, row.undone_at,
        )
        for row in rows
    ]  # fmt: skip


def _plain(row: Material, items: int = 0, into: str = "") -> Definition:
    return Definition(row.code, row.name, MaterialKind(row.kind), items, into)


def _definitions(rows: list[Material], into: str = "") -> list[Definition]:
    """With how many items ask for each in the version in force (one statement)."""
    in_force = MaterialUse.objects.filter(material__in=rows, version=F("version__item__current"))
    counts = dict(in_force.values_list("material").annotate(n=Count("id")))
    return [_plain(row, counts.get(row.pk, 0), into) for row in rows]
