"""一件事 for the keeper: list, one bundle with its derived plan, its state, a look at its public guide."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yimen.bureau import queries as bureau
from yimen.catalogue import actions
from yimen.catalogue import queries as catalogue
from yimen.rules.bundle import as_item
from yimen.rules.errors import RuleBroken
from yimen.rules.terms import ItemState
from yimen.web.citizen import bundle_guide
from yimen.web.citizen.guide import spec_facts
from yimen.web.forms import FormErrors, clean, once_token, read_once
from yimen.web.guard import StaffRequest, needs, refused
from yimen.web.listing import address, asked, chips, cut
from yimen.web.staffparts import who

from . import boxes, bundle_live
from .common import KEEPERS
from .drafts import throw_away
from .items import version_lines

PAGE = 30
LIST = "/catalogue/bundles/"
_ACTS = {"suspend": actions.suspend, "resume": actions.resume, "cancel": actions.cancel}
_COLOURS = {"1": "green", "2": "amber", "3": "grey"}
_BAD_NEW = {"item.department_unknown": "department", "bundle.code_taken": "code"}
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9\-]{1,49}", re.ASCII)
#: Addresses below the list that are no code.
_TAKEN = {"new"}


def crumbs(code: str = "", name: str = "", *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way to a page below a bundle."""
    return [(LIST, _("一件事")), *([(f"{LIST}{code}/", name)] if code else []), *more]


@needs(*KEEPERS)
@require_safe
def listing(request: StaffRequest) -> HttpResponse:
    """All bundles by code; those that a member's change suspended with the reason."""
    filters = asked(request, "q", "state")
    after = asked(request, "after")["after"]
    found = catalogue.kept_bundles(text=filters["q"], state=filters["state"], after=after, limit=PAGE + 1)
    rows, last = cut(found, PAGE)
    facts = {
        "rows": [
            {"row": one, "state": ItemState(one.state), "colour": _COLOURS[one.state],
             "why": bundle_live.standing(one.code) if one.shut_by_member else []}
            for one in rows
        ],
        "filters": filters,
        "filtered": any(filters.values()),
        "states": chips(LIST, filters, "state", [("", _("全部")), *_states()]),
        "next": address(LIST, filters, after=last.code) if last else "",
    }  # fmt: skip
    return render(request, "web/registrar/bundles.html", facts)


def _states() -> list[tuple[str, str]]:
    return [(code, _(words)) for code, words in ItemState.choices()]


