"""/catalogue/zones/: areas that were assessed as a whole, and what that spares every project in them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from yimen.projects import actions, queries
from yimen.projects.queries import KeptAssessment, KeptZone
from yimen.rules.calendar import china_date
from yimen.rules.changes import differences
from yimen.rules.errors import RuleBroken
from yimen.rules.projects import Assessed
from yimen.rules.projects.keeping import (
    AssessmentUnfit,
    assessment_parts,
    require_assessment,
    zone_seen,
)
from yimen.rules.projects.results import Assessment
from yimen.web.forms import FormErrors, clean, once_token
from yimen.web.guard import StaffRequest, needs, once_key
from yimen.web.listing import asked, day_typed

from . import keeper_words as words

HOME = "/catalogue/zones/"
_PARTS = ("assessed", "material", "document", "basis", "valid_from", "valid_to")


@needs(*words.READERS)
@require_safe
def listing(request: StaffRequest) -> HttpResponse:
    """All zones with how much each spares."""
    filters = asked(request, "q")
    facts = {
        "rows": queries.kept_zones(china_date(request.now), filters["q"]), "filters": filters,
        "keeps": words.KEEPER in request.actor.roles, "crumbs": words.crumbs(HOME, _("区域评估")),
    }  # fmt: skip
    return render(request, "web/projects/keeper_zones.html", facts)


@needs(words.KEEPER)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponseBase:
    """Register a zone by its code and name."""
    errors, typed = FormErrors(), {name: clean(request, name).strip() for name in ("code", "name")}
    if request.method == "POST" and _named(request, typed["code"], typed["name"], errors):
        return redirect(f"{HOME}{typed['code']}/")
    facts = {
        "seen": words.mark({}), "typed": typed, "once": once_token(),
        "crumbs": words.crumbs(HOME, _("区域评估"), _("新区域")),
        **errors.shown(),
    }  # fmt: skip
    return render(request, "web/projects/keeper_zone_new.html", facts, status=errors.status)


def _named(request: StaffRequest, code: str, name: str, errors: FormErrors) -> bool:
    try:
        actions.define_zone(
            request.actor, code, name, seen=words.seen(request), now=request.now, once=once_key(request)
        )
    except RuleBroken as error:
        words.refuse(errors, "name", error)
        return False
    messages.success(request, _("保存好了。"))
    return True


@needs(words.KEEPER)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: StaffRequest, code: str) -> HttpResponseBase:
    """One zone: its name, everything that was assessed, what changed when."""
    zone, rows = _open(request, code)
    errors, name, now = FormErrors(), clean(request, "name").strip(), zone_seen(zone.name)
    if request.method == "POST" and _named(request, code, name, errors):
        return redirect(f"{HOME}{code}/")
    facts = {
        **words.theirs(request, now, errors),
        "zone": zone, "rows": [_row(one, code) for one in rows], "once": once_token(),
        "typed": {"name": name if request.method == "POST" else zone.name},
        "history": words.history(queries.happened(f"zone:{code}", about=["document", "material"])),
        "crumbs": words.crumbs(HOME, _("区域评估"), zone.name), **errors.shown(),
    }  # fmt: skip
    return render(request, "web/projects/keeper_zone.html", facts, status=errors.status)


def _open(request: StaffRequest, code: str) -> tuple[KeptZone, list[KeptAssessment]]:
    found = queries.kept_zone(code, china_date(request.now))
    if found is None:
        raise Http404
    return found


def _row(one: KeptAssessment, code: str) -> dict[str, Any]:
    place = f"{HOME}{code}/assess/?document={one.document}&material={one.material}"
    return {"row": one, "kind": _(one.kind.label), "href": place}


@needs(words.KEEPER)
@require_http_methods(["GET", "HEAD", "POST"])
def assess(request: StaffRequest, code: str) -> HttpResponseBase:
    """One 区域评估, or a new one: first whom it spares what, then it is kept."""
    zone, rows = _open(request, code)
    errors, shown, sent = FormErrors(), None, request.method == "POST"
    key = {
        name: clean(request, name) if sent else asked(request, name)[name]
        for name in ("document", "material")
    }
    old = next((one for one in rows if (one.document, one.material) == tuple(key.values())), None)
    typed = {name: clean(request, name).strip() for name in _PARTS} if sent else {**_told(old), **key}
    words.look(request, _told(old), errors, "basis")
    if sent and not errors:
        told = _read(zone, typed, errors)
        if told is not None and words.saving(request) and _keep(request, code, told, errors):
            return redirect(f"{HOME}{code}/")
        shown = _preview(zone, old, told) if told is not None and not errors else None
    facts = {
        **words.theirs(request, _told(old), errors), "zone": zone, "old": old, "typed": typed,
        "preview": shown, "sent": words.sent(request),
        "once": once_token(),
        "kinds": words.choices(Assessed), "crumbs": words.crumbs(HOME, _("区域评估"), zone.name),
        **errors.shown(),
    }  # fmt: skip
    return render(request, "web/projects/keeper_assess.html", facts, status=errors.status)


def _told(one: KeptAssessment | None) -> dict[str, str]:
    return assessment_parts(one.kind, one.basis, one.valid_from, one.valid_to) if one else {}


def _read(zone: KeptZone, typed: dict[str, str], errors: FormErrors) -> Assessment | None:
    """The assessment as typed, or None with what is wrong noted."""
    since, until = day_typed(typed["valid_from"]), day_typed(typed["valid_to"])
    if typed["assessed"] not in {str(one) for one in Assessed}:
        errors.add("assessed", _("请选评估种类"))
    for name, day in (("valid_from", since), ("valid_to", until)):
        if day is None:
            errors.add(name, _("请填日期"))
    if errors or since is None or until is None:
        return None
    told = Assessment(
        Assessed(typed["assessed"]), zone.name, typed["material"], typed["document"][:200],
        typed["basis"][:300], since, until,
    )  # fmt: skip
    try:
        require_assessment(told, queries.material_name(typed["material"]) != "")
    except AssessmentUnfit as error:
        words.refuse(errors, "material", error)
        return None
    return told


def _preview(zone: KeptZone, old: KeptAssessment | None, told: Assessment) -> dict[str, Any]:
    """What would change, which stages ask for the material, and for how many projects."""
    said = assessment_parts(told.kind, told.basis, told.valid_from, told.valid_to)
    after = {"name": queries.material_name(told.material), **said}
    before = {"name": old.material_name, **_told(old)} if old else {}
    asked_for = queries.asked_for_by(told.material)
    where = (
        _("要这份材料的：{names}").format(names=_("、").join(asked_for))
        if asked_for
        else _("没有哪个阶段要这份材料，登记了也免不了什么。")
    )
    n = zone.projects
    text = ngettext("这里有 {n} 个在办项目可以不交。", "这里有 {n} 个在办项目可以不交。", n).format(n=n)
    return {"rows": words.changes(differences(before, after)), "effects": [where, text]}


def _keep(request: StaffRequest, code: str, told: Assessment, errors: FormErrors) -> bool:
    try:
        actions.assess(
            request.actor, code, told, seen=words.seen(request), now=request.now, once=once_key(request)
        )
    except RuleBroken as error:
        words.refuse(errors, "material", error)
        return False
    messages.success(request, _("保存好了。"))
    return True
