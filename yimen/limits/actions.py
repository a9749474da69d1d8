"""Writing down what was asked. Not on the trail: it says nothing of a case and is forgotten when paid off."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from yimen.rules import limits
from yimen.rules.limits import Limit, TooMany

from .models import Spent
from .queries import digest_of, in_force

#: So many rows that are paid off are removed whenever a new asker comes.
SWEPT = 50


def spend(limit: Limit, who: str, *, now: datetime, calls: int = 1) -> None:
    """Count `calls` of one asker, in all processes together. Raises TooMany, and then counts nothing."""
    wanted = in_force(limit)
    if wanted is None:
        return
    digest = digest_of(limit, who)
    try:
        with transaction.atomic():
            _spend(wanted, digest, now, calls)
    except IntegrityError:
        # The same new asker twice at one moment: the row is there now.
        with transaction.atomic():
            _spend(wanted, digest, now, calls)


def _spend(limit: Limit, digest: str, now: datetime, calls: int) -> None:
    found = Spent.objects.select_for_update().filter(who=digest).first()
    until = limits.spend(found.until if found else None, limit, now, calls)
    if found is not None:
        Spent.objects.filter(pk=found.pk).update(until=until)
        return
    Spent.objects.create(who=digest, until=until)
    paid = Spent.objects.filter(until__lt=now).values_list("pk", flat=True)[:SWEPT]
    Spent.objects.filter(pk__in=list(paid)).delete()


@dataclass
class _Unwritten:
    """Calls of one asker that this process has not written down, and until when it need not ask again."""

    since: datetime
    calls: int = 0
    shut_until: datetime | None = None


class Share:
    """What one process counts in its memory, so that a cheap page stays without a write.

    Of each asker fewer than `step` calls in a stretch stay unwritten; so all processes together let through
    at most `most` and `step` more for each process.
    """

    #: Askers kept in memory; beyond it the longest unseen is forgotten, which can only be too kind.
    MOST = 20_000

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._kept: OrderedDict[tuple[str, str], _Unwritten] = OrderedDict()

    def count(self, limit: Limit, who: str, *, now: datetime) -> None:
        """Count one call. Raises TooMany."""
        wanted = in_force(limit)
        if wanted is None:
            return
        if wanted.step <= 1:
            spend(limit, who, now=now)
            return
        with self._guard:
            full = self._note(wanted, who, now)
        if full:
            self._write_down(limit, wanted.step, who, now)

    def forget(self) -> None:
        """Start anew (tests)."""
        with self._guard:
            self._kept.clear()

    def _note(self, limit: Limit, who: str, now: datetime) -> bool:
        """One call more; whether `step` of them are to be written down now. Raises TooMany where shut."""
        one = self._kept.setdefault((limit.name, who), _Unwritten(now))
        self._kept.move_to_end((limit.name, who))
        if len(self._kept) > self.MOST:
            self._kept.popitem(last=False)
        if one.shut_until is not None and now < one.shut_until <= now + limit.per:
            raise TooMany(one.shut_until - now)
        if abs(now - one.since) > limit.per:
            one.since, one.calls = now, 0
        one.shut_until = None
        one.calls += 1
        if one.calls < limit.step:
            return False
        one.since, one.calls = now, 0
        return True

    def _write_down(self, limit: Limit, calls: int, who: str, now: datetime) -> None:
        try:
            spend(limit, who, now=now, calls=calls)
        except TooMany as refusal:
            with self._guard:
                one = self._kept.setdefault((limit.name, who), _Unwritten(now))
                one.shut_until = now + timedelta(seconds=refusal.retry_after)
            raise


_share = Share()
#: Count one call of this process' share, e.g. `count(SEARCH, address, now=now)`. Raises TooMany.
count = _share.count
#: Forget what this process counted (tests).
forget = _share.forget
