"""Dropping a draft: asked once more on a page of its own, so that it works without JavaScript."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yimen.cases import actions
from yimen.rules.applying import HandedIn
from yimen.rules.terms import State
from yimen.web.entrance.guard import signed_in
from yimen.web.forms import once_token, read_once, read_rev

from .draft import moment, own_page, who


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def drop(request: HttpRequest, number: str) -> HttpResponse:
    """/apply/case/<number>/drop/: one press drops the draft. Raises NotVisible, HandedIn, Stale."""
    page = own_page(request, number)
    if page.state is State.VOIDED:
        return redirect("my")  # pressed twice
    if page.state is not State.DRAFT:
        raise HandedIn()
    if request.method == "POST":
        actions.void(
            who(request), number, now=moment(request), rev=read_rev(request), once=read_once(request)
        )
        messages.success(request, _("删掉了。想办的时候可以重新开始。"))
        return redirect("my")
    facts = {"page": page, "case": page.case, "once": once_token()}
    return render(request, "web/citizen/drop.html", facts)
