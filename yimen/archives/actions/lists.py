"""鉴定和销毁清册: the keeper keeps on or proposes, a supervisor approves, the audit administrator signs.

Each signature is an act of its own, on record in the stream of the list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from yimen.rules import destruction, retention
from yimen.rules.authority import Actor, require_role
from yimen.rules.calendar import china_date
from yimen.rules.destruction import ListMove, ListNotFound, ListState
from yimen.rules.records import RecordsEvent
from yimen.rules.retention import Move
from yimen.rules.terms import Role
from yimen.trail import actions as trail
from yimen.trail.usecase import use_case

from ..models import Archive, Destruction
from ._row import locked, move, standing_licences
from .filing import Moved


@dataclass(frozen=True)
class Listed:
    """A list of destruction and where it stands."""

    id: int
    state: str


@use_case(Moved)
def retain(actor: Actor, case: str, keep: str, reason: str, *, now: datetime, once: str = "") -> Moved:
    """鉴定续存: a record whose term is over is kept on, for a new term from this year. By the keeper.

    Raises WordsMissing, NotYourMove, NotInThisStage, ArchiveNotFound.
    """
    said, row = retention.read_words("续存的理由", reason), locked(case)
    term = retention.read_keep(keep)
    until = retention.kept_until(term, china_date(now))
    told = {"keep": str(term), "until": until.isoformat() if until else "", "reason": said}
    move(row, Move.RETAIN, actor, now, told, until=until, keep=term)
    return Moved(case, row.number, str(row.stage))


@use_case(Listed)
def propose(actor: Actor, cases: Sequence[str], opinion: str, *, now: datetime, once: str = "") -> Listed:
    """提出销毁清册: records whose term is over, with the appraisal in words. By the keeper; all or none.

    Raises NothingListed, WordsMissing, NotYourMove, NotInThisStage, UnderHold, LicenceStands.
    """
    require_role(actor, Role.KEEPER)
    numbers = sorted(set(cases))
    destruction.require_some(len(numbers))
    said = retention.read_words("鉴定意见", opinion)
    made = Destruction.objects.create(
        records=len(numbers), opinion=said, proposed_by=actor.staff, proposed_at=now
    )
    for number in numbers:
        row = locked(number)
        retention.require_lapsed(standing_licences(number, now))
        move(row, Move.LIST, actor, now, {"list": made.pk}, listing=made)
    data = {"records": len(numbers), "opinion": said}
    trail.append(stream_of(made), RecordsEvent.DESTRUCTION_PROPOSED, actor.label, now, data)
    return Listed(made.pk, str(made.state))


@use_case(Listed)
def approve(actor: Actor, listing: int, *, now: datetime, once: str = "") -> Listed:
    """审批: by a supervisor who did not propose. Raises ListNotFound and what `destruction.step` does."""
    return _sign(actor, listing, ListMove.APPROVE, now, ("approved_by", "approved_at"))


@use_case(Listed)
def witness(actor: Actor, listing: int, *, now: datetime, once: str = "") -> Listed:
    """监销: by the audit administrator, the third person; then the worker destroys. Raises as approve."""
    return _sign(actor, listing, ListMove.WITNESS, now, ("witnessed_by", "witnessed_at"))


@use_case(Listed)
def reject(actor: Actor, listing: int, reason: str, *, now: datetime, once: str = "") -> Listed:
    """退回: its records wait for appraisal again. Raises WordsMissing and as approve."""
    said, row = retention.read_words("退回的理由", reason), the_list(listing)
    arrow = destruction.step(ListState(row.state), ListMove.REJECT, actor, signers(row))
    for number in list(_numbers(row)):
        move(locked(number), Move.UNLIST, actor, now, {"list": row.pk}, listing=None)
    row.state, row.rejected_by, row.rejection, row.ended_at = arrow.target, actor.staff, said, now
    row.save()
    trail.append(stream_of(row), arrow.event, actor.label, now, {"reason": said})
    return Listed(row.pk, str(row.state))


def _sign(actor: Actor, listing: int, act: ListMove, now: datetime, names: tuple[str, str]) -> Listed:
    row = the_list(listing)
    arrow = destruction.step(ListState(row.state), act, actor, signers(row))
    row.state = arrow.target
    setattr(row, names[0], actor.staff)
    setattr(row, names[1], now)
    row.save()
    trail.append(stream_of(row), arrow.event, actor.label, now, {"records": len(_numbers(row))})
    return Listed(row.pk, str(row.state))


def the_list(pk: int) -> Destruction:
    """The list, locked for this transaction. Raises ListNotFound."""
    found = Destruction.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if found is None:
        raise ListNotFound()
    return found


def signers(row: Destruction) -> tuple[str, ...]:
    """Whose names stand on a list, the proposer's first."""
    return tuple(one for one in (row.proposed_by, row.approved_by, row.witnessed_by) if one)


def _numbers(row: Destruction) -> list[str]:
    found = Archive.objects.filter(listing=row).order_by("pk")
    return list(found.values_list("case__number", flat=True))


def stream_of(row: Destruction) -> str:
    """Where the events of a list stand."""
    return f"destruction:{row.pk}"
