"""From the draft of a bundle to what is in force: what follows from it, what is wrong, day and document."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yimen.catalogue import actions
from yimen.catalogue import queries as catalogue
from yimen.catalogue.refusals import NoDraft
from yimen.rules.calendar import china_date
from yimen.rules.errors import Kind, RuleBroken
from yimen.vault import queries as vault
from yimen.web.forms import FormErrors, clean, once_token, read_once
from yimen.web.guard import StaffRequest, needs, refused
from yimen.web.listing import day_typed

from . import bundle_live
from .bundles import LIST, crumbs
from .common import KEEPERS

_FIELD = {"item.no_document": "document", "item.date_backwards": "effective_from"}


@needs(*KEEPERS)
@require_http_methods(["GET", "POST"])
def publish(request: StaffRequest, code: str) -> HttpResponse:
    """The derived plan, the faults, and the form that puts the draft in force."""
    written, errors = catalogue.written(code), FormErrors()
    if not written.is_draft:
        return refused(request, NoDraft(item=written.spec.name), f"{LIST}{code}/")  # type: ignore[return-value]
    if request.method == "POST" and _publish(request, code, written, errors):
        return redirect(f"{LIST}{code}/")
    today = china_date(request.now)
    facts = {
        "code": code, "written": written, "spec": written.spec, "live": bundle_live.of(written.spec),
        "effective_from": clean(request, "effective_from") or today.isoformat(),
        "document": clean(request, "document"), "once": once_token(),
        "crumbs": crumbs(code, written.spec.name, ("", _("发布"))), **errors.shown(),
    }  # fmt: skip
    return render(request, "web/registrar/bundle_publish.html", facts, status=errors.status)


def _publish(request: StaffRequest, code: str, written: catalogue.Written, errors: FormErrors) -> bool:
    """Publish what was typed; True when it worked."""
    day, document = day_typed(clean(request, "effective_from")), clean(request, "document").strip()
    if day is None:
        errors.add("effective_from", _("请填生效日期，比如 2026-12-01"))
    if not document:
        errors.add("document", _("请写明依据的文件（名称和文号）"))
    done = _done(request, written, day, document, errors) if day is not None and not errors else None
    if done is None:
        return False
    words = _("第 {n} 版已经发布，今天起生效。") if done.in_force else _("第 {n} 版已经发布，到期自动换上。")
    messages.success(request, words.format(n=done.number))
    return True


def _done(
    request: StaffRequest, written: catalogue.Written, day: date, document: str, errors: FormErrors
) -> actions.Published | None:
    try:
        return actions.publish_bundle(
            request.actor,
            written.spec.code,
            issues=vault.issued_by(one.item for one in written.spec.members),
            effective_from=day,
            document=document,
            now=request.now,
            once=read_once(request),
        )
    except RuleBroken as error:
        if error.kind in {Kind.FORBIDDEN, Kind.NOT_FOUND}:
            raise
        errors.refuse(_FIELD.get(error.code, "document"), error)
        return None
