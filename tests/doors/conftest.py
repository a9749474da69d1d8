"""One county for the tests of a file: built once, in one transaction that is rolled back at its end.

What a test changes is rolled back at the end of the test: it runs in a savepoint of that transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import TestCase, override_settings

from tests import clock
from tests.doors.world import NOW, World, build
from yimen.bureau import queries as bureau
from yimen.catalogue import queries as catalogue
from yimen.keys import ring
from yimen.limits import actions as limits


def _forget() -> None:
    catalogue.forget_specs()
    ring.forget()
    bureau.calendar_at.cache_clear()
    limits.forget()


@pytest.fixture(autouse=True)
def own_files() -> None:
    """Files lie in the folder of the world, which lives longer than one test."""


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """The county at NOW, whatever the clock says; nobody asks too often here."""
    one_transaction = type("OneTransaction", (TestCase,), {})
    patch = pytest.MonkeyPatch()
    clock.stop(patch, lambda: NOW)
    patch.setattr("yimen.web.pdf.timezone", SimpleNamespace(now=lambda: NOW))
    folder = tmp_path_factory.mktemp("doors")
    with django_db_blocker.unblock(), override_settings(FILES_ROOT=folder, LIMITS=10_000, SEAL_KEY=""):
        _forget()
        one_transaction.setUpClass()
        try:
            yield build(folder / "seal")
        finally:
            one_transaction.tearDownClass()
            one_transaction.doClassCleanups()
            _forget()
            patch.undo()
