"""What its line in the access log costs a request, on the disk of the scratch folder."""

from __future__ import annotations

import importlib
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory

from .place import Place
from .table import Table

ROUNDS, EACH = 9, 2000
AGENT = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0"
PATHS = ("/my/", "/desk/cases/4399262026111620361171/")


def measure(place: Place, *, quick: bool = False) -> list[Table]:
    """Microseconds of the clock and of the processor that the middleware adds to an answer that stands."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yimen.config.settings")
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("YIMEN_DATA", folder)
        django.setup()
        kept, settings.ACCESS_LOG_DIR = settings.ACCESS_LOG_DIR, Path(folder) / "access"
        rows = tuple(_row(path, quick) for path in PATHS)
        settings.ACCESS_LOG_DIR = kept
    note = "open, one append and close for each line; numbers of persons are masked before"
    return [Table("One line of the access log", ("path", "µs", "µs of processor"), rows, (note,))]


def _row(path: str, quick: bool) -> tuple[str, str, str]:
    wall, spent = (_added(path, clock, quick) for clock in (time.perf_counter, time.process_time))
    return path, f"{wall:.0f}", f"{spent:.0f}"


def _added(path: str, clock: Callable[[], float], quick: bool) -> float:
    answer: Any = HttpResponse(b"x" * 20_000)
    middleware = importlib.import_module("yimen.access.middleware")
    around, bare = middleware.AccessLog(lambda request: answer), lambda request: answer
    request = RequestFactory().get(path, headers={"User-Agent": AGENT})
    times = [EACH if not quick else 20, ROUNDS if not quick else 2]
    return statistics.median(_round(around, bare, request, clock, times[0]) for _ in range(times[1]))


def _round(around: Any, bare: Any, request: Any, clock: Callable[[], float], each: int) -> float:
    taken = []
    for respond in (bare, around):
        began = clock()
        for _ in range(each):
            respond(request)
        taken.append((clock() - began) / each * 1e6)
    return taken[1] - taken[0]
