"""Codes by which people show at a kiosk who they are: what of one counts, its digits, where it is to go."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.crypto import salted_hmac

from yimen.rules.hall import showing as rules
from yimen.rules.hall.showing import Sent

from ..models import KioskCode


def sent_of(one: KioskCode) -> Sent:
    """A code as the rules know it."""
    return Sent(one.device_id, one.made_at, one.tries, one.used_at is not None, one.account_id is not None)


def digits_of(one: KioskCode) -> str:
    """The digits of a code; "" where none count any more."""
    if not one.seed:
        return ""
    made = salted_hmac("yimen.hall.showing", f"{one.pk}:{one.seed}", algorithm="sha256").hexdigest()
    return f"{int(made, 16) % 10**rules.DIGITS:0{rules.DIGITS}d}"


def shown_digits(code: int) -> str:
    """The digits that were sent, "" for nobody: for the demo alone, where nobody has the telephone."""
    found = KioskCode.objects.filter(pk=code, account__isnull=False).first()
    return digits_of(found) if found is not None else ""


@dataclass(frozen=True)
class ShowCode:
    """A code on its way: to which telephone, which digits, from which kiosk of which hall."""

    phone: str
    digits: str
    site: str
    device: str


def outgoing_code(code: int) -> ShowCode | None:
    """What is to be sent; None where nobody is known, there is no telephone, or it is used."""
    rows = KioskCode.objects.select_related("account__party", "device__site")
    found = rows.filter(pk=code, used_at__isnull=True).first()
    party = found.account.party if found is not None and found.account is not None else None
    if found is None or party is None or not party.phone:
        return None
    return ShowCode(party.phone, digits_of(found), found.device.site.name, found.device.name)
