"""Writing parties: register people and enterprises, change their contact, give and revoke mandates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from yimen.rules import deferral, people
from yimen.rules.authority import SYSTEM, Actor, OwnCase, require_role
from yimen.rules.calendar import china_date
from yimen.rules.corrections import Fact
from yimen.rules.events import Kind
from yimen.rules.masking import (
    mask_address,
    mask_credit_code,
    mask_enterprise,
    mask_id,
    mask_name,
    mask_phone,
)
from yimen.rules.people import Source
from yimen.rules.pledge_terms import BreachKind
from yimen.rules.registers import Register, Reply
from yimen.rules.terms import FieldType, Role
from yimen.trail import actions as trail
from yimen.trail.usecase import use_case

from ..models import Breach, Mandate, Party, RegisterRecord

#: Who may register others and see to their contact and mandates: the counter. Not who runs the system: with
#: a mandate of their own making they would stand in anybody's place.
_COUNTER = (Role.CLERK,)


@dataclass(frozen=True)
class Registered:
    """The party that was registered or found, and what a check found wrong with its number."""

    id: int
    warning: str = ""


@dataclass(frozen=True)
class Entry:
    """What is typed or taken over about a party. `number`: identity number or credit code."""

    kind: str
    name: str
    number: str
    phone: str = ""
    address: str = ""
    legal_person: str = ""
    source: Source = Source.KEYBOARD


@use_case(Registered)
def register_person(
    actor: Actor,
    name: str,
    id_number: str,
    phone: str = "",
    address: str = "",
    *,
    source: str = Source.KEYBOARD,
    now: datetime,
    once: str = "",
) -> Registered:
    """Register a person. CLERK or ADMIN. A wrong number is refused from a keyboard, warned of from an import.

    Raises AlreadyRegistered, Blank, BadEntry.
    """
    require_role(actor, *_COUNTER)
    entry = Entry(Party.PERSON, name, id_number, phone, address, source=Source(source))
    return _register_new(actor, entry, now)


@use_case(Registered)
def register_enterprise(
    actor: Actor,
    name: str,
    credit_code: str,
    legal_person: str = "",
    phone: str = "",
    address: str = "",
    *,
    source: str = Source.KEYBOARD,
    now: datetime,
    once: str = "",
) -> Registered:
    """Register an enterprise. As `register_person`."""
    require_role(actor, *_COUNTER)
    entry = Entry(Party.ENTERPRISE, name, credit_code, phone, address, legal_person, Source(source))
    return _register_new(actor, entry, now)


def _register_new(actor: Actor, entry: Entry, now: datetime) -> Registered:
    facts = _read(entry, now)
    if Party.objects.filter(id_number=facts["id_number"]).exists():
        raise people.AlreadyRegistered()
    return _create(actor, facts, now)


def find_or_register(actor: Actor, entry: Entry, *, now: datetime) -> Registered:
    """The party of this number, registered where it is new: for the counter, accounts and imports.

    Inside the caller's transaction; asks no role. What is missing of a known party's
    telephone, address and legal person is filled.
    Raises NameDiffers where the number is on file under another name, Blank, BadEntry.
    """
    trail.require_transaction()
    facts = _read(entry, now)
    found = Party.objects.select_for_update().filter(id_number=facts["id_number"]).first()
    if found is None:
        return _create(actor, facts, now)
    if found.kind != entry.kind or not people.same_name(found.name, facts["name"]):
        raise people.NameDiffers()
    fill = {k: facts[k] for k in ("phone", "address", "legal_person") if facts[k] and not getattr(found, k)}
    if fill:
        _change(actor, found, fill, now)
    return Registered(found.pk, found.warning)


def _read(entry: Entry, now: datetime) -> dict[str, Any]:
    """The columns of an entry, checked."""
    today, person = china_date(now), entry.kind == Party.PERSON
    number_kind = FieldType.ID_NUMBER if person else FieldType.CREDIT_CODE
    label, most = ("姓名", people.PERSON_NAME_MAX) if person else ("企业名称", people.FIRM_NAME_MAX)
    number, warning = people.read_number(number_kind, entry.number, today, entry.source)
    return {
        "kind": entry.kind,
        "name": people.read_name(entry.name, today, label=label, most=most),
        "id_number": number,
        "warning": warning,
        **_contact(entry.phone, entry.address, today, entry.source),
        "legal_person": people.read_text(
            entry.legal_person, today, label="法定代表人", most=people.PERSON_NAME_MAX
        ),
    }


def _contact(phone: str, address: str, today: date, source: Source = Source.KEYBOARD) -> dict[str, str]:
    """A telephone from an import may be a landline: it is kept as it is."""
    if source is Source.IMPORT:
        kept = people.read_text(phone, today, label="电话", most=20)
    else:
        kept = people.read_phone(phone, today) if phone.strip() else ""
    return {"phone": kept, "address": people.read_text(address, today, label="地址", most=people.ADDRESS_MAX)}


def _create(actor: Actor, facts: Mapping[str, Any], now: datetime) -> Registered:
    made = Party.objects.create(created_at=now, **facts)
    _note(Kind.PARTY_REGISTERED, made.pk, actor, now, _masked(facts))
    return Registered(made.pk, made.warning)


def _masked(facts: Mapping[str, Any]) -> dict[str, str]:
    """What the trail may keep of a party."""
    person = facts["kind"] == Party.PERSON
    return {
        "kind": facts["kind"],
        "name": (mask_name if person else mask_enterprise)(facts["name"]),
        "number": (mask_id if person else mask_credit_code)(facts["id_number"]),
        "phone": mask_phone(facts["phone"]),
        "address": mask_address(facts["address"]),
        "warning": facts["warning"],
    }


def _note(kind: Kind, party: int, actor: Actor, now: datetime, data: Mapping[str, Any]) -> None:
    trail.append(f"party:{party}", kind, actor.label, now, data)


# --- contact ----------------------------------------------------------------------------------------------
def rewrite_contact(actor: Actor, party: int, phone: str, address: str = "", *, now: datetime) -> Registered:
    """Change telephone and address, in the caller's transaction: one's own (by `accounts.change_contact`,
    which asks who it is), or anybody's at the counter. Raises PartyNotFound, BadEntry."""
    trail.require_transaction()
    found = _owned(actor, party)
    facts = _contact(phone, address, china_date(now))
    changed = {k: v for k, v in facts.items() if getattr(found, k) != v}
    if changed:
        _change(actor, found, changed, now)
    return Registered(found.pk, found.warning)


