"""Around a round: who is urged, who gets a copy, and the sitting of all who are still to sign (三堂会诊)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F

from yimen.bureau import queries as bureau
from yimen.rules import review
from yimen.rules.authority import Actor
from yimen.rules.calendar import china_date
from yimen.rules.terms import Act, Capacity
from yimen.trail.usecase import use_case

from ..models import Copy, Seat, Sitting
from . import _urging
from ._seats import store
from ._work import Done, Work, decide, load, record


@use_case(Done)
def urge(
    actor: Actor, number: str, *, now: datetime, reason: str = "", rev: int | None = None, once: str = ""
) -> Done:
    """催办: whoever is to sign sees it in the inbox, with how often. The applicant once a working day.

    Of a 一件事 the members that are slow are urged.

    Raises NobodyToUrge, NobodySlow, UrgeNotYours, UrgedToday.
    """
    work = decide(load(actor, number, now=now, rev=rev), Act.URGE, reason)
    if work.spec.members:
        return _urge_members(work)
    return _urge(work)


def _urge(work: Work) -> Done:
    case, actor, now = work.case, work.actor, work.now
    waiting = review.require_urge(work.capacities, work.facts, actor.staff, work.calendar, case.urged_at, now)
    if Capacity.APPLICANT in work.capacities:
        case.urged_at = now
    case.seats.filter(round=case.round, is_open=True).update(urged=F("urged") + 1)
    return record(work, {"seats": [s.name for s in waiting]})


def _urge_members(work: Work) -> Done:
    """The slow members of the whole in hand, each on its own record; the whole says which."""
    case, now = work.case, work.now
    since = _urging.waiting_since(case.pk)
    slow = review.require_urge_whole(work.capacities, since, work.calendar, case.urged_at, now)
    if Capacity.APPLICANT in work.capacities:
        case.urged_at = now
    Seat.objects.filter(_urging.open_now(), case__number__in=slow).update(urged=F("urged") + 1)
    for number in slow:
        child = decide(load(work.actor, number, now=now), Act.URGE, work.reason)
        record(child, {"bundle": case.number})
    return record(work, {"members": list(slow)})


@use_case(Done)
def copy_to(
    actor: Actor, number: str, *, staff: Sequence[str], now: datetime, reason: str = "",
    rev: int | None = None, once: str = "",
) -> Done:  # fmt: skip
    """抄送: these officials may read the case until it is filed away. Raises CopyUnfit."""
    work = decide(load(actor, number, now=now, rev=rev), Act.COPY_TO, reason)
    asked = review.require_copies(staff, bureau.who_sign(staff), by=actor.staff)
    had = set(work.case.copies.filter(staff__in=asked).values_list("staff", flat=True))
    Copy.objects.bulk_create(
        Copy(case=work.case, staff=one, by=actor.name, at=now, why=work.reason)
        for one in asked
        if one not in had
    )
    return record(work, {"copies": list(asked)})


@use_case(Done)
def convene(
    actor: Actor, number: str, *, reason: str, now: datetime, rev: int | None = None, once: str = ""
) -> Done:
    """三堂会诊: all seats still due in this round open at once. Raises AlreadySitting, NobodyToSit."""
    work = decide(load(actor, number, now=now, rev=rev), Act.CONVENE, reason)
    case = work.case
    after = review.convened(work.facts, work.spec.mode, now, sitting=work.sits)
    case.sitting = case.round
    Sitting.objects.create(
        case=case, round=case.round, day=china_date(now), called_at=now, called_by=actor.name, why=work.reason
    )
    store(work, after)
    return record(work, {"seats": [s.name for s in after if s.is_open], "round": case.round})


@use_case(Done)
def minute(
    actor: Actor, number: str, *, text: str, now: datetime, rev: int | None = None, once: str = ""
) -> Done:
    """记会诊纪要: one text; written anew it replaces the old one, which stays in the trail. Raises NoSitting,
    MinutesMissing."""
    work = decide(load(actor, number, now=now, rev=rev), Act.MINUTE)
    said = review.require_minutes(text, sitting=work.sits)
    work.case.sittings.filter(round=work.case.round).update(
        minutes=said, minutes_by=actor.name, minutes_at=now
    )
    return record(work, {"text": said, "round": work.case.round})
