"""The rules of 秒批 of one item: written like other conditions, tried on last year's cases, switched off."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yimen.catalogue import actions as catalogue
from yimen.catalogue import queries as catalogue_queries
from yimen.instant import actions
from yimen.instant import queries as instant
from yimen.rules.condition_ops import BadCondition
from yimen.rules.errors import Kind, RuleBroken
from yimen.rules.instant import findings
from yimen.rules.instant import spec as rules
from yimen.rules.instant.spec import InstantSpec, Proof
from yimen.rules.item import BadSpec, ItemSpec
from yimen.rules.terms import Role
from yimen.web.forms import INVALID, FormErrors, clean, once_token, read_once
from yimen.web.guard import StaffRequest, needs
from yimen.web.staffparts import who
from yimen.web.words import fill, worded

from . import boxes, condition_text, edit, typed
from .common import KEEPERS, Opened, crumbs, open_item
from .sections import INSTANT, Rows
from .typed import Typed

_ROWS: Rows = INSTANT.rows  # type: ignore[assignment]
_BUTTONS = ("add", "remove", "up")
_WHOLE = re.compile(r"[0-9]{1,6}", re.ASCII)
#: Where a place of the stored form stands on the page.
_PLACES = {"instant.share": "share", "instant.level": "level"}


@needs(*KEEPERS)
@require_http_methods(["GET", "POST"])
def page(request: StaffRequest, code: str) -> HttpResponse:
    """The rules: shown with what is found in them, changed, saved into the draft, or tried without saving."""
    opened, errors = open_item(code), FormErrors()
    if request.method != "POST":
        return _show(request, opened, _of_spec(opened.spec), errors, _kept(opened.spec))
    content = typed.of_post(INSTANT, request.POST)
    pressed = next((name for name in _BUTTONS if name in request.POST), "")
    if pressed:
        fresh = edit.press(request, pressed, _ROWS, content)
        return _show(request, opened, content, errors, _proofs(request, opened.spec), fresh=fresh)
    spec = _read(request, opened.spec, content, errors)
    tried = instant.rehearse(spec, request.now) if spec and spec.instant and "try" in request.POST else None
    if spec is not None and "try" not in request.POST and _saved(request, spec, errors):
        messages.success(request, _("“{part}”已经存进草稿。").format(part=_(INSTANT.title)))
        return redirect(f"/catalogue/{code}/edit/instant/")
    return _show(request, opened, content, errors, _proofs(request, opened.spec), spec=spec, tried=tried)


# --- spec → boxes and back --------------------------------------------------------------------------------
def _of_spec(spec: ItemSpec) -> Typed:
    """The boxes as the spec has them; a new item begins with the defaults and no rule."""
    kept, known = rules.read(spec) or InstantSpec(), typed.form_fields(spec)
    plain = {
        "on": "true" if spec.instant is not None else "", "register": "true" if kept.register else "",
        "level": str(kept.level), "share": str(kept.share),
    }  # fmt: skip
    return Typed(plain, [typed.of_part(_ROWS, one, known) for one in kept.rules])


def _kept(spec: ItemSpec) -> dict[str, str]:
    kept = rules.read(spec)
    return {code: str(proof) for code, proof in kept.materials.items()} if kept else {}


def _proofs(request: StaffRequest, spec: ItemSpec) -> dict[str, str]:
    """Which proof was chosen for each material."""
    return {m.code: clean(request, f"proof-{i}") for i, m in enumerate(spec.materials)}


def _read(request: StaffRequest, base: ItemSpec, content: Typed, errors: FormErrors) -> ItemSpec | None:
    """The item with the rules as typed; None with the reasons in `errors`."""
    if content.plain["on"] != "true":
        return replace(base, instant=None)
    known, data = typed.form_fields(base), _plain(request, base, content, errors)
    typed.put_rows(data, _ROWS, content, errors)
    if not errors:
        before = {condition_text.write(r.when, known): r.when for r in _before(base) if r.when}
        typed.put_row_conditions(data, _ROWS, content, (known, before), errors)
    return None if errors else _fit(replace(base, instant=data), errors)


def _before(base: ItemSpec) -> tuple[rules.InstantRule, ...]:
    kept = rules.read(base)
    return kept.rules if kept else ()


def _plain(request: StaffRequest, base: ItemSpec, content: Typed, errors: FormErrors) -> dict[str, Any]:
    share = content.plain["share"].strip()
    if _WHOLE.fullmatch(share) is None:
        errors.add("share", _("要填整数，比如 3"))
    given = [code for code, proof in _proofs(request, base).items() if proof == Proof.GIVEN]
    return {
        "level": content.plain["level"], "share": int(share) if not errors else 0,
        "register": content.plain["register"] == "true",
        "materials": {code: str(Proof.GIVEN) for code in given},
    }  # fmt: skip


def _fit(spec: ItemSpec, errors: FormErrors) -> ItemSpec | None:
    try:
        found = rules.read(spec)
        if found is not None:
            rules.typed(spec, found)
    except BadSpec as wrong:
        errors.add(_PLACES.get(str(wrong.facts["where"]), "section"), worded(wrong.facts["problem"]))
        return None
    except BadCondition as wrong:
        errors.refuse("section", wrong)
        return None
    return spec


def _saved(request: StaffRequest, spec: ItemSpec, errors: FormErrors) -> bool:
    base = clean(request, "base")
    try:
        catalogue.save_draft(
            request.actor, spec.to_dict(), base_version=int(base) if _WHOLE.fullmatch(base) else 0,
            base_digest=clean(request, "digest"), now=request.now, once=read_once(request),
        )  # fmt: skip
    except RuleBroken as error:
        if error.kind in {Kind.FORBIDDEN, Kind.NOT_FOUND}:
            raise
        errors.refuse("section", error)
    return not errors


# --- the switch -------------------------------------------------------------------------------------------
@needs(*KEEPERS)
@require_POST
def switch(request: StaffRequest, code: str) -> HttpResponse:
    """Stop 秒批 of the item at once, or let it go on, with a reason."""
    opened, errors = open_item(code), FormErrors()
    off = clean(request, "act") != "resume"
    try:
        actions.switch(
            request.actor, code, off=off, reason=clean(request, "why"), now=request.now,
            once=read_once(request),
        )  # fmt: skip
    except RuleBroken as error:
        if error.kind in {Kind.FORBIDDEN, Kind.NOT_FOUND}:
            raise
        errors.refuse("why", error)
        return _show(request, opened, _of_spec(opened.spec), errors, _kept(opened.spec))
    messages.success(request, _("秒批停了，马上生效。") if off else _("秒批恢复了，马上生效。"))
    return redirect(f"/catalogue/{code}/edit/instant/")


# --- showing ----------------------------------------------------------------------------------------------
def _show(
    request: StaffRequest, opened: Opened, content: Typed, errors: FormErrors, proofs: dict[str, str], *,
    spec: ItemSpec | None = None, tried: instant.Rehearsal | None = None, fresh: int = -1,
) -> HttpResponse:  # fmt: skip
    drawing = boxes.Drawing(errors.shown()["err"], typed.form_fields(opened.spec), [])
    facts = {
        "part": INSTANT, "opened": opened, "once": once_token(), "parts": edit.parts(INSTANT.key),
        "plain": boxes.plain(INSTANT, content, drawing), "rows": boxes.rows(_ROWS, content, drawing, fresh),
        "materials": _materials(opened.spec, proofs), "findings": _findings(spec or opened.spec),
        "tried": tried, "otherwise": _otherwise(tried), "may_open": Role.SUPERVISOR in request.actor.roles,
        "switch": _switch(opened), "words_for": [use.label for use in opened.spec.form][:12],
        "why": clean(request, "why"), "base": clean(request, "base") or opened.top,
        "digest": clean(request, "digest") or (opened.draft.digest if opened.draft else ""),
        "crumbs": crumbs(opened.code, opened.name, ("", _("编辑草稿"))), **errors.shown(),
    }  # fmt: skip
    return render(request, "web/registrar/instant.html", facts, status=INVALID if errors else 200)


def _materials(spec: ItemSpec, proofs: dict[str, str]) -> list[dict[str, Any]]:
    """One choice of proof a material."""
    options = [(str(one), _(one.label)) for one in Proof]
    return [
        {"draw": "select", "name": f"proof-{i}", "label": m.name, "options": options, "hint": "", "error": "",
         "value": proofs.get(m.code) or str(Proof.SHARED)}
        for i, m in enumerate(spec.materials)
    ]  # fmt: skip


def _findings(spec: ItemSpec) -> list[dict[str, Any]]:
    return [{"stops": one.stops, "words": fill(one.text, one.facts)} for one in findings.check(spec)]


def _otherwise(tried: instant.Rehearsal | None) -> list[dict[str, Any]]:
    if tried is None:
        return []
    return [{"number": one.number, "how": _(one.how.label), "at": one.at} for one in tried.otherwise]


def _switch(opened: Opened) -> dict[str, Any] | None:
    """How the switch stands; None where the version in force has no rules, so there is nothing to stop."""
    item = catalogue_queries.item(opened.code)
    if item is None or opened.current is None:
        return None
    if catalogue_queries.spec(opened.current.id).instant is None:
        return None
    found = instant.switch_of(item.pk)
    if found is None:
        return {"off": False}
    return {"off": found.off, "why": found.why, "at": found.at, "by": who(found.by)}
