"""Shared definitions: one material for all items, one data element for all forms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yimen.bureau.models import Department
from yimen.catalogue.models import DataElement, Material
from yimen.catalogue.refusals import DepartmentUnknown, ElementTypedOtherwise, MaterialNamedOtherwise
from yimen.rules import likeness
from yimen.rules.authority import Actor
from yimen.rules.events import Kind
from yimen.rules.item import BadSpec, FieldUse, ItemSpec, MaterialUse
from yimen.rules.terms import FieldType, MaterialForm, MaterialKind, Source
from yimen.trail import actions as trail
from yimen.trail.usecase import use_case

from . import _store

#: Definitions are told in one stream: they belong to no single item.
STREAM = "catalogue"


@dataclass(frozen=True)
class Defined:
    """What a definition is now called by, and whether it is new."""

    code: str
    created: bool


@use_case(Defined)
def define_material(
    actor: Actor,
    code: str,
    name: str,
    *,
    kind: str = MaterialKind.OTHER,
    form: str = MaterialForm.EITHER,
    source: str = Source.APPLICANT,
    issuer: str = "",
    exempt_by: str = "",
    hint: str = "",
    usable_days: int | None = None,
    now: datetime,
    once: str = "",
) -> Defined:
    """Create or change a shared material. Published versions keep the words they were published with.

    `usable_days`: how many days a given file counts; None for what its kind says. Files that are on file keep
    the end they were given. Raises NotPermitted, BadSpec, DaysOutOfRange.
    """
    _store.require_keeper(actor)
    _known(MaterialKind, kind, "kind")
    _known(MaterialForm, form, "form")
    _known(Source, source, "source")
    _named(code, name)
    likeness.require_days(usable_days)
    _row, created = Material.objects.update_or_create(
        code=code,
        defaults={
            "name": name, "kind": str(kind), "form": str(form), "source": str(source), "issuer": issuer,
            "exempt_by": exempt_by, "hint": hint, "plain": _core(name, kind), "usable_days": usable_days,
        },
    )  # fmt: skip
    trail.append(STREAM, Kind.ITEM_DRAFTED, actor.label, now, {"material": code, "name": name})
    return Defined(code, created)


@use_case(Defined)
def define_element(
    actor: Actor,
    key: str,
    label: str,
    field_type: str,
    *,
    detail: dict[str, Any] | None = None,
    now: datetime,
    once: str = "",
) -> Defined:
    """Create or change a shared data element; `detail` keeps hint, options, pattern and bounds.

    Raises NotPermitted, BadSpec, and ElementTypedOtherwise when a form already asks it in another type.
    """
    _store.require_keeper(actor)
    _known(FieldType, field_type, "type")
    _named(key, label)
    before = DataElement.objects.filter(key=key).first()
    if before is not None and before.type != str(field_type):
        raise ElementTypedOtherwise(element=key, label=before.label, type=before.type, given=str(field_type))
    _row, created = DataElement.objects.update_or_create(
        key=key, defaults={"label": label, "type": str(field_type), "detail": detail or {}}
    )
    trail.append(STREAM, Kind.ITEM_DRAFTED, actor.label, now, {"element": key, "name": label})
    return Defined(key, created)


def _named(code: str, name: str) -> None:
    if not code.strip() or not name.strip():
        raise BadSpec(where=code or "?", problem="要有代码和名称")


def _known(table: Any, value: str, where: str) -> None:
    if str(value) not in {str(one.value) for one in table}:
        raise BadSpec(where=f"{where} = {value}", problem="没有这个代码")


def settle(specs: Iterable[ItemSpec]) -> dict[str, Material]:
    """Define what these specs name inline and is not on file yet; the materials by code.

    Raises MaterialNamedOtherwise or ElementTypedOtherwise where a spec contradicts a shared definition.
    """
    kept = list(specs)
    _settle_elements([use for spec in kept for use in spec.form])
    return _settle_materials([use for spec in kept for use in spec.materials])


def _settle_materials(uses: list[MaterialUse]) -> dict[str, Material]:
    known = _materials({use.code for use in uses})
    fresh: dict[str, Material] = {}
    for use in uses:
        one = known.get(use.code) or fresh.get(use.code)
        if one is None:
            fresh[use.code] = _material(use)
        elif one.name != use.name:
            raise MaterialNamedOtherwise(material=use.code, name=one.name, given=use.name)
    Material.objects.bulk_create(fresh.values(), batch_size=_store.BATCH)
    return {**known, **fresh}


def _materials(codes: set[str]) -> dict[str, Material]:
    listed, found = sorted(codes), {}
    for start in range(0, len(listed), _store.BATCH):
        part = Material.objects.filter(code__in=listed[start : start + _store.BATCH])
        found.update({one.code: one for one in part})
    return found


def _material(use: MaterialUse) -> Material:
    _named(use.code, use.name)
    return Material(
        code=use.code, name=use.name, kind=str(use.kind), form=str(use.form), source=str(use.source),
        exempt_by=use.exempt_by, hint=use.hint[:500], plain=_core(use.name, use.kind),
    )  # fmt: skip


def _core(name: str, kind: str) -> str:
    """What its likely twins are found by; nothing for a form."""
    return "" if kind == MaterialKind.FORM else likeness.core_name(name)[:300]


def _settle_elements(uses: list[FieldUse]) -> None:
    listed = sorted({use.key for use in uses})
    known = {one.key: one for one in DataElement.objects.filter(key__in=listed)}
    fresh: dict[str, DataElement] = {}
    for use in uses:
        one = known.get(use.key) or fresh.get(use.key)
        if one is None:
            fresh[use.key] = _element(use)
        elif one.type != str(use.type):
            raise ElementTypedOtherwise(element=use.key, label=one.label, type=one.type, given=str(use.type))
    DataElement.objects.bulk_create(fresh.values(), batch_size=_store.BATCH)


def _element(use: FieldUse) -> DataElement:
    _named(use.key, use.label)
    detail = {"hint": use.hint, "pattern": use.pattern, "options": [list(pair) for pair in use.options]}
    return DataElement(
        key=use.key, label=use.label, type=str(use.type), detail={k: v for k, v in detail.items() if v}
    )


def department_ids(specs: Iterable[ItemSpec]) -> dict[str, int]:
    """Ids of the departments that these specs and their steps name. Raises DepartmentUnknown."""
    named = {}
    for spec in specs:
        named[spec.department] = spec.code
        named.update({step.department: step.name for step in spec.steps if step.department})
    ids = dict(Department.objects.filter(credit_code__in=list(named)).values_list("credit_code", "pk"))
    for code, where in named.items():
        if code not in ids:
            raise DepartmentUnknown(where=where, department=code)
    return ids
