"""How often is too often: limits on what strangers and programs may ask, and when they may ask again.

The rule is the generic cell rate algorithm: of every asker one moment is kept, the one at which everything
asked so far is paid off. Each call moves it by `per / most`; a call that would move it more than `per` ahead
of now is refused. So `most` calls may come at once, and afterwards one every `per / most`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from .errors import Kind, RuleBroken, Said


@dataclass(frozen=True)
class Limit:
    """At most `most` calls in any stretch of `per`, for each asker apart.

    `step`: so many calls of a process are counted in its memory before it writes them down together; 0 or 1 =
    every call is written down. What is asked often and costs little has a large step, what is guessed none.
    """

    name: str
    most: int
    per: timedelta
    step: int = 1

    @property
    def each(self) -> timedelta:
        """What one call costs."""
        return self.per / self.most


class TooMany(RuleBroken):
    """The same asker came too often; says after how long to come again."""

    code = "request.too_many"
    text = "太频繁了，请过 {wait}再试"
    kind = Kind.TOO_MANY

    def __init__(self, wait: timedelta) -> None:
        self.retry_after = max(1, math.ceil(wait.total_seconds()))
        super().__init__(wait=_in_words(self.retry_after))


def _in_words(seconds: int) -> Said:
    if seconds < 60:
        return Said("{n} 秒", {"n": seconds})
    return Said("{n} 分钟", {"n": math.ceil(seconds / 60)})


def owed(until: datetime | None, limit: Limit, now: datetime) -> datetime:
    """The moment at which all is paid off, never further ahead than a whole stretch.

    Further ahead it can only be where the clock was set back: that must not shut anybody out for longer.
    """
    return min(max(until or now, now), now + limit.per)


def wait_for(until: datetime | None, limit: Limit, now: datetime, calls: int = 1) -> timedelta:
    """How long until `calls` more may come; nothing or less: they may come now."""
    return owed(until, limit, now) + calls * limit.each - now - limit.per


def spend(until: datetime | None, limit: Limit, now: datetime, calls: int = 1) -> datetime:
    """The moment to keep after `calls` more. Raises TooMany with the time to wait."""
    wait = wait_for(until, limit, now, calls)
    if wait > timedelta(0):
        raise TooMany(wait)
    return owed(until, limit, now) + calls * limit.each


def budget(account: int | None, device: str, address: str) -> tuple[Limit, str]:
    """By which limit taking a number counts, and for whom: the kiosk, else the person, else the address.
    So a full hall does not shut out who signed in, nor its kiosks each other."""
    if device:
        return TAKE_AT_KIOSK, device
    if account is not None:
        return TAKE_OWN, f"account:{account}"
    return TAKE_NUMBER, address


#: Wrong query codes of one case number: six digits would be guessed in a day without it.
TRACK_CASE = Limit("track-case", 10, timedelta(hours=1))
#: Wrong pairs of number and code from one address.
TRACK_ADDRESS = Limit("track", 100, timedelta(hours=1))
#: Failed sign-ins from one address, whatever the login. (One login rests by `logins.TRIES`.)
SIGN_IN = Limit("sign-in", 100, timedelta(hours=1))
#: Ways out to the sign-in platform: each of them asks it something.
PLATFORM = Limit("platform", 600, timedelta(hours=1), step=10)
#: Wrong codes of the second step of one account, by whoever has its password already: five at a time with a
#: quarter of an hour between them, as for passwords, would be some hundred a day.
SECOND_STEP = Limit("second-step", 30, timedelta(days=1))
#: Registrations tried from one address: each tells whether a number is registered.
REGISTER = Limit("register", 30, timedelta(hours=1))
#: Searches from one address. A hall or a mobile network stands behind one address: it must be wide.
SEARCH = Limit("search", 600, timedelta(minutes=1), step=60)
#: Forms that one account sends: far more than hands can, far less than fills a disk with drafts and files.
FORMS = Limit("forms", 600, timedelta(minutes=10), step=60)
#: Licences verified from one address.
VERIFY = Limit("verify", 120, timedelta(minutes=1), step=10)
#: Numbers taken by one person: signed in, wherever they are.
TAKE_OWN = Limit("take-own", 20, timedelta(hours=1))
#: Numbers taken at one kiosk: one every eight seconds, faster than its paper comes out.
TAKE_AT_KIOSK = Limit("take-at-kiosk", 450, timedelta(hours=1))
#: Numbers taken from one address by who has not signed in: the telephones in a hall stand behind one. 2,000
#: visitors a day are some 400 in the fullest hour.
TAKE_NUMBER = Limit("take-number", 600, timedelta(hours=1))
#: Wrong codes that connect a display or a kiosk, from one address.
DEVICE_CODE = Limit("device-code", 30, timedelta(hours=1))
#: Cards and query codes tried at one kiosk: a queue of people, not a list of numbers.
AT_KIOSK = Limit("at-kiosk", 60, timedelta(hours=1))
#: Codes asked for with one identity number at any kiosk, whoever has it: nobody's telephone rings all day.
KIOSK_CODE = Limit("kiosk-code", 5, timedelta(hours=1))
#: Times that files come for one material by its link: a pile of pages, not a disk.
UPLOAD_BY_LINK = Limit("upload-by-link", 60, timedelta(minutes=15))
#: Files examined for one address: reading one costs far more than finding a number.
VERIFY_FILE = Limit("verify-file", 20, timedelta(minutes=1))
#: Searches for people by one clerk, by number or telephone: a window sees some twenty people an hour.
LOOK_UP = Limit("look-up", 120, timedelta(hours=1))
#: Calls of the interface with one token.
API_TOKEN = Limit("api-token", 1200, timedelta(minutes=1), step=120)
#: Calls of the interface without a token, from one address.
API_OPEN = Limit("api-open", 600, timedelta(minutes=1), step=60)
