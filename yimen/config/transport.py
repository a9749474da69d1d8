"""What is refused before anything runs: methods that nobody needs, and the interface without HTTPS.

Pages that come by plain HTTP are led to HTTPS (SECURE_SSL_REDIRECT). A program is not: it would send its
token in clear again and again without anybody noticing.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import translation

from yimen.api import problems
from yimen.api.refusals import PlainHttp
from yimen.api.words import language

from .failures import API

Respond = Callable[[HttpRequest], HttpResponse]
#: What pages answer; which of them an address takes is its own to say.
KNOWN = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


class Transport:
    """405 for every other method of a page (the interface says itself what an address takes), 403 for the
    interface in clear."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        program = request.path_info.startswith(API)
        if request.method not in KNOWN and not program:
            return HttpResponseNotAllowed(KNOWN)
        if program and settings.HTTPS and not request.is_secure():
            with translation.override(language(request)):
                return problems.refused(request, PlainHttp())
        return self.respond(request)
