"""Before a request: know of keys that another process made."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from . import ring

Respond = Callable[[HttpRequest], HttpResponse]


class FreshRing:
    """Looks at the key table every few seconds, outside of any act: acts take no statement more."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        ring.fresh()
        return self.respond(request)
