"""The progress of one case: days, what to do, what happened; corrections, withdrawal, papers, tracking."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yimen.archives import queries as archives
from yimen.cases import actions
from yimen.cases import queries as cases
from yimen.cases.queries import CasePage
from yimen.rules import deferral
from yimen.rules.applying import FormUnchanged
from yimen.rules.authority import NotVisible, Sight
from yimen.rules.intake import GapsRemain
from yimen.rules.lifecycle import ENDED, FINAL, ReasonMissing
from yimen.rules.limits import TRACK_ADDRESS, TRACK_CASE
from yimen.rules.masking import mask_phone
from yimen.rules.numbers import BadCaseNumber, check_number
from yimen.rules.papers import SEALED
from yimen.rules.terms import Act, Document, State
from yimen.web import calling, helped, instant, licences, limits, memberview, signature
from yimen.web.entrance.guard import signed_in
from yimen.web.forms import FormErrors, clean, once_token, read_once, read_rev
from yimen.web.hallvisits import visits
from yimen.web.tasks import awaited, joint

from . import delivery, fields, helpme, later, materials, mend, papers, shown
from .draft import moment, own_page, who

_BOTH = require_http_methods(["GET", "HEAD", "POST"])
#: The reason of a withdrawal, as the trail keeps it.
MOST_WORDS = 500


@require_safe
@signed_in
def case(request: HttpRequest, number: str) -> HttpResponse:
    """/cases/<number>/: everything the applicant may know of the case. Somebody else's is 404."""
    page = own_page(request, number)
    if page.state is State.DRAFT:
        return redirect("go-on", number)
    facts = {
        "page": page,
        "case": page.case,
        "promise": shown.promise(page),
        "silence": licences.silence(page),
        **_clock(page),
        **_course(page, moment(request)),
        **memberview.parts(page, "/cases/"),
        "filled": fields.filled_rows(page),
        "given": [one for one in page.materials if one.status != "missing"],
        "papers": [(one, Document(one.kind), _kept_back(page, one.kind)) for one in page.papers],
        "phone": mask_phone(page.case.contact_phone), "helped": helped.by(page),
        **helpme.rating(page, who(request)),
        "taking": delivery.said(page),
        "may_choose": delivery.may_choose(page),
        "may_confirm": delivery.may_confirm(page) or delivery.may_confirm_parcel(page),
        "once": once_token(),
        "kept": archives.kept(number), "may_withdraw": Act.WITHDRAW in page.acts,
    }  # fmt: skip
    return render(request, "web/citizen/case.html", facts)


def _kept_back(page: CasePage, kind: str) -> bool:
    return deferral.withheld(Document(kind), deferral.from_json(page.case.deferral), page.sights)


def _clock(page: CasePage) -> dict[str, Any]:
    return {
        "clock": shown.clock(page.state, page.reading, page.left, page.case.due_at),
        "days": shown.strip(page.strip),
    }


def _course(page: CasePage, now: datetime) -> dict[str, Any]:
    """The signatures, what a machine decided, what is done jointly and wanted of them, what happened, here
    and in the hall, and who may be urged."""
    decided, together, todo = instant.decisions(page), joint(page), shown.todo(page)
    doing = {
        "joint": together, "tasks_at": "/my/tasks/", "todo": todo,
        "awaited": awaited(page, together, todo is not None),
    }  # fmt: skip
    told = {
        "seats": shown.seats(page), "instant": decided, "history": _history(page),
        "hallvisits": visits(page.case.number),
    }  # fmt: skip
    return {**told, **doing, **calling.parts(page, now)}


def _history(page: CasePage) -> list[dict[str, Any]]:
    running = page.state not in ENDED | FINAL
    own = shown.history(((row.kind, row.at, row.data) for row in page.history), running)
    return shown.with_members(own, page)


@_BOTH
@signed_in
def supply(request: HttpRequest, number: str) -> HttpResponse:
    """/cases/<number>/supply/: the exact list of what to supply, files, and handing it in."""
    page = own_page(request, number)
    if Act.SUPPLY not in page.acts:
        return redirect("case", number)
    errors = FormErrors()
    if request.method == "POST":
        materials.change(request, page, errors)
        page = own_page(request, number)
        if not errors and "next" not in request.POST:
            return redirect("pledge" if "pledge" in request.POST else "supply", number)
        if not errors and _supplied(request, page, errors):
            messages.success(request, _("补交好了，窗口接着办。"))
            return redirect("case", number)
    return render(request, "web/citizen/supply.html", _to_supply(request, page, errors), status=errors.status)


