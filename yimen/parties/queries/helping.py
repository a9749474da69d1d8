"""Reading mandates of help: what a helper may do today, whom they help, who helps me."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.crypto import salted_hmac

from yimen.rules.helping import mandate as rules
from yimen.rules.helping.mandate import Asked
from yimen.rules.helping.terms import Confirmed
from yimen.rules.terms import HelpKind
from yimen.trail import rows

from ..models import HelpMandate
from . import PartyView, masked

PAGE = 30

#: Asked at every request of a helper.
_HELD: rows.Ready[HelpMandate] = rows.Ready(
    lambda staff, today: HelpMandate.objects.filter(
        staff=staff, confirmed_at__isnull=False, ended_at__isnull=True, to_day__gte=today
    ).order_by("-pk"),
    str,
    date,
)


def asked_of(one: HelpMandate) -> Asked:
    """A mandate of help as the rules know it."""
    return Asked(
        one.principal_id, one.staff, HelpKind(one.kind), tuple(one.items), one.from_day, one.to_day,
        one.asked_at, one.confirmed_at, one.ended_at, one.code_at, one.sent, one.tries,
    )  # fmt: skip


def helps_of(staff: str, today: date) -> frozenset[tuple[int, str, str]]:
    """What a helper (staff number) may do today: (principal, item code or "" for all, kind of help)."""
    return rules.holding([asked_of(one) for one in _HELD.rows(staff, today)], today)


def digits_of(one: HelpMandate) -> str:
    """The digits of the code that was sent last; "" where none counts any more."""
    if not one.seed:
        return ""
    made = salted_hmac("yimen.parties.help", f"{one.pk}:{one.seed}", algorithm="sha256").hexdigest()
    return f"{int(made, 16) % 10**rules.DIGITS:0{rules.DIGITS}d}"


@dataclass(frozen=True)
class HelpView:
    """A mandate of help as its two sides and the counter see it; the principal is masked."""

    id: int
    principal: PartyView
    staff: str
    kind: HelpKind
    items: tuple[str, ...]
    asked: Asked
    how: str

    @property
    def key(self) -> str:
        """Its id as text, for keyset pages."""
        return str(self.id)

    def waits(self, now: datetime) -> bool:
        """Whether the principal may still say yes."""
        return self.asked.waits(now)

    def holds(self, today: date) -> bool:
        """Whether the helper may act by it on this day."""
        return self.asked.holds(today)


def _view(one: HelpMandate) -> HelpView:
    return HelpView(
        one.pk, masked(one.principal), one.staff, HelpKind(one.kind), tuple(one.items), asked_of(one),
        one.confirmed_how,
    )  # fmt: skip


def helped_by(staff: str, *, before: int | None = None, limit: int = PAGE) -> list[HelpView]:
    """Mandates that this helper asked for, newest first, keyset by id; one more than `limit`."""
    found = HelpMandate.objects.filter(staff=staff).select_related("principal").order_by("-pk")
    found = found.filter(pk__lt=before) if before is not None else found
    return [_view(one) for one in found[: limit + 1]]


def helpers_of(party: int, *, before: int | None = None, limit: int = PAGE) -> list[HelpView]:
    """Mandates of help that this party was asked for, newest first, keyset by id."""
    found = HelpMandate.objects.filter(principal_id=party).select_related("principal").order_by("-pk")
    found = found.filter(pk__lt=before) if before is not None else found
    return [_view(one) for one in found[: limit + 1]]


def help_mandate(staff: str, mandate: int) -> HelpView | None:
    """One mandate of this helper."""
    found = HelpMandate.objects.filter(pk=mandate, staff=staff).select_related("principal").first()
    return _view(found) if found is not None else None


def sent_digits(mandate: int) -> str:
    """The digits that the principal was sent, "" for none: for the demo, where nobody has the telephone."""
    found = HelpMandate.objects.filter(pk=mandate, sent__gt=0).first()
    return digits_of(found) if found is not None else ""


@dataclass(frozen=True)
class Outgoing:
    """A code on its way: to which telephone, which digits, from whom."""

    phone: str
    digits: str
    staff: str


def outgoing(mandate: int, sending: int) -> Outgoing | None:
    """The code of this sending; None once another was sent or none is needed any more."""
    found = HelpMandate.objects.filter(pk=mandate, sent=sending).select_related("principal").first()
    if found is None or not found.seed or not found.principal.phone:
        return None
    return Outgoing(found.principal.phone, digits_of(found), found.staff)


def everything_of(party: int) -> list[dict[str, Any]]:
    """Every mandate of help that was asked of a party, oldest first: for the copy of their data."""
    found = HelpMandate.objects.filter(principal_id=party).order_by("pk")
    return [
        {
            "helper": one.staff, "kind": HelpKind(one.kind).label, "items": list(one.items),
            "from": one.from_day.isoformat(), "to": one.to_day.isoformat(), "asked": one.asked_at.isoformat(),
            "confirmed": one.confirmed_at.isoformat() if one.confirmed_at else "",
            "how": Confirmed(one.confirmed_how).label if one.confirmed_how else "",
            "ended": one.ended_at.isoformat() if one.ended_at else "",
        }
        for one in found
    ]  # fmt: skip
