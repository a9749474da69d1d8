"""Reading parties and mandates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from yimen.rules import registers
from yimen.rules.codes import squeezed
from yimen.rules.events import Kind
from yimen.rules.masking import (
    mask_address,
    mask_credit_code,
    mask_enterprise,
    mask_id,
    mask_name,
    mask_phone,
)
from yimen.rules.people import same_name
from yimen.rules.pledge_terms import BreachKind
from yimen.rules.registers import Circuit, Record, Register, Status
from yimen.trail import queries as trail
from yimen.trail import rows

from ..models import Breach, Mandate, Party, RegisterRecord


def party(party_id: int) -> Party | None:
    """One party by id."""
    return Party.objects.filter(pk=party_id).first()


def by_id_number(id_number: str) -> Party | None:
    """One party by identity number or credit code."""
    return Party.objects.filter(id_number=id_number).first()


#: Asked at every request of whoever is signed in.
_MANDATES: rows.Ready[Mandate] = rows.Ready(
    lambda agent: Mandate.objects.filter(agent_id=agent, revoked_at__isnull=True).only(
        "principal_id", "items", "from_day", "to_day"
    ),
    int,
)


def mandates_of(agent_id: int, today: date) -> frozenset[tuple[int, str]]:
    """Mandates the agent holds today: (principal's id, item code), "" for all items."""
    held = (one for one in _MANDATES.rows(agent_id) if one.from_day <= today <= one.to_day)
    return frozenset((one.principal_id, code) for one in held for code in (one.items or [""]))


@dataclass(frozen=True)
class PartyView:
    """A party as it may be shown: name, number and telephone masked."""

    id: int
    kind: str
    name: str
    number: str
    phone: str
    address: str
    warning: str

    @property
    def is_person(self) -> bool:
        """A person, not an enterprise."""
        return self.kind == Party.PERSON


def masked(one: Party) -> PartyView:
    """A party with its numbers masked."""
    person = one.kind == Party.PERSON
    return PartyView(
        id=one.pk,
        kind=one.kind,
        name=mask_name(one.name) if person else mask_enterprise(one.name),
        number=mask_id(one.id_number) if person else mask_credit_code(one.id_number),
        phone=mask_phone(one.phone),
        address=mask_address(one.address),
        warning=one.warning,
    )


def search(text: str, limit: int = 20) -> list[PartyView]:
    """Parties whose number or telephone is exactly this: the counter does not browse people."""
    exact = squeezed(text)
    if not exact:
        return []
    found = Party.objects.filter(Q(id_number=exact) | Q(phone=exact)).order_by("pk")[:limit]
    return [masked(one) for one in found]


def ids_like(text: str, most: int = 500) -> list[int]:
    """Ids of the parties with exactly this name, number or telephone, the newest first."""
    said = Q(name=text) | Q(id_number=text.upper()) | Q(phone=text)
    return list(Party.objects.filter(said).order_by("-pk").values_list("pk", flat=True)[:most])


def match(name: str, number: str) -> int | None:
    """The id of the party with this number, if the name agrees too: so nobody learns who is registered."""
    exact = squeezed(number)
    found = Party.objects.filter(id_number=exact).first()
    return found.pk if found is not None and same_name(found.name, name) else None


def views_of(party_id: int, *, before: int | None = None, limit: int = 50) -> list[trail.Row]:
    """Who saw this party's numbers whole, newest first, keyset by seq."""
    return trail.newest(f"party:{party_id}", str(Kind.FULL_VIEW), before=before, limit=limit)


@dataclass(frozen=True)
class MandateView:
    """A mandate as one of its two sides sees it; `other` is the other side, masked. No `items` means all."""

    id: int
    other: PartyView
    items: tuple[str, ...]
    from_day: date
    to_day: date
    revoked_at: datetime | None

    def holds(self, today: date) -> bool:
        """Whether it is in force on this day."""
        return self.revoked_at is None and self.from_day <= today <= self.to_day


def mandates_given(party_id: int) -> list[MandateView]:
    """Mandates this party gave, newest first, ended ones too."""
    found = Mandate.objects.filter(principal_id=party_id).select_related("agent").order_by("-pk")
    return [_view(one, one.agent) for one in found]


def mandates_held(party_id: int) -> list[MandateView]:
    """Mandates this party holds for others, newest first, ended ones too."""
    found = Mandate.objects.filter(agent_id=party_id).select_related("principal").order_by("-pk")
    return [_view(one, one.principal) for one in found]


def _view(one: Mandate, other: Party) -> MandateView:
    return MandateView(one.pk, masked(other), tuple(one.items), one.from_day, one.to_day, one.revoked_at)


def newest_names(most: int) -> Iterator[str]:
    """The names of the parties registered last."""
    yield from Party.objects.order_by("-id").values_list("name", flat=True)[:most].iterator()


# --- registers --------------------------------------------------------------------------------------------
#: Behind so many failures an older answer is not looked for.
_LOOK_BACK = 20


_SAID: rows.Ready[RegisterRecord] = rows.Ready(
    lambda party: RegisterRecord.objects.filter(party=party).order_by("-pk")[:_LOOK_BACK], int
)


def register_record(party_id: int, *, before: datetime | None = None) -> Record | None:
    """The newest thing a register said of a party (`before`: up to a moment); that it was silent counts only
    where it never spoke."""
    if before is None:
        said = _SAID.rows(party_id)
    else:
        found = RegisterRecord.objects.filter(party_id=party_id, fetched_at__lte=before)
        said = list(found.order_by("-pk")[:_LOOK_BACK])
    if not said:
        return None
    one = next((row for row in said if row.status != Status.DOWN), said[0])
    return Record(one.pk, Register(one.register), Status(one.status), one.fields, one.fetched_at)


def _attempts(register: Register) -> list[tuple[datetime, bool]]:
    rows = RegisterRecord.objects.filter(register=register).order_by("-pk")[: registers.FAILURES]
    return [(at, status != Status.DOWN) for at, status in rows.values_list("fetched_at", "status")]


def circuit(register: Register, now: datetime) -> Circuit:
    """Whether a register is asked now."""
    return registers.circuit(_attempts(register), now)


def open_breaches(party: int) -> int:
    """How many breaches of a promise stand unrepaired against this party (容缺, 告知承诺)."""
    return Breach.objects.filter(party_id=party, repaired_at__isnull=True).count()


@dataclass(frozen=True)
class BreachView:
    """A breach as its party, the clerk and the supervisor see it; `repaired`: when, None while it stands."""

    id: int
    case: str
    kind: BreachKind
    materials: str
    basis: str
    at: datetime
    repaired: datetime | None


def breaches(party: int) -> list[BreachView]:
    """The breaches of this party, newest first."""
    rows = Breach.objects.filter(party_id=party).order_by("-pk")
    return [
        BreachView(r.pk, r.case, BreachKind(r.kind), r.materials, r.basis, r.at, r.repaired_at) for r in rows
    ]


@dataclass(frozen=True)
class StandingBreach:
    """An unrepaired breach with its party, masked: for the supervisor who may repair it."""

    id: int
    party: str
    case: str
    kind: BreachKind
    materials: str
    at: datetime

    @property
    def key(self) -> str:
        """Its id as text."""
        return str(self.id)


def standing_breaches(before: int | None = None, limit: int = 50) -> list[StandingBreach]:
    """Unrepaired breaches, newest first, keyset by id."""
    found = Breach.objects.filter(repaired_at__isnull=True).select_related("party").order_by("-pk")
    rows = (found.filter(pk__lt=before) if before is not None else found)[:limit]
    return [
        StandingBreach(r.pk, masked(r.party).name, r.case, BreachKind(r.kind), r.materials, r.at)
        for r in rows
    ]


@dataclass(frozen=True)
class RegisterHealth:
    """How one register stands. `last`: when it last answered or failed to; None: never asked."""

    register: Register
    circuit: Circuit
    last: datetime | None
    failing: int


def register_health(now: datetime) -> list[RegisterHealth]:
    """Both registers, for whoever looks after the site. `failing`: failures in a row, counted up to 5."""
    found = []
    for register in Register:
        attempts = _attempts(register)
        bad = next((n for n, (_at, ok) in enumerate(attempts) if ok), len(attempts))
        last = attempts[0][0] if attempts else None
        found.append(RegisterHealth(register, registers.circuit(attempts, now), last, bad))
    return found
