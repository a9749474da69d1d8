"""From the draft of a bundle to what is in force: what follows from it, what is wrong, day and document."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yimen.catalogue import actions
from yimen.catalogue import queries as catalogue
from yimen.catalogue.refusals import NoDraft
from yimen.rules.calendar import china_date
from yimen.vault import queries as vault
from yimen.web.forms import FormErrors, clean, once_token, read_once
from yimen.web.guard import StaffRequest, needs, refused

from . import bundle_live
from .bundles import LIST, crumbs
from .common import KEEPERS
from .drafts import publish_typed


@needs(*KEEPERS)
@require_http_methods(["GET", "POST"])
def publish(request: StaffRequest, code: str) -> HttpResponse:
    """The derived plan, the faults, and the form that puts the draft in force."""
    written, errors = catalogue.written(code), FormErrors()
    if not written.is_draft:
        return refused(request, NoDraft(item=written.spec.name), f"{LIST}{code}/")  # type: ignore[return-value]
    if request.method == "POST" and _publish(request, written, errors):
        return redirect(f"{LIST}{code}/")
    today = china_date(request.now)
    facts = {
        "code": code, "written": written, "spec": written.spec, "live": bundle_live.of(written.spec),
        "effective_from": clean(request, "effective_from") or today.isoformat(),
        "document": clean(request, "document"), "once": once_token(),
        "crumbs": crumbs(code, written.spec.name, ("", _("发布"))), **errors.shown(),
    }  # fmt: skip
    return render(request, "web/registrar/bundle_publish.html", facts, status=errors.status)


def _publish(request: StaffRequest, written: catalogue.Written, errors: FormErrors) -> bool:
    issues = vault.issued_by(one.item for one in written.spec.members)
    return publish_typed(
        request, errors,
        lambda day, document: actions.publish_bundle(
            request.actor, written.spec.code, issues=issues, effective_from=day, document=document,
            now=request.now, once=read_once(request),
        ),
    )  # fmt: skip
