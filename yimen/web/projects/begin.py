"""/projects/<code>/begin/<stage>/: what a stage needs and what is spared; then its application is open."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from yimen.projects import actions
from yimen.projects.queries import preview
from yimen.rules.errors import Kind, RuleBroken
from yimen.rules.projects import Stage, StageNotOfKind
from yimen.rules.terms import Channel
from yimen.web.citizen.draft import moment, who
from yimen.web.entrance.guard import signed_in
from yimen.web.forms import FormErrors, clean, once_token, read_once
from yimen.web.words import worded


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def begin(request: HttpRequest, code: str, stage: str) -> HttpResponse:
    """One guide, one form, one lead: read, then begin."""
    if stage not in {str(one) for one in Stage}:
        raise StageNotOfKind(stage=stage)
    errors = FormErrors()
    item = (clean(request, "item") or request.GET.get("item", "")).replace("\x00", "")[:60]
    found = preview(who(request), code, Stage(stage), item, now=moment(request))
    if request.method == "POST":
        number = _begin(request, code, Stage(stage), item, errors)
        if number:
            return redirect("go-on", number)
    facts = {
        **errors.shown(), "found": found, "guide": found.guide, "once": once_token(), "item": item,
        "stage": _(Stage(stage).label), "spared": [(name, worded(words)) for name, words in found.spared],
    }  # fmt: skip
    return render(request, "web/projects/begin.html", facts, status=errors.status)


def _begin(request: HttpRequest, code: str, stage: Stage, item: str, errors: FormErrors) -> str:
    phone = "Mobi" in request.headers.get("User-Agent", "")
    try:
        done = actions.begin_stage(
            who(request), code, stage, channel=str(Channel.MOBILE if phone else Channel.WEB),
            region=settings.SITE_REGION, item=item, now=moment(request), once=read_once(request),
        )  # fmt: skip
    except RuleBroken as error:
        if error.kind is Kind.NOT_FOUND:
            raise
        errors.refuse("begin", error)
        return ""
    if done.spared:
        text = ngettext("{n} 份材料不用交。", "{n} 份材料不用交。", done.spared)
        messages.success(request, text.format(n=done.spared))
    return done.number
