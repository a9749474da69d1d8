"""A folder for the files of a test, and lines in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from yimen.access import actions
from yimen.access.writer import Writer, writer
from yimen.rules.accesslog import Line


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.ACCESS_LOG_DIR = tmp_path / "access"
    actions._spoilt.clear()
    yield settings.ACCESS_LOG_DIR
    writer.losing, writer._torn = None, False


def line(at: datetime, n: int = 0, **more: Any) -> Line:
    facts = {"path": f"/items/{n}/", "status": 200, "who": "-", **more}
    return Line(at, "a" * 16, "GET", facts["path"], facts["status"], 1.0, 10, facts["who"], "192.0.2.1", "x")


@pytest.fixture
def written(folder: Path) -> Callable[..., Path]:
    """Lines of one day; the file."""

    def write(at: datetime, lines: int = 3, **more: Any) -> Path:
        one = Writer()
        for n in range(lines):
            one.write(line(at + timedelta(milliseconds=n), n, **more))
        return max(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns)

    return write


def told(path: Path) -> list[dict[str, Any]]:
    return [json.loads(one) for one in path.read_bytes().splitlines()]
