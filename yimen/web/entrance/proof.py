"""Once more, who it is: the password typed again, or for accounts without one a sign-in of a moment ago."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from yimen.rules.logins import FRESH


def shown(request: Any) -> dict[str, Any]:
    """What `proof.html` is drawn with."""
    return {"has_password": request.user.has_usable_password(), "fresh_minutes": FRESH.seconds // 60}


def typed(request: Any) -> str:
    """The password as it was typed; "" where none was asked for."""
    return str(request.POST.get("password", ""))


def since(request: Any) -> datetime | None:
    """When this session began."""
    found: datetime | None = request.session.started_at
    return found
