"""Planning an inspection of one party by several departments, by a plan, without a case."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yimen.parties import queries as parties
from yimen.rules.errors import Kind, RuleBroken
from yimen.rules.tasks.standing import departments
from yimen.tasks import actions
from yimen.tasks.actions import TaskDone
from yimen.web.approver.inbox import SIGNERS
from yimen.web.approver.task_new import asks_typed, offices
from yimen.web.approver.tasks import HERE
from yimen.web.forms import FormErrors, clean, once_token
from yimen.web.guard import StaffRequest, needs, once_key
from yimen.web.tasks import hours, moment_typed, no_day


@needs(*SIGNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def inspect(request: StaffRequest) -> HttpResponseBase:
    """/review/tasks/inspect/: whom (by number), where, when, by which plan, with whom."""
    errors = FormErrors()
    if request.method == "POST":
        made = _planned(request, errors)
        if made is not None:
            return redirect(f"{HERE}{made.id}/")
    mine = departments(request.actor)
    facts = {
        **errors.shown(), "offices": offices(request, mine, next(iter(sorted(mine)), "")),
        "once": once_token(), "hours": hours(),
        "typed": {key: clean(request, key) for key in request.POST},
    }  # fmt: skip
    return render(request, "web/tasks/inspect.html", facts, status=errors.status)


def _planned(request: StaffRequest, errors: FormErrors) -> TaskDone | None:
    party, at = parties.by_id_number(clean(request, "number").strip()[:40]), moment_typed(request, "at")
    if party is None:
        errors.add("number", _("没有找到这个主体，请核对证件号"))
    if at is None:
        errors.add("at-day", no_day())
    if party is None or at is None:
        return None
    try:
        return actions.plan_supervision(request.actor, party.pk, day=at, **_typed(request))
    except RuleBroken as error:
        if error.kind is Kind.NOT_FOUND:
            raise
        errors.refuse(_field(error), error)
        return None


def _typed(request: StaffRequest) -> dict[str, Any]:
    mine = departments(request.actor)
    return {
        "lead": next(iter(sorted(mine)), ""), "asks": asks_typed(request), "title": clean(request, "title"),
        "place": clean(request, "place"), "plan": clean(request, "plan"), "now": request.now,
        "once": once_key(request),
    }  # fmt: skip


def _field(error: RuleBroken) -> str:
    """The box at which a refusal stands."""
    if error.code in {"task.no_participants", "task.bad_days", "task.department_unknown"}:
        return "asks"
    return "title" if error.code == "task.plan_missing" else "at-day"
