"""联合任务 of a department: the list, one task with what this department may do, papers."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yimen.rules.delivery import SIGNATURE_KB
from yimen.rules.tasks import opinions
from yimen.rules.tasks.terms import FindingState, Saying, TaskAct, TaskPaper
from yimen.tasks import actions
from yimen.tasks import queries as tasks
from yimen.tasks.queries import TaskPage
from yimen.vault import queries as vault
from yimen.web import pdf
from yimen.web.approver.inbox import SIGNERS
from yimen.web.forms import FormErrors, once_token
from yimen.web.guard import StaffRequest, needs
from yimen.web.listing import cut, row_id
from yimen.web.staffparts import history
from yimen.web.tasks import COLOURS, hours, sheet_page, shown
from yimen.web.words import said

PAGE = 50
HERE = "/review/tasks/"


@needs(*SIGNERS)
@require_safe
def listing(request: StaffRequest) -> HttpResponse:
    """Tasks in which my department takes part, those that it leads, those that are finished."""
    only = request.GET.get("only", "")
    only = only if only in {"lead", "over"} else ""
    found = tasks.of_department(
        request.actor, lead=only == "lead", over=only == "over", before=row_id(request), limit=PAGE
    )
    rows, last = cut(found, PAGE)
    words = (("", _("没办完的")), ("lead", _("我们牵头的")), ("over", _("已结束")))
    context = {
        "rows": [(one, COLOURS.get(one.state, "grey")) for one in rows], "only": only, "here": HERE,
        "filters": [
            {"url": f"{HERE}?only={key}" if key else HERE, "text": text, "count": "", "on": key == only}
            for key, text in words
        ],
        "next": f"{HERE}?only={only}&before={last.id}" if last else "",
    }  # fmt: skip
    return render(request, "web/tasks/list.html", context)


@needs(*SIGNERS)
@require_safe
def page(request: StaffRequest, task: int) -> HttpResponse:
    """One task: who takes part, what was found and said, and what this department may do now."""
    return show(request, tasks.task_page(request.actor, task), FormErrors(), {})


def show(request: StaffRequest, found: TaskPage, errors: FormErrors, typed: dict[str, Any]) -> HttpResponse:
    """The page of one task; again with what was typed where something was wrong."""
    act = {str(one): True for one in found.acts}
    facts = {
        **shown(found), **errors.shown(), "act": act, "once": once_token(), "typed": typed,
        "here": f"{HERE}{found.task.pk}/", "sayings": [(str(one), _(one.label)) for one in Saying],
        "hours": hours(),
        "may_find": bool(act.get(TaskAct.FIND) and found.mine and found.mine.saying is None),
        "may_say": bool(act.get(TaskAct.SAY) and found.mine and found.mine.saying is None),
        "to_check": [
            one for one in found.findings if one.mine and one.state is FindingState.ANSWERED
        ] if act.get(TaskAct.CHECK) else [],
        "unheard": _unheard(found) if act.get(TaskAct.SIGN_OFF) else "", "sign_most": SIGNATURE_KB,
        "heard": sum(one.saying is not None for one in found.parts),
        "minutes": found.task.facts.get("minutes", ""),
        "signed_files": [one for one in found.files if one.kind == "minutes"],
        "against": [one for one in found.parts if one.saying is Saying.DISAGREE],
        "special": found.kind in {"hearing", "experts"}, "history": history(found.history),
    }  # fmt: skip
    return render(request, "web/tasks/task.html", facts, status=errors.status)


def _unheard(found: TaskPage) -> str:
    """Why the record cannot be signed yet, by the rule that guards the act; "" where it can."""
    try:
        opinions.require_heard(
            [opinions.Part(one.code, one.department, saying=one.saying) for one in found.parts]
        )
    except opinions.NotAllHeard as error:
        return said(error)
    return ""


@needs(*SIGNERS)
@require_safe
def paper(request: StaffRequest, task: int, paper: str) -> HttpResponseBase:
    """One paper as a PDF, made now where the worker has not come yet."""
    return hand_out(request, task, paper)


@needs(*SIGNERS)
@require_safe
def sheet(request: StaffRequest, task: int, paper: str) -> HttpResponse:
    """One paper as a page to print or to read, as it was handed out."""
    return sheet_page(request, f"{HERE}{task}/", tasks.paper(request.actor, task, paper))


def hand_out(request: StaffRequest, task: int, paper: str) -> HttpResponseBase:
    """The PDF of a paper for whoever sees its task. Raises TaskNotVisible, CannotPrint, NotSealedYet."""
    found = tasks.paper(request.actor, task, paper)
    facts = actions.hand_out(paper, now=request.now)
    name = f"{_(TaskPaper(found['kind']).label)} {paper}.pdf"
    return pdf.answer(request, vault.open_content(facts), name)
