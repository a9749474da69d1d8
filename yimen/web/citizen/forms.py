"""Answering: one question a page where the answer decides on materials, then one form with the rest."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yimen.cases import actions
from yimen.cases.queries import CasePage
from yimen.rules import answers as answer_rules
from yimen.rules.calendar import china_date
from yimen.rules.item import FieldUse
from yimen.rules.terms import FieldType
from yimen.web.forms import FormErrors, once_token, read_once

from . import draft, fields
from .draft import moment, on_draft, who

_BOTH = require_http_methods(["GET", "HEAD", "POST"])
_YES_NO = ("true", "false")
PICKED = frozenset({FieldType.CHOICE, FieldType.MULTI, FieldType.BOOL})


@_BOTH
@on_draft
def questions(request: HttpRequest, page: CasePage) -> HttpResponse:
    """One question. ?ask= opens an answered one again; without any left, on to the form."""
    answered, pending = draft.questions(page)
    wanted = request.POST.get("ask") or request.GET.get("ask", "")
    use = next((one for one in [*answered, *pending] if one.key == wanted), pending[0] if pending else None)
    if use is None:
        return redirect(_onward(request, page))
    if request.method == "POST":
        return _answer(request, page, use)
    value = page.case.answers.get(use.key)
    return render(request, "web/citizen/question.html", _question(request, page, use, value, FormErrors()))


def _answer(request: HttpRequest, page: CasePage, use: FieldUse) -> HttpResponse:
    raw = fields.posted(request, [use])
    today = china_date(moment(request))
    found = answer_rules.read(page.spec, raw, today, known=draft.known(page), only=[use.key])
    errors = FormErrors()
    fields.note_problems(errors, found.problems)
    if errors:
        facts = _question(request, page, use, raw[use.key], errors)
        return render(request, "web/citizen/question.html", facts, status=errors.status)
    typed = answer_rules.to_json({use.key: found.answers.get(use.key)})
    _keep(request, page, typed)
    if "later" in request.POST:
        return _put_aside(request)
    back = "?back=check" if request.POST.get("back") == "check" else ""
    return redirect(draft.place(page, "questions") + back)


def _keep(request: HttpRequest, page: CasePage, typed: dict[str, Any]) -> None:
    """Save answers. The token covers one text: sent again unchanged it is one act, changed it is another."""
    digest = hashlib.blake2b(repr(sorted(typed.items())).encode(), digest_size=8).hexdigest()
    once = f"{read_once(request)[:40]}:{digest}"
    actions.save(who(request), page.case.number, typed, now=moment(request), once=once)


def _put_aside(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("已保存，随时可以接着填。"))
    return redirect("my")


def _onward(request: HttpRequest, page: CasePage) -> str:
    back = request.POST.get("back") or request.GET.get("back", "")
    return draft.place(page, "check") if back == "check" else draft.next_place(page, "questions")


def _question(
    request: HttpRequest, page: CasePage, use: FieldUse, value: Any, errors: FormErrors
) -> dict[str, Any]:
    answered, pending = draft.questions(page)
    order = [*answered, *(one for one in pending if one not in answered)]
    at = order.index(use)
    options = [(code, words) for code, words in use.options]
    if use.type is FieldType.BOOL:
        options, value = [("true", _("是")), ("false", _("否"))], _yes_no(value)
    return {
        **draft.frame(page, "questions"), **draft.weak(request, page, f"questions?{use.key}", [use]),
        **errors.shown(), "use": use, "picks": use.type in PICKED,
        "field": fields.view_of(use, value, "".join(errors.shown()["err"].values())),
        "options": options, "value": "" if value is None else value,
        "lead": _("第 {n} 题，共 {all} 题。").format(n=at + 1, all=len(order)),
        "previous": order[at - 1].key if at else "", "once": once_token(),
        "back": "check" if (request.POST.get("back") or request.GET.get("back")) == "check" else "",
    }  # fmt: skip


def _yes_no(value: Any) -> str:
    if isinstance(value, bool):
        return _YES_NO[0] if value else _YES_NO[1]
    return value if value in _YES_NO else ""


@_BOTH
@on_draft
def form(request: HttpRequest, page: CasePage) -> HttpResponse:
    """The form: what is on record is filled in, only what the answers ask for is shown."""
    if request.method == "POST":
        return _fill_in(request, page)
    made = fields.filled(page, moment(request))
    stored = {**made.values, **page.case.answers}
    facts = _form(page, stored, FormErrors(), request.GET.get("back", ""), made)
    facts |= draft.weak(request, page, "form", draft.form_fields(page))
    return render(request, "web/citizen/form.html", facts)


def _fill_in(request: HttpRequest, page: CasePage) -> HttpResponse:
    uses = draft.form_fields(page)
    raw = fields.posted(request, uses)
    today = china_date(moment(request))
    only = {use.key for use in uses}
    found = answer_rules.read(page.spec, raw, today, known=draft.known(page), only=only)
    typed = answer_rules.to_json({key: value for key, value in found.answers.items() if key in only})
    if "later" in request.POST:
        _keep(request, page, fields.kept(raw, typed))
        return _put_aside(request)
    errors = FormErrors()
    fields.note_problems(errors, found.problems)
    if errors:
        facts = _form(
            page, {**page.case.answers, **raw}, errors, request.POST.get("back", ""),
            fields.filled(page, moment(request)), shown=_shown(request),
        ) | draft.weak(request, page, "form", uses)  # fmt: skip
        return render(request, "web/citizen/form.html", facts, status=errors.status)
    _keep(request, page, typed)
    if request.POST.get("back") == "check":
        return redirect(draft.place(page, "check"))
    return redirect(draft.next_place(page, "form"))


def _shown(request: HttpRequest) -> set[str]:
    return set(request.POST.get("shown", "").split())


def _form(
    page: CasePage, values: dict[str, Any], errors: FormErrors, back: str, made: fields.Filled,
    shown: set[str] | None = None,
) -> dict[str, Any]:  # fmt: skip
    uses = draft.form_fields(page)
    today = china_date(page.case.created_at)
    asked = draft.visible(page, dict(answer_rules.read(page.spec, values, today).answers))
    err = errors.shown()["err"]
    views = [
        fields.view_of(
            use, values.get(use.key), err.get(fields.posted_name(use), ""),
            made.sources.get(use.key, "") if made.values.get(use.key) == values.get(use.key) else "",
        )
        for use in uses if use.key in asked
    ]  # fmt: skip
    keys = [one["use"].key for one in views]
    return {
        **draft.frame(page, "form"), **errors.shown(), "sections": sections(views), "once": once_token(),
        "filled": sum(1 for one in views if one["source"]), "all": len(views), "shown": " ".join(keys),
        "left": sum(1 for one in views if not one["source"]),
        "more": len(set(keys) - shown) if shown is not None else 0, "back": back if back == "check" else "",
    }  # fmt: skip


def sections(views: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Fields under the heading of their section; a section stands where its first field stands."""
    found: dict[str, list[dict[str, Any]]] = {}
    for one in views:
        found.setdefault(one["use"].section or _("申请表"), []).append(one)
    return list(found.items())
