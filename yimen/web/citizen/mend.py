"""Mending the form while a correction is asked: what the notice says of it, and the form to change it in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yimen.cases import actions
from yimen.cases import queries as cases
from yimen.cases.queries import CasePage
from yimen.rules import answers as answer_rules
from yimen.rules.calendar import china_date
from yimen.rules.events import ASKED, Kind
from yimen.rules.terms import Act, Document
from yimen.web.entrance.guard import signed_in
from yimen.web.forms import FormErrors, once_token, read_once, read_rev

from . import draft, fields, forms, materials
from .draft import moment, own_page, who


def notice(request: HttpRequest, page: CasePage) -> dict[str, Any]:
    """The latest notice of what to supply."""
    found = [one for one in page.papers if one.kind == Document.CORRECTION_NOTICE]
    return cases.document(who(request), page.case.number, found[-1].number) if found else {"lines": []}


def lines(page: CasePage, asked: dict[str, Any], errors: FormErrors) -> list[dict[str, Any]]:
    """Each line of the notice with its material or the form; then what changed answers ask."""
    known, done = {one["one"].code: one for one in materials.lines(page, errors)}, _mended(page)
    shown = [
        {**line, "material": known.get(line["code"]), "of_form": _of_form(page, line),
         "done": line.get("field", "") in done}
        for line in asked.get("lines", [])
    ]  # fmt: skip
    named = {line["code"] for line in shown}
    return shown + [
        {"words": _("请补交{name}").format(name=gap.material.name), "material": known.get(gap.material.code)}
        for gap in page.gaps.all
        if gap.material.code not in named
    ]


def _of_form(page: CasePage, line: dict[str, Any]) -> bool:
    return not line["code"] and bool(page.spec.form)


def _mended(page: CasePage) -> set[str]:
    """Keys of the fields that were changed since they were asked for."""
    found: set[str] = set()
    for row in page.history:
        if row.kind in ASKED:
            found.clear()
        elif row.kind == Kind.CASE_SAVED:
            found.update(row.data.get("fields", []))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def form(request: HttpRequest, number: str) -> HttpResponse:
    """/cases/<number>/supply/form/: the form as it stands, what is to change marked; saving leads back."""
    page, errors = own_page(request, number), FormErrors()
    if Act.SUPPLY not in page.acts or not page.spec.form:
        return redirect("case", number)
    values: dict[str, Any] = dict(page.case.answers)
    if request.method == "POST":
        values = fields.posted(request, page.spec.form)
        found = answer_rules.read(page.spec, values, china_date(moment(request)))
        fields.note_problems(errors, found.problems)
        if not errors:
            _keep(request, page, answer_rules.to_json(found.answers))
            return redirect("supply", number)
    facts = {**_facts(request, page, values, errors), **errors.shown(), "page": page, "case": page.case}
    return render(request, "web/citizen/supply_form.html", facts, status=errors.status)


def _keep(request: HttpRequest, page: CasePage, typed: dict[str, Any]) -> None:
    """Save what differs; a form sent twice differs no more."""
    before = page.case.answers
    changed = {key: value for key, value in typed.items() if key not in before or before[key] != value}
    if not changed:
        return
    rev, once = read_rev(request), read_once(request)
    actions.save(who(request), page.case.number, changed, now=moment(request), rev=rev, once=once)
    messages.success(request, _("表改好了。都改好、补齐了再提交。"))


def _facts(
    request: HttpRequest, page: CasePage, values: dict[str, Any], errors: FormErrors
) -> dict[str, Any]:
    """The fields asked on these values, by section, each with what the notice says of it."""
    read = answer_rules.read(page.spec, values, china_date(moment(request)))
    asked, err = draft.visible(page, dict(read.answers)), errors.shown()["err"]
    wrong = {line["field"]: line for line in notice(request, page)["lines"] if line.get("field")}
    views = [
        {**fields.view_of(use, values.get(use.key), err.get(fields.posted_name(use), "")),
         "wrong": wrong[use.key]["words"] if use.key in wrong else ""}
        for use in page.spec.form if use.key in asked
    ]  # fmt: skip
    named = [(f"#f-{one['name']}", one["wrong"]) for one in views if one["wrong"]]
    return {"sections": forms.sections(views), "named": named, "once": once_token()}
