"""Importing a catalogue in the browser: upload, a rehearsal that writes nothing, confirm, report."""

from __future__ import annotations

import io
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yimen.catalogue import actions, importing
from yimen.catalogue import queries as catalogue
from yimen.catalogue.importing import ImportRefused, Problem, Source
from yimen.catalogue.importing.source import MAX_BYTES
from yimen.catalogue.importing.whole import MAX_UNPACKED_MB
from yimen.catalogue.queries.rehearsal import Rehearsal, rehearse
from yimen.rules.errors import Kind, RuleBroken
from yimen.rules.file_packages import MOST_TIMES
from yimen.rules.files import Media, is_zip
from yimen.rules.quality import RULES
from yimen.vault import content as content_of_uploads
from yimen.web.errors import not_found
from yimen.web.forms import FormErrors, clean, once_token, read_once
from yimen.web.guard import StaffRequest, needs
from yimen.web.listing import address, cut, row_id
from yimen.web.staffparts import who
from yimen.web.words import fill

from . import waiting
from .common import KEEPERS
from .quality import plain_text

PAGE = 20
HERE = "/catalogue/import/"
#: Longest lists on a page; the counts tell of the rest.
MOST_LINES = 100


@needs(*KEEPERS)
@require_http_methods(["GET", "POST"])
def desk(request: StaffRequest) -> HttpResponse:
    """The upload form with the imports made; a file that came is rehearsed, one confirmed is imported."""
    if request.method == "POST" and "token" in request.POST:
        return _confirmed(request)
    errors, problems = FormErrors(), list[Problem]()
    if request.method == "POST":
        source = _uploaded(request, errors)
        found = _rehearsed(source, errors, problems) if source else None
        if source is not None and found is not None:
            return _show_rehearsal(request, source, found)
    return _show_desk(request, errors, problems)


def _show_desk(request: StaffRequest, errors: FormErrors, problems: list[Problem]) -> HttpResponse:
    rows, last = cut(catalogue.imports(before=row_id(request), limit=PAGE + 1), PAGE)
    mappings = [(name, _(importing.load_mapping(name).title)) for name in importing.known_mappings()]
    facts = {
        "mappings": mappings,
        "mapping": clean(request, "mapping"),
        "problems": [problem_words(one) for one in problems[:MOST_LINES]],
        "problem_count": len(problems),
        "rows": [{"row": one, "who": who(one.by), "mapping": dict(mappings).get(one.mapping, one.mapping)}
                 for one in rows],
        "next": address(HERE, {}, before=last.id) if last else "",
        "most": MAX_BYTES // 1024 // 1024,
        **errors.shown(),
    }  # fmt: skip
    return render(request, "web/registrar/import.html", facts, status=errors.status)


def problem_words(one: Problem) -> dict[str, Any]:
    """One problem or note of a file, in the reader's language."""
    return {"row": one.row, "column": one.column, "words": fill(one.text, one.facts)}


