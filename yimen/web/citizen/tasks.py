"""联合任务 of an applicant: when the departments come, what to put right, and the papers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yimen.rules.errors import Kind, RuleBroken
from yimen.rules.tasks import ical, visits
from yimen.rules.tasks.standing import TaskNotVisible
from yimen.rules.tasks.terms import FindingState, TaskAct
from yimen.tasks import actions
from yimen.tasks import queries as tasks
from yimen.tasks.queries import TaskPage
from yimen.web.approver.tasks import hand_out
from yimen.web.entrance.guard import signed_in
from yimen.web.forms import FormErrors, clean, once_token, read_once
from yimen.web.listing import cut, row_id
from yimen.web.tasks import COLOURS, photos, sheet_page, shown, whole

from .draft import moment, who

PAGE = 30


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """/my/tasks/: visits, reviews and inspections that concern me, newest first."""
    rows, last = cut(tasks.of_party(who(request), before=row_id(request), limit=PAGE), PAGE)
    facts = {
        "rows": [(one, COLOURS.get(one.state, "grey")) for one in rows],
        "next": f"/my/tasks/?before={last.id}" if last else "",
    }
    return render(request, "web/citizen/tasks.html", facts)


def _own(request: HttpRequest, task: int) -> TaskPage:
    page = tasks.task_page(who(request), task)
    if not page.is_applicant:
        raise TaskNotVisible()
    return page


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def one(request: HttpRequest, task: int) -> HttpResponse:
    """/my/tasks/<id>/: choose a time or ask for another, answer what is to be put right."""
    page, errors = _own(request, task), FormErrors()
    if request.method == "POST":
        _act(request, page, errors)
        if not errors:
            messages.success(request, _("记下了。"))
            return redirect(f"/my/tasks/{task}/")
    act = {str(one): True for one in page.acts}
    facts = {
        **shown(page), **errors.shown(), "act": act, "once": once_token(),
        "typed": {key: clean(request, key) for key in request.POST},
        "to_answer": [f for f in page.findings if f.state is FindingState.OPEN] if act.get("answer") else [],
    }  # fmt: skip
    return render(request, "web/citizen/task.html", facts, status=errors.status)


def _act(request: HttpRequest, page: TaskPage, errors: FormErrors) -> None:
    verb, _dash, rest = clean(request, "do").partition("-")
    field = {"choose": "chosen", "other": "other", "answer": f"answer-{rest}"}.get(verb, "chosen")
    try:
        _DO.get(verb, _choose)(request, page, rest, errors)
    except RuleBroken as error:
        if error.kind is Kind.NOT_FOUND:
            raise
        errors.refuse(field, error)


def _common(request: HttpRequest) -> dict[str, Any]:
    return {"now": moment(request), "once": read_once(request)}


def _choose(request: HttpRequest, page: TaskPage, rest: str, errors: FormErrors) -> None:
    place = clean(request, "chosen")
    if not place.isdecimal() or whole(place) >= len(page.times):
        errors.add("chosen", _("请选一个时间"))
        return
    actions.choose(who(request), page.task.pk, time=page.times[whole(place)], **_common(request))


def _other(request: HttpRequest, page: TaskPage, rest: str, errors: FormErrors) -> None:
    actions.ask_other(who(request), page.task.pk, reason=clean(request, "other"), **_common(request))


def _answer(request: HttpRequest, page: TaskPage, rest: str, errors: FormErrors) -> None:
    finding = int(rest) if rest.isascii() and rest.isdecimal() and len(rest) < 18 else 0
    kept = photos(request, who(request), f"photo-{finding}", errors, now=moment(request))
    if not errors:
        text = clean(request, f"answer-{finding}")
        actions.answer_finding(
            who(request), page.task.pk, finding, text=text, photos=kept, **_common(request)
        )


_DO = {"choose": _choose, "other": _other, "answer": _answer}


@require_safe
@signed_in
def calendar(request: HttpRequest, task: int) -> HttpResponse:
    """/my/tasks/<id>/calendar.ics: the appointment for any calendar; 404 while there is none."""
    page = _own(request, task)
    start = page.task.appointed_at
    if start is None or TaskAct.CHOOSE in page.acts:
        raise Http404
    words = _("{who} 一次到齐。请准备：{what}").format(
        who=_("、").join(one.department for one in page.parts), what=page.prepare or _("无")
    )
    made = ical.event(
        uid=f"{page.number}@{request.get_host()}", start=start, end=visits.lasts(start),
        title=f"{_(page.kind.label)} {page.task.title}", place=page.task.place, words=words,
        made=moment(request),
    )  # fmt: skip
    answer = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{page.number}.ics"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@require_safe
@signed_in
def paper(request: HttpRequest, task: int, paper: str) -> HttpResponseBase:
    """One paper as a PDF."""
    _own(request, task)
    return hand_out(request, task, paper)  # type: ignore[arg-type]


@require_safe
@signed_in
def sheet(request: HttpRequest, task: int, paper: str) -> HttpResponse:
    """One paper as a page to print or to read."""
    _own(request, task)
    return sheet_page(request, f"/my/tasks/{task}/", tasks.paper(who(request), task, paper))
