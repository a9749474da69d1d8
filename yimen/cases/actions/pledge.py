"""告知承诺: the applicant signs a promise in place of a proof, and may give the proof after all.

A material line for which a promise stands has come in as 告知承诺; nothing else of the case knows of it, so
that no other act pays for it. What was told and promised is frozen in the 告知承诺书.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, Unpack

from yimen.rules import pledge as rules
from yimen.rules.authority import Actor
from yimen.rules.item import MaterialUse
from yimen.rules.terms import Act, GetType
from yimen.trail.usecase import use_case

from ..models import CaseFile, CaseMaterial
from ._promise import Signed, facts_of_signing, gaps_so_far
from ._work import Done, Work, decide, load, record
from .library import forget, given, line_of, require_open_for_material


@use_case(Done)
def pledge(
    actor: Actor,
    number: str,
    codes: Collection[str],
    *,
    now: datetime,
    rev: int | None = None,
    once: str = "",
    **signed: Unpack[Signed],
) -> Done:
    """The applicant promises instead of giving these proofs; a new promise takes the place of an older one.

    Raises what `rules.pledge.require_pledge` does.
    """
    work = decide(load(actor, number, now=now, rev=rev), Act.PLEDGE)
    free = rules.offers(work.spec, gaps_so_far(work), given(work.lines))
    known = {one.code for one in free}
    found = rules.require_pledge(
        free, codes, [line.name for line in work.lines if line.code in set(codes) - known],
        **facts_of_signing(work, signed),
    )  # fmt: skip
    _put(work, {one.code for one in found})
    data = {"materials": [one.code for one in found]}
    return record(work, data, paper=_paper(found, signed["signer"]))


def _put(work: Work, codes: Collection[str]) -> None:
    """The lines that the promise now stands for, and those that an older one stood for no more."""
    chosen = [line for line in work.lines if line.code in codes]
    dropped = [line for line in work.lines if line.code not in codes and _stands(line)]
    for line in chosen:
        forget(work, line)
        line.status, line.get_type, line.note = CaseMaterial.GIVEN, GetType.PROMISE, ""
    for line in dropped:
        line.status, line.get_type, line.note = CaseMaterial.MISSING, "", ""
    CaseMaterial.objects.bulk_update([*chosen, *dropped], ["status", "get_type", "note"])
    CaseFile.objects.filter(material__in=chosen, removed_at__isnull=True).update(removed_at=work.now)


def _stands(line: CaseMaterial) -> bool:
    return line.get_type == GetType.PROMISE and line.status == CaseMaterial.GIVEN


def _paper(found: Iterable[MaterialUse], signer: str) -> dict[str, Any]:
    """What the 告知承诺书 says: the conditions with their law, the consequences, the words of the promise."""
    said = [rules.paper(one) for one in found]
    return {
        "told": [*(one.told for one in said), *rules.CONSEQUENCES],
        "pledged": [f"{one.name}：{one.words}" for one in said], "signer": signer.strip(),
    }  # fmt: skip


@use_case(Done)
def drop_pledge(actor: Actor, number: str, code: str, *, now: datetime, once: str = "") -> Done:
    """The proof will be given after all: the promise for this material stands no more.

    Raises MaterialUnknown, and NotHere once materials may change no more.
    """
    work = load(actor, number, now=now)
    require_open_for_material(work)
    line = line_of(work, code)
    if _stands(line):
        line.status, line.get_type, line.note = CaseMaterial.MISSING, "", ""
        line.save(update_fields=["status", "get_type", "note"])
    return Done(number, str(work.case.state), work.case.rev)


__all__ = ["drop_pledge", "pledge"]
