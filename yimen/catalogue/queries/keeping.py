"""What the keeper's list shows beside each item: its findings, and the origins to filter by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Q

from yimen.catalogue.models import Item, Material, VersionFinding
from yimen.rules.quality import Severity
from yimen.rules.terms import VersionState


@dataclass(frozen=True)
class Marks:
    """How many findings the shown version of an item has: of the open draft where there is one."""

    errors: int = 0
    warnings: int = 0


def marks(codes: Iterable[str]) -> dict[str, Marks]:
    """Findings by item code (one statement); items without findings are left out."""
    shown = Q(version=F("version__item__current")) | ~Q(version__state=VersionState.PUBLISHED)
    found = VersionFinding.objects.filter(shown, version__item__code__in=list(codes))
    counts: dict[str, dict[int, list[int]]] = {}
    for code, number, severity in found.values_list("version__item__code", "version__number", "severity"):
        pair = counts.setdefault(code, {}).setdefault(number, [0, 0])
        pair[0 if severity == Severity.ERROR else 1] += 1
    return {code: Marks(*by_version[max(by_version)]) for code, by_version in counts.items()}


def origins() -> list[str]:
    """Where items came from (mapping of the import), without those entered by hand."""
    return list(
        Item.objects.exclude(origin="").values_list("origin", flat=True).distinct().order_by("origin")
    )


def sharing(material_codes: Iterable[str]) -> dict[str, int]:
    """How many items ask for each of these materials in their version in force (one statement)."""
    in_force = Q(uses__version=F("uses__version__item__current"))
    found = Material.objects.filter(code__in=list(material_codes)).annotate(n=Count("uses", filter=in_force))
    return dict(found.values_list("code", "n"))
