"""The form in a correction: naming what must change, and changing it for the person at the counter."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from yimen.cases import actions
from yimen.cases import queries as cases
from yimen.cases.queries import CasePage
from yimen.rules import answers as answer_rules
from yimen.rules import situations
from yimen.rules.calendar import china_date
from yimen.rules.conditions import Answers
from yimen.rules.item import FieldUse
from yimen.rules.sensitive import is_sensitive
from yimen.rules.terms import Act, Document, FieldType
from yimen.web.forms import FormErrors, clean
from yimen.web.guard import StaffRequest, once_key
from yimen.web.staffparts import may
from yimen.web.words import fill

#: Before the key of a field, so that no field of an item collides with the form's own.
PREFIX = "a-"
#: Fields that one notice can name from the page.
ROWS = 3
WHAT_MAX = 200


def _asked_on(page: CasePage, answers: Answers, today: date) -> list[FieldUse]:
    """The fields that are part of the form on these answers."""
    found = situations.read(page.spec)
    return [use for use in page.spec.form if found.asked(use.key, answers, today)]


def rows(request: StaffRequest, page: CasePage, err: Any, typed: Any) -> list[dict[str, Any]]:
    """The rows of the intake page: their inputs, what was typed, what is wrong. [] without a form."""
    options = [(use.key, use.label) for use in _asked_on(page, page.answers, china_date(request.now))]
    names = [(n, f"fix_field_{n}", f"fix_what_{n}") for n in range(1, ROWS + 1)] if options else []
    return [
        {
            "n": n, "field": field, "what": what, "options": options, "most": WHAT_MAX,
            "chosen": typed.get(field, ""), "words": typed.get(what, ""),
            "field_error": err.get(field, ""), "what_error": err.get(what, ""),
            "faults": [(name, err[name]) for name in (field, what) if name in err],
        }
        for n, field, what in names
    ]  # fmt: skip


def read(request: StaffRequest, page: CasePage, outcome: str, errors: FormErrors) -> dict[str, str]:
    """Field key → what is wrong with it, as typed into the rows; each half row is told at its place."""
    known = {use.key: use.label for use in _asked_on(page, page.answers, china_date(request.now))}
    found: dict[str, str] = {}
    for n in range(1, ROWS + 1):
        key, words = clean(request, f"fix_field_{n}"), clean(request, f"fix_what_{n}").strip()
        if not key and not words:
            continue
        if key not in known or key in found:
            said = _("这一栏上面已经选过了") if key in found else _("请选表里的哪一栏要改")
            errors.add(f"fix_field_{n}", said)
        elif not words:
            errors.add(f"fix_what_{n}", _("“{name}”哪里不对？请写明").format(name=known[key]))
        elif len(words) > WHAT_MAX:
            said = _("“{name}”的说明最多 {n} 个字").format(name=known[key], n=WHAT_MAX)
            errors.add(f"fix_what_{n}", said)
        elif outcome != "ask_correction":
            errors.add(f"fix_field_{n}", _("表还要改的，受理意见请选“一次告知补正”"))
        found[key] = words
    return found


def asked(request: StaffRequest, page: CasePage) -> dict[str, str]:
    """Field key → the words of the latest notice of correction."""
    papers = [one for one in page.papers if one.kind == Document.CORRECTION_NOTICE]
    if not papers:
        return {}
    facts = cases.document(request.actor, page.case.number, papers[-1].number)
    return {line["field"]: line["words"] for line in facts.get("lines", []) if line.get("field")}


def to_mend(request: StaffRequest, page: CasePage) -> list[FieldUse]:
    """The fields a correction lets the window change: those named, and those that the change makes asked."""
    named, today = asked(request, page), china_date(request.now)
    uses = [use for use in page.spec.form if use.key in named]
    raw = _raw(request, uses)
    answers = answer_rules.read(page.spec, raw, today, known=page.answers, only=set(raw)).answers
    shown = {use.key for use in _asked_on(page, answers, today)}
    new = shown - set(page.answers) if named else set()
    return [use for use in page.spec.form if use.key in shown & set(named) | new]


def views(request: StaffRequest, page: CasePage, err: Any, typed: Any) -> list[dict[str, Any]]:
    """Each of them for the component, with what the notice says of it."""
    named = asked(request, page)
    return [
        {
            "use": use, "name": PREFIX + use.key, "wrong": named.get(use.key, ""),
            "value": _value(use, page, typed), "error": err.get(PREFIX + use.key, ""),
            "required": use.required and not is_sensitive(use),
        }
        for use in to_mend(request, page)
    ]  # fmt: skip


def _value(use: FieldUse, page: CasePage, typed: Any) -> Any:
    name, several = PREFIX + use.key, use.type is FieldType.MULTI
    if name in typed:
        return typed.getlist(name) if several else typed[name]
    # Never shown to the window once handed in: to change them, they are typed anew.
    value = None if is_sensitive(use) else page.case.answers.get(use.key)
    return value if value is not None else ([] if several else "")


def keep(request: StaffRequest, page: CasePage, rev: int | None, errors: FormErrors) -> int | None:
    """Save the fields that came changed; the revision after that. What is wrong stands at its field."""
    uses = to_mend(request, page)
    raw = _raw(request, uses)
    only = {use.key for use in uses if use.key in raw or use.key not in page.answers}
    if not only:
        return rev
    reading = answer_rules.read(page.spec, raw, china_date(request.now), known=page.answers, only=only)
    for problem in reading.problems:
        errors.add(PREFIX + problem.field, fill(problem.text, problem.facts))
    typed = answer_rules.to_json({key: reading.answers[key] for key in sorted(only & set(reading.answers))})
    same = all(key in page.case.answers and page.case.answers[key] == typed[key] for key in typed)
    # A second press comes when the case has gone on: the same request finds the answer of the first.
    if errors or (same and may(page, Act.SUPPLY)):
        return rev
    once = f"{once_key(request)}-f"
    return actions.save(request.actor, page.case.number, typed, now=request.now, rev=rev, once=once).rev


def _raw(request: StaffRequest, uses: list[FieldUse]) -> dict[str, Any]:
    """What was sent, by key; left out: fields not on the page, and a personal number left as it is."""
    found: dict[str, Any] = {}
    for use in uses:
        values = [text.replace("\x00", "") for text in request.POST.getlist(PREFIX + use.key)]
        blank = not any(text.strip() for text in values)
        if values and not (blank and is_sensitive(use)):
            found[use.key] = values if use.type is FieldType.MULTI else values[0]
    return found
