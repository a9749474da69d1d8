"""The applicant's side: open a draft, save, attach, submit, supply what was asked.

A clerk does the same for a person at the counter (channel 窗口, or 帮代办).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

from yimen.catalogue import queries as catalogue
from yimen.hall import actions as visits
from yimen.hall import queries as hall
from yimen.parties import queries as parties
from yimen.rules import answers as answer_rules
from yimen.rules import intake, sensitive
from yimen.rules.applying import (
    BadAnswers,
    ItemClosed,
    MaterialUnknown,
    PartyUnknown,
    agent_for,
    helper_for,
    require_audience,
    require_eligible,
    require_form_changed,
    require_handled_here,
    require_may_file,
)
from yimen.rules.authority import Actor
from yimen.rules.calendar import china_date
from yimen.rules.conditions import Answers
from yimen.rules.errors import Said
from yimen.rules.events import ASKED, Kind
from yimen.rules.item import ItemSpec
from yimen.rules.lifecycle import OPEN
from yimen.rules.numbers import QUERY_BYTES, query_code
from yimen.rules.terms import Act, GetType, State
from yimen.trail import chain, rows
from yimen.trail import queries as trail_queries
from yimen.trail.usecase import use_case

from ..models import Case, CaseFile, CaseMaterial
from . import _notice
from ._beside import second
from ._later import promised
from ._licence import filled_from, name_licence, supplied
from ._new import insert, lines
from ._work import COUNTER_CHANNELS, Done, Work, decide, keep, load, marked, record, write_event
from .library import fill, forget, given, line_of, require_open_for_material

_FILES: rows.Ready[CaseFile] = rows.Ready(
    lambda case: (
        CaseFile.objects.filter(material__case=case, removed_at__isnull=True)
        .select_related("material", "stored")
        .only("id", "material__code", "stored__digest")
        .order_by("id")
    ),
    int,
)


@use_case(Done)
def open_draft(
    actor: Actor,
    item_code: str,
    party_id: int,
    *,
    channel: str,
    region: str,
    now: datetime,
    first_contact_at: datetime | None = None,
    licence: int | None = None,
    visit: int | None = None,
    once: str = "",
) -> Done:
    """Start an application of one party for one item; pins the version in force today.

    `region`: 12 digits of the hall that will receive it, which at the counter must have that power;
    `licence`: the party's licence that it is about, whose number and face fill the form;
    `visit`: the ticket (its row) with which the person came to the window, which then names the case.
    Raises ItemClosed, GuideOnly, PartyUnknown, NotForYou, LicenceNotThere, NotReceivedHere.
    """
    work = begin(
        actor, item_code, party_id, channel=channel, region=region, now=now,
        first_contact_at=first_contact_at,
        filled=lambda spec: filled_from(licence, party_id, spec.form, now) if licence is not None else {},
    )  # fmt: skip
    if visit is not None:
        visits.note_case(visit, item_code, work.case.number)
    return Done(work.case.number, str(State.DRAFT), work.case.rev, query_code=work.case.query_code)


def begin(
    actor: Actor,
    item_code: str,
    party_id: int,
    *,
    channel: str,
    region: str,
    now: datetime,
    first_contact_at: datetime | None,
    filled: Callable[[ItemSpec], dict[str, Any]],
) -> Work:
    """A draft in hand, with the answers that `filled` makes of the form. In the caller's transaction."""
    party, item = _who_and_what(party_id, item_code)
    require_may_file(actor, party_id, item_code, region)
    spec = catalogue.spec(item.current_id)
    require_handled_here(spec)
    if channel in COUNTER_CHANNELS:
        hall.require_received(spec, region, china_date(now))
    require_audience(spec, party.kind)
    case = insert(
        Case(
            item_id=item.pk, version_id=item.current_id, department_id=item.department_id, region=region,
            party_id=party_id, agent_id=agent_for(actor, party_id, item_code),
            helper=helper_for(actor, party_id, item_code, channel),
            contact_name=party.name, contact_phone=party.phone, channel=channel, title=spec.name[:300],
            query_code=query_code(secrets.token_bytes(QUERY_BYTES)), head_hash=chain.START,
            created_at=now, first_contact_at=first_contact_at or now,
            answers=filled(spec),
        ),
        now,
    )  # fmt: skip
    lines(case, spec)
    work = load(actor, case.number, now=now)
    write_event(work, Kind.CASE_SAVED, {"item": item_code, "version": item.current_id, "channel": channel})
    keep(work)
    return work


