"""催办 of a stage by whoever builds."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from yimen.projects import actions
from yimen.rules.errors import Kind, RuleBroken
from yimen.rules.projects import Stage, StageNotOfKind
from yimen.web.citizen.draft import moment, who
from yimen.web.entrance.guard import signed_in
from yimen.web.forms import clean, read_once
from yimen.web.words import said


@require_POST
@signed_in
def urge(request: HttpRequest, code: str, stage: str) -> HttpResponseBase:
    """Once a working day; told plainly where it was done already, or nobody has it."""
    if stage not in {str(one) for one in Stage}:
        raise StageNotOfKind(stage=stage)
    try:
        done = actions.urge_stage(
            who(request), code, Stage(stage), item=clean(request, "item")[:60], now=moment(request),
            once=read_once(request),
        )  # fmt: skip
    except RuleBroken as error:
        if error.kind is Kind.NOT_FOUND:
            raise
        messages.warning(request, said(error))
    else:
        n = len(done.cases)
        text = ngettext("催了 {n} 件，办理的人会看到。", "催了 {n} 件，办理的人会看到。", n)
        messages.success(request, text.format(n=n))
    return redirect("project", code)
