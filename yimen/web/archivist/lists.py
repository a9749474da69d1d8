"""Appraisal and lists of destruction: what waits, the lists, signatures, the printed list."""

from __future__ import annotations

import io
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yimen.archives import actions, queries
from yimen.archives.queries import ListRow
from yimen.bureau import queries as bureau
from yimen.rules.destruction import MOST, ListMove, ListState
from yimen.rules.errors import Kind, RuleBroken
from yimen.rules.terms import Role
from yimen.vault import press
from yimen.vault import queries as vault
from yimen.web.forms import FormErrors, clean, once_token
from yimen.web.guard import StaffRequest, needs, once_key, refused
from yimen.web.listing import address, cut, row_id
from yimen.web.pdf import answer
from yimen.web.words import said

from .records import KEEPERS, line, told

LISTS, DUE = "/archives/lists/", "/archives/due/"
PAGE, DUE_PAGE = 30, 100
COLOURS = {
    ListState.PROPOSED: "amber",
    ListState.APPROVED: "amber",
    ListState.SIGNED: "red",
    ListState.DONE: "grey",
    ListState.REJECTED: "blue",
}


@needs(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def due(request: StaffRequest) -> HttpResponseBase:
    """/archives/due/: what waits for appraisal; the keeper marks what shall be destroyed."""
    errors, chosen = FormErrors(), [one[:30] for one in request.POST.getlist("case")][: MOST + 1]
    if request.method == "POST":
        done = _proposed(request, chosen, errors)
        if done is not None:
            return done
    rows, last = cut(queries.ready(after=row_id(request, "after"), limit=DUE_PAGE + 1), DUE_PAGE)
    facts = {
        "rows": [{**line(row), "chosen": row.case in chosen} for row in rows],
        "once": once_token(),
        "may_propose": Role.KEEPER in request.actor.roles,
        "opinion": clean(request, "opinion"),
        "next": address(DUE, {}, after=last.id) if last else "",
        **errors.shown(),
    }
    return render(request, "web/archivist/due.html", facts, status=errors.status)


def _proposed(request: StaffRequest, chosen: list[str], errors: FormErrors) -> HttpResponseBase | None:
    try:
        made = actions.propose(
            request.actor, chosen, clean(request, "opinion"), now=request.now, once=once_key(request)
        )
    except RuleBroken as error:
        if error.kind is not Kind.INVALID:
            return refused(request, error, DUE)
        errors.refuse("case" if error.code == "destruction.nothing_listed" else "opinion", error)
        return None
    messages.success(request, _("清册提出了，请监督员审批。"))
    return redirect("archives-list", made.id)


@needs(Role.KEEPER)
@require_POST
def retain(request: StaffRequest, number: str) -> HttpResponseBase:
    """Keep a record on after appraisal."""
    keep, reason = clean(request, "keep"), clean(request, "why")
    try:
        actions.retain(request.actor, number, keep, reason, now=request.now, once=once_key(request))
    except RuleBroken as error:
        return told(request, number, error, "keep" if error.code == "archive.term_unknown" else "why")
    messages.success(request, _("续存好了。"))
    return redirect("archives-record", number)


# --- lists ------------------------------------------------------------------------------------------------
@needs(*KEEPERS)
@require_safe
def listing(request: StaffRequest) -> HttpResponse:
    """/archives/lists/: the lists of destruction, newest first."""
    rows, last = cut(queries.destructions(before=row_id(request), limit=PAGE + 1), PAGE)
    facts = {
        "rows": [_line(row) for row in rows],
        "next": address(LISTS, {}, before=last.id) if last else "",
    }
    return render(request, "web/archivist/lists.html", facts)


def _line(row: ListRow) -> dict[str, Any]:
    return {"row": row, "state": _(row.state.label), "colour": COLOURS[row.state]}


@needs(*KEEPERS)
@require_safe
def one(request: StaffRequest, pk: int) -> HttpResponse:
    """/archives/lists/<id>/: one list, its records, who signed, and what this reader may do."""
    return _shown(request, pk, FormErrors())


def _shown(request: StaffRequest, pk: int, errors: FormErrors) -> HttpResponse:
    found = queries.the_list(request.actor, pk)
    facts = {
        **_line(found.row),
        "records": [line(one) for one in found.records],
        "once": once_token(),
        "signed": _signed(found.row),
        "moves": [(str(move), _(move.label)) for move in found.moves if move is not ListMove.REJECT],
        "may_reject": ListMove.REJECT in found.moves,
        "reason": clean(request, "reason"),
        "crumbs": [(LISTS, _("销毁清册")), ("", _("第 {n} 号").format(n=pk))],
        **errors.shown(),
    }
    return render(request, "web/archivist/list.html", facts, status=errors.status)


def _signed(row: ListRow) -> list[dict[str, Any]]:
    """Who signed what, in the order of the law."""
    names = bureau.staff_names({row.proposed_by, row.approved_by, row.witnessed_by, row.rejected_by} - {""})
    signed = [
        (_("提出"), row.proposed_by, row.proposed_at),
        (_("审批"), row.approved_by, row.approved_at),
        (_("监销"), row.witnessed_by, row.witnessed_at),
        (_("退回"), row.rejected_by, row.ended_at),
    ]
    return [
        {"duty": duty, "name": names.get(staff, ""), "number": staff, "at": at}
        for duty, staff, at in signed
        if staff
    ]


@needs(Role.SUPERVISOR, Role.AUDIT)
@require_POST
def sign(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Approve, witness or send back."""
    act, once = clean(request, "act"), once_key(request)
    try:
        if act == ListMove.REJECT:
            actions.reject(request.actor, pk, clean(request, "reason"), now=request.now, once=once)
        elif act == ListMove.WITNESS:
            actions.witness(request.actor, pk, now=request.now, once=once)
        else:
            actions.approve(request.actor, pk, now=request.now, once=once)
    except RuleBroken as error:
        return _refused(request, pk, error)
    messages.success(request, _("签好了，记录在案。"))
    return redirect("archives-list", pk)


def _refused(request: StaffRequest, pk: int, error: RuleBroken) -> HttpResponseBase:
    if error.kind is not Kind.INVALID:
        return refused(request, error, f"{LISTS}{pk}/")
    errors = FormErrors()
    errors.add("reason", said(error))
    return _shown(request, pk, errors)


@never_cache
@needs(*KEEPERS)
@require_safe
def paper(request: StaffRequest, pk: int) -> HttpResponseBase:
    """The list as a PDF: as it was kept once all is destroyed, else as it stands now."""
    row = queries.the_list(request.actor, pk).row
    name = f"xiaohui-{pk}.pdf"
    if row.paper:
        kept = vault.by_ids([row.paper]).get(row.paper)
        if kept is None:
            raise Http404
        return answer(request, vault.open_content(kept), name)
    made = press.typeset("destruction", queries.sheet_of(pk, request.now))
    return answer(request, io.BytesIO(made), name)