# --- upload and rehearsal ---------------------------------------------------------------------------------
def _uploaded(request: StaffRequest, errors: FormErrors) -> Source | None:
    upload, mapping = request.FILES.get("file"), clean(request, "mapping")
    if upload is None:
        errors.add("file", _("请选要导入的文件"))
    elif upload.size is None or upload.size > MAX_BYTES:
        errors.add("file", _("文件超过 {most} MB").format(most=MAX_BYTES // 1024 // 1024))
    if mapping not in importing.known_mappings():
        errors.add("mapping", _("请选对照表"))
    if upload is None or errors:
        return None
    content = upload.read()
    errors.read("file", _judge, content, mapping)
    return None if errors else Source((upload.name or "").replace("\x00", "")[:200], content, mapping)


def _judge(content: bytes, mapping: str) -> None:
    """Judge a spreadsheet like any upload, by all that is in it. Raises BadFile's children.

    What is no package at all is told by the reader of the mapping, with its own words.
    """
    if importing.load_mapping(mapping).format == "sheet" and is_zip(content[:4]):
        content_of_uploads.check(io.BytesIO(content), Media.XLSX, MAX_UNPACKED_MB // MOST_TIMES)


def _rehearsed(source: Source, errors: FormErrors, problems: list[Problem]) -> Rehearsal | None:
    try:
        return rehearse(source)
    except ImportRefused as refused:
        problems.extend(refused.problems)
        errors.add("file", _("文件有 {n} 处问题，一条也没有导入").format(n=len(refused.problems)))
    except RuleBroken as error:
        errors.refuse("file", error)
    return None


def _show_rehearsal(request: StaffRequest, source: Source, found: Rehearsal) -> HttpResponse:
    facts = {
        "source": source,
        "mapping": _(importing.load_mapping(source.mapping).title),
        "found": found,
        "created": found.created[:MOST_LINES],
        "changed": found.changed[:MOST_LINES],
        "notes": [problem_words(one) for one in found.notes[:MOST_LINES]],
        "departments": found.departments[:MOST_LINES],
        "findings": rule_lines(found.findings),
        "token": waiting.put_by(source, request.actor.account, request.now),
        "once": once_token(),
        "crumbs": [(HERE, _("导入")), ("", _("先看一遍"))],
    }
    return render(request, "web/registrar/import_rehearsal.html", facts)


def rule_lines(counts: dict[str, int]) -> list[dict[str, Any]]:
    """Findings by rule with the rule's words."""
    rules = {rule.code: rule for rule in RULES}
    return [
        {"code": code, "count": count, "words": plain_text(_(rules[code].text)) if code in rules else ""}
        for code, count in counts.items()
    ]


# --- confirm and report -----------------------------------------------------------------------------------
def _confirmed(request: StaffRequest) -> HttpResponse:
    errors, problems = FormErrors(), list[Problem]()
    source = waiting.take(clean(request, "token"), request.actor.account)
    if source is None:
        errors.add("file", _("文件不在了（最多留一天），请重新上传"))
        return _show_desk(request, errors, problems)
    try:
        done = actions.import_catalogue(request.actor, source, now=request.now, once=read_once(request))
    except RuleBroken as error:
        if error.kind is Kind.FORBIDDEN:
            raise
        problems.extend(getattr(error, "problems", []))
        errors.refuse("file", error)
        return _show_desk(request, errors, problems)
    messages.success(request, _("导入完成，共 {n} 行。").format(n=done.rows))
    return redirect(f"{HERE}{done.run_id}/")


@needs(*KEEPERS)
@require_safe
def report(request: StaffRequest, run: int) -> HttpResponse:
    """The report of one import."""
    found = catalogue.import_run(run)
    if found is None:
        return not_found(request, Exception(run))
    told = found.report
    notes = [
        Problem(one["row"], one["column"], one["text"], one["facts"]) for one in told["notes"][:MOST_LINES]
    ]
    facts = {
        "run": found,
        "who": who(found.by),
        "told": told,
        "changed": told["changed"][:MOST_LINES],
        "changed_count": len(told["changed"]),
        "notes": [problem_words(one) for one in notes],
        "warnings": told["warnings"][:MOST_LINES],
        "findings": rule_lines(told["findings"]),
        "totals": _totals(told["totals"]),
        "crumbs": [(HERE, _("导入")), ("", found.source)],
    }
    return render(request, "web/registrar/import_report.html", facts)


def _totals(totals: dict[str, Any]) -> list[tuple[str, str]]:
    """The sums by which one tells that everything came in."""
    days = _("{law} 天 → {promise} 天，压缩 {share}%").format(
        law=f"{totals['legal_days']:,}", promise=f"{totals['promise_days']:,}", share=totals["compressed"]
    )
    return [
        (_("读懂的编码"), _("{n} 个").format(n=totals["codes_parsed"])),
        (_("部门"), _("{n} 个").format(n=totals["departments"])),
        (_("信用代码校验位不对"), _("{n} 个").format(n=totals["credit_warned"])),
        (_("承诺不超过法定"), _("{a} 项，可比 {b} 项").format(a=totals["pairs_within"], b=totals["pairs"])),
        (_("时限"), days),
    ]
