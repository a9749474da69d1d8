"""Sessions end when nobody uses them, and after a time at all; their use is noted once a minute.

Noting it must never spoil the page that is read: where others write, it is left for the next request.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from yimen.accounts import actions, queries
from yimen.limits.visitor import address_of
from yimen.rules import visits
from yimen.rules.visits import Span

Respond = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger(__name__)
#: Asking how long a session still lasts is no use of it.
LEFT = "/account/left/"
#: Nor is what a page asks by itself while it is open.
BY_ITSELF = ("/sitting/now/", "/device/beat/")


def span_of(user: Any) -> Span:
    """How long sessions of this person last."""
    return visits.span_of(
        staff=user.staff_id is not None, idle_minutes=settings.IDLE_MINUTES,
        longest_minutes=settings.SESSION_COOKIE_AGE // 60,
    )  # fmt: skip


def seconds_left(request: Any) -> int:
    """Seconds that this session lasts without further use; 0: nobody is signed in, or there is no session."""
    session = getattr(request, "session", None)
    started, seen = getattr(session, "started_at", None), getattr(session, "seen_at", None)
    if started is None or seen is None or not request.user.is_authenticated:
        return 0
    return max(0, int(visits.left(span_of(request.user), started, seen, request.now).total_seconds()))


def why_ended(span: Span) -> str:
    """What somebody is told whose session ended unused."""
    minutes = int(span.idle.total_seconds() // 60) if span.idle else 0
    return _("{n} 分钟没有操作，已经自动退出。重新登录就回到刚才的页面。").format(n=minutes)


def note_place(request: HttpRequest) -> None:
    """Keep in a fresh session from where and by what it was opened, as its owner will see it."""
    request.session[queries.NETWORK] = visits.network_of(address_of(request.META))
    request.session[queries.BROWSER] = visits.browser_of(request.META.get("HTTP_USER_AGENT", ""))


class Visits:
    """Ends what is over before anybody acts by it; notes what is used."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: Any) -> HttpResponse:
        session = request.session
        if not request.user.is_authenticated or session.started_at is None:
            return self.respond(request)
        if seconds_left(request) <= 0:
            return self._ended(request)
        key, due = session.session_key, visits.is_due(session.seen_at, request.now)
        unused = request.path == LEFT or request.path.endswith(BY_ITSELF)
        if due and not unused and gently(actions.note_seen, key, now=request.now):
            session.seen_at = request.now
        return self.respond(request)

    def _ended(self, request: Any) -> HttpResponse:
        span, idle = span_of(request.user), request.now - request.session.seen_at
        gently(actions.end_unused, request.actor, request.session.session_key, now=request.now)
        words = why_ended(span) if span.idle and idle >= span.idle else _("登录时间到了，请重新登录。")
        request.session, request.user, request.actor = type(request.session)(), AnonymousUser(), None
        if request.path.startswith("/api/") or request.path == LEFT:
            return self.respond(request)
        messages.info(request, words)
        if request.htmx:
            back = urlencode({"next": request.htmx.current_url_abs_path or "/"})
            return HttpResponseClientRedirect(f"{settings.LOGIN_URL}?{back}")
        return self.respond(request)


def gently(act: Callable[..., None], *args: Any, **more: Any) -> bool:
    """Write, unless others do: then the log says so, and a later request does it. Whether it was done."""
    try:
        act(*args, **more)
    except OperationalError as error:
        log.warning("%s left for later: %s", act.__name__, error)
        return False
    return True
