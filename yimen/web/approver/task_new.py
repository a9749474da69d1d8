"""Planning a joint task about a case: who goes, until when, where, and the times offered."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yimen.bureau import queries as bureau
from yimen.cases.queries import Subject
from yimen.rules.authority import Sight
from yimen.rules.errors import Kind, RuleBroken
from yimen.rules.tasks.terms import TaskKind
from yimen.tasks import actions
from yimen.tasks import queries as tasks
from yimen.tasks.actions import TaskDone
from yimen.web.approver.inbox import SIGNERS
from yimen.web.approver.tasks import HERE
from yimen.web.forms import FormErrors, clean, once_token
from yimen.web.guard import StaffRequest, needs, once_key
from yimen.web.listing import day_typed
from yimen.web.tasks import hours, moment_typed, no_day, times_typed, whole

KINDS = (TaskKind.VISIT, TaskKind.DRAWINGS, TaskKind.ACCEPTANCE, TaskKind.EXPERTS, TaskKind.HEARING)
#: Working days offered first for each participant.
DAYS = "5"


@dataclass(frozen=True)
class About:
    """What the page plans: a kind of task about this case (or the whole it is part of), led by whom."""

    kind: TaskKind
    subject: Subject
    case: str
    lead: str


@needs(*SIGNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponseBase:
    """/review/tasks/new/?case=…&kind=…: the case must be one that this person sees."""
    about, errors = _about(request), FormErrors()
    if request.method == "POST":
        try:
            made = _PLAN[about.kind](request, about, errors)
        except RuleBroken as error:
            if error.kind is Kind.NOT_FOUND:
                raise
            errors.refuse(_field(about.kind, error), error)
            made = None
        if made is not None and not errors:
            return redirect(f"{HERE}{made.id}/")
    return render(request, "web/tasks/new.html", _facts(request, about, errors), status=errors.status)


def _about(request: StaffRequest) -> About:
    number = (request.GET.get("case") or "").replace("\x00", "")[:40]
    subject, lead = tasks.planned_about(request.actor, number, now=request.now, within=(Sight.REVIEW,))
    kind = request.GET.get("kind", "")
    chosen = TaskKind(kind) if kind in {str(one) for one in KINDS} else TaskKind.VISIT
    return About(chosen, subject, number, lead)


def _facts(request: StaffRequest, about: About, errors: FormErrors) -> dict[str, Any]:
    return {
        **errors.shown(), "about": about, "offices": offices(request, about.subject.involved, about.lead),
        "once": once_token(), "hours": hours(),
        "typed": {key: clean(request, key) for key in request.POST},
        "picked": set(request.POST.getlist("expert")),
        "kinds": [
            {"url": f"{HERE}new/?case={about.case}&kind={one}", "text": _(one.label), "count": "",
             "on": one is about.kind}
            for one in KINDS
        ],
        "experts": tasks.experts() if about.kind is TaskKind.EXPERTS else [],
    }  # fmt: skip


def offices(request: StaffRequest, chosen: Collection[str], lead: str) -> list[dict[str, Any]]:
    """The departments to choose from, the lead first, then the `chosen` (credit codes), who are marked until
    somebody chose themselves."""
    post = request.method == "POST"
    found = sorted(
        bureau.departments(), key=lambda one: (one.credit_code != lead, one.credit_code not in chosen)
    )
    return [
        {
            "code": one.credit_code, "name": one.short_name, "lead": one.credit_code == lead,
            "on": bool(clean(request, f"dept-{one.credit_code}")) if post else one.credit_code in chosen,
            "days": clean(request, f"days-{one.credit_code}") if post else DAYS,
            "ask": clean(request, f"ask-{one.credit_code}"),
        }
        for one in found
    ]  # fmt: skip


def asks_typed(request: StaffRequest) -> list[tuple[str, int, str]]:
    """Who was chosen, with their days and what they are asked."""
    return [
        (
            one.credit_code, whole(clean(request, f"days-{one.credit_code}")),
            clean(request, f"ask-{one.credit_code}"),
        )
        for one in bureau.departments()
        if clean(request, f"dept-{one.credit_code}")
    ]  # fmt: skip


def _field(kind: TaskKind, error: RuleBroken) -> str:
    """The box at which a refusal stands."""
    if error.code in {"task.no_participants", "task.bad_days", "task.department_unknown"}:
        return "asks"
    if error.code == "task.plan_missing":
        return "place"
    return {TaskKind.HEARING: "at-day", TaskKind.EXPERTS: "at-day", TaskKind.VISIT: "time-0-day"}.get(
        kind, "asks"
    )


def _visit(request: StaffRequest, about: About, errors: FormErrors) -> TaskDone | None:
    return actions.plan_visit(
        request.actor, about.subject.number, lead=about.lead, asks=asks_typed(request),
        place=clean(request, "place"), times=times_typed(request), prepare=clean(request, "prepare"),
        now=request.now, once=once_key(request),
    )  # fmt: skip


def _review(request: StaffRequest, about: About, errors: FormErrors) -> TaskDone | None:
    return actions.plan_review(
        request.actor, about.subject.number, kind=str(about.kind), lead=about.lead, asks=asks_typed(request),
        now=request.now, once=once_key(request),
    )  # fmt: skip


def _hearing(request: StaffRequest, about: About, errors: FormErrors) -> TaskDone | None:
    told, asked = day_typed(clean(request, "told")), day_typed(clean(request, "asked"))
    at = moment_typed(request, "at")
    for given, field in ((told, "told"), (asked, "asked"), (at, "at-day")):
        if given is None:
            errors.add(field, no_day())
    if told is None or asked is None or at is None:
        return None
    people = [("party", one.strip()) for one in clean(request, "people").splitlines() if one.strip()]
    return actions.plan_hearing(
        request.actor, about.subject.number, lead=about.lead, told_on=told, asked_on=asked,
        by=clean(request, "by"), at=at, place=clean(request, "place"), host=clean(request, "host").strip(),
        recorder=clean(request, "recorder").strip(), people=people, now=request.now, once=once_key(request),
    )  # fmt: skip


def _experts(request: StaffRequest, about: About, errors: FormErrors) -> TaskDone | None:
    at = moment_typed(request, "at")
    if at is None:
        errors.add("at-day", no_day())
        return None
    chosen = [int(one) for one in request.POST.getlist("expert") if one.isdecimal() and len(one) < 12]
    return actions.plan_experts(
        request.actor, about.subject.number, lead=about.lead, at=at, place=clean(request, "place"),
        experts=chosen, now=request.now, once=once_key(request),
    )  # fmt: skip


_PLAN = {
    TaskKind.VISIT: _visit, TaskKind.DRAWINGS: _review, TaskKind.ACCEPTANCE: _review,
    TaskKind.HEARING: _hearing, TaskKind.EXPERTS: _experts,
}  # fmt: skip
