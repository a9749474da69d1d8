"""Applying: for whom, then (after questions, form and materials) checking everything and handing it in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from yimen.cases import actions
from yimen.cases import queries as cases
from yimen.cases.queries import CasePage
from yimen.catalogue import queries as catalogue
from yimen.parties import queries as parties
from yimen.rules.applying import (
    MOST_AGAIN,
    AlreadyApplied,
    BadAnswers,
    ItemClosed,
    NotEligible,
    WrongAudience,
    require_audience,
    require_handled_here,
)
from yimen.rules.authority import Actor
from yimen.rules.calendar import china_date
from yimen.rules.intake import GapsRemain
from yimen.rules.item import FieldUse, ItemSpec
from yimen.rules.licence_states import LicenceNotThere
from yimen.rules.masking import mask_enterprise, mask_name
from yimen.rules.terms import Channel, FieldType
from yimen.rules.values import Unread, read_value
from yimen.vault.queries import Face
from yimen.web import licences
from yimen.web.entrance.guard import signed_in
from yimen.web.forms import FormErrors, clean, once_token, read_once, read_rev
from yimen.web.words import fill, said

from . import beside, delivery, draft, fields, guided, later, materials
from .draft import moment, on_draft, own_page, who
from .words import promise_words

_BOTH = require_http_methods(["GET", "HEAD", "POST"])
PHONE = FieldUse("contact_phone", gettext_noop("联系手机"), FieldType.PHONE)


@_BOTH
@signed_in
def start(request: HttpRequest, code: str) -> HttpResponse:
    """/apply/<code>/: for oneself or for a principal. Raises ItemClosed, GuideOnly; ItemUnknown is 404."""
    page = catalogue.item_page(code)
    if not page.is_open:
        raise ItemClosed()
    require_handled_here(page.spec)
    errors = FormErrors()
    held = _about(request)
    choices = _choices(who(request), code, page.spec, only=held.party if held else None)
    if request.method == "POST":
        chosen = next((one for one in choices if str(one["id"]) == request.POST.get("party")), None)
        if chosen is not None and not chosen["no"]:
            return _begin(request, code, chosen["id"], held.id if held else None)
        errors.add("party", chosen["no"] if chosen else _("请选择给谁办"))
    facts = {
        **errors.shown(),
        "page": page,
        "spec": page.spec,
        "once": once_token(),
        "choices": choices,
        "able": [one for one in choices if not one["no"]],
        "promise": promise_words(page.spec.promise), "staff": who(request).party is None,
        "held": held,
    }  # fmt: skip
    return render(request, "web/citizen/start.html", facts, status=errors.status)


def _about(request: HttpRequest) -> Face | None:
    """The licence of one's own that this application is about, where a button of its page opened it.

    Raises LicenceNotThere.
    """
    given = request.POST.get("licence") or request.GET.get("licence") or ""
    if not given:
        return None
    if not (given.isascii() and given.isdecimal() and len(given) < 18):
        raise LicenceNotThere()
    return licences.own(who(request), int(given), moment(request))


def _choices(actor: Actor, code: str, spec: ItemSpec, only: int | None = None) -> list[dict[str, Any]]:
    """The parties one may apply for: oneself, then principals by mandate for this item. `no`: why not;
    `only`: the holder of the licence that the application is about."""
    principals = sorted({party for party, item in actor.acts_for if item in {"", code}})
    made = []
    for party_id in ([actor.party] if actor.party else []) + principals:
        party = parties.party(party_id)
        if party is None or (only is not None and party_id != only):
            continue
        own, person = party_id == actor.party, party.kind == "person"
        masked = mask_name(party.name) if person else mask_enterprise(party.name)
        made.append(
            {
                "id": party_id,
                "name": party.name if own else masked,
                "own": own,
                "person": person,
                "no": _refusal(spec, party.kind),
                "open": cases.same_item_open(party_id, code),
            }
        )
    return made


def _refusal(spec: ItemSpec, kind: str) -> str:
    try:
        require_audience(spec, kind)
    except WrongAudience as error:
        return said(error)
    return ""


def _begin(request: HttpRequest, code: str, party: int, licence: int | None) -> HttpResponse:
    phone = "Mobi" in request.headers.get("User-Agent", "")
    done = actions.open_draft(
        who(request),
        code,
        party,
        channel=str(Channel.MOBILE if phone else Channel.WEB),
        region=settings.SITE_REGION,
        now=moment(request),
        licence=licence,
        once=read_once(request),
    )
    guided.pour(request, done.number, code)
    return redirect(draft.next_place(own_page(request, done.number)))


@require_safe
@on_draft
def go_on(request: HttpRequest, page: CasePage) -> HttpResponse:
    """/apply/case/<number>/: to the first page with something to do."""
    found = draft.reading(page, china_date(moment(request)))
    if draft.questions(page)[1]:
        return redirect(draft.place(page, "questions"))
    if not found.ok:
        return redirect(draft.place(page, "form"))
    return redirect(draft.place(page, "materials" if page.gaps.missing else "check"))


@_BOTH
@on_draft
def check(request: HttpRequest, page: CasePage) -> HttpResponse:
    """All answers and materials to look through once more; then hand in."""
    errors = FormErrors()
    phone = clean(request, "contact_phone") or page.case.contact_phone or page.case.party.phone
    if request.method == "POST":
        phone = _read_phone(errors, clean(request, "contact_phone"), request)
        _require_words(request, page, errors)
        if not errors and _hand_in(request, page, phone, errors):
            return redirect("done", page.case.number)
        page = own_page(request, page.case.number)
    found = draft.reading(page, china_date(moment(request)))
    facts = {
        **draft.frame(page, "check") | draft.weak(request, page, "check"),
        **errors.shown(),
        "answers": _answers(page, found.answers),
        "problems": [fill(one.text, one.facts) for one in found.problems],
        "materials": materials.lines(page),
        "phone": phone,
        "once": once_token(),
        "sure": request.POST.get("promise"),
        "taking": delivery.said(page),
        "later": later.offer(request, page),
        **beside.parts(request, page),
    }
    return render(request, "web/citizen/check.html", facts, status=errors.status)


def _read_phone(errors: FormErrors, typed: str, request: HttpRequest) -> str:
    """The contact phone as stored; as typed with its problem noted."""
    try:
        return (
            str(read_value(PHONE, typed, china_date(moment(request)))) if typed.strip() else _missing(errors)
        )
    except Unread as bad:
        errors.add("contact_phone", fill(bad.text, bad.facts))
        return typed


def _require_words(request: HttpRequest, page: CasePage, errors: FormErrors) -> None:
    """What the applicant must have said: that all is true, and the promise where something comes later."""
    if request.POST.get("promise") != "yes":
        errors.add("promise", _("请确认您填的是真的"))
    later.require_word(request, page, errors)
    beside.require_word(request, page, errors)


def _missing(errors: FormErrors) -> str:
    errors.add("contact_phone", _("请填写联系手机"))
    return ""


def _hand_in(request: HttpRequest, page: CasePage, phone: str, errors: FormErrors) -> bool:
    """Save the telephone if it changed and submit; a refusal about the content is shown on the page."""
    actor, now, once, number = who(request), moment(request), read_once(request), page.case.number
    rev = read_rev(request)
    try:
        if phone != page.case.contact_phone:
            rev = actions.save(
                actor, number, {}, now=now, rev=rev, contact_phone=phone, once=f"{once[:50]}:phone"
            ).rev
        rev = later.promise(request, page, errors, rev)
        if not errors:
            actions.submit(
                actor, number, now=now, again=clean(request, "again")[:MOST_AGAIN], rev=rev, once=once
            )
    except AlreadyApplied as error:
        errors.refuse("again", error)
    except (BadAnswers, GapsRemain, NotEligible) as error:
        errors.refuse("submit", error)
    return not errors


def _answers(page: CasePage, typed: Any) -> list[tuple[str, str, str]]:
    """(question, answer, address to change it) of every field that is asked."""
    asked = draft.visible(page, dict(typed))
    made = []
    for use in page.spec.form:
        if use.key not in asked:
            continue
        where = f"questions/?ask={use.key}&back=check" if use.question else f"form/?back=check#f-a-{use.key}"
        words = fields.said_answer(use, typed.get(use.key, page.case.answers.get(use.key)))
        made.append((use.label, words, f"/apply/case/{page.case.number}/{where}"))
    return made


@require_safe
@signed_in
def done(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt on screen: number, query code, the latest day of the answer, what comes next."""
    page = own_page(request, number)
    if page.case.submitted_at is None:
        return redirect("go-on", number)
    return render(request, "web/citizen/done.html", {"page": page, "case": page.case, "spec": page.spec})


@require_safe
@signed_in
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """The same on paper: what was handed in, when, and how to ask after it."""
    page = own_page(request, number)
    if page.case.submitted_at is None:
        return redirect("go-on", number)
    facts = {"page": page, "case": page.case, "given": [m for m in page.materials if m.status != "missing"]}
    return render(request, "web/citizen/receipt.html", facts)
