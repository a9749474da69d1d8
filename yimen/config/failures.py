"""What goes wrong outside of every view: told as a page, or as a problem where a program asked."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse

from yimen.api import problems
from yimen.web import errors

#: Programs ask here.
API = "/api/"


def server_error(request: HttpRequest) -> HttpResponse:
    """500; 503 or 507 where database or disk fail. Called while the failure is being handled."""
    error = sys.exc_info()[1]
    if request.path_info.startswith(API):
        return problems.failed(request, error)
    return errors.server_error(request, error)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: what came in cannot be read, or names a host that is not ours."""
    if request.path_info.startswith(API):
        return problems.plain(request, 400)
    return errors.bad_request(request, exception)
