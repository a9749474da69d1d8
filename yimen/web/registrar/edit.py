"""Editing the draft, one section a page. Rows come and go by buttons of the form: no script is needed."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yimen.bureau import queries as bureau
from yimen.catalogue import actions
from yimen.catalogue import queries as catalogue
from yimen.rules.errors import Kind, RuleBroken
from yimen.rules.item import FieldUse, ItemSpec, MaterialUse
from yimen.rules.terms import FieldType, MaterialForm, MaterialKind, Source
from yimen.web.forms import INVALID, FormErrors, clean, once_token, read_once
from yimen.web.guard import StaffRequest, needs

from . import boxes, typed
from .common import KEEPERS, Opened, crumbs, open_item
from .sections import BY_KEY, INSTANT, SECTIONS, Rows, Section
from .typed import Typed

#: How many shared definitions a search shows.
MOST_FOUND = 12
_ROW = re.compile(r"[0-9]{1,3}", re.ASCII)
#: A fact of a refusal, the box of a row that holds it, and the box at which it is told.
_ROW_FACTS = (
    ("material", "code", "name"),
    ("element", "key", "type"),
    ("department", "department", "department"),
)
_BUTTONS = ("add", "remove", "up", "find", "pick")


@needs(*KEEPERS)
@require_safe
def first(request: StaffRequest, code: str) -> HttpResponse:
    """Editing begins with the first section."""
    return redirect(f"/catalogue/{code}/edit/{SECTIONS[0].key}/")


@needs(*KEEPERS)
@require_http_methods(["GET", "POST"])
def section(request: StaffRequest, code: str, key: str) -> HttpResponse:
    """One section: shown, changed by a button for rows, or saved."""
    if key not in BY_KEY:
        raise Http404
    part, opened = BY_KEY[key], open_item(code)
    if request.method != "POST":
        return _show(request, part, opened, typed.of_spec(part, opened.spec), FormErrors())
    content, errors = typed.of_post(part, request.POST), FormErrors()
    pressed = next((name for name in _BUTTONS if name in request.POST), "")
    if pressed and part.rows:
        fresh = press(request, pressed, part.rows, content)
        return _show(request, part, opened, content, errors, fresh=fresh)
    status = _save(request, part, opened, content, errors)
    if status == 200:
        messages.success(request, _("“{part}”已经存进草稿。").format(part=_(part.title)))
        return redirect(f"/catalogue/{code}/edit/{_following(part) if 'onward' in request.POST else key}/")
    return _show(request, part, opened, content, errors, status=status)


def _following(part: Section) -> str:
    place = SECTIONS.index(part) + 1
    return SECTIONS[place % len(SECTIONS)].key


# --- saving -----------------------------------------------------------------------------------------------
def _save(request: StaffRequest, part: Section, opened: Opened, content: Typed, errors: FormErrors) -> int:
    """Save the section into the draft: 200, or the status of what is wrong with its words in `errors`."""
    stored = typed.to_spec(part, content, opened.spec, errors)
    if stored is None:
        return INVALID
    _name_departments(stored, opened.spec)
    base = clean(request, "base")
    try:
        actions.save_draft(
            request.actor,
            stored,
            base_version=int(base) if _ROW.fullmatch(base) else 0,
            base_digest=clean(request, "digest"),
            now=request.now,
            once=read_once(request),
        )
    except RuleBroken as error:
        if error.kind in {Kind.FORBIDDEN, Kind.NOT_FOUND}:
            raise
        errors.refuse(_place(error, part, content), error)
        return error.kind.value
    return 200


def _name_departments(stored: dict[str, Any], before: ItemSpec) -> None:
    """Write the departments' names beside their codes, as the guide shows them; known ones keep theirs."""
    steps = [step for step in stored.get("steps", []) if step.get("department")]
    names = bureau.department_names({stored["department"], *(step["department"] for step in steps)})
    names.update({step.department: step.department_name for step in before.steps if step.department_name})
    if before.department_name and stored["department"] == before.department:
        stored["department_name"] = before.department_name
    else:
        stored["department_name"] = names.get(stored["department"], "")
    for step in steps:
        step["department_name"] = names.get(step["department"], "")


def _place(error: RuleBroken, part: Section, content: Typed) -> str:
    """The box that a refusal of the action speaks of."""
    for fact, name, shown in _ROW_FACTS:
        if fact in error.facts and part.rows:
            for i, box in enumerate(content.rows):
                if box.get(name) == error.facts[fact]:
                    return f"{part.rows.name}-{i}-{shown}"
    if error.code == "item.department_unknown" and part.key == "basics":
        return "department"
    return typed.place_of(str(error.facts.get("where", "")), part, content)


