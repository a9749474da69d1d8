"""The list of items, one item with its versions, and its state."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yimen.bureau import queries as bureau
from yimen.cases import queries as cases
from yimen.catalogue import actions
from yimen.catalogue import queries as catalogue
from yimen.catalogue.labels import FIELDS
from yimen.catalogue.queries import keeping
from yimen.rules.errors import RuleBroken
from yimen.rules.item import ItemSpec
from yimen.rules.terms import ItemState, ItemType, Need, VersionState
from yimen.web.forms import FormErrors, clean, once_token, read_once
from yimen.web.guard import StaffRequest, needs, refused
from yimen.web.listing import address, asked, chips, cut
from yimen.web.staffparts import who
from yimen.web.words import fill

from . import boxes
from .common import FINDING_COLOURS, KEEPERS, crumbs, open_item
from .drafts import throw_away
from .sections import HOME

PAGE = 30
LIST = "/catalogue/"
_ACTS = {"suspend": actions.suspend, "resume": actions.resume, "cancel": actions.cancel}
_STATE_COLOURS = {"1": "green", "2": "amber", "3": "grey"}
_BAD_NEW = {"item.bad_spec": "code", "item.department_unknown": "department"}


@needs(*KEEPERS)
@require_safe
def listing(request: StaffRequest) -> HttpResponse:
    """All items, filtered, by code."""
    filters = asked(request, "q", "state", "draft_state", "department", "origin")
    after = asked(request, "after")["after"]
    found = catalogue.kept(text=filters["q"], **_columns(filters), after=after, limit=PAGE + 1)
    rows, last = cut(found, PAGE)
    marks = keeping.marks(row.code for row in rows)
    facts = {
        "rows": [{"item": row, "state": ItemState(row.state), "colour": _STATE_COLOURS[row.state],
                  "marks": marks.get(row.code), "draft": _draft_words(row.draft_state)} for row in rows],
        "filters": filters,
        "filtered": any(filters.values()),
        "states": chips(LIST, filters, "state", [("", _("全部")), *_terms(ItemState)]),
        "drafts": [one for one in _terms(VersionState) if one[0] != "published"],
        "departments": boxes.offices(),
        "origins": keeping.origins(),
        "next": address(LIST, filters, after=last.code) if last else "",
    }  # fmt: skip
    return render(request, "web/registrar/items.html", facts)


def _columns(filters: dict[str, str]) -> dict[str, str]:
    return {name: filters[name] for name in ("state", "draft_state", "department", "origin")}


def _terms(table: Any) -> list[tuple[str, str]]:
    return [(code, _(words)) for code, words in table.choices()]


def _draft_words(state: str) -> str:
    return _(VersionState(state).label) if state else ""


@needs(*KEEPERS)
@require_safe
def page(request: StaffRequest, code: str) -> HttpResponse:
    """One item: the version in force, the draft, every version, findings, who else uses its materials."""
    row = catalogue.item(code)
    if row is not None and row.is_bundle:
        return redirect(f"/catalogue/bundles/{code}/")
    return _page(request, code, FormErrors())


def _page(request: StaffRequest, code: str, errors: FormErrors) -> HttpResponse:
    opened = open_item(code)
    row = catalogue.item(code)
    shown = opened.draft or opened.versions[0]
    facts = {
        "opened": opened,
        "drafter": who(opened.draft.created_by) if opened.draft else "",
        "spec": opened.spec,
        "state": ItemState(row.state) if row else None,
        "state_colour": _STATE_COLOURS[row.state] if row else "grey",
        "acts": _state_acts(row.state if row else ""),
        "versions": version_lines(opened.versions),
        "shown": shown,
        "findings": finding_lines(shown.id),
        "materials": _materials(opened.spec),
        "spared": cases.spared(code),
        "filed": row.filed if row else 0,
        "public": row is not None and row.is_open,
        "crumbs": crumbs("", "", ("", opened.name)),
        "document": clean(request, "document"),
        "once": once_token(),
        **errors.shown(),
    }
    return render(request, "web/registrar/item.html", facts, status=errors.status)


def version_lines(versions: list[catalogue.VersionRow]) -> list[dict[str, Any]]:
    """Each version with its state in words and the one before it, to compare with."""
    pairs = zip(versions, [*versions[1:], None], strict=True)
    return [
        {"row": one, "state": VersionState(one.state), "before": before, "who": who(one.published_by)}
        for one, before in pairs
    ]


def finding_lines(version_id: int) -> list[dict[str, Any]]:
    """The findings of a version in words, errors first."""
    found = sorted(catalogue.version_findings(version_id), key=lambda one: one.severity != "error")
    return [finding_line(one) for one in found]


def finding_line(one: catalogue.FindingRow) -> dict[str, Any]:
    """One finding as lists show it: words, place and the section that mends it."""
    return {
        "item": one.item,
        "name": one.name,
        "department": one.department_short,
        "code": one.code,
        "severity": one.severity,
        "colour": FINDING_COLOURS.get(one.severity, "blue"),
        "words": fill(one.text, one.facts),
        "place": place_words(one.place),
        "section": section_of(one.place),
    }


def place_words(place: str) -> str:
    """Where a finding stands, in words: the field's label."""
    name = place.split("[")[0].split(".")[0]
    return _(FIELDS[name]) if name in FIELDS else place