@needs(*KEEPERS)
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Begin a bundle: code, name and lead; members are added next."""
    errors = FormErrors()
    if request.method == "POST":
        code = _begin(request, errors)
        if code:
            messages.success(request, _("草稿已经建好，现在把事项加进来。"))
            return redirect(f"{LIST}{code}/edit/members/")
    facts = {
        "typed": {key: clean(request, key) for key in ("code", "name", "department")},
        "departments": boxes.offices(),
        "crumbs": crumbs("", "", ("", _("新建一件事"))),
        "once": once_token(),
        **errors.shown(),
    }
    return render(request, "web/registrar/bundle_new.html", facts, status=errors.status)


def _begin(request: StaffRequest, errors: FormErrors) -> str:
    typed = {key: clean(request, key).strip() for key in ("code", "name", "department")}
    if _CODE.fullmatch(typed["code"]) is None or typed["code"].lower() in _TAKEN:
        errors.add("code", _("请填编码，只用字母、数字和短横线，比如 YJS-001"))
    if not typed["name"]:
        errors.add("name", _("请填这件事的名称"))
    if not typed["department"]:
        errors.add("department", _("请选牵头部门"))
    if errors:
        return ""
    typed["department_name"] = bureau.department_names([typed["department"]]).get(typed["department"], "")
    try:
        return actions.compose(
            request.actor, typed, issues={}, base_version=0, now=request.now, once=read_once(request)
        ).code
    except RuleBroken as error:
        errors.refuse(_BAD_NEW.get(error.code, "code"), error)
        return ""


@needs(*KEEPERS)
@require_safe
def page(request: StaffRequest, code: str) -> HttpResponse:
    """One bundle: the draft or what is in force, its derived plan, what is wrong, every version."""
    return show(request, code, FormErrors())


def show(request: StaffRequest, code: str, errors: FormErrors) -> HttpResponse:
    """The page with what was wrong in a form of it. Raises ItemUnknown (404)."""
    written, row = catalogue.written(code), catalogue.item(code)
    versions = catalogue.versions(code)
    state = row.state if row else ""
    shut = row is not None and row.shut_by_member
    published = row is not None and row.current_id is not None
    facts = {
        "code": code, "written": written, "spec": written.spec, "live": bundle_live.of(written.spec),
        "versions": version_lines(versions), "top": versions[0],
        "drafter": who(versions[0].created_by),
        "state": ItemState(state) if state else None, "state_colour": _COLOURS.get(state, "grey"),
        "why": bundle_live.standing(code) if shut else [], "shut": shut,
        "published": published, "acts": _acts(state, shut, published),
        "public": row is not None and row.is_open, "filed": row.filed if row else 0,
        "crumbs": crumbs("", "", ("", written.spec.name)), "once": once_token(),
        "document": clean(request, "document"), **errors.shown(),
    }  # fmt: skip
    return render(request, "web/registrar/bundle.html", facts, status=errors.status)


def _acts(state: str, shut: bool, published: bool) -> list[dict[str, str]]:
    """What may be done to its state; what a member's change shut opens by itself."""
    suspend = {"name": "suspend", "words": _("暂停"), "note": _("暂停后不能再申请，在办的照常办")}
    resume = {"name": "resume", "words": _("恢复"), "note": _("恢复后又能申请")}
    cancel = {"name": "cancel", "words": _("取消"), "note": _("取消后不能恢复，在办的照常办完")}
    if not published:
        return []
    return {"1": [suspend, cancel], "2": [cancel] if shut else [resume, cancel]}.get(state, [])


@needs(*KEEPERS)
@require_POST
def change_state(request: StaffRequest, code: str) -> HttpResponse:
    """Suspend, resume or cancel by a document."""
    act, errors = _ACTS.get(clean(request, "act")), FormErrors()
    if act is None:
        errors.add("document", _("请选暂停、恢复或取消"))
        return show(request, code, errors)
    document = clean(request, "document")
    try:
        stands = act(request.actor, code, document=document, now=request.now, once=read_once(request))
    except RuleBroken as error:
        if error.code != "item.no_document":
            return refused(request, error, f"{LIST}{code}/")  # type: ignore[return-value]
        errors.refuse("document", error)
        return show(request, code, errors)
    messages.success(request, _("状态已改为“{state}”。").format(state=_(ItemState(stands.state).label)))
    return redirect(f"{LIST}{code}/")


@needs(*KEEPERS)
@require_POST
def discard(request: StaffRequest, code: str) -> HttpResponse:
    """Throw the open draft away."""
    return throw_away(request, code, LIST)


@needs(*KEEPERS)
@require_safe
def preview(request: StaffRequest, code: str) -> HttpResponse:
    """What citizens will read, of the draft or of what is in force; while it has faults, the faults."""
    written = catalogue.written(code)
    live = bundle_live.of(written.spec)
    facts: dict[str, Any] = {
        "code": code, "spec": written.spec, "live": live, "written": written,
        "crumbs": crumbs(code, written.spec.name, ("", _("看看给群众的指南"))),
    }  # fmt: skip
    if not live["faults"]:
        plan = live["plan"]
        facts |= spec_facts(as_item(plan)) | bundle_guide.of_plan(plan, request.now)
        facts["merged"] = list(zip(facts["materials"], facts["used_by"], strict=True))
    return render(request, "web/registrar/bundle_preview.html", facts)
