"""Writing licence types: each change is a new version; licences keep the version they were issued under."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yimen.rules import licences
from yimen.rules.authority import Actor, require_role
from yimen.rules.events import Kind
from yimen.rules.licences import LicenceSpec
from yimen.rules.terms import Role
from yimen.trail import actions as trail
from yimen.trail.usecase import use_case

from ..models import LicenceType, LicenceTypeItem, LicenceTypeVersion


@dataclass(frozen=True)
class TypeSaved:
    """The type's code and the number of its version in force."""

    code: str
    version: int


@use_case(TypeSaved)
def define_type(actor: Actor, data: Mapping[str, Any], *, now: datetime, once: str = "") -> TypeSaved:
    """Enter a licence type or a new version of it, in force at once for what is issued from now on. KEEPER.

    `data` is the stored form of LicenceSpec. The same again makes no version. Raises BadType, ItemTaken.
    """
    require_role(actor, Role.KEEPER, Role.ADMIN)
    spec = licences.check_type(LicenceSpec.from_dict(data))
    row, _ = LicenceType.objects.select_for_update().get_or_create(code=spec.code)
    latest = LicenceTypeVersion.objects.filter(type=row, number=row.version).first()
    if latest is not None and latest.spec == spec.to_dict() and row.active:
        return TypeSaved(row.code, row.version)
    _free_items(spec, row)
    row.name, row.material, row.version, row.active = spec.name, spec.material, row.version + 1, True
    row.save()
    LicenceTypeVersion.objects.create(
        type=row, number=row.version, spec=spec.to_dict(), at=now, by=actor.label
    )
    LicenceTypeItem.objects.filter(type=row).delete()
    LicenceTypeItem.objects.bulk_create(
        LicenceTypeItem(type=row, item=code, act=str(act)) for code, act in spec.items
    )
    _note(row, actor, now, {"act": "define", "version": row.version, "spec": spec.to_dict()})
    return TypeSaved(row.code, row.version)


@use_case(TypeSaved)
def retire_type(actor: Actor, code: str, reason: str, *, now: datetime, once: str = "") -> TypeSaved:
    """Issue no more licences of a type; those that stand stay good and can still be suspended or ended.

    KEEPER. Raises BadType.
    """
    require_role(actor, Role.KEEPER, Role.ADMIN)
    row = LicenceType.objects.select_for_update().filter(code=code).first()
    if row is None or not reason.strip():
        raise licences.BadType(what="停用", problem="没有填写")
    row.active = False
    row.save(update_fields=["active"])
    LicenceTypeItem.objects.filter(type=row, act__in=licences.MAKES_EDITIONS).delete()
    _note(row, actor, now, {"act": "retire", "reason": reason.strip()[:200]})
    return TypeSaved(row.code, row.version)


def _free_items(spec: LicenceSpec, row: LicenceType) -> None:
    wanted = [code for code, _ in spec.items]
    taken = LicenceTypeItem.objects.exclude(type=row).filter(item__in=wanted).select_related("type").first()
    if taken is not None:
        raise licences.ItemTaken(item=taken.item, name=taken.type.name)


def _note(row: LicenceType, actor: Actor, now: datetime, data: Mapping[str, Any]) -> None:
    trail.append(f"licence-type:{row.code}", Kind.LICENCE_TYPE_CHANGED, actor.label, now, data)
