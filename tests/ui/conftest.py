"""One browser for all tests of pages; a county behind a live server."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest

ARGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--font-render-hinting=none"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """The one browser of the run."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("needs Chromium: apt-get install chromium fonts-noto-cjk")
    from playwright.sync_api import sync_playwright

    # Playwright runs a loop of its own in this thread; Django would take its calls for asynchronous ones.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=found, args=ARGS)
        yield opened
        opened.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
