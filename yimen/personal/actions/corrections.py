"""Asking for a correction, withdrawing the request, and the clerk's answer with the paper in hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yimen.accounts import actions as accounts
from yimen.parties import actions as parties
from yimen.parties import queries as party_queries
from yimen.rules import corrections, logins
from yimen.rules.authority import Actor
from yimen.rules.calendar import china_date
from yimen.rules.corrections import AskedBefore, Fact, ProofWanted, RequestNotFound, Stand
from yimen.rules.events import Kind
from yimen.rules.people import PartyNotFound
from yimen.trail.usecase import use_case
from yimen.vault import queries as vault

from ..models import Correction


@dataclass(frozen=True)
class Asked:
    """A request and where it stands."""

    id: int
    state: str


@use_case(Asked)
def ask(
    actor: Actor, fact: str, value: str, reason: str, proof: int | None, *, now: datetime, once: str = ""
) -> Asked:
    """Ask for a verified fact of oneself to be corrected. `proof`: a stored file that the actor gave.

    Raises PartyNotFound, FactUnknown, Blank, BadEntry, SameAsNow, ReasonWanted, ProofWanted, AskedBefore.
    """
    party = party_queries.party(actor.party) if actor.party else None
    if party is None:
        raise PartyNotFound()
    person = party.kind == party.PERSON
    which = corrections.read_fact(fact, person)
    wanted = corrections.read_value(which, value, person, china_date(now))
    corrections.require_other(which, wanted, parties.fact_of(party, which))
    said = corrections.read_reason(reason)
    kept = vault.by_ids([proof]).get(proof) if proof else None
    if kept is None or kept.uploaded_by != actor.label:
        raise ProofWanted()
    parties.lock(party.pk)
    if Correction.objects.filter(party_id=party.pk, fact=which, state=Stand.ASKED).exists():
        raise AskedBefore()
    made = Correction.objects.create(
        party_id=party.pk, fact=which, value=wanted, reason=said, proof_id=kept.id, asked_by=actor.label,
        asked_at=now,
    )  # fmt: skip
    _note(made, Kind.CORRECTION_REQUESTED, actor, now, {"proof": kept.digest, "reason": said})
    return Asked(made.pk, str(made.state))


@use_case(Asked)
def withdraw(actor: Actor, request: int, *, now: datetime, once: str = "") -> Asked:
    """The person takes the request back. Raises RequestNotFound, AnsweredBefore."""
    row = _locked(request)
    if actor.party is None or row.party_id != actor.party:
        raise RequestNotFound()
    corrections.require_open(Stand(row.state))
    return _ended(row, Stand.WITHDRAWN, "", actor, now)


@use_case(Asked)
def correct(
    actor: Actor, request: int, seen: str, *, papers_seen: bool, now: datetime, once: str = ""
) -> Asked:
    """The clerk reads the fact off the original (`seen`), and it is put right in the register.

    Raises RequestNotFound, AnsweredBefore, NotPermitted, OwnCase, PapersNotSeen, PaperDiffers, Blank,
    BadEntry, AlreadyRegistered.
    """
    row = _locked(request)
    corrections.require_clerk(actor, row.party_id)
    corrections.require_open(Stand(row.state))
    logins.require_papers(papers_seen)
    fact, person = Fact(row.fact), row.party.kind == row.party.PERSON
    corrections.require_paper(fact, row.value, corrections.read_value(fact, seen, person, china_date(now)))
    parties.correct(actor, row.party_id, fact, row.value, now=now)
    if fact is Fact.NAME:
        accounts.rename(row.party_id, row.value)
    return _ended(row, Stand.DONE, "", actor, now)


@use_case(Asked)
def decline(actor: Actor, request: int, reason: str, *, now: datetime, once: str = "") -> Asked:
    """The clerk does not correct it, and says why. Raises RequestNotFound, AnsweredBefore, ReasonWanted."""
    row = _locked(request)
    corrections.require_clerk(actor, row.party_id)
    corrections.require_open(Stand(row.state))
    return _ended(row, Stand.DECLINED, corrections.read_reason(reason), actor, now)


def _locked(pk: int) -> Correction:
    """The request, locked together with its party: its events stand in the party's stream."""
    found = Correction.objects.select_related("party").filter(pk=pk).first()
    if found is None:
        raise RequestNotFound()
    parties.lock(found.party_id)
    return Correction.objects.select_for_update(of=("self",)).select_related("party").get(pk=pk)


def _ended(row: Correction, state: Stand, answer: str, actor: Actor, now: datetime) -> Asked:
    row.state, row.answer, row.answered_by, row.answered_at = state, answer, actor.label, now
    row.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    kind = Kind.CORRECTION_WITHDRAWN if state is Stand.WITHDRAWN else Kind.CORRECTION_ANSWERED
    _note(row, kind, actor, now, {"state": str(state), **({"reason": answer} if answer else {})})
    return Asked(row.pk, str(row.state))


def _note(row: Correction, kind: Kind, actor: Actor, now: datetime, data: dict[str, object]) -> None:
    parties.note(kind, row.party_id, actor, now, {"request": row.pk, "fact": row.fact, **data})
