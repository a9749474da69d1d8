"""The pages behind status codes that no view answers itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yimen.trail.outage import outage_of
from yimen.web.words import said


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: what came in cannot be read."""
    return render(request, "web/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return render(request, "web/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return render(request, "web/404.html", status=404)


def too_large(most: int) -> HttpResponse:
    """413: so much at once that it is not read. `most`: MB of one file. Asks neither session nor database."""
    return render(None, "web/413.html", {"most": most}, status=413)  # type: ignore[arg-type]


def server_error(request: HttpRequest, error: BaseException | None = None) -> HttpResponse:
    """500; 503 or 507 where `error` is an outage. Without context processors: one of them may have failed."""
    unable = outage_of(error)
    if unable is None:
        return render(None, "web/500.html", status=500)  # type: ignore[arg-type]
    facts = {"words": said(unable), "code": unable.code}
    answer = render(None, "web/away.html", facts, status=unable.kind.value)  # type: ignore[arg-type]
    answer.headers["Retry-After"] = str(unable.retry_after)
    return answer
