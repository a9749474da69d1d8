"""我的证照: what one holds, how long it still holds, its sealed file, and 亮证: a code to be scanned."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yimen.bureau import queries as bureau
from yimen.rules.authority import holdings_of
from yimen.rules.calendar import china_date
from yimen.rules.licences import renew_by
from yimen.vault import qr
from yimen.vault import queries as vault
from yimen.web import licences
from yimen.web.entrance.guard import signed_in
from yimen.web.entrance.verify import SHOWN_FOR, show_token
from yimen.web.listing import cut, row_id
from yimen.web.pdf import answer

from .draft import moment, who

PAGE = 30


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """/my/licences/: newest first, editions that were replaced left out."""
    parties = holdings_of(who(request))
    found = vault.of_party(parties, moment(request), before=row_id(request), most=PAGE + 1)
    rows, last = cut(found, PAGE)
    facts = {
        "rows": [licences.row(one) for one in rows], "staff": who(request).party is None,
        "next": f"/my/licences/?before={last.id}" if last else "",
    }  # fmt: skip
    return render(request, "web/citizen/licences.html", facts)


@require_safe
@signed_in
def one(request: HttpRequest, licence: int) -> HttpResponse:
    """One licence: face, days, until when to apply for renewal, its editions. Raises LicenceNotThere."""
    held = licences.own(who(request), licence, moment(request))
    last = renew_by(bureau.work_calendar(), held.valid_to) if held.valid_to else None
    editions = [e for e in vault.editions(held.number, moment(request)) if e.party == held.party]
    facts = {"held": licences.row(held), "lines": licences.lines(held, last if held.holds else None),
             "editions": editions if len(editions) > 1 else [],
             "begun": licences.begun(held, china_date(moment(request)), organ=False)}  # fmt: skip
    return render(request, "web/citizen/licence.html", facts)


@require_safe
@signed_in
def file(request: HttpRequest, licence: int) -> HttpResponseBase:
    """The sealed PDF. Raises LicenceNotThere, FileWaits."""
    held = licences.own(who(request), licence, moment(request))
    return answer(request, vault.open_content(licences.file_of(held)), f"{held.name} {held.number}.pdf")


@require_safe
@signed_in
def show(request: HttpRequest, licence: int) -> HttpResponse:
    """亮证: a QR code that shows this licence for five minutes to whoever scans it."""
    held = licences.own(who(request), licence, moment(request))
    address = qr.public_address(f"/verify/?t={show_token(held.id)}")
    facts = {"held": licences.row(held), "picture": qr.data_uri(address), "minutes": SHOWN_FOR // 60}
    response = render(request, "web/citizen/licence_show.html", facts)
    response.headers["Cache-Control"] = "private, no-store"
    return response
