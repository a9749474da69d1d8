"""Composing a bundle, one section a page; beside it what follows, saved or not. No script is needed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yimen.bureau import queries as bureau
from yimen.catalogue import actions
from yimen.catalogue import queries as catalogue
from yimen.rules.bundle import BundleSpec
from yimen.rules.errors import Kind, RuleBroken
from yimen.vault import queries as vault
from yimen.web.citizen.words import promise_words
from yimen.web.forms import INVALID, FormErrors, clean, once_token, read_once
from yimen.web.guard import StaffRequest, needs

from . import boxes, bundle_live, bundle_typed, edit, typed
from .bundle_sections import BY_KEY, SECTIONS
from .bundles import LIST, crumbs
from .common import KEEPERS
from .sections import Rows, Section
from .typed import Typed

_ROW = re.compile(r"[0-9]{1,3}", re.ASCII)
_BUTTONS = ("add", "remove", "up", "find", "pick", "look")
#: So many labels are listed as a help for writing conditions.
MOST_LABELS = 24


@dataclass
class Sheet:
    """One section as it is shown: what is in its boxes, what is wrong, the bundle with it."""

    code: str
    part: Section
    written: catalogue.Written
    content: Typed
    errors: FormErrors
    spec: BundleSpec
    fresh: int = -1
    status: int = 200


@needs(*KEEPERS)
@require_safe
def first(request: StaffRequest, code: str) -> HttpResponse:
    """Editing begins with the members."""
    return redirect(f"{LIST}{code}/edit/{SECTIONS[0].key}/")


@needs(*KEEPERS)
@require_http_methods(["GET", "POST"])
def section(request: StaffRequest, code: str, key: str) -> HttpResponse:
    """One section: shown, changed by a button for rows, reckoned anew, or saved."""
    if key not in BY_KEY:
        raise Http404
    part, written, errors = BY_KEY[key], catalogue.written(code), FormErrors()
    if request.method != "POST":
        known = bundle_typed.known_fields(written.spec, bundle_typed.composed(written.spec))
        content = bundle_typed.of_spec(part, written.spec, known)
        return _show(request, Sheet(code, part, written, content, errors, written.spec))
    content = typed.of_post(part, request.POST)
    pressed = next((name for name in _BUTTONS if name in request.POST), "")
    fresh = _press(request, pressed, part.rows, content) if pressed and part.rows else -1
    spec = bundle_typed.to_spec(part, content, written.spec, errors)
    sheet = Sheet(code, part, written, content, FormErrors() if pressed else errors, spec, fresh)
    if pressed:
        return _show(request, sheet)
    sheet.status = INVALID if errors else _save(request, sheet)
    if sheet.status != 200:
        return _show(request, sheet)
    messages.success(request, _("“{part}”已经存进草稿。").format(part=_(part.title)))
    return redirect(f"{LIST}{code}/edit/{_following(part) if 'onward' in request.POST else key}/")


def _following(part: Section) -> str:
    return SECTIONS[(SECTIONS.index(part) + 1) % len(SECTIONS)].key


def _press(request: StaffRequest, pressed: str, rows: Rows, content: Typed) -> int:
    if pressed != "pick" or rows.pick != "items":
        return edit.press(request, pressed, rows, content)
    given = clean(request, "pick")
    for i, box in enumerate(content.rows):
        if box["item"] == given:
            return i
    if len(content.rows) < typed.MOST_ROWS and catalogue.by_codes([given]):
        content.rows.append({**typed.blank_row(rows), "item": given})
    return -1


def _save(request: StaffRequest, sheet: Sheet) -> int:
    """Keep the section in the draft: 200, or the status of what is wrong with its words in the errors."""
    stored, base = sheet.spec.to_dict(), clean(request, "base")
    names = bureau.department_names([stored["department"]])
    stored["department_name"] = names.get(stored["department"], "")
    try:
        actions.compose(
            request.actor,
            stored,
            issues=vault.issued_by(one.item for one in sheet.spec.members),
            base_version=int(base) if _ROW.fullmatch(base) else 0,
            base_digest=clean(request, "digest"),
            now=request.now,
            once=read_once(request),
        )
    except RuleBroken as error:
        if error.kind in {Kind.FORBIDDEN, Kind.NOT_FOUND}:
            raise
        sheet.errors.refuse(_place(error, sheet), error)
        return error.kind.value
    return 200


def _place(error: RuleBroken, sheet: Sheet) -> str:
    """The box that a refusal speaks of."""
    if error.code == "bundle.member_closed" and sheet.part.key == "members":
        for i, box in enumerate(sheet.content.rows):
            if box["item"] == error.facts["item"]:
                return f"members-{i}-when"
    return "department" if error.code == "item.department_unknown" else "section"


# --- showing ----------------------------------------------------------------------------------------------
def _show(request: StaffRequest, sheet: Sheet) -> HttpResponse:
    shown, part, written = sheet.errors.shown(), sheet.part, sheet.written
    known = bundle_typed.known_fields(sheet.spec, bundle_typed.composed(sheet.spec))
    drawing = boxes.Drawing(shown["err"], known, boxes.offices())
    rows = part.rows
    facts = {
        "code": sheet.code, "part": part, "written": written, "spec": sheet.spec,
        "plain": boxes.plain(part, sheet.content, drawing),
        "rows": _rows(sheet, drawing), "list": _list(rows),
        "wanted": clean(request, "wanted"), "searched": "find" in request.POST,
        "found": _found(request, rows), "near": _near(sheet),
        "parts": [{"key": one.key, "title": _(one.title), "on": one is part} for one in SECTIONS],
        "words_for": [use.label for use in known.values()][:MOST_LABELS],
        "live": bundle_live.of(sheet.spec),
        "crumbs": crumbs(sheet.code, written.spec.name, ("", _("编辑草稿"))),
        "base": clean(request, "base") or written.number,
        "digest": clean(request, "digest") or (written.digest if written.is_draft else ""),
        "once": once_token(), **shown,
    }  # fmt: skip
    return render(request, "web/registrar/bundle_edit.html", facts, status=sheet.status)


def _list(rows: Rows | None) -> dict[str, str] | None:
    return {"name": rows.name, "one": _(rows.one), "pick": rows.pick} if rows else None


def _rows(sheet: Sheet, drawing: boxes.Drawing) -> list[dict[str, Any]]:
    """The rows as they are drawn; a member is called by the name of its item, its code is no box."""
    if sheet.part.rows is None:
        return []
    made = boxes.rows(sheet.part.rows, sheet.content, drawing, sheet.fresh)
    if sheet.part.key != "members":
        return [{"row": one} for one in made]
    codes = [box["item"] for box in sheet.content.rows]
    items = {row.code: row for row in catalogue.by_codes(codes)}
    lines = []
    for one, box in zip(made, sheet.content.rows, strict=True):
        item = items.get(box["item"])
        named = replace(one, title=item.name if item else box["item"], boxes=one.boxes[1:])
        lines.append({"row": named, "item": item, "code": box["item"], "sure": not box["when"].strip(),
                      "promise": promise_words(item.promise) if item else ""})  # fmt: skip
    return lines


def _found(request: StaffRequest, rows: Rows | None) -> list[dict[str, str]]:
    """What the search of the section found: items to add, or shared questions."""
    text = clean(request, "wanted").strip()
    if rows is None or rows.pick != "items":
        return edit.found(request, rows)
    if not text or "find" not in request.POST:
        return []
    return [
        {"code": row.code, "name": row.name, "note": f"{row.department_short} · {promise_words(row.promise)}"}
        for row in catalogue.joinable(text)
    ]


def _near(sheet: Sheet) -> list[dict[str, str]]:
    """Items that share most materials with those chosen."""
    if sheet.part.key != "members" or not sheet.spec.members:
        return []
    return [
        {"code": one.row.code, "name": one.row.name,
         "note": _("{dept} · 共用 {n} 份材料").format(dept=one.row.department_short, n=one.shared)}
        for one in catalogue.neighbours([member.item for member in sheet.spec.members])
    ]  # fmt: skip
