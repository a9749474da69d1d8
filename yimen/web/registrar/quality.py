"""The quality report over the versions in force."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yimen.catalogue import queries as catalogue
from yimen.catalogue.queries import FindingCount, FindingRow
from yimen.rules.quality import Severity
from yimen.web.guard import StaffRequest, needs
from yimen.web.listing import address, asked, chips

from . import boxes
from .common import FINDING_COLOURS, KEEPERS
from .items import finding_line

#: Items a page: an item's findings stand together.
PAGE = 25
HERE = "/catalogue/quality/"


@needs(*KEEPERS)
@require_safe
def report(request: StaffRequest) -> HttpResponse:
    """Findings counted by rule, and the items that have them."""
    filters = asked(request, "code", "severity", "department")
    rows = catalogue.findings(**filters, after=asked(request, "after")["after"], limit=PAGE + 1)
    shown, after = _one_page(rows)
    counts = catalogue.finding_counts(department=filters["department"])
    severities = [("", _("全部")), (str(Severity.ERROR), _("要改")), (str(Severity.WARNING), _("提醒"))]
    facts = {
        "filters": filters,
        "severities": chips(HERE, filters, "severity", severities),
        "counts": [_count(one, filters) for one in counts],
        "total": {one: sum(c.count for c in counts if c.severity == one) for one in ("error", "warning")},
        "rows": [finding_line(one) for one in shown],
        "departments": boxes.offices(),
        "next": address(HERE, filters, after=after) if after else "",
    }
    return render(request, "web/registrar/quality.html", facts)


def _count(one: FindingCount, filters: dict[str, str]) -> dict[str, Any]:
    """One rule with its count; its link filters by the rule, or lifts the filter."""
    on = one.code == filters["code"]
    return {
        "row": one,
        "words": plain_text(_(one.text)),
        "colour": FINDING_COLOURS.get(one.severity, "blue"),
        "url": address(HERE, {**filters, "code": "" if on else one.code}),
        "on": on,
    }


def _one_page(rows: list[FindingRow]) -> tuple[list[FindingRow], str]:
    """The findings of the first PAGE items, and the code after which more follow."""
    codes = list(dict.fromkeys(row.item for row in rows))
    if len(codes) <= PAGE:
        return rows, ""
    kept = set(codes[:PAGE])
    return [row for row in rows if row.item in kept], codes[PAGE - 1]


def plain_text(template: str) -> str:
    """A rule's template without its places, for the heading of a count."""
    out, depth = [], 0
    for letter in template:
        depth += letter == "{"
        if not depth:
            out.append(letter)
        elif out and out[-1] != "…":
            out.append("…")
        depth -= letter == "}"
    return "".join(out)
