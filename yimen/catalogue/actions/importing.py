"""导入: a foreign catalogue goes in whole or not at all, in one transaction, and leaves a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils import timezone

from yimen.bureau import actions as bureau
from yimen.bureau.models import Department
from yimen.catalogue import importing
from yimen.catalogue.importing.totals import totals
from yimen.catalogue.models import ImportRun, ItemVersion, Material
from yimen.rules import quality
from yimen.rules.authority import Actor
from yimen.rules.codes import credit_code_ok
from yimen.rules.events import Kind
from yimen.trail import actions as trail
from yimen.trail.usecase import use_case

from . import _store, define
from .bulk import Bulk, Progress, bulk_publish

CREDIT_WARNING = "统一社会信用代码 {code} 的校验位不对，先收下"
JOINT_WARNING = "联办机构：导入时按名称建立，代码不是统一社会信用代码"


@dataclass(frozen=True)
class Imported:
    """What an import did, in numbers; the whole report is that of the run."""

    run_id: int
    rows: int
    created: int
    changed: int
    unchanged: int
    findings: int
    warnings: int


@use_case(Imported)
def import_catalogue(
    actor: Actor,
    source: importing.Source,
    *,
    now: datetime,
    once: str = "",
    progress: Progress | None = None,
) -> Imported:
    """Read a file by its mapping and publish what is new or changed, findings or not.

    Everything or nothing. Raises NotPermitted, MappingUnknown, ImportRefused (with every problem), and
    what `bulk_publish` raises. `progress` is told the number of rows written since the last call.
    """
    _store.require_keeper(actor)
    plan = importing.plan(source, known_before())
    _departments(actor, plan, now)
    done = bulk_publish(
        actor, plan.specs, effective_from=timezone.localdate(now), document=f"目录导入：{source.name}"[:200],
        origin=source.mapping, now=now, progress=progress,
    )  # fmt: skip
    report = _report(plan, done, now)
    run = ImportRun.objects.create(
        at=now, by=actor.label, source=source.name[:200], mapping=source.mapping, digest=source.digest,
        report=report,
    )  # fmt: skip
    numbers = {
        "rows": len(plan.rows), "created": len(done.created), "changed": len(done.changed),
        "unchanged": len(done.unchanged), "findings": report["finding_total"],
        "warnings": len(report["warnings"]),
    }  # fmt: skip
    data = {"source": source.name[:200], "mapping": source.mapping, "digest": source.digest, **numbers}
    trail.append(define.STREAM, Kind.CATALOGUE_IMPORTED, actor.label, now, data)
    return Imported(run.pk, **numbers)


def known_before() -> importing.Known:
    """What is on file already: materials and departments that an import may refer to."""
    materials = Material.objects.order_by("-pk").values_list("name", "code")
    departments: dict[str, str] = {}
    for code, name, short in Department.objects.order_by("-pk").values_list(
        "credit_code", "name", "short_name"
    ):
        departments.update({short: code, name: code})
    return importing.Known(dict(materials), departments)


def _departments(actor: Actor, plan: importing.Plan, now: datetime) -> None:
    codes = [body.code for body in plan.bodies]
    there = set(Department.objects.filter(credit_code__in=codes).values_list("credit_code", flat=True))
    missing = [body for body in plan.bodies if body.code not in there]
    for body in missing:
        if not body.joint:
            bureau.ensure_department(
                actor, body.code, body.name, body.short_name, address=body.address,
                consult_phone=body.consult_phone, complain_phone=body.complain_phone, now=now,
            )  # fmt: skip
    Department.objects.bulk_create(
        Department(credit_code=b.code, name=b.name, short_name=b.short_name, warning=JOINT_WARNING)
        for b in missing
        if b.joint
    )


def _report(plan: importing.Plan, done: Bulk, now: datetime) -> dict[str, Any]:
    counts = _findings(plan.specs)
    return {
        "source": plan.source.name,
        "mapping": plan.source.mapping,
        "digest": plan.source.digest,
        "at": now.isoformat(),
        "rows": len(plan.rows),
        "created": len(done.created),
        "changed": done.changed,
        "unchanged": len(done.unchanged),
        "refused": [],
        "notes": [note.told() for note in plan.notes],
        "warnings": _warnings(plan.bodies),
        "findings": counts,
        "finding_total": sum(counts.values()),
        "totals": totals(plan.specs, plan.bodies),
        "row_of": {spec.code: row for row, spec in plan.rows},
    }


def _findings(specs: Iterable[Any]) -> dict[str, int]:
    codes = [spec.code for spec in specs]
    counts: Counter[str] = Counter()
    for start in range(0, len(codes), _store.BATCH):
        part = codes[start : start + _store.BATCH]
        rows = ItemVersion.objects.filter(item__code__in=part, item__current=F("pk"))
        for found in rows.values_list("findings", flat=True):
            counts.update(one["code"] for one in found)
    return {rule.code: counts[rule.code] for rule in quality.RULES if counts[rule.code]}


def _warnings(bodies: Iterable[importing.Body]) -> list[dict[str, str]]:
    return [
        {"code": body.code, "name": body.name, "words": CREDIT_WARNING.format(code=body.code)}
        for body in bodies
        if not body.joint and not credit_code_ok(body.code)
    ]