def _who_and_what(party_id: int, item_code: str) -> tuple[Any, Any]:
    """The party and the item, which must be open. Raises PartyUnknown, ItemClosed."""
    party, item = parties.party(party_id), catalogue.item(item_code)
    if party is None:
        raise PartyUnknown()
    if item is None or item.current_id is None or not item.is_open:
        raise ItemClosed()
    return party, item


@use_case(Done)
def save(
    actor: Actor,
    number: str,
    answers: Mapping[str, Any],
    *,
    now: datetime,
    rev: int | None = None,
    contact_phone: str | None = None,
    once: str = "",
) -> Done:
    """Keep typed answers (JSON form); keys not given stay as they were.

    A draft may be unfinished; while a correction is due the form must stay whole. Raises BadAnswers.
    """
    work = decide(load(actor, number, now=now, rev=rev), Act.SAVE)
    case = work.case
    case.answers = {**case.answers, **_unmasked(work, answers)}
    if case.state != State.DRAFT:
        case.answers = answer_rules.to_json(whole(work))
    if contact_phone is not None:
        case.contact_phone = contact_phone
    return record(work, {"fields": sorted(answers)})


def _unmasked(work: Work, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed; an answer that came back as it was shown, masked, stays what it is."""
    uses, kept = {use.key: use for use in work.spec.form}, work.case.answers
    return {
        key: sensitive.behind_mask(uses[key], value, kept.get(key)) if key in uses else value
        for key, value in answers.items()
    }


@use_case(Done)
def attach(
    actor: Actor,
    number: str,
    code: str,
    stored_id: int | None,
    *,
    now: datetime,
    how: str = GetType.UPLOAD,
    once: str = "",
) -> Done:
    """Give one material: a stored file, or (how = 纸质收取) paper at the window. Raises MaterialUnknown."""
    work = load(actor, number, now=now)
    require_open_for_material(work)
    line = line_of(work, code)
    forget(work, line)
    if stored_id is not None:
        CaseFile.objects.create(material=line, stored_id=stored_id, added_at=now)
    line.status, line.get_type, line.note = CaseMaterial.GIVEN, how, ""
    line.save(update_fields=["status", "get_type", "note"])
    return Done(number, str(work.case.state), work.case.rev)


@use_case(Done)
def detach(actor: Actor, number: str, file_id: int, *, now: datetime, once: str = "") -> Done:
    """Take back one file given by mistake; the file itself stays on record."""
    work = load(actor, number, now=now)
    require_open_for_material(work)
    found = CaseFile.objects.filter(pk=file_id, material__case=work.case, removed_at__isnull=True).first()
    if found is None:
        raise MaterialUnknown()
    found.removed_at = now
    found.save(update_fields=["removed_at"])
    line = found.material
    if not line.files.filter(removed_at__isnull=True).exists():
        forget(work, line)
        line.status, line.get_type = CaseMaterial.MISSING, ""
        line.save(update_fields=["status", "get_type"])
    return Done(number, str(work.case.state), work.case.rev)


def whole(work: Work) -> Answers:
    """The typed answers of a form without fault. Raises BadAnswers naming the first."""
    reading = answer_rules.read(work.spec, work.case.answers, china_date(work.now))
    if not reading.ok:
        first = reading.problems[0]
        raise BadAnswers(count=len(reading.problems), first=Said(first.text, first.facts))
    return reading.answers


@use_case(Done)
def submit(
    actor: Actor,
    number: str,
    *,
    now: datetime,
    again: str | None = None,
    rev: int | None = None,
    once: str = "",
) -> Done:
    """Hand the application in: the answers must be whole and every required material given.

    `again`: why, where the applicant has an open application for the same; such a one a person looks at, no
    machine. Every door gives it, "" for nothing said; None is for callers where nobody can be asked.
    Raises BadAnswers, GapsRemain, NotEligible, AlreadyApplied.
    """
    work = decide(load(actor, number, now=now, rev=rev), Act.SUBMIT)
    case, today = work.case, china_date(now)
    answers = whole(work)
    gaps = intake.judge(work.spec, answers, given(work.lines), today)
    intake.may_accept(fill(work, answers, gaps), promised(case))
    require_eligible(work.spec, answers, today)
    case.answers = answer_rules.to_json(answers)
    beside = second(work, again)
    name_licence(work)
    case.submitted_at = case.materials_in_at = now
    return record(work, {"channel": case.channel, "files": _digests(case), **(beside or marked(work))})


@use_case(Done)
def supply(actor: Actor, number: str, *, now: datetime, rev: int | None = None, once: str = "") -> Done:
    """Hand in what was asked, all of it: the 5-day clock starts anew, or after acceptance the clock goes on.

    What one notice asked for the members of a bundle goes down to them, and they go on. Raises GapsRemain,
    FormUnchanged, SupplyTheWhole.
    """
    work = decide(load(actor, number, now=now, rev=rev), Act.SUPPLY)
    case = work.case
    _notice.require_own(work)
    answers = answer_rules.from_json(work.spec, case.answers)
    gaps = intake.judge(work.spec, answers, given(work.lines), china_date(now))
    intake.may_accept(fill(work, answers, gaps), promised(case))
    require_form_changed(_named_fields(case))
    if case.state == State.CORRECTION:
        case.materials_in_at = now
    supplied(work)
    done = record(work, {"files": _digests(case), **marked(work)})
    if work.spec.members and case.state == State.REVIEWING:
        _notice.hand_down(work)
    return done


def _named_fields(case: Case) -> list[str]:
    """Labels of the form fields that the last notice named and that have not been saved since."""
    rows = trail_queries.history(case.number)
    asked = max((r.seq for r in rows if r.kind in ASKED), default=0)
    saved = {
        key for r in rows if r.kind == Kind.CASE_SAVED and r.seq > asked for key in r.data.get("fields", [])
    }
    lines: list[dict[str, str]] = next((r.data["lines"] for r in rows if r.seq == asked), [])
    return [line["name"] for line in lines if line.get("field") and line["field"] not in saved]


def _digests(case: Case) -> dict[str, list[str]]:
    """The content hashes of all files now given, by material: the chain proves what was handed in."""
    found: dict[str, list[str]] = {}
    for one in _FILES.rows(case.pk):
        found.setdefault(one.material.code, []).append(one.stored.digest)
    return found


def members_open(work: Work) -> list[str]:
    """Numbers of the members of this application that are not decided yet, locked: a department that decides
    at the same moment comes before or after, never in between. None where it is no bundle."""
    return members_in(work, leave=set(State) - OPEN)


def members_in(work: Work, *, leave: Collection[State]) -> list[str]:
    """Numbers of the members that are in none of these states, locked; none where it is no bundle."""
    if not work.spec.members:
        return []
    rows = Case.objects.select_for_update(of=("self",)).filter(parent=work.case)
    found = rows.exclude(state__in=[str(one) for one in leave]).order_by("pk")
    return list(found.values_list("number", flat=True))


def close_seats(work: Work) -> None:
    """Nobody's turn any more: the open seats of the round are shut without an answer."""
    if work.seats:
        work.case.seats.filter(is_open=True).update(is_open=False)


__all__ = [
    "attach", "begin", "close_seats", "detach", "open_draft", "save", "submit", "supply", "whole",
]  # fmt: skip
