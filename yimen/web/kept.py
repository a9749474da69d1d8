"""Forms of a point with a weak line: what the browser may keep, and under which key (docs/why/0029)."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.crypto import salted_hmac

from yimen.rules.browser_drafts import DAYS, MOST, may_lie
from yimen.rules.item import FieldUse

#: keep.js asks with it: a redirect is then told in TO, not followed.
TOLD, TO = "X-Yimen-Told", "X-Yimen-To"


def facts(
    request: HttpRequest, place: str, rev: int, uses: Iterable[FieldUse] = (),
    named: Callable[[FieldUse], str] = lambda use: use.key,
) -> dict[str, Any]:  # fmt: skip
    """The context `kept` of parts/kept.html for a form at `place` (its address) drawn at revision `rev`.

    `uses`: fields of the form, `named` gives their name there; only those that may lie in a browser are told.
    Empty where nobody is signed in by a session.
    """
    session = getattr(getattr(request, "session", None), "session_key", None)
    if not session or getattr(request, "actor", None) is None:
        return {}
    names = " ".join(named(use) for use in uses if may_lie(use))
    return {
        "kept": {
            "key": _made("key", session), "mark": _made(f"mark:{place}", session), "names": names,
            "whose": _made("whose", session), "rev": rev, "days": DAYS, "most": MOST,
        }
    }  # fmt: skip


def _made(what: str, session: str) -> str:
    """32 bytes that are known as long as this session is, base64: nothing is stored for them."""
    found = salted_hmac("yimen.web.kept", f"{what}|{session}", algorithm="sha256").digest()
    return base64.b64encode(found).decode()


class Told:
    """To keep.js a redirect is told, so that the browser goes there itself and its messages are shown once.

    The place is "" for whoever is not signed in (any more): nothing of the form was taken."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.respond(request)
        if request.headers.get(TOLD) != "1" or response.status_code not in {301, 302, 303, 307, 308}:
            return response
        signed_in = getattr(request, "actor", None) is not None
        there = response.headers["Location"]
        again = there.startswith(settings.LOGIN_URL)
        told = HttpResponse(status=204)
        told.cookies = response.cookies
        told.headers[TO] = there if signed_in and not again else ""
        return told
