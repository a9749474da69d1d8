"""Methods of HTTP that nobody here needs (TRACE, CONNECT, made-up ones) are refused before anything runs."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from yimen.api import problems

from .failures import API

Respond = Callable[[HttpRequest], HttpResponse]
#: What pages and the interface answer; which of them an address takes is its own to say.
KNOWN = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


class Methods:
    """405 for every other method; to programs as a problem."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in KNOWN:
            return self.respond(request)
        if not request.path_info.startswith(API):
            return HttpResponseNotAllowed(KNOWN)
        answer = problems.plain(request, 405)
        answer["Allow"] = ", ".join(KNOWN)
        return answer
