"""秒批抽查: decisions that were drawn, for a person of the department to look at again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yimen.instant import actions
from yimen.instant import queries as instant
from yimen.rules.errors import Kind, RuleBroken
from yimen.rules.instant.recheck import MOST_WORDS
from yimen.web.approver.inbox import SIGNERS
from yimen.web.forms import FormErrors, clean, once_token, read_once
from yimen.web.guard import StaffRequest, needs
from yimen.web.instant import check_words
from yimen.web.listing import row_id

HERE = "/review/recheck/"


@needs(*SIGNERS)
@require_http_methods(["GET", "POST"])
def page(request: StaffRequest) -> HttpResponse:
    """The oldest drawn decisions, each with its reasons; right or wrong is said with words."""
    errors, typed = FormErrors(), row_id(request, "decision") if request.method == "POST" else None
    if typed is not None and _checked(request, typed, errors):
        messages.success(request, _("抽查结果记下了。"))
        return redirect(HERE)
    rows = [_row(request, one, typed, errors) for one in instant.to_check(request.actor)]
    facts = {"rows": rows, "once": once_token(), "most": MOST_WORDS, **errors.shown()}
    return render(request, "web/approver/recheck.html", facts, status=errors.status)


def _checked(request: StaffRequest, decision: int, errors: FormErrors) -> bool:
    verdict, words = clean(request, "right"), clean(request, "words")
    if verdict not in {"yes", "no"}:
        errors.add(f"right-{decision}", _("请选对还是不对"))
        return False
    try:
        actions.recheck(
            request.actor, decision, right=verdict == "yes", words=words, now=request.now,
            once=read_once(request),
        )  # fmt: skip
    except RuleBroken as error:
        if error.kind in {Kind.FORBIDDEN, Kind.NOT_FOUND}:
            raise
        errors.refuse(f"words-{decision}", error)
    return not errors


def _row(
    request: StaffRequest, one: instant.DecisionView, typed: int | None, errors: FormErrors
) -> dict[str, Any]:
    mine, err = one.id == typed, errors.shown()["err"]
    return {
        "one": one, "checks": [check_words(check) for check in one.checks],
        "inputs": [(item["label"], _(item["words"])) for item in one.inputs],
        "right": clean(request, "right") if mine else "", "words": clean(request, "words") if mine else "",
        "wrong": err.get(f"right-{one.id}", ""), "error": err.get(f"words-{one.id}", ""),
    }  # fmt: skip
