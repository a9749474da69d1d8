"""What the pages of items and of bundles do alike with an open draft: put it in force, throw it away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from yimen.catalogue import actions
from yimen.catalogue import queries as catalogue
from yimen.catalogue.actions import Published
from yimen.rules.errors import Kind, RuleBroken
from yimen.web.forms import FormErrors, clean, read_once
from yimen.web.guard import StaffRequest, refused
from yimen.web.listing import day_typed

#: Where a refusal is told; any other stands at the document.
_FIELD = {"item.no_document": "document", "item.date_backwards": "effective_from"}


def publish_typed(
    request: StaffRequest, errors: FormErrors, publish: Callable[[date, str], Published]
) -> bool:
    """Publish by the day and the document that were typed; True when it worked."""
    day, document = day_typed(clean(request, "effective_from")), clean(request, "document").strip()
    if day is None:
        errors.add("effective_from", _("请填生效日期，比如 2026-12-01"))
    if not document:
        errors.add("document", _("请写明依据的文件（名称和文号）"))
    if day is None or errors:
        return False
    try:
        done = publish(day, document)
    except RuleBroken as error:
        if error.kind in {Kind.FORBIDDEN, Kind.NOT_FOUND}:
            raise
        errors.refuse(_FIELD.get(error.code, "document"), error)
        return False
    words = _("第 {n} 版已经发布，今天起生效。") if done.in_force else _("第 {n} 版已经发布，到期自动换上。")
    messages.success(request, words.format(n=done.number))
    return True


def throw_away(request: StaffRequest, code: str, listed: str) -> HttpResponse:
    """Discard the open draft and go back to it below `listed`, or to the list where no version is left."""
    try:
        gone = actions.discard_draft(request.actor, code, now=request.now, once=read_once(request))
    except RuleBroken as error:
        return refused(request, error, f"{listed}{code}/")  # type: ignore[return-value]
    messages.success(request, _("第 {number} 版草稿已经丢弃。").format(number=gone.number))
    return redirect(f"{listed}{code}/" if catalogue.versions(code) else listed)
