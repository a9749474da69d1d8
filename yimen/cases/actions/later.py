"""容缺受理: the promise, acceptance with gaps, and what comes later, checked by the window (rules.deferral).

The deferral of a case is kept on its row, so that no act pays a statement for it. Of a bundle the application
holds it; its members are told what of it is theirs.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, Unpack

from yimen.parties import queries as parties
from yimen.rules import clock, deferral
from yimen.rules.applying import MaterialUnknown
from yimen.rules.authority import Actor
from yimen.rules.calendar import china_date
from yimen.rules.deferral import Deferral
from yimen.rules.intake import Gap
from yimen.rules.lifecycle import ReasonMissing
from yimen.rules.masking import behind_mask
from yimen.rules.terms import Act, GetType
from yimen.trail.usecase import use_case
from yimen.vault import queries as vault

from ..models import CaseFile, CaseMaterial
from . import joint
from ._clock import facts_of
from ._later import held, keep_on
from ._promise import Signed, facts_of_signing, gaps_so_far
from ._work import Done, Work, decide, load, record
from .intake import gaps, material_facts


@use_case(Done)
def promise(
    actor: Actor,
    number: str,
    codes: Collection[str],
    *,
    now: datetime,
    rev: int | None = None,
    once: str = "",
    **signed: Unpack[Signed],
) -> Done:
    """The applicant promises to supply these materials later; a new promise takes the place of an older one.

    Raises what `deferral.require_promise` does.
    """
    work = decide(load(actor, number, now=now, rev=rev), Act.PROMISE_LATER)
    found = deferral.require_promise(gaps_so_far(work), codes, **facts_of_signing(work, signed))
    codes = tuple(gap.material.code for gap in found)
    made = Deferral(codes, at=now.isoformat(), by=actor.label, channel=work.case.channel)
    work.case.deferral = made.to_json()
    return record(
        work, {"materials": list(codes)}, paper={"deferred": asked(found), "signer": signed["signer"].strip()}
    )


def asked(found: Collection[Gap]) -> list[str]:
    """What a document says of each material: its name, and in which form it is wanted."""
    return [f"{gap.material.name}（{gap.material.form.label}）" for gap in found]


@use_case(Done)
def accept_deferred(
    actor: Actor,
    number: str,
    *,
    deferred: Collection[str],
    now: datetime,
    rev: int | None = None,
    reason: str = "",
    once: str = "",
) -> Done:
    """容缺受理: the clocks start as at any acceptance, and so does the time for what was promised.

    `deferred`: codes of the materials that may come later. Raises what `deferral.allow` does, NoTime.
    """
    work = decide(load(actor, number, now=now, rev=rev), Act.ACCEPT_DEFERRED, reason)
    promised, breaches = held(work.case), parties.open_breaches(work.case.party_id)
    found = deferral.allow(gaps(work), deferred, promised, breaches=breaches)
    work.case.accepted_at, work.case.accepted_by = now, actor.staff
    due = _last_day(work, found)
    _defer(work, found, deferral.begun(promised, found, china_date(now), due))
    data = {"deferred": [gap.material.code for gap in found], "defer_by": due.isoformat()}
    paper = {**material_facts(work), "deferred": asked(found), "defer_by": due.isoformat()}
    return joint.begin(work, paper=paper, data=data)


def _last_day(work: Work, found: Collection[Gap]) -> date:
    case = work.case
    case.state = work.outcome.after if work.outcome else case.state
    reading = clock.read(work.calendar, facts_of(case, work.spec, work.pauses), work.now)
    end = china_date(reading.promise_due.at) if reading.promise_due else None
    return deferral.last_day(work.calendar, china_date(work.now), found, end)


def _defer(work: Work, found: Collection[Gap], one: Deferral) -> None:
    codes = {gap.material.code for gap in found}
    lines = [line for line in work.lines if line.code in codes]
    for line in lines:
        line.get_type = GetType.DEFERRED
    CaseMaterial.objects.bulk_update(lines, ["get_type"])
    work.case.deferral = one.to_json()


@use_case(Done)
def supply_later(
    actor: Actor,
    number: str,
    code: str,
    stored: Collection[int] = (),
    *,
    now: datetime,
    how: str = GetType.UPLOAD,
    rev: int | None = None,
    once: str = "",
) -> Done:
    """One promised material comes: stored files, or (how = 纸质收取) paper at the window. It counts from its
    arrival; no clock changes. Raises NotOwedLater, MaterialUnknown."""
    work = decide(load(actor, number, now=now, rev=rev), Act.SUPPLY_LATER)
    line = _line(work, code)
    came = deferral.came(_own(work), code, line.name)
    if not stored and how != GetType.PAPER:
        raise MaterialUnknown()
    line.status, line.get_type, line.note = CaseMaterial.GIVEN, how, ""
    facts = vault.by_ids(list(stored))
    _put(line, [facts[one].id for one in stored], now)
    keep_on(work, came, line)
    data = {"material": code, "files": {code: [facts[one].digest for one in stored]}}
    return record(work, data)


@use_case(Done)
def check_later(
    actor: Actor,
    number: str,
    code: str,
    *,
    ok: bool,
    now: datetime,
    reason: str = "",
    rev: int | None = None,
    once: str = "",
) -> Done:
    """The window finds it right, or tells why not: then it is owed again.

    Raises NotSupplied, ReasonMissing."""
    work = decide(load(actor, number, now=now, rev=rev), Act.CHECK_LATER)
    line = _line(work, code)
    if not ok and not reason.strip():
        raise ReasonMissing(act=Act.CHECK_LATER.label)
    found = deferral.checked(work.calendar, _own(work), code, line.name, ok=ok, today=china_date(now))
    line.status = CaseMaterial.ACCEPTED if ok else CaseMaterial.REJECTED
    line.note = "" if ok else behind_mask(reason.strip()[:500], line.note)
    line.save(update_fields=["status", "note"])
    keep_on(work, found, line)
    data: dict[str, Any] = {"material": code, "ok": ok, "name": line.name}
    if not ok:
        data |= {"why": line.note, "defer_by": found.due.isoformat() if found.due else ""}
    done = record(work, data)
    if work.spec.members and not found.open:
        joint.go_on(work)
    return done


def _own(work: Work) -> Deferral:
    """The deferral, which of a bundle its application has; a member has none of its own to supply."""
    return held(work.case) if work.case.parent_id is None else Deferral()


def _line(work: Work, code: str) -> CaseMaterial:
    line = next((one for one in work.lines if one.code == code), None)
    if line is None:
        raise MaterialUnknown()
    return line


def _put(line: CaseMaterial, stored: Collection[int], now: datetime) -> None:
    line.save(update_fields=["status", "get_type", "note"])
    CaseFile.objects.bulk_create(CaseFile(material=line, stored_id=one, added_at=now) for one in stored)


def begin_deemed(work: Work) -> dict[str, Any]:
    """视为受理 with a promise on record: the time for the rest begins, never ended by the organ's silence.

    What the document says of it; nothing where nothing was promised, or everything came.
    """
    owed = held(work.case)
    found = [gap for gap in gaps(work).missing if gap.material.code in owed.codes and gap.deferrable]
    if not found:
        return {}
    today = china_date(work.now)
    try:
        due = _last_day(work, found)
    except deferral.NoTime:
        due = work.calendar.add_working_days(today, 1)
    _defer(work, found, deferral.begun(owed, found, today, due))
    return {"deferred": asked(found), "defer_by": due.isoformat()}


__all__ = ["accept_deferred", "begin_deemed", "check_later", "promise", "supply_later"]
