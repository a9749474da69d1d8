"""What a department does on the page of a joint task: one form, one act, what was typed stays on refusal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yimen.rules.delivery import BadSignature
from yimen.rules.errors import Kind, RuleBroken
from yimen.rules.tasks.terms import TaskKind
from yimen.tasks import actions
from yimen.tasks import queries as tasks
from yimen.tasks.queries import TaskPage
from yimen.vault import actions as vault
from yimen.web import signature
from yimen.web.approver.inbox import SIGNERS
from yimen.web.approver.tasks import HERE, show
from yimen.web.forms import FormErrors, clean, read_rev
from yimen.web.guard import StaffRequest, needs, once_key
from yimen.web.listing import row_id
from yimen.web.tasks import photos, times_typed, whole

Do = Callable[[StaffRequest, TaskPage, FormErrors], object]


@needs(*SIGNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: StaffRequest, task: int) -> HttpResponseBase:
    """One act on a task, named by the button `do`; a page that is only read leads back to the task."""
    page, errors = tasks.task_page(request.actor, task), FormErrors()
    what = clean(request, "do")
    do, field = ACTS.get(what, (None, ""))
    if do is None:
        return redirect(f"{HERE}{task}/")
    try:
        do(request, page, errors)
    except RuleBroken as error:
        if error.kind is Kind.NOT_FOUND:
            raise
        errors.refuse(field, error)
    if not errors:
        messages.success(request, _("记下了。"))
        return redirect(f"{HERE}{task}/")
    return show(request, page, errors, {key: clean(request, key) for key in request.POST})


def _common(request: StaffRequest) -> dict[str, Any]:
    return {"now": request.now, "once": once_key(request)}


def _propose(request: StaffRequest, page: TaskPage, errors: FormErrors) -> object:
    return actions.propose(
        request.actor, page.task.pk, times=times_typed(request), prepare=clean(request, "prepare"),
        **_common(request),
    )  # fmt: skip


def _appoint(request: StaffRequest, page: TaskPage, errors: FormErrors) -> object:
    place = whole(clean(request, "chosen"))
    if place >= len(page.times) or not clean(request, "chosen"):
        errors.add("chosen", _("请选一个时间"))
        return None
    return actions.appoint(
        request.actor, page.task.pk, time=page.times[place], reason=clean(request, "how"), **_common(request)
    )


def _record(request: StaffRequest, page: TaskPage, errors: FormErrors) -> object:
    numbers = clean(request, "staff").replace("，", " ").replace(",", " ").replace("、", " ").split()
    return actions.begin_record(
        request.actor, page.task.pk, staff=numbers, applicant=clean(request, "applicant"), **_common(request)
    )


def _find(request: StaffRequest, page: TaskPage, errors: FormErrors) -> object:
    kept = photos(request, request.actor, "photo", errors, now=request.now)
    if errors:
        return None
    return actions.find(
        request.actor, page.task.pk, text=clean(request, "text"), mend=clean(request, "mend") == "yes",
        days=whole(clean(request, "days")), photo=kept[0] if kept else "", **_common(request),
    )  # fmt: skip


def _photo(request: StaffRequest, page: TaskPage, errors: FormErrors) -> object:
    kept = photos(request, request.actor, "scene", errors, now=request.now)
    if not errors and not kept:
        errors.add("scene", _("请选照片"))
    once = once_key(request)
    for at, digest in enumerate(kept if not errors else []):
        actions.photo(request.actor, page.task.pk, photo=digest, now=request.now, once=f"{once[:60]}-{at}")
    return None


def _say(request: StaffRequest, page: TaskPage, errors: FormErrors) -> object:
    saying = clean(request, "saying")
    if saying not in {"agree", "conditions", "disagree"}:
        errors.add("saying", _("请选意见"))
        return None
    return actions.say(
        request.actor, page.task.pk, saying=saying, text=clean(request, "words"), **_common(request)
    )


def _sign_off(request: StaffRequest, page: TaskPage, errors: FormErrors) -> object:
    drawn = signature.take(request, errors)
    if errors:
        return None
    try:
        return actions.sign_off(
            request.actor, page.task.pk, signed=clean(request, "signed"), words=clean(request, "refusal"),
            signature=drawn, witness=clean(request, "witness"), rev=read_rev(request), **_common(request),
        )  # fmt: skip
    except BadSignature as error:
        errors.refuse("signature", error)
        return None


def _check(request: StaffRequest, page: TaskPage, errors: FormErrors) -> object:
    return actions.check_finding(
        request.actor, page.task.pk, row_id(request, "finding") or 0, ok=clean(request, "ok") == "yes",
        words=clean(request, "lacking"), **_common(request),
    )  # fmt: skip


def _revisit(request: StaffRequest, page: TaskPage, errors: FormErrors) -> object:
    return actions.revisit(
        request.actor, page.task.pk, reason=clean(request, "why"), times=times_typed(request),
        prepare=clean(request, "prepare"), **_common(request),
    )  # fmt: skip


def _conclude(request: StaffRequest, page: TaskPage, errors: FormErrors) -> object:
    text, rev = clean(request, "conclusion"), read_rev(request)
    if page.kind in {TaskKind.HEARING, TaskKind.EXPERTS}:
        return actions.end_procedure(request.actor, page.task.pk, text=text, rev=rev, **_common(request))
    answers = {one.code: clean(request, f"met-{one.id}") for one in page.parts}
    return actions.conclude(
        request.actor, page.task.pk, text=text, answers=answers, rev=rev, **_common(request)
    )


def _files(request: StaffRequest, field: str) -> list[str]:
    return [
        vault.keep(request.actor, given.chunks(), given.name or "", now=request.now).digest
        for given in request.FILES.getlist(field)[:20]
    ]


def _draw(request: StaffRequest, page: TaskPage, errors: FormErrors) -> object:
    files = _files(request, "drawings")
    return actions.draw(request.actor, page.task.pk, files=files, **_common(request))


def _hold(request: StaffRequest, page: TaskPage, errors: FormErrors) -> object:
    refused = [one.id for one in page.people if clean(request, f"refused-{one.id}")]
    return actions.hold(
        request.actor, page.task.pk, minutes=clean(request, "minutes"), files=_files(request, "signed_file"),
        refused=refused, **_common(request),
    )  # fmt: skip


def _cancel(request: StaffRequest, page: TaskPage, errors: FormErrors) -> object:
    return actions.call_off(
        request.actor, page.task.pk, reason=clean(request, "cancel_reason"), **_common(request)
    )


#: Button → what is done, and the box at which a refusal stands.
ACTS: dict[str, tuple[Do, str]] = {
    "propose": (_propose, "time-0-day"), "appoint": (_appoint, "how"), "record": (_record, "staff"),
    "find": (_find, "text"), "photo": (_photo, "scene"), "say": (_say, "words"),
    "sign_off": (_sign_off, "refusal"), "check": (_check, "lacking"), "revisit": (_revisit, "why"),
    "conclude": (_conclude, "conclusion"), "draw": (_draw, "drawings"), "hold": (_hold, "minutes"),
    "cancel": (_cancel, "cancel_reason"),
}  # fmt: skip
