"""What every test shares: one moment, files in a folder of the test, quick passwords.

Markers: `both` = run a second time on PostgreSQL (`make test`): tests of a noun and of concurrency that
speak to the database have it by themselves. `browser` = needs Chromium and a Chinese font, skipped with a
word on how to get them. `slow` = takes seconds.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import datetime
from importlib import import_module
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as site

HERE = Path(__file__).parent
#: Folders whose tests run on both databases: they hold the actions, the queries and what happens at once.
BOTH = {
    "accounts", "archives", "bureau", "cases", "catalogue", "concurrency", "hall", "helping", "instant",
    "keys", "limits", "parties", "personal", "pledges", "tasks", "trail", "vault",
}  # fmt: skip
BROWSER = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--font-render-hinting=none"]
HOW = "needs Chromium and a Chinese font: apt-get install chromium fonts-noto-cjk"


def pytest_configure(config: pytest.Config) -> None:
    """Passwords are hashed quickly: what is tested is who may sign in, not how long a hash takes."""
    site.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def _speaks_to_database(item: pytest.Item) -> bool:
    held = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or {"db", "transactional_db"} & held)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give the tests of the nouns their marker, before `-m both` chooses."""
    for item in items:
        if BOTH & set(item.path.parent.relative_to(HERE).parts) and _speaks_to_database(item):
            item.add_marker("both")


@functools.cache
def _can_browse() -> bool:
    if not (shutil.which("chromium") or shutil.which("chromium-browser")):
        return False
    lister = shutil.which("fc-list")
    if lister is None:
        return False
    return bool(subprocess.run([lister, ":lang=zh"], capture_output=True, check=False).stdout.strip())


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A browser test without a browser is skipped, and says how to get one."""
    if item.get_closest_marker("browser") and not _can_browse():
        pytest.skip(HOW)


@pytest.fixture
def now() -> datetime:
    """Monday, 23 November 2026, ten in the morning in China."""
    return datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(autouse=True)
def own_files(settings: object, tmp_path: Path) -> None:
    """Uploaded files and the access log land in the folder of the test, so a backup finds only its own."""
    settings.FILES_ROOT = tmp_path / "files"  # type: ignore[attr-defined]
    settings.ACCESS_LOG_DIR = tmp_path / "access"  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def fresh_memory(request: pytest.FixtureRequest) -> None:
    """What a process may keep (published versions, the calendar) belongs to one test's database only."""
    # Imported here: this file is read before Django is set up. Keys that a test before left behind are read
    # anew after ten seconds, which a test without a database may not.
    import_module("yimen.keys.ring").forget()
    if not _speaks_to_database(request.node):
        return
    catalogue = import_module("yimen.catalogue.queries")
    catalogue.forget_specs()
    catalogue.forget_plans()
    catalogue.forget_counts()
    import_module("yimen.bureau.queries").calendar_at.cache_clear()
    import_module("yimen.limits.actions").forget()


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """The one browser of the run."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip(HOW)
    play_sync = import_module("playwright.sync_api").sync_playwright
    # Playwright runs a loop of its own in this thread; Django would take its calls for asynchronous ones.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with play_sync() as play:
        opened = play.chromium.launch(executable_path=found, args=BROWSER)
        yield opened
        opened.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
