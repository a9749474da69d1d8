"""What is known of a case when a machine judges it: its register, who handed it in, its licences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yimen.accounts import queries as accounts
from yimen.cases.actions import InHand
from yimen.identities import queries as identities
from yimen.parties import queries as parties
from yimen.parties.models import Party
from yimen.rules.calendar import china_date
from yimen.rules.events import Kind
from yimen.rules.identity import Level
from yimen.rules.instant.judge import Facts
from yimen.rules.instant.spec import InstantSpec
from yimen.rules.registers import Record, Register, Status
from yimen.rules.reuse import plain_name
from yimen.rules.terms import Channel
from yimen.trail import queries as trail
from yimen.trail import rows
from yimen.vault import queries as vault

from ..models import Switch

UNKNOWN = "不知道"
#: Where a clerk looked at whoever handed it in. A helper acts for somebody whom no clerk saw.
_IN_PERSON = frozenset({Channel.COUNTER})


@dataclass(frozen=True)
class Known:
    """The facts of the rules, and the sources they came from: [{source, said, at}]."""

    facts: Facts
    sources: tuple[dict[str, Any], ...]


def of_case(hand: InHand, instant: InstantSpec, now: datetime) -> Known:
    """Gather it. The registers were asked before: their newest answer is on file."""
    kind = Register.PEOPLE if hand.person else Register.ENTERPRISES
    record = parties.register_record(hand.party) if instant.register else None
    level, seen = level_of(hand.filed, hand.channel, now)
    held = licences(hand.party, now) if hand.spec.materials else frozenset()
    found = Facts(
        answers=hand.answers, given=hand.given, record=record, kind=kind, level=level, now=now,
        today=china_date(now), stopped=stopped(hand.item), checked=hand.checked, licences=held,
        breaches=parties.open_breaches(hand.party), may_ask=hand.may_ask,
        numbered=hand.numbered, untouched=hand.untouched,
    )  # fmt: skip
    told = [_source("申请表", "已提交", now), _source("实名等级", level.label if level else UNKNOWN, seen)]
    if instant.register:
        told.append(_register(record, kind, now))
    told.append(_source("信用记录", "有失信记录" if found.breaches else "没有失信记录", now))
    if hand.spec.materials:
        told.append(_source("证照库", "查过了", now))
    return Known(found, tuple(told))


def register_of(party: int) -> Register:
    """The register that knows this party."""
    found = parties.party(party)
    person = found is not None and found.kind == Party.PERSON
    return Register.PEOPLE if person else Register.ENTERPRISES


_OFF: rows.Ready[Switch] = rows.Ready(lambda item: Switch.objects.filter(item=item, off=True), int)


def stopped(item: int) -> str:
    """Why the switch of an item (id) is off; "" while it is on."""
    off = _OFF.first(item)
    return off.why if off is not None else ""


def level_of(number: str, channel: str, now: datetime) -> tuple[Level | None, datetime]:
    """How well whoever handed the case in is known, and since when: seen at the counter, or as the sign-in
    platform said last; None where nobody compared them with anything."""
    if channel in _IN_PERSON:
        return Level.ON_SITE, now
    handed_in = trail.last(number, str(Kind.CASE_SUBMITTED))
    who, _colon, account = (handed_in.actor if handed_in is not None else "").partition(":")
    if who != "account" or not account.isdigit():
        return None, now
    seen = accounts.seen_in_person(int(account))
    if seen is not None:
        return Level.ON_SITE, seen
    return identities.level_of(int(account)) or (None, now)


def licences(party: int, now: datetime) -> frozenset[str]:
    """Plain names of the licences that a party holds today."""
    return frozenset(plain_name(name) for name in vault.names_held(party, china_date(now)))


def _register(record: Record | None, kind: Register, now: datetime) -> dict[str, Any]:
    said = record.status if record is not None else Status.DOWN
    return _source(kind.label, said.label, record.fetched_at if record is not None else now)


def _source(source: str, said: str, at: datetime) -> dict[str, Any]:
    return {"source": source, "said": said, "at": at.isoformat()}
