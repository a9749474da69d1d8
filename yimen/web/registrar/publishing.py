"""Check, publish and compare: from the draft to the version in force."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yimen.catalogue import actions
from yimen.catalogue import queries as catalogue
from yimen.catalogue.queries import Change, VersionRow
from yimen.catalogue.refusals import NoDraft, VersionUnknown
from yimen.rules.calendar import china_date
from yimen.rules.errors import RuleBroken
from yimen.web.forms import FormErrors, clean, once_token, read_once
from yimen.web.guard import StaffRequest, needs, refused
from yimen.web.listing import asked

from .common import KEEPERS, Opened, crumbs, open_item
from .drafts import publish_typed
from .items import finding_lines


@needs(*KEEPERS)
@require_POST
def check(request: StaffRequest, code: str) -> HttpResponse:
    """Run the quality check on the draft; its findings stand on the item's page."""
    try:
        done = actions.check(request.actor, code, now=request.now, once=read_once(request))
    except RuleBroken as error:
        return refused(request, error, f"/catalogue/{code}/")  # type: ignore[return-value]
    if done.errors:
        messages.warning(
            request,
            _("查出 {n} 处要改，改完才能发布；另有 {w} 条提醒。").format(n=done.errors, w=done.warnings),
        )
    else:
        messages.success(request, _("没有要改的，可以发布。提醒 {w} 条。").format(w=done.warnings))
    return redirect(f"/catalogue/{code}/#findings")


@needs(*KEEPERS)
@require_http_methods(["GET", "POST"])
def publish(request: StaffRequest, code: str) -> HttpResponse:
    """The difference with the version in force, the findings, and the form that puts the draft in force."""
    opened, errors = open_item(code), FormErrors()
    if opened.draft is None:
        return refused(request, NoDraft(item=opened.name), f"/catalogue/{code}/")  # type: ignore[return-value]
    if request.method == "POST" and _publish(request, code, errors):
        return redirect(f"/catalogue/{code}/")
    findings = finding_lines(opened.draft.id)
    today = china_date(request.now)
    facts = {
        "opened": opened,
        "findings": findings,
        "blocking": sum(1 for one in findings if one["severity"] == "error"),
        "changes": _lines(catalogue.diff(opened.current.id, opened.draft.id)) if opened.current else [],
        "today": today.isoformat(),
        "effective_from": clean(request, "effective_from") or today.isoformat(),
        "document": clean(request, "document"),
        "crumbs": crumbs(code, opened.name, ("", _("发布"))),
        "once": once_token(),
        **errors.shown(),
    }
    return render(request, "web/registrar/publish.html", facts, status=errors.status)


def _publish(request: StaffRequest, code: str, errors: FormErrors) -> bool:
    return publish_typed(
        request, errors,
        lambda day, document: actions.publish(
            request.actor, code, effective_from=day, document=document, now=request.now,
            once=read_once(request),
        ),
    )  # fmt: skip


@needs(*KEEPERS)
@require_safe
def diff(request: StaffRequest, code: str) -> HttpResponse:
    """What differs between two versions, by their numbers `a` and `b`."""
    opened, numbers = open_item(code), asked(request, "a", "b")
    newer = _numbered(opened, numbers["b"], opened.versions[0])
    older = _numbered(opened, numbers["a"], opened.current or opened.versions[-1])
    facts = {
        "opened": opened,
        "older": older,
        "newer": newer,
        "changes": _lines(catalogue.diff(older.id, newer.id)),
        "numbers": [(str(one.number), _("第 {n} 版").format(n=one.number)) for one in opened.versions],
        "crumbs": crumbs(code, opened.name, ("", _("版本差异"))),
    }
    return render(request, "web/registrar/diff.html", facts)


def _numbered(opened: Opened, number: str, fallback: VersionRow) -> VersionRow:
    """The version of this number; the fallback for none. Raises VersionUnknown (404) for an unknown one."""
    if not number:
        return fallback
    found = next((one for one in opened.versions if str(one.number) == number), None)
    if found is None:
        raise VersionUnknown()
    return found


def _lines(changes: list[Change]) -> list[tuple[str, Any, Any]]:
    """Changes for c-diff: place, before, after."""
    return [(_place(one), one.before, one.after) for one in changes]


def _place(one: Change) -> str:
    """Where the change is, in the reader's language."""
    entry = _("{label}“{name}”").format(label=_(one.label), name=one.name) if one.name else _(one.label)
    return _("{entry}：{part}").format(entry=entry, part=_(one.part)) if one.part else entry
