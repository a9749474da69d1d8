"""视为准予延续: an organ that does not decide on a renewal before the licence ends has granted it.

Source: 行政许可法第五十条: the holder applies 30 days (working days, 第八十二条) before the end; the organ
decides before the end; where it does not, the renewal counts as granted.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from .calendar import CHINA
from .terms import State

#: The organ has the whole application and could decide: it was accepted and nothing is owed by the applicant.
_WITH_THE_ORGAN = frozenset({State.REVIEWING, State.SUSPENDED})


def counts_from(last: date | None, latest: date | None, complete: date) -> date | None:
    """The last day on which the organ may still decide; after it, silence counts as renewal. None: never.

    `last`: the licence's last day; `latest`: the last day on which to apply in time (`licences.renew_by`);
    `complete`: the day on which the application was there in full. What came later is decided on its merits
    only.
    """
    if last is None or latest is None or complete > latest:
        return None
    return last


def kept_open(last: date | None, supplied: date) -> date | None:
    """The same day after the applicant supplied what was asked during the review: one who supplies it only
    when the licence has ended cannot blame the organ."""
    return last if last is not None and supplied <= last else None


def moment(last: date | None) -> datetime | None:
    """The first moment after a licence's last day, Chinese time."""
    if last is None:
        return None
    return datetime.combine(last + timedelta(days=1), time(0), tzinfo=CHINA).astimezone(UTC)


def deemed(last: date | None, state: State, now: datetime) -> bool:
    """Whether the renewal counts as granted now. 特别程序 does not stop this: the law names no exception."""
    ends = moment(last)
    return ends is not None and ends <= now and state in _WITH_THE_ORGAN
