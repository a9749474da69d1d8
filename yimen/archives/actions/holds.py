"""冻结: a supervisor puts a hold on a case and lifts it, each with its reason."""

from __future__ import annotations

from datetime import datetime

from yimen.cases import queries as cases
from yimen.rules import retention
from yimen.rules.authority import SYSTEM, Actor, require_role
from yimen.rules.records import RecordsEvent
from yimen.rules.retention import ArchiveNotFound, HoldNotFound, Move, Stage
from yimen.rules.terms import Role
from yimen.trail.usecase import use_case

from ..models import Archive, Hold
from ._row import locked, move, note
from .filing import Moved


@use_case(Moved)
def set_hold(
    actor: Actor, case: str, name: str, document: str, reason: str, *, now: datetime, once: str = ""
) -> Moved:
    """Nothing of the case is destroyed from now on. `name`: what it is for; `document`: what ordered it.

    A record that stands on a list of destruction is taken off it. Raises WordsMissing, ArchiveNotFound,
    NotPermitted.
    """
    require_role(actor, Role.SUPERVISOR)
    name, document = retention.read_line("冻结事由", name, 80), retention.read_line("文号", document, 120)
    reason = retention.read_words("冻结的理由", reason)
    found = cases.handed_in(case)
    if found is None:
        raise ArchiveNotFound()
    row = locked(case) if Archive.objects.filter(case=found).exists() else None
    if row is not None and row.stage == Stage.LISTED:
        move(row, Move.UNLIST, SYSTEM, now, {"hold": name, "document": document}, listing=None)
    Hold.objects.create(
        case_id=found, name=name, document=document, reason=reason, set_by=actor.label, set_at=now
    )
    note(case, RecordsEvent.HOLD_SET, actor, now, {"name": name, "document": document, "reason": reason})
    return Moved(case, row.number if row else "", str(row.stage) if row else "")


@use_case(Moved)
def lift_hold(actor: Actor, hold: int, reason: str, *, now: datetime, once: str = "") -> Moved:
    """End a hold. Raises WordsMissing, HoldNotFound, NotPermitted."""
    require_role(actor, Role.SUPERVISOR)
    said = retention.read_words("解除的理由", reason)
    row = Hold.objects.select_for_update(of=("self",)).select_related("case").filter(pk=hold).first()
    if row is None or row.lifted_at is not None:
        raise HoldNotFound()
    row.lifted_by, row.lifted_at, row.lift_reason = actor.label, now, said
    row.save(update_fields=["lifted_by", "lifted_at", "lift_reason"])
    data = {"name": row.name, "document": row.document, "reason": said}
    note(row.case.number, RecordsEvent.HOLD_LIFTED, actor, now, data)
    return Moved(row.case.number, "", "")
