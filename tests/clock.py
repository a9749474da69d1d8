"""The clock of the pages, stopped: requests come at that moment, and sessions begin at it.

In a running site both read one clock. Stopped apart, a session would be older or younger than the request
that comes with it, and be over.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace

import pytest

PLACES = ("yimen.web.middleware.timezone", "yimen.accounts.sessions.timezone")


def stop(patch: pytest.MonkeyPatch, now: Callable[[], datetime]) -> None:
    """From here on it is `now()` for pages and sessions."""
    for place in PLACES:
        patch.setattr(place, SimpleNamespace(now=now))
