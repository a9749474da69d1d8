"""催办 by the applicant."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yimen.cases import actions
from yimen.rules.errors import RuleBroken
from yimen.web.entrance.guard import signed_in
from yimen.web.forms import read_once
from yimen.web.words import said

from .draft import moment, own_page, who


@require_POST
@signed_in
def urge(request: HttpRequest, number: str) -> HttpResponse:
    """The applicant urges: once a working day; told plainly where it was done already."""
    page = own_page(request, number)
    try:
        actions.urge(who(request), page.case.number, now=moment(request), once=read_once(request))
    except RuleBroken as error:
        messages.warning(request, said(error))
    else:
        messages.success(request, _("催过了，办理的人会看到。"))
    return redirect("case", number)
