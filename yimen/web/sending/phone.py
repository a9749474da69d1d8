"""What the telephone opens: the name of the material and a box for files. It signs nobody in.

The files are added as by the applicant, with the checks of any upload.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yimen.accounts import queries as accounts
from yimen.cases import queries as cases
from yimen.cases.queries import CasePage
from yimen.cases.queries.page import MaterialRow
from yimen.rules import sending as rules
from yimen.rules import visits
from yimen.rules.authority import Actor, NotVisible
from yimen.rules.errors import RuleBroken
from yimen.rules.limits import UPLOAD_BY_LINK
from yimen.web import limits
from yimen.web.citizen.materials import MOST_FILES, keep_file
from yimen.web.forms import FormErrors, once_token, read_once
from yimen.web.machine import visit
from yimen.web.visits import span_of

from .link import LINK


@dataclass(frozen=True)
class Opened:
    """What a link that holds opens: whose draft, which material."""

    actor: Actor
    page: CasePage
    row: MaterialRow
    name: str


@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, token: str) -> HttpResponse:
    """/up/<token>/: files for one material. A link that is over is refused, whatever ended it."""
    now: datetime = request.now  # type: ignore[attr-defined]
    opened, errors = _opened(token, now), FormErrors()
    if request.method == "POST":
        _take(request, opened, errors, now)
        if not errors:
            return redirect("material-send", token)
    facts = {
        **errors.shown(), "name": opened.name, "count": len(_opened(token, now).row.files),
        "once": once_token(), "most": settings.MAX_FILE_MB,
    }  # fmt: skip
    answer = render(request, "web/sending/phone.html", facts, status=errors.status)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _opened(token: str, now: datetime) -> Opened:
    """Raises SendingOver."""
    try:
        number, code, account, label, made = signing.loads(token[:600], salt=LINK)
    except signing.BadSignature as error:
        raise rules.SendingOver() from error
    user = accounts.account(account)
    session = accounts.session_of(account, label, now)
    fresh = rules.is_fresh(datetime.fromtimestamp(made, UTC), now)
    lasts = fresh and user is not None and session is not None and _lasts(user, session, now)
    actor = accounts.actor_of(user, now) if user is not None and lasts else None
    page = _page(actor, number, now)
    rules.require_open(page.state if page else None, page is not None and page.is_own, lasts)
    assert actor is not None and page is not None  # or it was refused
    row = next(one for one in page.materials if one.code == code)
    name = next((one.name for one in page.spec.materials if one.code == code), row.name)
    return Opened(actor, page, row, name)


def _lasts(user: Any, session: accounts.Lasting, now: datetime) -> bool:
    device = session.held.get(visit.KEPT)
    if device is not None:
        return visit.holds(device, session.started_at, session.seen_at, now)
    return bool(visits.left(span_of(user), session.started_at, session.seen_at, now).total_seconds() > 0)


def _page(actor: Actor | None, number: str, now: datetime) -> CasePage | None:
    try:
        return cases.case_page(actor, number, now=now) if actor is not None else None
    except NotVisible:
        return None


def _take(request: HttpRequest, opened: Opened, errors: FormErrors, now: datetime) -> None:
    """Add the files; a refusal is told, the others go on. Sent twice they are in once."""
    chosen, once = request.FILES.getlist("files"), read_once(request)[:48]
    if not chosen or len(chosen) > MOST_FILES:
        many = _("一次最多交 {n} 个文件").format(n=MOST_FILES)
        errors.add("files", many if chosen else _("请先选照片或文件"))
        return
    try:
        limits.count(request, UPLOAD_BY_LINK, f"{opened.page.case.number}:{opened.row.code}")
        rules.require_room(len(opened.row.files), len(chosen))
    except RuleBroken as error:
        errors.refuse("files", error)
        return
    place = opened.page.case.number, opened.row.code
    for nth, upload in enumerate(chosen):
        wrong = keep_file(opened.actor, place, upload, now=now, once=f"{once}:{nth}")
        if wrong:
            errors.add("files", wrong)
