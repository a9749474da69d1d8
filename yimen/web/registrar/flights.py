"""在办件换版: cases under way on older versions, each tried under the one in force; the chosen ones move."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from yimen.cases import actions
from yimen.cases import queries as cases
from yimen.rules.errors import RuleBroken
from yimen.rules.moving import MOST_AT_ONCE
from yimen.web.forms import FormErrors, clean, once_token
from yimen.web.guard import StaffRequest, needs, once_key, refused
from yimen.web.listing import address, cut, row_id
from yimen.web.words import fill

from .common import KEEPERS, Opened, crumbs, open_item

WORDS_MOST = 500
_AT = {"moving.reason_missing": "reason", "moving.nothing_chosen": "cases", "moving.cannot_move": "cases"}


def here(code: str) -> str:
    """The page of one item's cases under way."""
    return f"/catalogue/{code}/flights/"


@needs(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: StaffRequest, code: str) -> HttpResponseBase:
    """How many on which version; each older one with what moving it would do; moving the chosen ones."""
    opened, errors = open_item(code), FormErrors()
    if request.method == "POST":
        answer = _move(request, code, errors)
        if answer is not None:
            return answer
    found = cases.trials(request.actor, code, now=request.now, after=row_id(request, "after") or 0)
    rows, last = cut(found, MOST_AT_ONCE)
    facts = {
        **errors.shown(), "opened": opened, "counts": _counts(opened), "rows": [_line(one) for one in rows],
        "movable": any(one.trial.movable for one in rows), "chosen": request.POST.getlist("case"),
        "reason": clean(request, "reason"), "most": WORDS_MOST, "once": once_token(),
        "crumbs": crumbs(code, opened.name, ("", _("在办件"))),
        "next": address(here(code), {}, after=last.id) if last else "",
    }  # fmt: skip
    return render(request, "web/registrar/flights.html", facts, status=errors.status)


def _move(request: StaffRequest, code: str, errors: FormErrors) -> HttpResponseBase | None:
    reason = clean(request, "reason").strip()
    if len(reason) > WORDS_MOST:
        errors.add("reason", _("理由最多 {n} 个字，请写短些").format(n=WORDS_MOST))
        return None
    chosen = [one[:40] for one in request.POST.getlist("case")]
    try:
        done = actions.move_cases(
            request.actor, code, chosen, reason=reason, now=request.now, once=once_key(request)
        )
    except RuleBroken as error:
        if error.code not in _AT:
            return refused(request, error, here(code))
        errors.refuse(_AT[error.code], error)
        return None
    words = ngettext("{n} 件换到了第 {v} 版。", "{n} 件换到了第 {v} 版。", done.moved)
    messages.success(request, words.format(n=done.moved, v=done.version))
    return redirect(here(code))


def _counts(opened: Opened) -> list[dict[str, Any]]:
    known = {one.id: one for one in opened.versions}
    current = opened.current.number if opened.current else 0
    return [
        {"number": known[one.version].number, "n": one.cases, "current": known[one.version].current,
         "diff": address(f"/catalogue/{opened.code}/diff/", {}, a=known[one.version].number, b=current)}
        for one in cases.on_versions(opened.code)
        if one.version in known
    ]  # fmt: skip


def _line(row: cases.TrialRow) -> dict[str, Any]:
    return {
        "row": row,
        "losses": [fill(one.words.text, one.words.facts) for one in row.trial.losses],
        "changes": [fill(one.text, one.facts) for one in row.trial.changes],
    }
