"""Licence types: listed, defined and changed by the keeper, with a specimen of the face as PDF."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yimen.rules.condition_words import LIST_JOIN
from yimen.rules.errors import RuleBroken
from yimen.rules.licences import BadType, FaceField, FaceSource, LicenceAct, LicenceSpec, Numbering, Validity
from yimen.rules.terms import FieldType, Term
from yimen.vault import actions, reactions
from yimen.vault import queries as vault
from yimen.web.errors import not_found
from yimen.web.forms import FormErrors, clean, once_token
from yimen.web.guard import StaffRequest, needs, once_key
from yimen.web.pdf import answer

from .common import KEEPERS, crumbs

HOME = "/catalogue/licences/"
#: So long may the reason be why a type is stopped.
STOP_MAX = 200
_PLAIN = (
    "code", "name", "organ", "organ_code", "prefix", "numbering", "validity", "until", "material", "notice",
)  # fmt: skip
#: What the rule calls an entry → its box; all others stand at the type's code.
_BOX = {
    gettext_noop("名称"): "name", gettext_noop("颁发机构"): "organ",
    gettext_noop("颁发机构代码"): "organ_code",
    gettext_noop("编号字头"): "prefix", gettext_noop("年限"): "years", gettext_noop("有效期止"): "until",
    gettext_noop("照面要素"): "fields", gettext_noop("办理事项"): "items",
}  # fmt: skip
_NOT_REQUIRED = gettext_noop("选填")


@needs(*KEEPERS)
@require_safe
def listing(request: StaffRequest) -> HttpResponse:
    """All types by code: a bureau has some hundreds at most."""
    facts = {"rows": list(vault.types()), "crumbs": crumbs("", "", ("", _("证照类型")))}
    return render(request, "web/registrar/licence_types.html", facts)


@needs(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: StaffRequest, code: str = "") -> HttpResponseBase:
    """One type, or a new one: saving makes a new version, in force for what is issued from now on."""
    row, errors = vault.type_by_code(code) if code else None, FormErrors()
    if code and row is None:
        return not_found(request, Exception(code))
    typed = (
        _typed(request) if request.method == "POST" else _shown(vault.spec_of_type(row)[1] if row else None)
    )
    if request.method == "POST" and _saved(request, {**typed, "code": code or typed["code"]}, errors):
        messages.success(request, _("证照类型已经保存，以后签发的按新版。"))
        return redirect(HOME)
    return _show(request, row, typed, errors)


def _show(request: StaffRequest, row: Any, typed: dict[str, str], errors: FormErrors) -> HttpResponseBase:
    """The page of one type (None: a new one) as typed."""
    facts = {
        "row": row, "typed": typed, "once": once_token(),
        "reason": clean(request, "reason"), "versions": vault.versions(row) if row else [],
        "validities": [(one, _(words)) for one, words in Validity.choices()],
        "numberings": [(one, _(words)) for one, words in Numbering.choices()],
        "crumbs": crumbs("", "", (HOME, _("证照类型")), ("", row.name if row else _("新证照类型"))),
        **errors.shown(),
    }  # fmt: skip
    return render(request, "web/registrar/licence_type.html", facts, status=errors.status)


@needs(*KEEPERS)
@require_POST
def stop(request: StaffRequest, code: str) -> HttpResponseBase:
    """Issue no more licences of this type, with the reason; those that stand stay good. Saving takes it up
    again."""
    reason, row = clean(request, "reason").strip(), vault.type_by_code(code)
    if row is None:
        return not_found(request, Exception(code))
    if not 0 < len(reason) <= STOP_MAX:
        errors = FormErrors()
        errors.add("reason", _("请写清为什么停用，最多 {n} 个字").format(n=STOP_MAX))
        return _show(request, row, _shown(vault.spec_of_type(row)[1]), errors)
    actions.retire_type(request.actor, code, reason, now=request.now, once=once_key(request))
    messages.success(request, _("“{name}”停用了：不再签发，已经发出的照旧有效。").format(name=row.name))
    return redirect(HOME)


def _typed(request: StaffRequest) -> dict[str, str]:
    return {name: clean(request, name).strip() for name in (*_PLAIN, "years", "fields", "items")}


def _shown(spec: LicenceSpec | None) -> dict[str, str]:
    if spec is None:
        return {"validity": str(Validity.YEARS), "numbering": str(Numbering.SERIAL), "years": "5"}
    plain: dict[str, Any] = spec.to_dict()
    faces = [_face_line(one) for one in spec.fields]
    items = [f"{code} | {act.label}" for code, act in spec.items]
    return {**{name: str(plain[name]) for name in (*_PLAIN, "years")}, "fields": "\n".join(faces),
            "items": "\n".join(items)}  # fmt: skip


def _face_line(one: FaceField) -> str:
    """One line of the face as it is typed: what is empty at its end is left out."""
    parts = [one.name, one.label, one.source.label, one.key, one.type.label]
    parts += ["" if one.required else _NOT_REQUIRED, LIST_JOIN.join(one.fills)]
    return " | ".join(parts).rstrip(" |")


def _saved(request: StaffRequest, typed: dict[str, str], errors: FormErrors) -> bool:
    try:
        data = {**{name: typed[name] for name in _PLAIN}, "years": _years(typed["years"]),
                "fields": [_face(line) for line in _lines(typed["fields"])],
                "items": [_item(line) for line in _lines(typed["items"])]}  # fmt: skip
        actions.define_type(request.actor, data, now=request.now, once=once_key(request))
    except RuleBroken as error:
        box = (
            "items" if error.code == "licence.item_taken" else _BOX.get(str(error.facts.get("what")), "code")
        )
        errors.refuse(box, error)
        return False
    return True


def _years(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0


def _lines(text: str) -> list[list[str]]:
    rows = [line.replace("｜", "|").split("|") for line in text.splitlines() if line.strip()]
    return [[part.strip() for part in row] for row in rows]


def _face(parts: list[str]) -> dict[str, Any]:
    if not 4 <= len(parts) <= 7:
        raise BadType(what=gettext_noop("照面要素"), problem=gettext_noop("每行四到七项，用竖线隔开"))
    kind = _word(FieldType, parts[4] if len(parts) > 4 else FieldType.TEXT.label, gettext_noop("照面要素"))
    return {
        "name": parts[0], "label": parts[1], "source": _word(FaceSource, parts[2], gettext_noop("照面要素")),
        "key": parts[3],
        "type": kind, "required": _NOT_REQUIRED not in parts[5:6],
        "fills": [key for key in re.split("[、，, ]+", "".join(parts[6:])) if key],
    }  # fmt: skip


def _item(parts: list[str]) -> list[str]:
    if len(parts) != 2:
        raise BadType(what=gettext_noop("办理事项"), problem=gettext_noop("每行两项，用竖线隔开"))
    return [parts[0], _word(LicenceAct, parts[1], gettext_noop("办理事项"))]


def _word(kind: Any, text: str, what: str) -> str:
    """The code of a word of the trade by its label or its code. Raises BadType."""
    found: Term | None = next((one for one in kind if text in {one.label, _(one.label), str(one)}), None)
    if found is None:
        raise BadType(what=what, problem=text)
    return str(found)


@needs(*KEEPERS)
@require_safe
def specimen(request: StaffRequest, code: str) -> HttpResponseBase:
    """The face of the version in force with its labels as values: a specimen without seal or signature."""
    row = vault.type_by_code(code)
    if row is None:
        return not_found(request, Exception(code))
    pdf = reactions.specimen(
        vault.spec_of_type(row)[1], date.fromordinal(request.now.toordinal()), request.now
    )
    return answer(request, io.BytesIO(pdf), f"{row.name}.pdf")
