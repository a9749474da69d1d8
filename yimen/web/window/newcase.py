"""开始收件: find or register the person at the counter, choose the item, open the draft."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST

from yimen.bureau import queries as bureau
from yimen.cases import actions
from yimen.cases import queries as cases
from yimen.catalogue import queries as catalogue
from yimen.hall import queries as halls
from yimen.parties import actions as party_actions
from yimen.parties import queries as parties
from yimen.parties.actions import Registered
from yimen.parties.queries import PartyView
from yimen.rules.calendar import china_date
from yimen.rules.desk import window_regions
from yimen.rules.errors import RuleBroken
from yimen.rules.people import AlreadyRegistered
from yimen.rules.terms import Channel, Role
from yimen.vault import queries as vault
from yimen.web import licences
from yimen.web.forms import FormErrors, clean, once_token
from yimen.web.guard import StaffRequest, needs, once_key, refused

from .counter import count_search, let_in, note_found, search_first, was_found

HOME = "/desk/new/"

QUERY_MAX = 60
#: So many of a person's licences stand beside the choice of the item.
LICENCES = 6
KINDS = ("person", "enterprise")
#: Field of the form → how the entry rules call it in a refusal; all others are about the number.
_LABELS = {
    "name": {gettext_noop("姓名"), gettext_noop("企业名称")},
    "legal": {gettext_noop("法定代表人")},
    "address": {gettext_noop("地址")},
    "phone": {gettext_noop("手机号")},
}


def steps() -> list[str]:
    """The four steps of an intake at the counter, for c-steps."""
    return [_("办事人"), _("事项"), _("填表"), _("收材料")]


def kinds() -> list[tuple[str, str]]:
    """Who can apply."""
    return [("person", _("个人")), ("enterprise", _("企业"))]


@needs(Role.CLERK)
def person(request: StaffRequest) -> HttpResponseBase:
    """Step 1: look the person up by exact number or telephone; posted, so that no address carries it."""
    text = clean(request, "q").strip()[:QUERY_MAX] if request.method == "POST" else ""
    errors = FormErrors()
    if request.method == "POST" and not text:
        errors.add("q", _("请写证件号、信用代码或者手机号"))
    found: list[PartyView] = []
    if text:
        count_search(request)
        found = parties.search(text)
        note_found(request, [one.id for one in found])
    if len(found) == 1:
        return redirect(f"{HOME}{found[0].id}/")
    context = {
        "q": text, "found": found, "unknown": bool(text) and not found, "once": once_token(),
        "steps": steps(), "kinds": kinds(), "typed": guess(text), **errors.shown(),
    }  # fmt: skip
    return render(request, "web/window/new_person.html", context, status=errors.status)


def guess(text: str) -> dict[str, str]:
    """A number that nobody has yet, put where it belongs in the form of a new party."""
    if len(text) == 11 and text.isdecimal():
        return {"phone": text}
    firm = len(text) == 18 and not text[:17].isdecimal()
    return {"number": text, "kind": "enterprise" if firm else "person"} if len(text) > 11 else {}


@needs(Role.CLERK)
@require_POST
def register(request: StaffRequest) -> HttpResponseBase:
    """Register the person or firm of the papers on the counter; one already on file is simply found."""
    typed = {key: clean(request, key) for key in ("kind", "name", "number", "phone", "address", "legal")}
    errors = FormErrors()
    if typed["kind"] not in KINDS:
        errors.add("kind", _("请选个人还是企业"))
    made = None if errors else _register(request, typed, errors)
    if made is not None:
        return redirect(f"{HOME}{made}/")
    context = {
        "unknown": True, "once": once_token(), "steps": steps(), "kinds": kinds(), "typed": typed,
        **errors.shown(),
    }  # fmt: skip
    return render(request, "web/window/new_person.html", context, status=errors.status)


def _register(request: StaffRequest, typed: dict[str, str], errors: FormErrors) -> int | None:
    once, name, number = once_key(request), typed["name"], typed["number"]
    try:
        made = _register_kind(request, typed, once).id
    except AlreadyRegistered:
        return _on_file(request, name, number, errors)
    except RuleBroken as error:
        errors.refuse(field_of(error), error)
        return None
    let_in(request, [made])
    return made


def _on_file(request: StaffRequest, name: str, number: str, errors: FormErrors) -> int | None:
    """Who is registered under this name and number already: found as by a search, and on record as one."""
    known = parties.match(name, number)
    if known is None:
        errors.add("number", _("这个号码已经登记在别的名字下，请照证件核对姓名和号码"))
        return None
    note_found(request, [known])
    return known


def _register_kind(request: StaffRequest, typed: dict[str, str], once: str) -> Registered:
    actor, now = request.actor, request.now
    if typed["kind"] == "person":
        return party_actions.register_person(
            actor, typed["name"], typed["number"], typed["phone"], typed["address"], now=now, once=once
        )
    return party_actions.register_enterprise(
        actor, typed["name"], typed["number"], typed["legal"], typed["phone"], typed["address"],
        now=now, once=once,
    )  # fmt: skip


def field_of(error: RuleBroken) -> str:
    """At which field of the form a refusal of the entry rules is told: they name it by its label."""
    label = str(error.facts.get("label", ""))
    if "phone" in error.code:
        return "phone"
    return next((field for field, labels in _LABELS.items() if label in labels), "number")


def _met(request: StaffRequest, party: int) -> PartyView | None:
    """The party if it stands at this counter; None as well for numbers that nobody has."""
    found = parties.party(party) if was_found(request, party) else None
    return parties.masked(found) if found is not None else None


@needs(Role.CLERK)
def item(request: StaffRequest, party: int) -> HttpResponseBase:
    """Step 2: who it is, what they have had done, and the search for the item; a choice opens the draft."""
    shown = _met(request, party)
    if shown is None:
        return search_first(request, HOME)
    if request.method == "POST":
        return _open(request, party)
    text = request.GET.get("q", "").strip()[:QUERY_MAX]
    audience = "person" if shown.is_person else "enterprise"
    rows = (
        [one.row for one in catalogue.search(text, audience=audience).rows]
        if text
        else catalogue.popular(audience=audience)
    )
    others = cases.cases_of_party(request.actor, party, bureau.work_calendar(), now=request.now)
    context = {
        "party": shown, "q": text, "rows": rows, "once": once_token(), "held": _licences(request, party),
        "others": others, "steps": steps(),
    }  # fmt: skip
    return render(request, "web/window/new_item.html", context)


def _licences(request: StaffRequest, party: int) -> list[dict[str, Any]]:
    """The party's newest licences with what can be begun for each; the organ may end them too."""
    today = china_date(request.now)
    faces = vault.of_party([party], request.now, most=LICENCES)
    return [{**licences.row(one), "begun": licences.begun(one, today, organ=True)} for one in faces]


def _open(request: StaffRequest, party: int) -> HttpResponseBase:
    regions = window_regions(request.actor.posts)
    back = f"{HOME}{party}/"
    # A licence's button carries item and licence in one value, as a button has only one.
    code, _colon, licence = clean(request, "item").partition(":")
    try:
        done = actions.open_draft(
            request.actor, code, party, channel=str(Channel.COUNTER), region=regions[0] if regions else "",
            now=request.now, once=once_key(request),
            visit=visit.id if (visit := halls.serving(request.actor.staff, request.now)) else None,
            licence=int(licence) if licence.isascii() and licence.isdecimal() and len(licence) < 18 else None,
        )  # fmt: skip
    except RuleBroken as error:
        return refused(request, error, back)
    return redirect(f"{HOME}{done.number}/form/")