def section_of(place: str) -> str:
    """The section of the editor that shows the place, or ""."""
    return HOME.get(place.split("[")[0].split(".")[0], "")


def _materials(spec: ItemSpec) -> list[dict[str, Any]]:
    """Materials with how many items use the same definition."""
    shared = keeping.sharing(one.code for one in spec.materials)
    return [{"use": one, "need": Need(one.need), "items": shared.get(one.code, 0)} for one in spec.materials]


def _state_acts(state: str) -> list[dict[str, str]]:
    suspend = {"name": "suspend", "words": _("暂停"), "note": _("暂停后不能再申请，在办的照常办")}
    resume = {"name": "resume", "words": _("恢复"), "note": _("恢复后又能申请")}
    cancel = {"name": "cancel", "words": _("取消"), "note": _("取消后不能恢复，在办的照常办完")}
    return {"1": [suspend, cancel], "2": [resume, cancel]}.get(state, [])


@needs(*KEEPERS)
@require_POST
def change_state(request: StaffRequest, code: str) -> HttpResponse:
    """Suspend, resume or cancel by a document."""
    act = _ACTS.get(clean(request, "act"))
    errors = FormErrors()
    if act is None:
        errors.add("document", _("请选暂停、恢复或取消"))
        return _page(request, code, errors)
    try:
        stands = act(
            request.actor, code, document=clean(request, "document"), now=request.now, once=read_once(request)
        )
    except RuleBroken as error:
        if error.code != "item.no_document":
            return refused(request, error, f"/catalogue/{code}/")  # type: ignore[return-value]
        errors.refuse("document", error)
        return _page(request, code, errors)
    messages.success(request, _("事项状态已改为“{state}”。").format(state=_(ItemState(stands.state).label)))
    return redirect(f"/catalogue/{code}/")


@needs(*KEEPERS)
@require_POST
def discard(request: StaffRequest, code: str) -> HttpResponse:
    """Throw the open draft away."""
    return throw_away(request, code, LIST)


@needs(*KEEPERS)
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Begin an item: code, name, department and type; the rest is edited section by section."""
    errors = FormErrors()
    if request.method == "POST":
        code = _begin(request, errors)
        if code:
            messages.success(request, _("草稿已经建好，请一部分一部分填。"))
            return redirect(f"/catalogue/{code}/edit/basics/")
    facts = {
        "typed": {key: clean(request, key) for key in ("code", "name", "department", "type")},
        "departments": boxes.offices(),
        "types": _terms(ItemType),
        "crumbs": crumbs("", "", ("", _("新建事项"))),
        "once": once_token(),
        **errors.shown(),
    }
    return render(request, "web/registrar/new.html", facts, status=errors.status)


def _begin(request: StaffRequest, errors: FormErrors) -> str:
    """Save the first draft; its code, or "" with what is wrong."""
    typed = {key: clean(request, key).strip() for key in ("code", "name", "department", "type")}
    for key, words in (
        ("code", _("请填实施编码")),
        ("name", _("请填事项名称")),
        ("department", _("请选实施主体")),
    ):
        if not typed[key]:
            errors.add(key, words)
    if typed["code"] and not (typed["code"].isascii() and typed["code"].replace("-", "").isalnum()):
        errors.add("code", _("编码只用字母、数字和短横线"))
    if errors:
        return ""
    if not typed["type"]:
        typed.pop("type")
    typed["department_name"] = bureau.department_names([typed["department"]]).get(typed["department"], "")
    try:
        return actions.save_draft(
            request.actor, typed, base_version=0, now=request.now, once=read_once(request)
        ).code
    except RuleBroken as error:
        errors.refuse(_BAD_NEW.get(error.code, "code"), error)
        return ""
