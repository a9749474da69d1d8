"""情形引导 of a bundle: one question a page before anybody signs in; beside it what it will take.

The answers travel in the form, for a question may be about anything and an address is written to logs. Only
whoever goes on to apply has them kept, sealed, in the session, until the draft takes them over.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from yimen.cases import actions
from yimen.catalogue import queries as catalogue
from yimen.keys import sealed
from yimen.keys.crypto import NotOurs
from yimen.keys.sealed import Place
from yimen.rules import answers as answer_rules
from yimen.rules.bundle import Plan, decides, next_question, questions_left
from yimen.rules.calendar import china_date
from yimen.rules.conditions import Answer
from yimen.rules.item import FieldUse, ItemSpec
from yimen.rules.terms import FieldType
from yimen.web.forms import FormErrors, read_once

from . import fields, takes
from .draft import moment, who
from .forms import PICKED

#: Where a session keeps the answers of whoever goes on to apply; they lie sealed there.
KEPT = "bundle_answers"
_PLACE = Place("session.bundle_answers", False)
#: More questions than any bundle asks.
MOST_ASKED = 200


@dataclass
class Said:
    """What was answered so far: as typed, in the order in which it was asked, and as read."""

    raw: dict[str, Any]
    answers: dict[str, Answer]

    def without(self, key: str) -> Said:
        """The same before this question was answered."""
        return Said(
            {k: v for k, v in self.raw.items() if k != key},
            {k: v for k, v in self.answers.items() if k != key},
        )


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, code: str) -> HttpResponse:
    """/bundles/<code>/questions/: the next question on what was answered; at the end what it takes."""
    page = catalogue.item_page(code)
    plan = catalogue.plan(page.version_id)
    if not page.is_open or page.spec.guide_only:
        return redirect(f"/items/{code}/")
    today, errors = china_date(moment(request)), FormErrors()
    said = _said(request, page.spec, plan, today, errors)
    if "begin" in request.POST and not errors:
        _keep(request, code, said)
        return redirect(f"/apply/{code}/")
    use, said = _turn(request, plan, said, today, errors)
    facts = {"page": page, "spec": page.spec, "plan": plan, "carried": _carried(plan, said),
             "so_far": takes.so_far(plan, said.answers, today), **errors.shown()}  # fmt: skip
    if use is None:
        facts |= takes.result(plan, said.answers, today) | {"told": _told(plan, said)}
        return render(request, "web/citizen/guided_end.html", facts)
    left = questions_left(plan, said.without(use.key).answers, today)
    facts |= _asked(plan, use, request, said, errors) | {"lead": _lead(len(said.raw) + 1, left)}
    return render(request, "web/citizen/guided.html", facts, status=errors.status)


def _said(request: HttpRequest, spec: ItemSpec, plan: Plan, today: date, errors: FormErrors) -> Said:
    """All answers that came with the form; what is wrong with the one just given stands in `errors`."""
    keys = [key for key in request.POST.get("order", "").split()[:MOST_ASKED] if key in plan.known]
    asked = request.POST.get("ask", "")
    if asked in plan.known and not _elsewhere(request):
        keys.append(asked)
    keys = list(dict.fromkeys(keys))
    raw = fields.posted(request, [plan.known[key] for key in keys])
    found = answer_rules.read(spec, raw, today, only=keys)
    fields.note_problems(errors, [one for one in found.problems if one.field == asked])
    good = [key for key in keys if key in found.answers]
    return Said({key: raw[key] for key in good}, {key: found.answers[key] for key in good})


def _elsewhere(request: HttpRequest) -> bool:
    """Whether a button was pressed that does not answer the question shown."""
    return any(name in request.POST for name in ("back", "change", "begin"))


def _turn(
    request: HttpRequest, plan: Plan, said: Said, today: date, errors: FormErrors
) -> tuple[FieldUse | None, Said]:
    """The question to show, and what was answered before it."""
    if errors:
        return plan.known[request.POST["ask"]], said
    again = request.POST.get("change", "")
    if "back" in request.POST and said.raw:
        again = list(said.raw)[-1]
    if again in said.raw:
        return plan.known[again], said.without(again)
    return next_question(plan, said.answers, today), said


def _lead(number: int, left: int) -> str:
    if left <= 1:
        return _("第 {n} 题，最后一题。").format(n=number)
    return _("第 {n} 题，最多还有 {m} 题。").format(n=number, m=left - 1)


def _asked(plan: Plan, use: FieldUse, request: HttpRequest, said: Said, errors: FormErrors) -> dict[str, Any]:
    """One question as the page shows it, with what was typed there before."""
    value = fields.posted(request, [use])[use.key] if request.method == "POST" else None
    options = [(code, words) for code, words in use.options]
    if use.type is FieldType.BOOL:
        options = [("true", _("是")), ("false", _("否"))]
    return {
        "use": use, "picks": use.type in PICKED, "options": options, "value": value or "",
        "field": fields.view_of(use, value, "".join(errors.shown()["err"].values())),
        "why": _why(plan, use), "first": not said.raw,
    }  # fmt: skip


def _why(plan: Plan, use: FieldUse) -> list[str]:
    """Why it is asked: the keeper's words, and what the answer decides on."""
    members, materials = decides(plan, use.key)
    names = {part.item: part.spec.name for part in plan.parts}
    made = [use.why] if use.why else []
    if members:
        made.append(
            _("您的回答决定要不要办：{names}。").format(names=_("、").join(names[m] for m in members))
        )
    if materials:
        made.append(_("您的回答决定要不要交：{names}。").format(names=_("、").join(materials)))
    return made


def _carried(plan: Plan, said: Said) -> list[tuple[str, str]]:
    """(name, value) of the hidden boxes that carry the answers on."""
    made = [("order", " ".join(said.raw))]
    for key, value in said.raw.items():
        name = fields.posted_name(plan.known[key])
        made += [(name, one) for one in (value if isinstance(value, list) else [value])]
    return made


def _told(plan: Plan, said: Said) -> list[tuple[str, str, str]]:
    """(question, answer in words, key to change it by)."""
    return [
        (plan.known[key].label, fields.said_answer(plan.known[key], value), key)
        for key, value in said.answers.items()
    ]


# --- on to the draft --------------------------------------------------------------------------------------
def _keep(request: HttpRequest, code: str, said: Said) -> None:
    told = {"code": code, "answers": answer_rules.to_json(said.answers)}
    request.session[KEPT] = sealed.seal(json.dumps(told, ensure_ascii=False), _PLACE)


def pour(request: HttpRequest, number: str, code: str) -> None:
    """Fill the answers of the questions into the draft that was just opened, where they are for it."""
    answers = _kept(request, code)
    if not answers:
        return
    page_spec = catalogue.item_page(code).spec
    known = {use.key for use in page_spec.form}
    fitting = {key: value for key, value in answers.items() if key in known}
    actions.save(who(request), number, fitting, now=moment(request), once=f"{read_once(request)[:50]}:guided")
    del request.session[KEPT]


def _kept(request: HttpRequest, code: str) -> Mapping[str, Any]:
    """The answers that this browser gave for this bundle; none where they are for another or not ours."""
    if KEPT not in request.session:
        return {}
    try:
        told = json.loads(sealed.unseal(str(request.session[KEPT]), _PLACE))
    except (NotOurs, ValueError):
        return {}
    return told["answers"] if told["code"] == code else {}
