"""Shared definitions: materials, who else uses one, data elements."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, Q

from yimen.catalogue.models import DataElement, Material, MaterialUse


@dataclass(frozen=True)
class MaterialRow:
    """One shared material; `items` counts the items whose version in force asks for it."""

    code: str
    name: str
    kind: str
    form: str
    source: str
    issuer: str
    exempt_by: str
    hint: str
    items: int
    usable_days: int | None = None
    into: str = ""
    into_name: str = ""


@dataclass(frozen=True)
class Usage:
    """One item that asks for a material in its version in force."""

    code: str
    name: str
    department_short: str
    need: str


@dataclass(frozen=True)
class ElementRow:
    """One shared data element; `detail` keeps hint, options, pattern."""

    key: str
    label: str
    type: str
    detail: dict[str, object]


_IN_FORCE = Q(uses__version=F("uses__version__item__current"))


def materials(
    *, text: str = "", after: str = "", limit: int = 50, standing: bool = False
) -> list[MaterialRow]:
    """Shared materials by code, keyset; `text` is part of the name or the start of the code; `standing`:
    leave out those that were merged into another."""
    found = Material.objects.select_related("merged_into").annotate(items=Count("uses", filter=_IN_FORCE))
    if text:
        found = found.filter(Q(name__contains=text) | Q(code__startswith=text))
    if standing:
        found = found.filter(merged_into__isnull=True)
    return [_material(one, one.items) for one in found.filter(code__gt=after).order_by("code")[:limit]]


def material(code: str) -> MaterialRow | None:
    """One shared material by its code, or None."""
    counted = Material.objects.select_related("merged_into").annotate(items=Count("uses", filter=_IN_FORCE))
    one = counted.filter(code=code).first()
    return _material(one, one.items) if one else None


def _material(one: Material, items: int) -> MaterialRow:
    return MaterialRow(
        one.code, one.name, one.kind, one.form, one.source, one.issuer, one.exempt_by, one.hint, items,
        one.usable_days, *((one.merged_into.code, one.merged_into.name) if one.merged_into else ()),
    )  # fmt: skip


def usage(material_code: str, *, after: str = "", limit: int = 50) -> list[Usage]:
    """Who else uses a material: items by code, keyset; versions in force only."""
    found = MaterialUse.objects.filter(
        material__code=material_code, version=F("version__item__current"), version__item__code__gt=after
    ).order_by("version__item__code")[:limit]
    columns = ("version__item__code", "version__name", "version__item__department__short_name", "need")
    return [Usage(*values) for values in found.values_list(*columns)]


def elements(*, text: str = "") -> list[ElementRow]:
    """All shared data elements by label; `text` is part of the label or the start of the key."""
    found = DataElement.objects.order_by("label", "key")
    if text:
        found = found.filter(Q(label__contains=text) | Q(key__startswith=text))
    return [ElementRow(one.key, one.label, one.type, one.detail) for one in found]
