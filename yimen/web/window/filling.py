"""Filling in at the counter: the form for the person, the materials they brought, then submit and receive."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yimen.cases import actions
from yimen.cases import queries as cases
from yimen.cases.queries import CasePage
from yimen.rules import answers as answer_rules
from yimen.rules import situations
from yimen.rules.answers import Reading
from yimen.rules.applying import MOST_AGAIN
from yimen.rules.calendar import china_date
from yimen.rules.errors import RuleBroken
from yimen.rules.item import FieldUse
from yimen.rules.people import read_phone
from yimen.rules.terms import FieldType, Role, State
from yimen.web import kept
from yimen.web.forms import FormErrors, clean, once_token
from yimen.web.guard import StaffRequest, needs, once_key, refused
from yimen.web.staffparts import case_parts, summary
from yimen.web.window.casepage import address, at_window
from yimen.web.window.counter import was_found
from yimen.web.window.decide import read_rev
from yimen.web.window.fixes import PREFIX
from yimen.web.window.newcase import steps
from yimen.web.window.pledge import card
from yimen.web.window.taking import remove, take
from yimen.web.words import fill, said


def _draft(request: StaffRequest, number: str) -> CasePage | None:
    page = at_window(request, number)
    return page if page.state is State.DRAFT else None


@needs(Role.CLERK)
def form(request: StaffRequest, number: str) -> HttpResponseBase:
    """Step 3: every field of the item that is asked on the answers so far."""
    page = _draft(request, number)
    if page is None:
        return redirect(address(number))
    errors, raw = FormErrors(), dict(page.case.answers)
    if request.method == "POST":
        raw = _raw(request, page)
        reading = answer_rules.read(page.spec, raw, china_date(request.now))
        _note(request, page, reading, errors)
        phone = _phone(request, errors)
        if not errors:
            return _keep(request, page, reading, phone)
    elif not page.spec.form:
        return redirect(f"/desk/new/{number}/materials/")
    context = {
        **case_parts(page, address(number)), **errors.shown(), "steps": steps(), "once": once_token(),
        "groups": _groups(request, page, raw, errors), "twins": _twins(page),
        "contact": clean(request, "contact"), "met": was_found(request, page.case.party_id),
        **kept.facts(request, request.path, page.case.rev, page.spec.form, lambda use: PREFIX + use.key),
    }  # fmt: skip
    return render(request, "web/window/new_form.html", context, status=errors.status)


def _raw(request: StaffRequest, page: CasePage) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for use in page.spec.form:
        values = [text.replace("\x00", "") for text in request.POST.getlist(PREFIX + use.key)]
        found[use.key] = values if use.type is FieldType.MULTI else (values[0] if values else None)
    return found


def _note(request: StaffRequest, page: CasePage, reading: Reading, errors: FormErrors) -> None:
    """What is wrong; a field that only now is asked is no mistake, it says that it came up."""
    posted = set(request.POST.get("asked", "").split())
    for problem in reading.problems:
        words = fill(problem.text, problem.facts)
        if problem.field not in posted and problem.code == "answer.required":
            words = _("按您填的，还要答这一项：{words}").format(words=words)
        errors.add(PREFIX + problem.field, words)


def _phone(request: StaffRequest, errors: FormErrors) -> str | None:
    text = clean(request, "contact").strip()
    return errors.read("contact", read_phone, text, china_date(request.now)) if text else None


def _keep(request: StaffRequest, page: CasePage, reading: Reading, phone: str | None) -> HttpResponseBase:
    number = page.case.number
    try:
        actions.save(
            request.actor, number, answer_rules.to_json(reading.answers), now=request.now,
            rev=read_rev(request), contact_phone=phone, once=once_key(request),
        )  # fmt: skip
    except RuleBroken as error:
        return refused(request, error, f"/desk/new/{number}/form/")
    return redirect(f"/desk/new/{number}/materials/")


def _groups(
    request: StaffRequest, page: CasePage, raw: dict[str, Any], errors: FormErrors
) -> list[dict[str, Any]]:
    """The fields asked on what is known, by section, with value and error; and their keys for the form."""
    today = china_date(request.now)
    found = situations.read(page.spec)
    known = answer_rules.read(page.spec, raw, today).answers
    shown: dict[str, list[dict[str, Any]]] = {}
    for use in page.spec.form:
        if found.asked(use.key, known, today):
            shown.setdefault(use.section or _("申请表"), []).append(_field(use, raw, errors))
    return [{"title": title, "fields": fields} for title, fields in shown.items()]


def _field(use: FieldUse, raw: dict[str, Any], errors: FormErrors) -> dict[str, Any]:
    value = raw.get(use.key)
    return {
        "use": use, "name": PREFIX + use.key, "error": errors.shown()["err"].get(PREFIX + use.key, ""),
        "value": value if value is not None else ([] if use.type is FieldType.MULTI else ""),
    }  # fmt: skip


def _twins(page: CasePage) -> list[str]:
    same = cases.same_item_open(page.case.party_id, page.spec.code)
    return [number for number in same if number != page.case.number]


@needs(Role.CLERK)
def materials(request: StaffRequest, number: str) -> HttpResponseBase:
    """Step 4: paper received or scans; 提交并收件 hands in and receives in one press."""
    page = _draft(request, number)
    if page is None:
        return redirect(address(number))
    errors = FormErrors()
    if request.method == "POST":
        answer = _take_and_go(request, page, errors)
        if answer is not None:
            return answer
        page = at_window(request, number)
    context = {
        **case_parts(page, address(number)), **errors.shown(), "steps": steps(), "once": once_token(),
        "summary": summary(page), **card(page), "same": cases.beside(page),
        "again": clean(request, "again"), "most_again": MOST_AGAIN,
        **kept.facts(request, request.path, page.case.rev),
    }  # fmt: skip
    return render(request, "web/window/new_materials.html", context, status=errors.status)


def _take_and_go(request: StaffRequest, page: CasePage, errors: FormErrors) -> HttpResponseBase | None:
    """Keep what came; then stay, or submit. None: show the page again with what is wrong."""
    number = page.case.number
    here = f"/desk/new/{number}/materials/"
    try:
        gone = remove(request, page)
        taken = 0 if gone else take(request, page, errors)
        if not errors and (gone or request.POST.get("do") != "submit"):
            messages.success(request, _("材料已收下。") if taken else _("改好了。"))
            # A reason that was typed already stands in the page that comes back, not in an address.
            return None if clean(request, "again") else redirect(here)
        return None if errors else _submit(request, number)
    except RuleBroken as error:
        if error.code == "apply.already":
            errors.refuse("again", error)
            return None
        if error.code in {"apply.bad_answers", "intake.gaps_remain", "apply.not_eligible"}:
            errors.add("materials", said(error))
            return None
        return refused(request, error, here)


def _submit(request: StaffRequest, number: str) -> HttpResponseBase:
    once, rev = once_key(request), read_rev(request)
    again = clean(request, "again")[:MOST_AGAIN]
    sent = actions.submit(request.actor, number, now=request.now, again=again, rev=rev, once=f"{once}-s")
    done = actions.receive(request.actor, number, now=request.now, rev=sent.rev, once=f"{once}-r")
    messages.success(request, _("已提交并收件。收件凭证 {paper} 可以打印了。").format(paper=done.document))
    return redirect(address(number))
