"""Rate limits at the pages: who asks is the address; a refusal says when to come again."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest

from yimen.limits import actions, queries
from yimen.limits.visitor import address_of
from yimen.rules.limits import Limit


def _who(request: HttpRequest, who: str) -> str:
    return who or address_of(request.META)


def _now(request: HttpRequest) -> datetime:
    now: datetime = request.now  # type: ignore[attr-defined]
    return now


def count(request: HttpRequest, limit: Limit, who: str = "") -> None:
    """Count one call of this address (or of `who`). Raises TooMany: let it go, the page of refusals shows it.

    For what is asked often and costs little; mostly without a write (`Limit.step`).
    """
    actions.count(limit, _who(request, who), now=_now(request))


def require_free(request: HttpRequest, limit: Limit, who: str = "") -> None:
    """Raise TooMany where this address (or `who`) failed too often; writes nothing.

    For what may be guessed: ask before trying, note with `failed` afterwards. Tries at one moment may pass
    together, as many as there are threads.
    """
    queries.require_free(limit, _who(request, who), _now(request))


def failed(request: HttpRequest, limit: Limit, who: str = "") -> None:
    """Write down one failure of this address (or of `who`). Raises TooMany where it was one too many."""
    actions.spend(limit, _who(request, who), now=_now(request))
