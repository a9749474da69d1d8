"""Carrying a signed list out: each record in its own transaction, then its content, then the printed list.

May be killed anywhere: what is destroyed is told by the rows, content is swept after the commit, and the list
is finished when none of its records waits any more.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from yimen.cases import actions as cases
from yimen.helping import actions as helping
from yimen.instant import actions as instant
from yimen.pledges import actions as pledges
from yimen.rules import destruction, retention
from yimen.rules.authority import SYSTEM
from yimen.rules.destruction import ListMove, ListState
from yimen.rules.retention import LicenceStands, Move, Stage, UnderHold
from yimen.tasks import actions as tasks
from yimen.trail import actions as trail
from yimen.vault import actions as vault
from yimen.vault import press

from ..models import Archive, Destruction
from ..queries.lists import sheet_of
from ._row import each, locked, move, standing_licences
from .lists import signers, stream_of, the_list


def destroy_due(now: datetime, *, most: int = 50) -> int:
    """Destroy what signed lists name; how many records. Finishes the lists that are through."""
    signed = Destruction.objects.filter(state=ListState.SIGNED).order_by("pk").first()
    if signed is None:
        return 0
    found = Archive.objects.filter(listing=signed, stage=Stage.LISTED).order_by("pk")
    numbers = list(found.values_list("case__number", flat=True)[:most])
    done = each(numbers, lambda number: destroy(number, now=now), "destroying")
    if not found.exists():
        _finish(signed.pk, now)
    return done


def destroy(case: str, *, now: datetime) -> bool:
    """Destroy one record of a signed list; False where a hold or a licence came between: it is taken off."""
    with transaction.atomic(durable=True):
        row = locked(case)
        if row.listing is None or row.listing.state != ListState.SIGNED:
            return False
        try:
            retention.require_lapsed(standing_licences(case, now))
            _destroy(row, now)
        except (UnderHold, LicenceStands) as why:
            move(row, Move.UNLIST, SYSTEM, now, {"list": row.listing_id, "why": why.code}, listing=None)
            return False
    return True


def _destroy(row: Archive, now: datetime) -> None:
    case, by = row.case, signers(row.listing) if row.listing else ()
    told: dict[str, Any] = {
        "list": row.listing_id, "sm3": row.sm3, "sha256": row.sha256, "size": row.size,
        "head": case.head_hash, "by": list(by),
    }  # fmt: skip
    move(row, Move.DESTROY, SYSTEM, now, told, destroyed_at=now)
    instant.erase(case.number)
    pledges.erase(case.number)
    helping.erase(case.number)
    files = [*tasks.erase(case.number), *cases.erase(case.number, now=now)]
    vault.destroy_files([*files, row.package_id or 0], now=now)


def _finish(listing: int, now: datetime) -> None:
    """The record of the destruction: the list printed once more with what was destroyed, kept for good."""
    facts = sheet_of(listing, now)
    paper = vault.stash([press.typeset("destruction", facts)], f"xiaohui-{listing}.pdf")
    with transaction.atomic(durable=True):
        row = the_list(listing)
        if row.state != ListState.SIGNED:
            return  # another worker was first
        arrow = destruction.step(ListState(row.state), ListMove.FINISH, SYSTEM, ())
        kept = vault.record(SYSTEM, paper, now=now)
        row.state, row.ended_at, row.paper_id = arrow.target, now, kept.id
        row.save()
        data = {"destroyed": len(facts["rows"]), "paper": kept.digest, "by": list(signers(row))}
        trail.append(stream_of(row), arrow.event, SYSTEM.label, now, data)


def sweep(now: datetime, *, most: int = 200) -> int:
    """Take the packages and files of destroyed records from the disk; how many."""
    return vault.sweep_files(now, most=most)
