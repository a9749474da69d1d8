"""Showing at a kiosk who one is: a code is asked for by the number of the card, and typed.

Whether the number is known is told by nothing: a code for nobody is kept, tried and used up like any other.
What is sent leaves after commit, by the reaction.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from yimen.accounts import queries as accounts
from yimen.accounts.hidden import Hidden
from yimen.rules.authority import Actor
from yimen.rules.hall import showing as rules
from yimen.rules.hall.events import HallEvent
from yimen.trail.usecase import use_case

from ..models import KioskCode
from ..queries.showing import digits_of, sent_of
from ._shared import Kept, note
from .devices import own_device

#: Bytes of the seed of a code.
_SEED = 16
#: Codes that nobody can use any more go with the next one that is asked for at the kiosk.
_KEPT_FOR = timedelta(hours=1)


@dataclass(frozen=True)
class Showed:
    """Whose account it is; 0: the digits were wrong, and may be tried `left` times more."""

    account: int
    left: int = 0


def ask_show_code(actor: Actor, number: str, *, now: datetime, once: str = "") -> Kept:
    """Have a code sent to the telephone on file of whoever has this identity number. The answer is the same
    whether anybody has. Asked by a kiosk. Raises DeviceUnknown."""
    return _ask(actor, Hidden(number), now=now, once=once)


@use_case(Kept)
def _ask(actor: Actor, number: Hidden, *, now: datetime, once: str = "") -> Kept:
    device = own_device(actor)
    KioskCode.objects.filter(device=device, made_at__lt=now - _KEPT_FOR).delete()
    found = accounts.account_of_number(number.value)
    made = KioskCode.objects.create(device=device, account=found, seed=secrets.token_hex(_SEED), made_at=now)
    data = {"device": device.pk, "code": made.pk}
    note(device.site.code, HallEvent.SHOW_ASKED, actor, now, data)
    return Kept(made.pk)


def show_by_code(actor: Actor, code: int, digits: str, *, now: datetime, once: str = "") -> int:
    """The account of whoever typed the digits that came. A wrong try is counted and kept.

    Asked by the kiosk at which the code was asked for. Raises DeviceUnknown, ShowCodeExpired, ShowCodeWrong.
    """
    done = _try(actor, code, Hidden(digits), now=now, once=once)
    if not done.account:
        raise rules.ShowCodeWrong(left=done.left)
    return done.account


@use_case(Showed)
def _try(actor: Actor, code: int, digits: Hidden, *, now: datetime, once: str = "") -> Showed:
    """A wrong code is an answer, no refusal: what a refusal writes would be undone with it."""
    device = own_device(actor)
    found = KioskCode.objects.select_for_update(of=("self",)).filter(pk=code, device=device).first()
    if found is None:
        raise rules.ShowCodeExpired()
    if not rules.fits(sent_of(found), device.pk, digits.value, digits_of(found), now):
        found.tries += 1
        found.save(update_fields=["tries"])
        left = rules.TRIES - found.tries
        data = {"device": device.pk, "code": found.pk, "left": left}
        note(device.site.code, HallEvent.SHOW_WRONG, actor, now, data)
        return Showed(0, left)
    found.used_at, found.seed = now, ""
    found.save(update_fields=["used_at", "seed"])
    note(device.site.code, HallEvent.SHOW_RIGHT, actor, now, {"device": device.pk, "code": found.pk})
    return Showed(found.account_id or 0)