def parts(here: str) -> list[dict[str, Any]]:
    """The pages of the editor as links; the one that is open is marked."""
    listed = [*((one.key, one.title) for one in SECTIONS), (INSTANT.key, INSTANT.title)]
    return [{"key": key, "title": _(title), "on": key == here} for key, title in listed]


# --- rows -------------------------------------------------------------------------------------------------
def press(request: StaffRequest, pressed: str, rows: Rows, content: Typed) -> int:
    """Carry out a button for rows; the number of the row to open, -1 for none."""
    given = clean(request, pressed)
    if pressed == "add" and len(content.rows) < typed.MOST_ROWS:
        content.rows.append(typed.blank_row(rows))
        return len(content.rows) - 1
    if pressed == "pick" and len(content.rows) < typed.MOST_ROWS:
        return _pick(given, rows, content)
    place = int(given) if _ROW.fullmatch(given) else -1
    if not 0 <= place < len(content.rows):
        return -1
    if pressed == "remove":
        del content.rows[place]
    if pressed == "up" and place > 0:
        content.rows.insert(place - 1, content.rows.pop(place))
    return -1


def _pick(given: str, rows: Rows, content: Typed) -> int:
    """Add a row from a shared definition; one that is there already is opened instead."""
    name = "code" if rows.pick == "materials" else "key"
    for i, box in enumerate(content.rows):
        if box[name] == given:
            return i
    part = _material(given) if rows.pick == "materials" else _element(given)
    if part is None:
        return -1
    content.rows.append(typed.of_part(rows, part, {}))
    return len(content.rows) - 1


def _material(code: str) -> MaterialUse | None:
    found = catalogue.material(code)
    if found is None:
        return None
    return MaterialUse(
        found.code, found.name, MaterialKind(found.kind), MaterialForm(found.form),
        source=Source(found.source), hint=found.hint, exempt_by=found.exempt_by,
    )  # fmt: skip


def _element(key: str) -> FieldUse | None:
    found = next((one for one in catalogue.elements(text=key) if one.key == key), None)
    if found is None:
        return None
    detail = {k: v for k, v in found.detail.items() if k in {"hint", "pattern", "max_length"}}
    use = FieldUse(found.key, found.label, FieldType(found.type), **detail)  # type: ignore[arg-type]
    options = found.detail.get("options")
    if isinstance(options, list):
        use = replace(use, options=tuple((str(code), str(words)) for code, words in options))
    return use


def found(request: StaffRequest, rows: Rows | None) -> list[dict[str, str]]:
    """Shared definitions for the words typed in the search of the section."""
    text = clean(request, "wanted").strip()
    if rows is None or not rows.pick or not text or "find" not in request.POST:
        return []
    if rows.pick == "materials":
        listed = catalogue.materials(text=text, limit=MOST_FOUND, standing=True)
        return [
            {"code": m.code, "name": m.name, "note": _("{n} 个事项在用").format(n=m.items)} for m in listed
        ]
    elements = catalogue.elements(text=text)[:MOST_FOUND]
    return [{"code": e.key, "name": e.label, "note": _(FieldType(e.type).label)} for e in elements]


# --- showing ----------------------------------------------------------------------------------------------
def _show(
    request: StaffRequest, part: Section, opened: Opened, content: Typed, errors: FormErrors,
    *, fresh: int = -1, status: int = 200,
) -> HttpResponse:  # fmt: skip
    shown = errors.shown()
    drawing = boxes.Drawing(shown["err"], typed.form_fields(opened.spec), boxes.offices())
    rows = part.rows
    facts = {
        "part": part,
        "opened": opened,
        "plain": boxes.plain(part, content, drawing),
        "rows": boxes.rows(rows, content, drawing, fresh) if rows else [],
        "list": {"name": rows.name, "one": _(rows.one), "pick": rows.pick} if rows else None,
        "wanted": clean(request, "wanted"),
        "searched": "find" in request.POST,
        "found": found(request, rows),
        "parts": parts(part.key),
        "words_for": [use.label for use in opened.spec.form][:12],
        "crumbs": crumbs(opened.code, opened.name, ("", _("编辑草稿"))),
        "base": clean(request, "base") or opened.top,
        "digest": clean(request, "digest") or (opened.draft.digest if opened.draft else ""),
        "once": once_token(),
        **shown,
    }
    return render(request, "web/registrar/edit.html", facts, status=status)
