"""Parts of the actions of `yimen.projects`: a draft that begins with what is known already, and materials
that need not be given because something earlier made them. They refuse to run outside of a transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from yimen.rules.authority import SYSTEM, Actor
from yimen.rules.item import ItemSpec
from yimen.rules.terms import GetType, State
from yimen.trail import actions as trail

from ..models import CaseMaterial
from ._work import Done, load
from .apply import begin


def open_known(
    actor: Actor,
    item_code: str,
    party_id: int,
    known: Mapping[str, Any],
    *,
    channel: str,
    region: str,
    first_contact_at: datetime,
    now: datetime,
) -> tuple[Done, int]:
    """A draft whose form holds what `known` says of its data elements (JSON form), and the id of its row.

    Raises as `open_draft`.
    """
    trail.require_transaction()

    def filled(spec: ItemSpec) -> dict[str, Any]:
        return {use.key: known[use.key] for use in spec.form if known.get(use.key) not in (None, "", [])}

    work = begin(
        actor, item_code, party_id, channel=channel, region=region, now=now,
        first_contact_at=first_contact_at, filled=filled,
    )  # fmt: skip
    case = work.case
    return Done(case.number, str(State.DRAFT), case.rev, query_code=case.query_code), case.pk


def spare(number: str, sources: Mapping[str, str], *, now: datetime) -> list[str]:
    """In a draft, what is missing and comes from a source named in `sources` (material code → words) need not
    be given. The codes of those lines; again changes nothing, and nothing once it was handed in."""
    trail.require_transaction()
    work = load(SYSTEM, number, now=now)
    if work.case.state != State.DRAFT:
        return []
    spared = []
    for line in work.lines:
        if line.status == CaseMaterial.MISSING and line.code in sources:
            line.status, line.get_type, line.note = CaseMaterial.EXEMPT, GetType.SHARED, sources[line.code]
            line.save(update_fields=["status", "get_type", "note"])
            spared.append(line.code)
    return spared


__all__ = ["open_known", "spare"]
