"""Requests of people about their data: one's own, what waits at the window, one for whoever decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yimen.parties import queries as parties
from yimen.parties.queries import PartyView
from yimen.rules.authority import Actor
from yimen.rules.corrections import Fact, RequestNotFound, Stand
from yimen.rules.masking import mask_credit_code, mask_enterprise, mask_id, mask_name
from yimen.rules.terms import Role
from yimen.vault import queries as vault
from yimen.vault.queries import FileFacts

from .models import Correction


@dataclass(frozen=True)
class CorrectionRow:
    """One request. `value` is masked; `proof` the address of the paper."""

    id: int
    party: PartyView
    fact: Fact
    value: str
    reason: str
    proof: FileFacts | None
    asked_at: datetime
    state: Stand
    answer: str
    answered_by: str
    answered_at: datetime | None


def _row(one: Correction) -> CorrectionRow:
    return CorrectionRow(
        one.pk, parties.masked(one.party), Fact(one.fact), _masked(one), one.reason,
        vault.by_ids([one.proof_id]).get(one.proof_id), one.asked_at, Stand(one.state), one.answer,
        one.answered_by, one.answered_at,
    )  # fmt: skip


def _masked(one: Correction) -> str:
    person = one.party.kind == one.party.PERSON
    if one.fact == Fact.NUMBER:
        return (mask_id if person else mask_credit_code)(one.value)
    return mask_name(one.value) if person or one.fact == Fact.LEGAL else mask_enterprise(one.value)


def of_party(party: int, *, before: int | None = None, limit: int = 30) -> list[CorrectionRow]:
    """One's own requests, newest first, keyset by id."""
    found = Correction.objects.filter(party_id=party).select_related("party")
    if before is not None:
        found = found.filter(pk__lt=before)
    return [_row(one) for one in found.order_by("-pk")[:limit]]


def waiting(*, after: int | None = None, limit: int = 50) -> list[CorrectionRow]:
    """What waits at the window, oldest first, keyset by id."""
    found = Correction.objects.filter(state=Stand.ASKED).select_related("party")
    if after is not None:
        found = found.filter(pk__gt=after)
    return [_row(one) for one in found.order_by("pk")[:limit]]


def one(pk: int) -> CorrectionRow:
    """One request, for the window. Raises RequestNotFound."""
    found = Correction.objects.filter(pk=pk).select_related("party").first()
    if found is None:
        raise RequestNotFound()
    return _row(found)


def may_open_file(actor: Actor, key: str) -> bool:
    """Whether a file is a paper of one's own request, or of one that waits for a clerk."""
    found = Correction.objects.filter(proof__key=key)
    if actor.party is not None and found.filter(party_id=actor.party).exists():
        return True
    clerk = any(post.role is Role.CLERK for post in actor.posts)
    return clerk and found.filter(state=Stand.ASKED).exists()


def everything_of(party: int) -> tuple[list[dict[str, Any]], list[tuple[str, FileFacts]]]:
    """All requests of a party whole, for the copy of their data: what stands there, and the papers."""
    rows = Correction.objects.filter(party_id=party).order_by("pk")
    facts = vault.by_ids([row.proof_id for row in rows])
    files = {pk: f"corrections/{pk}-{one.digest[:12]}" for pk, one in facts.items()}
    told = [
        {"fact": Fact(row.fact).label, "value": row.value, "reason": row.reason,
         "at": row.asked_at.isoformat(),
         "state": Stand(row.state).label, "answer": row.answer, "file": files.get(row.proof_id, "")}
        for row in rows
    ]  # fmt: skip
    return told, [(path, facts[pk]) for pk, path in files.items()]