def _change(actor: Actor, found: Party, changed: Mapping[str, str], now: datetime) -> None:
    Party.objects.filter(pk=found.pk).update(**changed)
    mask = {"phone": mask_phone, "address": mask_address, "legal_person": mask_name}
    _note(Kind.PARTY_CHANGED, found.pk, actor, now, {k: mask[k](v) for k, v in changed.items()})


def _owned(actor: Actor, party: int) -> Party:
    """The party, locked, if it is the actor's own or the actor is at the counter. Raises PartyNotFound."""
    found = Party.objects.select_for_update().filter(pk=party).first()
    if found is None or not (actor.party == party or _at_counter(actor)):
        raise people.PartyNotFound()
    return found


def _at_counter(actor: Actor) -> bool:
    return actor.is_system or any(post.role in _COUNTER for post in actor.posts)


def note_view(actor: Actor, party: int, data: Mapping[str, Any], *, now: datetime) -> None:
    """Record in the party's stream that its numbers were seen whole. Inside the caller's transaction."""
    trail.require_transaction()
    _note(Kind.FULL_VIEW, party, actor, now, data)


@use_case(Registered)
def note_found(actor: Actor, party: int, *, now: datetime, once: str = "") -> Registered:
    """Record in the party's stream that the counter looked it up. CLERK. Raises PartyNotFound."""
    require_role(actor, *_COUNTER)
    if not Party.objects.filter(pk=party).exists():
        raise people.PartyNotFound()
    _note(Kind.PARTY_LOOKED_UP, party, actor, now, {"staff": actor.staff})
    return Registered(party)


# --- mandates ---------------------------------------------------------------------------------------------
@use_case(Registered)
def give_mandate(
    actor: Actor,
    principal: int,
    agent: int,
    items: Sequence[str],
    from_day: date,
    to_day: date,
    *,
    now: datetime,
    once: str = "",
) -> Registered:
    """`principal` lets `agent` act for it, both days inclusive; `items` are item codes, none means all.

    By the principal, or at the counter on a written mandate. The answer's id is the mandate's.
    Raises PartyNotFound, MandateToSelf, MandateDays.
    """
    _owned(actor, principal)
    people.check_mandate_days(from_day, to_day, china_date(now))
    if principal == agent:
        raise people.MandateToSelf()
    if not Party.objects.filter(pk=agent).exists():
        raise people.PartyNotFound()
    codes = sorted({code.strip() for code in items} - {""})
    made = Mandate.objects.create(
        principal_id=principal, agent_id=agent, items=codes, from_day=from_day, to_day=to_day, created_at=now
    )
    data = {"mandate": made.pk, "agent": agent, "items": codes,
            "from": from_day.isoformat(), "to": to_day.isoformat()}  # fmt: skip
    _note(Kind.MANDATE_GIVEN, principal, actor, now, data)
    return Registered(made.pk)


