"""A case as one reader may see it: facts of the query → what goes out."""

from __future__ import annotations

from typing import Literal

from yimen.cases.queries import CasePage, InboxRow, Tracked
from yimen.rules import deferral
from yimen.rules.authority import Actor
from yimen.rules.events import Kind
from yimen.rules.masking import mask_name, mask_phone, mask_text
from yimen.rules.terms import Channel, Document, Light
from yimen.trail.queries import Row

from . import masks
from .schemas import cases as out
from .words import happened, label

#: Between officials: an applicant learns that it happened, not what was said.
_INTERNAL = frozenset(
    str(kind)
    for kind in (
        Kind.OPINION_GIVEN, Kind.OPINION_WITHDRAWN, Kind.OPINION_DELEGATED, Kind.OPINION_PREPARED,
        Kind.CASE_SENT_BACK, Kind.CASE_ASSIGNED, Kind.CASE_COPIED, Kind.SEAT_ADDED, Kind.SEAT_DROPPED,
        Kind.SITTING_CONVENED, Kind.SITTING_MINUTED,
    )
)  # fmt: skip


def row(one: InboxRow) -> out.RowOut:
    """A line of a list; the name comes masked already."""
    return out.RowOut(
        number=one.number, title=one.title, party=one.party, department=one.department, state=one.state,
        state_label=label(one.state), light=one.light, due_at=one.due_at, left=one.left, step=one.step,
        rev=one.rev,
    )  # fmt: skip


def case(actor: Actor, page: CasePage) -> out.CaseOut:
    """One case for this reader."""
    one, whole = page.case, masks.shown_whole(actor, page)
    return out.CaseOut(
        number=one.number, title=one.title, item=one.item.code, department=one.department.name,
        channel=Channel(one.channel), state=page.state, state_label=label(page.state), rev=one.rev,
        whole=whole, query_code=one.query_code if whole else "", party=_party(page, whole),
        answers=masks.answers(page, whole), materials=_materials(page, whole), missing=_missing(page, whole),
        seats=_seats(page), pauses=_pauses(page, whole), documents=papers(page), result=_result(page, whole),
        light=Light(one.light), left=page.left, due_at=one.due_at, promise_due=one.promise_due,
        legal_due=one.legal_due, provisional=one.provisional, created_at=one.created_at,
        submitted_at=one.submitted_at, accepted_at=one.accepted_at, decided_at=one.decided_at,
        delivered_at=one.delivered_at, acts=list(page.acts), members=_members(page),
        filled=page.filled,
    )  # fmt: skip


def _members(page: CasePage) -> list[out.MemberOut]:
    """The members of a bundle's application, for who sees its course; a member names no other one."""
    return [
        out.MemberOut(
            number=one.number, item=one.item, title=one.title, department=one.department, state=one.state,
            state_label=label(one.state), days=one.days, began_at=one.began_at, due_at=one.due_at,
            ended_at=one.ended_at, result=one.result, waits_for=list(one.waits),
        )
        for one in (page.members.rows if page.members else ())
    ]  # fmt: skip


def _party(page: CasePage, whole: bool) -> out.PartyOut:
    one = page.case
    agent = masks.party_name(one.agent.kind, one.agent.name, False) if one.agent else ""
    contact = masks.party_name(one.party.kind, one.contact_name, whole)
    return out.PartyOut(
        kind="person" if one.party.kind == "person" else "enterprise",
        name=masks.party_name(one.party.kind, one.party.name, whole), contact_name=contact, agent=agent,
        contact_phone=one.contact_phone if whole else mask_phone(one.contact_phone),
    )  # fmt: skip


def _materials(page: CasePage, whole: bool) -> list[out.CaseMaterialOut]:
    return [
        out.CaseMaterialOut(
            code=m.code, name=m.name, status=m.status, status_label=m.status_label,
            note=masks.text(m.note, whole),
            files=[
                out.FileOut(
                    id=f.id, name=masks.text(f.name, whole), size=f.size, media_type=f.media_type,
                    added_at=f.added_at,
                )
                for f in m.files
            ],
        )
        for m in page.materials
    ]  # fmt: skip


def _missing(page: CasePage, whole: bool) -> list[out.GapOut]:
    return [
        out.GapOut(code=g.material.code, name=g.material.name, rejected=masks.text(g.rejected, whole))
        for g in page.gaps.all
    ]


def _seats(page: CasePage) -> list[out.SeatOut]:
    return [
        out.SeatOut(
            round=s.round, order=s.order, name=s.name, department=s.department, is_open=s.is_open,
            mine=s.mine, due_at=s.due_at, answered_at=s.at, verdict="" if page.is_own else s.verdict,
            text="" if page.is_own else mask_text(s.text), by="" if page.is_own else mask_name(s.by),
        )
        for s in page.seats
    ]  # fmt: skip


def _pauses(page: CasePage, whole: bool) -> list[out.PauseOut]:
    return [
        out.PauseOut(
            kind=p.kind, reason=masks.text(p.reason, whole), excluded_by_law=p.excluded_by_law, start=p.start,
            planned_end=p.planned_end, end=p.end,
        )
        for p in page.pauses
    ]  # fmt: skip


def papers(page: CasePage) -> list[out.PaperOut]:
    """The documents handed out so far."""
    return [
        out.PaperOut(kind=p.kind, title=label(Document(p.kind)), number=p.number, issued_at=p.issued_at)
        for p in page.papers
    ]


def _result(page: CasePage, whole: bool) -> out.ResultOut | None:
    one = page.case
    if not (one.result_name or one.result_number):
        return None
    receiver, waits = one.received_result_by, _result_waits(page)
    if waits:
        return out.ResultOut(
            name="", number="", valid_from=None, valid_to=None, received_by="", waits_for=waits
        )
    return out.ResultOut(
        name=one.result_name, number=one.result_number, valid_from=one.result_from, valid_to=one.result_to,
        received_by=receiver if whole else mask_name(receiver), waits_for=[],
    )  # fmt: skip


def _result_waits(page: CasePage) -> list[str]:
    """The materials promised for later for which the result is kept from this reader."""
    owed = deferral.from_json(page.case.deferral)
    names = {use.code: use.name for use in page.spec.materials}
    return [names[code] for code in owed.open] if deferral.result_withheld(owed, page.sights) else []


def event(one: Row, page: CasePage, whole: bool) -> out.EventOut:
    """One step of the way. Who it was is told by side, never by name or number."""
    hidden = page.is_own and one.kind in _INTERNAL
    said = "" if hidden else str(one.data.get("reason") or one.data.get("text") or "")
    return out.EventOut(
        seq=one.seq, kind=one.kind, label=happened(one.kind), at=one.at, by=_side(one.actor), hash=one.hash,
        words=masks.text(said, whole),
    )  # fmt: skip


def _side(actor: str) -> Literal["applicant", "staff", "system"]:
    if actor.startswith("staff:"):
        return "staff"
    return "applicant" if actor.startswith("account:") else "system"


def tracked(one: Tracked) -> out.TrackOut:
    """The public view."""
    return out.TrackOut(
        number=one.number, title=one.title, department=one.department, party=one.party, state=one.state,
        state_label=label(one.state), light=one.light, left=one.left, due_at=one.due_at,
        history=[out.TrackEventOut(kind=kind, label=happened(kind), at=at) for kind, at in one.history],
    )  # fmt: skip
