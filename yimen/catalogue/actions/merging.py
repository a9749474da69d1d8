"""合并统一材料: several definitions become one for reuse; pinned versions keep their codes and words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yimen.catalogue.models import Material, MaterialMerge
from yimen.rules import likeness
from yimen.rules.authority import Actor
from yimen.rules.events import Kind
from yimen.rules.likeness import Definition, MergeUndone, MergeUnknown
from yimen.rules.terms import MaterialKind
from yimen.trail import actions as trail
from yimen.trail.usecase import use_case

from . import _store
from .define import STREAM


@dataclass(frozen=True)
class Merged:
    """A merge: its number, the code that stands, how many stand under it by this merge."""

    id: int
    into: str
    members: int


@use_case(Merged)
def merge_materials(actor: Actor, into: str, codes: list[str], *, now: datetime, once: str = "") -> Merged:
    """Let one definition stand for others from now on; what stood under them stands under it.

    Raises NotPermitted, MergeUnknown, MergeWithItself, MergeTooMany, MergeOfForms, AlreadyMerged.
    """
    _store.require_keeper(actor)
    rows = _locked({into, *codes})
    if set(rows) != {into, *codes}:
        raise MergeUnknown()
    facts = {code: _definition(row) for code, row in rows.items()}
    members = {code: facts[code] for code in rows if code != into}
    likeness.require_merge(facts[into], members, _names(rows))
    above = [rows[code].pk for code in members]
    below = Material.objects.select_for_update(of=("self",)).filter(merged_into__in=above)
    told = [{"code": code, "was": ""} for code in sorted(members)]
    parents = {row.pk: code for code, row in rows.items()}
    told += [{"code": one.code, "was": parents[one.merged_into_id or 0]} for one in below.order_by("code")]
    Material.objects.filter(code__in=[one["code"] for one in told]).update(merged_into=rows[into])
    made = MaterialMerge.objects.create(into=rows[into], members=told, at=now, by=actor.label)
    data = {"merge": made.pk, "into": into, "members": [one["code"] for one in told]}
    trail.append(STREAM, Kind.MATERIALS_MERGED, actor.label, now, data)
    return Merged(made.pk, into, len(told))


@use_case(Merged)
def undo_merge(actor: Actor, merge: int, *, now: datetime, once: str = "") -> Merged:
    """Let each stand where it stood before. Done again it changes nothing.

    Raises NotPermitted, MergeUnknown; MergeUndone where a later merge stands on this one.
    """
    _store.require_keeper(actor)
    locked = MaterialMerge.objects.select_for_update(of=("self",)).select_related("into")
    found = locked.filter(pk=merge).first()
    if found is None:
        raise MergeUnknown()
    was = {one["code"]: one["was"] for one in found.members}
    if found.undone_at is None:
        _part(found, was)
        found.undone_at, found.undone_by = now, actor.label
        found.save(update_fields=["undone_at", "undone_by"])
        data = {"merge": found.pk, "into": found.into.code, "members": sorted(was)}
        trail.append(STREAM, Kind.MATERIALS_PARTED, actor.label, now, data)
    return Merged(found.pk, found.into.code, len(was))


def _part(found: MaterialMerge, was: dict[str, str]) -> None:
    rows = _locked({*was, *was.values()} - {""})
    members = [rows[code] for code in sorted(was)]
    stray = next((row for row in members if row.merged_into_id != found.into_id), None)
    if stray is not None:
        into = stray.merged_into
        raise MergeUndone(name=found.into.name, into=into.name if into else stray.name)
    for code, before in was.items():
        rows[code].merged_into = rows[before] if before else None
    Material.objects.bulk_update(members, ["merged_into"])


def _locked(codes: set[str]) -> dict[str, Material]:
    """Rows by code, held in one order so that two keepers never wait for each other in a ring."""
    rows = Material.objects.select_for_update(of=("self",)).filter(code__in=codes).order_by("pk")
    return {row.code: row for row in rows}


def _names(rows: dict[str, Material]) -> dict[str, str]:
    """Names of what these stand under, by code."""
    ids = [row.merged_into_id for row in rows.values() if row.merged_into_id]
    return dict(Material.objects.filter(pk__in=ids).values_list("code", "name")) if ids else {}


def _definition(row: Material) -> Definition:
    into = row.merged_into.code if row.merged_into else ""
    return Definition(row.code, row.name, MaterialKind(row.kind), into=into)
