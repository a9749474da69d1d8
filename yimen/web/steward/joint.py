"""联合任务 as the administrator keeps it: the list of experts, and where silence counts as agreement."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yimen.rules.errors import RuleBroken
from yimen.rules.tasks.lifecycle import OPINED, RECORDED
from yimen.rules.tasks.terms import TaskKind
from yimen.rules.terms import Role
from yimen.tasks import actions
from yimen.tasks import queries as tasks
from yimen.web.forms import FormErrors, clean, once_token
from yimen.web.guard import StaffRequest, needs, once_key
from yimen.web.listing import address, asked, cut, row_id

HERE = "/admin/joint/"
PAGE = 50


@needs(Role.ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: StaffRequest) -> HttpResponse:
    """Experts, found by name, field or employer; the rules on silence of each kind of task."""
    errors = FormErrors()
    if request.method == "POST":
        _act(request, errors)
        if not errors:
            messages.success(request, _("记下了。"))
            return redirect(HERE)
    filters = asked(request, "q")
    rows, last = cut(tasks.experts(filters["q"], after=row_id(request, "after"), limit=PAGE), PAGE)
    rules = tasks.silence_rules()
    facts = {
        **errors.shown(), "rows": rows, "q": filters["q"], "once": once_token(),
        "typed": {key: clean(request, key) for key in request.POST},
        "kinds": [(one, *rules.get(one, (False, ""))) for one in TaskKind if one in OPINED | RECORDED],
        "next": address(HERE, filters, after=last.id) if last else "",
    }  # fmt: skip
    return render(request, "web/steward/joint.html", facts, status=errors.status)


def _act(request: StaffRequest, errors: FormErrors) -> None:
    what, _dash, rest = clean(request, "do").partition("-")
    try:
        if what == "silence" and rest in {str(one) for one in OPINED | RECORDED}:
            actions.rule_silence(
                request.actor, rest, counts=clean(request, f"counts-{rest}") == "yes",
                basis=clean(request, f"basis-{rest}"), now=request.now, once=once_key(request),
            )  # fmt: skip
        elif what == "unlist":
            actions.unlist_expert(
                request.actor, int(rest) if rest.isdecimal() and len(rest) < 18 else 0,
                reason=clean(request, "reason"), now=request.now, once=once_key(request),
            )  # fmt: skip
        else:
            _list(request)
    except RuleBroken as error:
        errors.refuse({"silence": f"basis-{rest}", "unlist": "reason"}.get(what, "name"), error)


def _list(request: StaffRequest) -> None:
    actions.list_expert(
        request.actor, name=clean(request, "name"), subject=clean(request, "subject"),
        organ=clean(request, "organ"), rank=clean(request, "rank"), phone=clean(request, "phone"),
        interests=clean(request, "interests"), now=request.now, once=once_key(request),
    )  # fmt: skip
