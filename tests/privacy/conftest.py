"""What the tests of privacy share: everything that is logged, as it is served."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest
from django.db import connection

from yimen.config.logs import Masked


@pytest.fixture
def log(settings) -> Iterator[io.StringIO]:
    """Everything logged at DEBUG, in the format that is served."""
    stream, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Masked(settings.LOGGING["formatters"]["line"]["fmt"]))
    levels = {name: logging.getLogger(name).level for name in ("", "django", "django.db.backends")}
    root.addHandler(handler)
    for name in levels:
        logging.getLogger(name).setLevel(logging.DEBUG)
    connection.force_debug_cursor = True
    yield stream
    connection.force_debug_cursor = False
    root.removeHandler(handler)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