@use_case(Registered)
def revoke_mandate(actor: Actor, mandate: int, *, now: datetime, once: str = "") -> Registered:
    """End a mandate at once: by the principal, by the agent, or at the counter.

    Raises MandateNotFound, MandateEnded.
    """
    found = Mandate.objects.select_for_update().filter(pk=mandate).first()
    if found is None or not (actor.party in {found.principal_id, found.agent_id} or _at_counter(actor)):
        raise people.MandateNotFound()
    if found.revoked_at is not None:
        raise people.MandateEnded()
    # Its events stand in the principal's stream: one writer at a time.
    Party.objects.select_for_update().get(pk=found.principal_id)
    Mandate.objects.filter(pk=found.pk).update(revoked_at=now)
    data = {"mandate": found.pk, "agent": found.agent_id}
    _note(Kind.MANDATE_REVOKED, found.principal_id, actor, now, data)
    return Registered(found.pk)


# --- what others write of a party: in their transaction ---------------------------------------------------
_COLUMNS = {Fact.NAME: "name", Fact.NUMBER: "id_number", Fact.LEGAL: "legal_person"}


def fact_of(party: Party, fact: Fact) -> str:
    """What is registered of a verified fact."""
    return str(getattr(party, _COLUMNS[fact]))


def correct(actor: Actor, party: int, fact: Fact, value: str, *, now: datetime) -> None:
    """Put a verified fact right, after a clerk has read it off the original. In the caller's transaction.

    Raises AlreadyRegistered where the number is another party's.
    """
    trail.require_transaction()
    found = Party.objects.select_for_update().get(pk=party)
    changed = {_COLUMNS[fact]: value}
    if fact is Fact.NUMBER:
        if Party.objects.filter(id_number=value).exclude(pk=party).exists():
            raise people.AlreadyRegistered()
        changed["warning"] = ""
    Party.objects.filter(pk=party).update(**changed)
    person = found.kind == Party.PERSON
    masks = {
        Fact.NAME: mask_name if person else mask_enterprise, Fact.LEGAL: mask_name,
        Fact.NUMBER: mask_id if person else mask_credit_code,
    }  # fmt: skip
    _note(Kind.PARTY_CHANGED, party, actor, now, {_COLUMNS[fact]: masks[fact](value)})


def note(kind: Kind, party: int, actor: Actor, now: datetime, data: Mapping[str, Any]) -> None:
    """Write an event of a party, in the caller's transaction."""
    trail.require_transaction()
    _note(kind, party, actor, now, data)


def lock(party: int) -> None:
    """Hold the party's row until the caller's transaction ends: one writer at a time of what is its own."""
    trail.require_transaction()
    Party.objects.select_for_update().only("pk").get(pk=party)


def record_breach(
    party: int, case: str, materials: str, *, now: datetime, kind: BreachKind = BreachKind.DEFERRAL,
    basis: str = "",
) -> None:  # fmt: skip
    """失信: a promise of the party was not kept (容缺), or untrue (告知承诺). In the caller's transaction;
    once for each case and promise."""
    lock(party)
    made, new = Breach.objects.get_or_create(
        party_id=party, case=case, kind=kind, materials=materials[:300],
        defaults={"at": now, "basis": basis[:300]},
    )  # fmt: skip
    if new:
        data = {"breach": made.pk, "case": case, "kind": str(kind)}
        _note(Kind.BREACH_RECORDED, party, SYSTEM, now, data)


@use_case(Registered)
def repair_breach(actor: Actor, breach: int, reason: str, *, now: datetime, once: str = "") -> Registered:
    """信用修复: a supervisor takes a breach off with a reason; nobody does it for themselves.

    Raises NotPermitted, BreachUnknown, RepairUnreasoned, OwnCase.
    """
    require_role(actor, Role.SUPERVISOR)
    found = Breach.objects.select_for_update(of=("self",)).filter(pk=breach).first()
    deferral.require_repair(reason, unrepaired=found is not None and found.repaired_at is None)
    if found is None or found.party_id == actor.party:
        raise OwnCase()
    found.repaired_at, found.repaired_by, found.repair_reason = now, actor.label, reason.strip()[:500]
    found.save(update_fields=["repaired_at", "repaired_by", "repair_reason"])
    data = {"breach": found.pk, "case": found.case, "reason": found.repair_reason}
    _note(Kind.BREACH_REPAIRED, found.party_id, actor, now, data)
    return Registered(found.party_id)


def keep_record(party: int, register: Register, reply: Reply, *, now: datetime) -> int:
    """Keep what a register said of a party, with its date. In the caller's transaction; the record's id.

    The trail tells that it was asked and how it ended, never what it said.
    """
    lock(party)
    made = RegisterRecord.objects.create(
        party_id=party, register=register, status=reply.status, fields=dict(reply.fields),
        error=reply.error[:200], fetched_at=now,
    )  # fmt: skip
    data = {"register": str(register), "status": str(reply.status), "record": made.pk}
    _note(Kind.REGISTER_ASKED, party, SYSTEM, now, data)
    return made.pk
