"""Reading what is owed: whether somebody may ask now."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.crypto import salted_hmac

from yimen.rules import limits
from yimen.rules.limits import Limit, TooMany

from .models import Spent


def digest_of(limit: Limit, who: str) -> str:
    """How an asker is kept: a keyed digest, since addresses and case numbers are few enough to try out."""
    return salted_hmac("yimen.limits", f"{limit.name}|{who}", algorithm="sha256").hexdigest()[:40]


def in_force(limit: Limit) -> Limit | None:
    """The limit as this site wants it (YIMEN_LIMITS), None where it wants none."""
    factor = settings.LIMITS
    if factor <= 0:
        return None
    most = max(1, round(limit.most * factor))
    return Limit(limit.name, most, limit.per, min(limit.step, max(1, most // 4)))


def require_free(limit: Limit, who: str, now: datetime) -> None:
    """Raise TooMany where this asker would be refused now; one statement, writes nothing."""
    wanted = in_force(limit)
    if wanted is None:
        return
    until = Spent.objects.filter(who=digest_of(limit, who)).values_list("until", flat=True).first()
    wait = limits.wait_for(until, wanted, now)
    if wait > timedelta(0):
        raise TooMany(wait)