def _to_supply(request: HttpRequest, page: CasePage, errors: FormErrors) -> dict[str, Any]:
    """What the page of a correction shows: the list, and what of it may come later."""
    notice = mend.notice(request, page)
    return {
        **errors.shown(), "page": page, "case": page.case, "notice": notice, "once": once_token(),
        "lines": mend.lines(page, notice, errors), "most": settings.MAX_FILE_MB,
        "later": later.offer(request, page),
    }  # fmt: skip


def _supplied(request: HttpRequest, page: CasePage, errors: FormErrors) -> bool:
    """Hand in what was asked, if nothing of it is missing any more, or what is was promised for later."""
    rev = later.promise(request, page, errors, read_rev(request))
    materials.note_missing(page, errors, core=later.offer(request, page) is not None)
    if errors:
        return False
    try:
        actions.supply(
            who(request),
            page.case.number,
            now=moment(request),
            rev=rev,
            once=read_once(request),
        )
    except GapsRemain as error:
        errors.refuse("submit", error)
    except FormUnchanged as error:
        errors.refuse("form", error)
    return not errors


@_BOTH
@signed_in
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """/cases/<number>/withdraw/: why, and one press."""
    page = own_page(request, number)
    if Act.WITHDRAW not in page.acts:
        return redirect("case", number)
    errors, reason = FormErrors(), clean(request, "reason").strip()
    if request.method == "POST":
        if len(reason) > MOST_WORDS:
            errors.add("reason", _("最多 {most} 个字，您写了 {n} 个").format(most=MOST_WORDS, n=len(reason)))
        if not errors and _taken_back(request, page, reason, errors):
            messages.success(request, _("已经撤回，这次办理到此结束。"))
            return redirect("case", number)
    facts = {
        **errors.shown(),
        "page": page,
        "case": page.case,
        "reason": reason,
        "most": MOST_WORDS,
        "once": once_token(),
    }
    return render(request, "web/citizen/withdraw.html", facts, status=errors.status)


def _taken_back(request: HttpRequest, page: CasePage, reason: str, errors: FormErrors) -> bool:
    try:
        actions.withdraw(
            who(request),
            page.case.number,
            reason=reason,
            now=moment(request),
            rev=read_rev(request),
            once=read_once(request),
        )
    except ReasonMissing:
        errors.add("reason", _("请写一句为什么撤回"))
    return not errors


@require_safe
@signed_in
def paper(request: HttpRequest, number: str, paper: str) -> HttpResponse:
    """One document on A4, for the applicant's side; staff have their own page of it."""
    found = cases.document(who(request), number, paper, within=(Sight.OWN,))
    facts = {
        "doc": found,
        "number": number,
        "opening": papers.opening(found),
        "facts": papers.facts(found),
        "drawn": signature.picture(found),
        "sealed": Document(found["kind"]) in SEALED,
    }
    return render(request, "web/citizen/paper.html", facts)


@_BOTH
def track(request: HttpRequest) -> HttpResponse:
    """/track/: number and query code, without signing in. A wrong pair is told in the same words always."""
    errors, typed, found = FormErrors(), clean(request, "number")[:60], None
    if request.method == "POST":
        found = _tracked(request, typed, clean(request, "code").strip()[:20], errors)
    else:
        typed = request.GET.get("number", "").replace("\x00", "")[:60]
    if found is None:
        facts = {**errors.shown(), "number": typed}
        return render(request, "web/citizen/track.html", facts, status=errors.status)
    running = found.state not in ENDED | FINAL
    facts = {
        "found": found,
        "clock": shown.clock(found.state, found.reading, found.left, found.due_at),
        "days": shown.strip(found.strip),
        "history": shown.history(((k, at, {}) for k, at in found.history), running),
    }
    return render(request, "web/citizen/tracked.html", facts)


def _tracked(request: HttpRequest, typed: str, code: str, errors: FormErrors) -> cases.Tracked | None:
    try:
        number = check_number(typed)
    except BadCaseNumber as error:
        errors.refuse("number", error)
        return None
    try:
        limits.require_free(request, TRACK_ADDRESS)
        limits.require_free(request, TRACK_CASE, number)
        return cases.track(number, code, now=moment(request))
    except NotVisible:
        limits.failed(request, TRACK_ADDRESS)
        limits.failed(request, TRACK_CASE, number)
        errors.add("number", _("编号和查询码对不上，请照着回执再填一遍"))
    return None
