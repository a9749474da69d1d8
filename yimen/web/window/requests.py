"""更正申请 at the window: what waits, and the answer with the original in hand."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from yimen.personal import actions, queries
from yimen.rules.corrections import Stand
from yimen.rules.errors import Kind, RuleBroken
from yimen.rules.terms import Role
from yimen.web.entrance.corrections import line
from yimen.web.forms import FormErrors, clean, once_token
from yimen.web.guard import StaffRequest, needs, once_key, refused
from yimen.web.listing import address, cut, row_id
from yimen.web.staffparts import who

HERE = "/desk/requests/"
PAGE = 50


@never_cache
@needs(Role.CLERK)
@require_safe
def listing(request: StaffRequest) -> HttpResponse:
    """/desk/requests/: requests that wait, oldest first."""
    rows, last = cut(queries.waiting(after=row_id(request, "after"), limit=PAGE + 1), PAGE)
    facts = {"rows": [line(row) for row in rows], "next": address(HERE, {}, after=last.id) if last else ""}
    return render(request, "web/window/requests.html", facts)


@never_cache
@needs(Role.CLERK)
@sensitive_post_parameters("seen")
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: StaffRequest, pk: int) -> HttpResponseBase:
    """/desk/requests/<id>/: compare with the original, then put it right or say why not."""
    row, errors = queries.one(pk), FormErrors()
    if request.method == "POST":
        try:
            _answer(request, pk)
            return redirect(HERE)
        except RuleBroken as error:
            if error.kind is not Kind.INVALID and error.code != "party.already_registered":
                return refused(request, error, HERE)
            errors.refuse(_place(request, error), error)
    facts = {
        **line(row), "by": who(row.answered_by), "asked": row.state is Stand.ASKED, "once": once_token(),
        "own": row.party.id == request.actor.party, "crumbs": [(HERE, _("更正申请")), ("", _("核对"))],
        "typed": {name: clean(request, name) for name in ("seen", "papers", "reason")}, **errors.shown(),
    }  # fmt: skip
    return render(request, "web/window/request.html", facts, status=errors.status)


def _answer(request: StaffRequest, pk: int) -> None:
    if request.POST.get("do") == "decline":
        actions.decline(request.actor, pk, clean(request, "reason"), now=request.now, once=once_key(request))
        messages.success(request, _("答复了，申请人在自己的账号里看得到。"))
        return
    actions.correct(
        request.actor, pk, clean(request, "seen"), papers_seen=clean(request, "papers") == "yes",
        now=request.now, once=once_key(request),
    )  # fmt: skip
    messages.success(request, _("更正好了。"))


def _place(request: StaffRequest, error: RuleBroken) -> str:
    if request.POST.get("do") == "decline":
        return "reason"
    return "papers" if error.code == "account.papers_not_seen" else "seen"
