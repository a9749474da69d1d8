"""The outermost middleware: whatever is answered, by whichever part, leaves one line and has a number."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from yimen.limits.visitor import client_of
from yimen.rules.accesslog import Line
from yimen.rules.authority import Actor

from . import current
from .writer import writer

Respond = Callable[[HttpRequest], HttpResponseBase]
HEADER = "X-Request-Id"
#: Nobody is signed in, or it was answered before anybody looked.
NOBODY = "-"


class AccessLog:
    """Writes when the answer stands; for one that is sent in pieces when it was sent or broken off.

    Files of the package (/static/) leave no line: they are the same for everybody and say nothing of anybody.
    """

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        begun, number = time.perf_counter(), current.begin()
        try:
            answer = self.respond(request)
        except BaseException:
            _write(request, number, 500, begun, 0)
            current.end(number)
            raise
        answer.headers[HEADER] = number
        spent = time.perf_counter() - begun
        quiet = answer.status_code < 400 and request.path_info.startswith(settings.STATIC_URL)
        if answer.streaming and not quiet:
            _when_sent(request, answer, number, begun)
            return answer
        if not quiet:
            size = 0 if request.method == "HEAD" else len(answer.content)  # type: ignore[attr-defined]
            _write(request, number, answer.status_code, begun, size, spent)
        current.end(number)
        return answer


def _write(
    request: HttpRequest, number: str, status: int, begun: float, size: int, spent: float | None = None
) -> None:
    took = time.perf_counter() - begun if spent is None else spent
    meta = request.META
    writer.write(
        Line(
            timezone.now(), number, request.method or "", request.path, status, round(took * 1000, 1), size,
            who_of(request), client_of(meta), str(meta.get("HTTP_USER_AGENT") or ""),
        )
    )  # fmt: skip


def who_of(request: HttpRequest) -> str:
    """Who acted: by a token (django-ninja's `auth`), else by the session; "-" for nobody."""
    for name in ("auth", "actor"):
        found = getattr(request, name, None)
        if isinstance(found, Actor):
            return found.label
    return NOBODY


def _when_sent(request: HttpRequest, answer: Any, number: str, begun: float) -> None:
    """Write one line when the server lets go of the answer, with the bytes that went out."""
    told, sent, closing = answer.headers.get("Content-Length", ""), [0], answer.close
    if not told.isdecimal():
        answer.streaming_content = _counted(answer.streaming_content, sent)

    def close() -> None:
        closing()
        if answer.close is close:
            answer.close = closing
            size = int(told) if told.isdecimal() else sent[0]
            _write(request, number, answer.status_code, begun, 0 if request.method == "HEAD" else size)
            current.end(number)

    answer.close = close


def _counted(parts: Iterable[bytes], sent: list[int]) -> Iterator[bytes]:
    for part in parts:
        sent[0] += len(part)
        yield part
