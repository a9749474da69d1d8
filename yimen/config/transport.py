"""What is refused before anything runs: methods that nobody needs, too large a body, the interface in clear.

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
from yimen.web import errors

from .failures import API

Respond = Callable[[HttpRequest], HttpResponse]
#: What pages answer; which of them an address takes is its own to say.
KNOWN = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


class Transport:
    """405 for every other method of a page (the interface says itself what an address takes), 413 for a body
    that would only fill the disk, 403 for the interface in clear."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        program = request.path_info.startswith(API)
        if request.method not in KNOWN and not program:
            return HttpResponseNotAllowed(KNOWN)
        if _length(request) > settings.BODY_MOST:
            return problems.plain(request, 413) if program else errors.too_large(settings.MAX_FILE_MB)
        if program and settings.HTTPS and not request.is_secure():
            with translation.override(language(request)):
                return problems.refused(request, PlainHttp())
        return self.respond(request)


def _length(request: HttpRequest) -> int:
    """The length that the request says it has; without one the server reads no body at all."""
    said = str(request.META.get("CONTENT_LENGTH") or "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 20 else 0
