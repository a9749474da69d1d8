"""What need not be given: results of earlier stages, and the 区域评估 of the zone it lies in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from ..errors import Said
from ..item import MaterialUse
from ..likeness import core_name
from ..terms import MaterialKind
from .terms import Assessed

MADE_BY = "前面办出的，不用交：{name} {number}"
ASSESSED_BY = "区域评估已做，不用交：{zone} {document}"


@dataclass(frozen=True)
class Made:
    """A result that an earlier stage issued. `materials`: codes that its licence type stands for."""

    name: str
    number: str
    materials: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Assessment:
    """One 区域评估: done once for a zone, good through `valid_to`. `material`: the code that it spares."""

    kind: Assessed
    zone: str
    material: str
    document: str
    basis: str
    valid_from: date
    valid_to: date

    def holds(self, today: date) -> bool:
        """Whether it may be used today (both days included)."""
        return self.valid_from <= today <= self.valid_to


def made_for(materials: Iterable[MaterialUse], results: Collection[Made]) -> dict[str, Said]:
    """Material code → words of its source, for those that an earlier result is. A form is nobody's result."""
    out: dict[str, Said] = {}
    for use in materials:
        core = core_name(use.name)
        for one in results:
            named = bool(core) and use.kind is not MaterialKind.FORM and core_name(one.name) == core
            if named or use.code in one.materials:
                out[use.code] = Said(MADE_BY, {"name": one.name, "number": one.number})
    return out


def zone_for(
    materials: Iterable[MaterialUse], found: Iterable[Assessment], today: date
) -> Mapping[str, Said]:
    """Material code → words of its source, for those that a 区域评估 in force spares."""
    wanted = {use.code for use in materials}
    return {
        one.material: Said(ASSESSED_BY, {"zone": one.zone, "document": one.document})
        for one in found
        if one.material in wanted and one.holds(today)
    }
