"""合并统一材料: likely twins side by side, one merge a press, every merge on record and to be undone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yimen.catalogue import actions
from yimen.catalogue import queries as catalogue
from yimen.catalogue.queries import Group
from yimen.rules.errors import Kind, RuleBroken
from yimen.rules.likeness import MergeUnknown
from yimen.web.forms import FormErrors, once_token, read_once
from yimen.web.guard import StaffRequest, needs
from yimen.web.listing import address, asked, cut, row_id
from yimen.web.staffparts import who

from .common import KEEPERS, crumbs

GROUPS, PAGE = 15, 40
MATERIALS = "/catalogue/materials/"
ALIKE, MERGES = f"{MATERIALS}alike/", f"{MATERIALS}merges/"


@needs(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def alike(request: StaffRequest) -> HttpResponse:
    """Definitions whose names have one core, group by group; a press merges one group."""
    errors = FormErrors()
    if request.method == "POST" and _merged(request, request.POST.get("into", ""), errors):
        return redirect(request.get_full_path())
    filters = asked(request, "q")
    found = catalogue.groups(text=filters["q"], after=asked(request, "after")["after"], limit=GROUPS)
    rows, last = cut(found, GROUPS)
    facts = {
        "groups": [_group(one, request) for one in rows], "filters": filters, "once": once_token(),
        "next": address(ALIKE, filters, after=last.core) if last else "",
        "crumbs": _crumbs(_("像是同一种的")), **errors.shown(),
    }  # fmt: skip
    return render(request, "web/registrar/alike.html", facts, status=errors.status)


def _group(one: Group, request: StaffRequest) -> dict[str, Any]:
    """The most used stays unless another was chosen; the rest stand ticked, for the keeper to look at."""
    posted = request.POST.get("core") == one.core
    into = request.POST.get("into", "") if posted else one.members[0].code
    ticked = set(request.POST.getlist("member")) if posted else {member.code for member in one.members}
    members = [{"one": m, "ticked": m.code in ticked, "stays": m.code == into} for m in one.members]
    return {"core": one.core, "members": members, "mentions": one.mentions}


@needs(*KEEPERS)
@require_POST
def merge(request: StaffRequest, code: str) -> HttpResponse:
    """Merge what is ticked into one definition, from that definition's own page."""
    errors = FormErrors()
    if not _merged(request, code, errors):
        messages.error(request, errors.shown()["err"]["member"])
    return redirect(f"{MATERIALS}{code}/")


def _merged(request: StaffRequest, into: str, errors: FormErrors) -> bool:
    codes = [code for code in request.POST.getlist("member") if code != into]
    try:
        done = actions.merge_materials(request.actor, into, codes, now=request.now, once=read_once(request))
    except RuleBroken as error:
        if error.kind is Kind.FORBIDDEN or isinstance(error, MergeUnknown):
            raise
        errors.refuse("member", error)
        return False
    messages.success(request, _("合并好了，{n} 种并进一种。已发布的版本不变。").format(n=done.members))
    return True


@needs(*KEEPERS)
@require_safe
def merges(request: StaffRequest) -> HttpResponse:
    """Every merge, newest first, each to be undone."""
    rows, last = cut(catalogue.merges(before=row_id(request), limit=PAGE + 1), PAGE)
    facts = {
        "rows": [{"row": one, "who": who(one.by)} for one in rows], "once": once_token(),
        "next": address(MERGES, {}, before=last.id) if last else "", "crumbs": _crumbs(_("合并记录")),
    }  # fmt: skip
    return render(request, "web/registrar/merges.html", facts)


@needs(*KEEPERS)
@require_POST
def undo(request: StaffRequest, merge: int) -> HttpResponse:
    """Take one merge back."""
    try:
        done = actions.undo_merge(request.actor, merge, now=request.now, once=read_once(request))
    except RuleBroken as error:
        if error.kind is not Kind.CONFLICT:
            raise
        messages.error(request, str(error))
    else:
        messages.success(request, _("撤销了，{n} 种又分开了。").format(n=done.members))
    return redirect(MERGES)


def _crumbs(last: str) -> list[tuple[str, str]]:
    return crumbs("", "", (MATERIALS, _("统一材料")), ("", last))
