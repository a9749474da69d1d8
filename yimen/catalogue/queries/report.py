"""The quality report over the versions in force, and the imports that were made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, QuerySet

from yimen.catalogue.models import ImportRun, ItemVersion, VersionFinding
from yimen.rules.errors import Said
from yimen.rules.quality import RULES

#: Items asked for in one statement.
PART = 500


@dataclass(frozen=True)
class FindingCount:
    """How many findings one rule has over all versions in force; `text` is the rule's template."""

    code: str
    severity: str
    text: str
    count: int


@dataclass(frozen=True)
class FindingRow:
    """One finding of one item: `text` is a template filled with `facts` after translation."""

    item: str
    name: str
    version_id: int
    department_short: str
    code: str
    severity: str
    place: str
    text: str
    facts: Mapping[str, Any]

    @property
    def words(self) -> str:
        """The finding in plain Chinese."""
        return self.text.format(**self.facts)


@dataclass(frozen=True)
class ImportRow:
    """One import that was made."""

    id: int
    at: datetime
    by: str
    source: str
    mapping: str
    report: dict[str, Any]


def finding_counts(*, department: str = "") -> list[FindingCount]:
    """Findings of all versions in force by rule, the most frequent first; `department`: credit code."""
    found = VersionFinding.objects.filter(version=F("version__item__current"))
    if department:
        found = found.filter(version__item__department__credit_code=department)
    texts = {rule.code: rule.text for rule in RULES}
    grouped = found.values("code", "severity").annotate(count=Count("pk")).order_by("-count", "code")
    return [
        FindingCount(one["code"], one["severity"], texts.get(one["code"], ""), one["count"])
        for one in grouped
    ]


def findings(
    *, code: str = "", severity: str = "", department: str = "", after: str = "", limit: int = 50
) -> list[FindingRow]:
    """Findings of up to `limit` items in force, by item code, keyset by item code `after`.

    `code`: of one rule; all findings of an item stand together, so a page may have more rows than `limit`.
    """
    marked = VersionFinding.objects.filter(version=F("version__item__current"))
    if code:
        marked = marked.filter(code=code)
    if severity:
        marked = marked.filter(severity=severity)
    found = ItemVersion.objects.filter(pk__in=marked.values("version"), item__code__gt=after)
    if department:
        found = found.filter(item__department__credit_code=department)
    return [row for one in _page(found, limit) for row in _rows(one, code, severity)]


def _page(found: QuerySet[ItemVersion], limit: int) -> QuerySet[ItemVersion]:
    return found.select_related("item__department").order_by("item__code")[:limit]


def version_findings(version_id: int) -> list[FindingRow]:
    """The findings kept with one version, draft or published."""
    found = ItemVersion.objects.select_related("item__department").filter(pk=version_id).first()
    return _rows(found, "", "") if found else []


def _rows(one: ItemVersion, code: str, severity: str) -> list[FindingRow]:
    return [
        FindingRow(
            item=one.item.code,
            name=one.name,
            version_id=one.pk,
            department_short=one.item.department.short_name,
            code=kept["code"],
            severity=kept["severity"],
            place=kept["place"],
            text=kept["text"],
            facts={key: _fact(value) for key, value in kept["facts"].items()},
        )
        for kept in one.findings
        if code in {"", kept["code"]} and severity in {"", kept["severity"]}
    ]


def _fact(value: Any) -> Any:
    """A fact as the rules gave it: a message inside the message is kept as its text and facts."""
    if not isinstance(value, dict):
        return value
    return Said(value["text"], {key: _fact(part) for key, part in value["facts"].items()})


def imports(*, before: int | None = None, limit: int = 20) -> list[ImportRow]:
    """The imports made, newest first, keyset by id."""
    found = ImportRun.objects.order_by("-pk")
    if before is not None:
        found = found.filter(pk__lt=before)
    return [ImportRow(r.pk, r.at, r.by, r.source, r.mapping, r.report) for r in found[:limit]]


def import_run(run_id: int) -> ImportRow | None:
    """One import with its report, or None."""
    r = ImportRun.objects.filter(pk=run_id).first()
    return ImportRow(r.pk, r.at, r.by, r.source, r.mapping, r.report) if r else None


def import_findings(run_id: int) -> Iterator[tuple[int, FindingRow]]:
    """Every finding now kept with the items of one import, with the row of the file, in its order."""
    run = ImportRun.objects.filter(pk=run_id).first()
    row_of: dict[str, int] = run.report.get("row_of", {}) if run else {}
    codes = sorted(row_of, key=lambda code: row_of[code])
    for start in range(0, len(codes), PART):
        part = codes[start : start + PART]
        found = ItemVersion.objects.filter(item__code__in=part, item__current=F("pk"))
        by_code = {one.item.code: one for one in found.select_related("item__department")}
        for code in part:
            for row in _rows(by_code[code], "", "") if code in by_code else []:
                yield row_of[code], row
