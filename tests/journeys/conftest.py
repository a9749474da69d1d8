"""The one browser, as for the gate."""

from tests.ui.conftest import chromium

__all__ = ["chromium"]
