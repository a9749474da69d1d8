"""What an import would do, without doing it: read whole by its mapping, compared with what is on file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from yimen.bureau import queries as bureau
from yimen.catalogue import importing
from yimen.catalogue.actions import _store
from yimen.catalogue.actions.importing import known_before
from yimen.catalogue.importing import Problem, Source
from yimen.catalogue.models import Item, ItemVersion
from yimen.rules import quality
from yimen.rules.item import ItemSpec
from yimen.rules.quality import Severity
from yimen.rules.terms import VersionState


@dataclass(frozen=True)
class Line:
    """One row of the file: its number, and the item it tells of."""

    row: int
    code: str
    name: str


@dataclass(frozen=True)
class Rehearsal:
    """What would be created, changed and left; departments that would be added; findings by rule."""

    rows: int
    created: list[Line]
    changed: list[Line]
    unchanged: int
    departments: list[str]
    notes: list[Problem]
    findings: dict[str, int]
    errors: int


def rehearse(source: Source) -> Rehearsal:
    """Read a file as the import would. Raises MappingUnknown, and ImportRefused with every problem."""
    plan = importing.plan(source, known_before())
    specs = plan.specs
    there = _on_file(spec.code for spec in specs)
    created = [Line(row, spec.code, spec.name) for row, spec in plan.rows if spec.code not in there]
    changed = [
        Line(row, spec.code, spec.name)
        for row, spec in plan.rows
        if spec.code in there and there[spec.code] != _store.digest(spec)
    ]
    counts, errors = _findings(specs)
    return Rehearsal(
        rows=len(plan.rows),
        created=created,
        changed=changed,
        unchanged=len(plan.rows) - len(created) - len(changed),
        departments=_fresh(plan.bodies),
        notes=plan.notes,
        findings=counts,
        errors=errors,
    )


def _on_file(codes: Iterable[str]) -> dict[str, str]:
    """Digest of the newest published version by item code; "" for an item that has none."""
    wanted, found = list(codes), dict[str, str]()
    for start in range(0, len(wanted), _store.BATCH):
        part = wanted[start : start + _store.BATCH]
        found.update(dict.fromkeys(Item.objects.filter(code__in=part).values_list("code", flat=True), ""))
        rows = ItemVersion.objects.filter(item__code__in=part, state=VersionState.PUBLISHED)
        found.update(dict(rows.order_by("number").values_list("item__code", "digest")))
    return found


def _fresh(bodies: Iterable[importing.Body]) -> list[str]:
    listed = list(bodies)
    there = bureau.department_names(body.code for body in listed)
    return [body.name for body in listed if body.code not in there]


def _findings(specs: Iterable[ItemSpec]) -> tuple[dict[str, int], int]:
    counts: Counter[str] = Counter()
    errors = 0
    for spec in specs:
        found = quality.check(spec)
        counts.update(one.code for one in found)
        errors += sum(1 for one in found if one.severity is Severity.ERROR)
    return {rule.code: counts[rule.code] for rule in quality.RULES if counts[rule.code]}, errors
