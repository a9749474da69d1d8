"""Giving materials: file by file, what went in stays in, and each refusal stands at its material."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

from yimen.cases import actions
from yimen.cases.queries import CasePage
from yimen.cases.queries.page import MaterialRow
from yimen.rules.authority import Actor
from yimen.rules.conditions import reason
from yimen.rules.errors import RuleBroken
from yimen.rules.item import MaterialUse
from yimen.rules.reuse import ConsentMissing, NotOnFile, Offer
from yimen.rules.situations import read
from yimen.rules.terms import GetType, MaterialForm, Need, State
from yimen.trail.actions import KeyReused
from yimen.vault import actions as vault
from yimen.web.forms import FormErrors, once_token, read_once
from yimen.web.onfile import offer_words, use_words
from yimen.web.pledge import offers, stands
from yimen.web.words import said

from . import draft
from .draft import moment, on_draft, own_page, who

#: Files taken for one material in one go.
MOST_FILES = 20
_TAGS = {
    "given": (gettext_noop("已交"), "green"),
    "accepted": (gettext_noop("符合"), "green"),
    "rejected": (gettext_noop("要重交"), "red"),
    "missing": (gettext_noop("待交"), "amber"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@on_draft
def materials(request: HttpRequest, page: CasePage) -> HttpResponse:
    """The task list of materials, each with its files; every button saves what was chosen."""
    errors = FormErrors()
    if request.method == "POST":
        change(request, page, errors)
        page = own_page(request, page.case.number)
        if not errors and "next" in request.POST:
            note_missing(page, errors, core=True)
        if not errors:
            return redirect(_onward(request, page))
    facts = {
        **draft.frame(page, "materials"), **draft.weak(request, page, "materials"),
        **errors.shown(), "lines": lines(page, errors),
        "once": once_token(), "spare": spare(page), "left": len(page.gaps.missing),
        "most": settings.MAX_FILE_MB, "uploads": len(page.gaps.required) + len(page.gaps.optional),
    }  # fmt: skip
    return render(request, "web/citizen/materials.html", facts, status=errors.status)


def _onward(request: HttpRequest, page: CasePage) -> str:
    """Where the pressed button leads."""
    if "pledge" in request.POST:
        return f"/cases/{page.case.number}/pledge/"
    if "later" in request.POST:
        messages.success(request, _("已保存，随时可以接着填。"))
        return "/my/"
    if "next" in request.POST:
        return draft.next_place(page, "materials")
    return draft.place(page, "materials")


def lines(page: CasePage, errors: FormErrors | None = None) -> list[dict[str, Any]]:
    """The materials needed on these answers, as the page shows them; what need not be given comes last."""
    err = errors.shown()["err"] if errors else {}
    gaps, rows = page.gaps, {row.code: (at, row) for at, row in enumerate(page.materials)}
    may_pledge = {one.code for one in offers(page)}
    conditions = read(page.spec).materials
    whens = {page.spec.materials[at].code: reason(found, _) for at, found in conditions.items()}
    made = []
    for one in [*gaps.required, *gaps.optional, *gaps.exempt]:
        at, row = rows[one.code]
        made.append(
            {
                **_line(page, one, row, at),
                "when": whens.get(one.code, ""),
                "error": err.get(f"m-{at}", ""),
                "may_pledge": one.code in may_pledge,
            }
        )
    return made


def _line(page: CasePage, one: MaterialUse, row: MaterialRow, at: int) -> dict[str, Any]:
    offer, reused = page.offers.get(one.code), row.code in page.uses
    tag, colour = _tag(one, row, offer, reused)
    free = bool(one.exempt_by)
    return {
        "one": one, "row": row, "at": at, "field": f"m-{at}", "name": one.name, "hint": one.hint,
        "url": "" if free else f"#f-m-{at}", "tag": tag, "colour": colour, "free": free,
        "files": _files(row, fixed=reused), "offer": offer_words(offer),
        "used": use_words(page.uses.get(row.code)),
        "required": one.need is not Need.OPTIONAL, "paper": one.form is not MaterialForm.ELECTRONIC,
        "pledged": one.pledge if stands(row) else "",
        "phone": f"{draft.place(page, 'materials')}{at}/phone/" if page.state is State.DRAFT else "",
        "on_paper": row.get_type == GetType.PAPER and not row.files and row.status == "given",
    }  # fmt: skip


def _tag(one: MaterialUse, row: MaterialRow, offer: Offer | None, reused: bool) -> tuple[str, str]:
    if one.exempt_by or (reused and row.status in {"given", "exempt"}):
        return _("免交"), "green"
    if offer is not None:
        return (_("库里有，等您同意"), "amber") if offer.asks_consent else (_("免交"), "green")
    if stands(row):
        return _("告知承诺"), "green"
    if row.status == "given" and row.get_type == GetType.PAPER and not row.files:
        return _("到窗口交"), "blue"
    if row.status == "missing" and one.need is Need.OPTIONAL:
        return _("可以不交"), "grey"
    words, colour = _TAGS.get(row.status, _TAGS["missing"])
    return _(words), colour


def _files(row: MaterialRow, *, fixed: bool) -> list[dict[str, Any]]:
    """The files of a line; those out of the library (`fixed`) are put back all together."""
    return [
        {
            "name": f.name, "size": f.size, "url": f"/files/{f.key}/?view=1",
            "remove_name": "" if fixed else f"remove-{f.id}",
        }
        for f in row.files
    ]  # fmt: skip


def spare(page: CasePage) -> int:
    """How many materials of the item these answers make unnecessary."""
    gaps = page.gaps
    shown = len(gaps.required) + len(gaps.optional) + len(gaps.exempt)
    return 0 if gaps.undecided else len(page.spec.materials) - shown


def note_missing(page: CasePage, errors: FormErrors, *, core: bool = False) -> None:
    """Each material still missing, said at its place. `core`: nothing where all that is missing may come
    later (容缺), for the next page offers that."""
    if core and all(gap.deferrable for gap in page.gaps.missing) and not page.gaps.rejected:
        return
    places = {row.code: at for at, row in enumerate(page.materials)}
    for gap in page.gaps.all:
        errors.add(f"m-{places[gap.material.code]}", _("还没有交“{name}”").format(name=gap.material.name))


def change(request: HttpRequest, page: CasePage, errors: FormErrors) -> None:
    """Carry out what the posted form asks for: take a file back, bring paper later, keep what was chosen."""
    number, actor, now, once = page.case.number, who(request), moment(request), read_once(request)[:48]
    for name in request.POST:
        verb, _dash, rest = name.partition("-")
        if verb == "remove" and rest.isascii() and rest.isdecimal() and len(rest) < 18:
            actions.detach(actor, number, int(rest), now=now, once=f"{once}:d{rest}")
        row = _row(page, rest)
        if verb == "paper" and row is not None:
            actions.attach(actor, number, row.code, None, now=now, how=GetType.PAPER, once=f"{once}:p{rest}")
        if verb == "use" and row is not None:
            _use(request, page, errors, row.code, rest, f"{once}:u{rest}")
        if verb == "unpledge" and row is not None:
            actions.drop_pledge(actor, number, row.code, now=now, once=f"{once}:n{rest}")
        if verb == "drop" and row is not None:
            actions.drop_held(actor, number, row.code, now=now, once=f"{once}:k{rest}")
    for at, row in enumerate(page.materials):
        chosen = request.FILES.getlist(f"m-{at}")
        if len(chosen) > MOST_FILES:
            errors.add(f"m-{at}", _("一次最多交 {n} 个文件").format(n=MOST_FILES))
            continue
        for nth, upload in enumerate(chosen):
            _take(request, page, errors, at, row, upload, f"{once}:{at}.{nth}")


def _use(request: HttpRequest, page: CasePage, errors: FormErrors, code: str, at: str, once: str) -> None:
    """Take what is on file; without the tick where one is asked for, say so at the material."""
    agreed = request.POST.get(f"agree-{at}") == "yes"
    once += "y" if agreed else "n"
    try:
        actions.use_held(who(request), page.case.number, code, agreed=agreed, now=moment(request), once=once)
    except (ConsentMissing, NotOnFile) as error:
        errors.refuse(f"m-{at}", error)


def _row(page: CasePage, place: str) -> MaterialRow | None:
    if not (place.isascii() and place.isdecimal() and len(place) < 4):
        return None
    return page.materials[int(place)] if int(place) < len(page.materials) else None


def _take(
    request: HttpRequest,
    page: CasePage,
    errors: FormErrors,
    at: int,
    row: MaterialRow,
    upload: Any,
    once: str,
) -> None:
    """Keep one file and add it to its material; a refusal is noted at the material, the others go on."""
    place = page.case.number, row.code
    wrong = keep_file(who(request), place, upload, now=moment(request), once=once)
    if wrong:
        errors.add(f"m-{at}", wrong)


def keep_file(actor: Actor, place: tuple[str, str], upload: Any, *, now: datetime, once: str) -> str:
    """Keep one file and add it to a material, `place`: number of the case, code of the material. "" or, in
    words, why it is not taken."""
    number, code = place
    try:
        kept = vault.keep(actor, upload.chunks(), upload.name or "", now=now)
        actions.attach(actor, number, code, kept.id, now=now, once=once)
    except KeyReused:
        return ""  # the same form came twice: this file is in already
    except RuleBroken as error:
        if error.kind.value != 422:
            raise
        return _("“{file}”：{why}").format(file=upload.name, why=said(error))
    return ""
