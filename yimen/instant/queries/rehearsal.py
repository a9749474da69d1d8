"""试算: what rules would have done with last year's cases, beside what people decided. Writes nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from yimen.cases import queries as cases
from yimen.cases.queries import Decided
from yimen.catalogue import queries as catalogue
from yimen.parties import queries as parties
from yimen.rules import answers as answer_rules
from yimen.rules.answers import BadStored
from yimen.rules.calendar import china_date
from yimen.rules.conditions import Answer
from yimen.rules.instant.judge import Facts, Judgement, Outcome, judge
from yimen.rules.instant.recheck import NotInstant
from yimen.rules.instant.spec import InstantSpec, read
from yimen.rules.item import ItemSpec
from yimen.rules.registers import Record
from yimen.rules.terms import Document

from . import facts

#: How far back, and how many cases at most.
BACK, MOST = timedelta(days=365), 500
#: So many reasons for handing over are told, the most frequent first.
REASONS = 8


@dataclass(frozen=True)
class Otherwise:
    """A case that the rules would have approved, and people did not: its number, and how it was decided."""

    number: str
    how: Document
    at: datetime


@dataclass(frozen=True)
class Rehearsal:
    """How many cases were tried, and what the rules would have done with them. `reasons`: why cases would
    have gone to a person, as (words, count); `capped`: older cases of the year were left out."""

    tried: int
    approve: int
    ask_back: int
    person: int
    otherwise: tuple[Otherwise, ...]
    reasons: tuple[tuple[str, int], ...]
    capped: bool


def rehearse(spec: ItemSpec, now: datetime) -> Rehearsal:
    """Try the rules of a version (also of a draft) on what was decided of its item in the last 365 days.

    Registers count as they had answered then, or as they answered since where they were not asked; identity
    levels and breaches as they are known now. Raises NotInstant, BadCondition.
    """
    instant, item = read(spec), catalogue.item(spec.code)
    if instant is None or item is None:
        raise NotInstant()
    found = list(cases.decided(item.pk, now - BACK, MOST + 1))
    counts: Counter[Outcome] = Counter()
    reasons: Counter[str] = Counter()
    otherwise = []
    for one in found[:MOST]:
        judged = _judged(one, spec, instant, item.pk)
        counts[judged.outcome] += 1
        if judged.outcome is Outcome.PERSON:
            reasons.update({check.words for check in judged.reasons})
        if judged.outcome is Outcome.APPROVE and one.how is not Document.APPROVAL:
            otherwise.append(Otherwise(one.number, one.how, one.at))
    return Rehearsal(
        min(len(found), MOST), counts[Outcome.APPROVE], counts[Outcome.ASK_BACK], counts[Outcome.PERSON],
        tuple(otherwise), tuple(reasons.most_common(REASONS)), len(found) > MOST,
    )  # fmt: skip


def _judged(one: Decided, spec: ItemSpec, instant: InstantSpec, item: int) -> Judgement:
    moment = one.at
    record = _record(one.party, moment) if instant.register else None
    level, _seen = facts.level_of(one.number, one.channel, moment)
    return judge(spec, instant, Facts(
        answers=_answers(spec, one.answers), given=one.given, record=record,
        kind=facts.register_of(one.party), level=level, now=moment, today=china_date(moment),
        checked=one.checked, breaches=parties.open_breaches(one.party),
        licences=facts.licences(one.party, moment) if spec.materials else frozenset(),
    ))  # fmt: skip


def _record(party: int, moment: datetime) -> Record | None:
    return parties.register_record(party, before=moment) or parties.register_record(party)


def _answers(spec: ItemSpec, stored: dict[str, Any]) -> dict[str, Answer]:
    """The answers that the form of this version can still read; the others count as not given."""
    made: dict[str, Answer] = {}
    for use in spec.form:
        if use.key in stored:
            try:
                made.update(answer_rules.from_json(spec, {use.key: stored[use.key]}))
            except BadStored:
                continue
    return made
