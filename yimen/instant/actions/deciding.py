"""Deciding one case by machine, after the event that made it possible; a second delivery changes nothing."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from yimen.cases import actions as cases
from yimen.cases.actions import InHand
from yimen.rules import sensitive
from yimen.rules.instant import judge as judging
from yimen.rules.instant import spec as specs
from yimen.rules.instant.judge import Check, Judgement, Outcome
from yimen.rules.instant.spec import InstantSpec
from yimen.trail import rows
from yimen.trail.actions import require_transaction

from ..models import Decision
from ..queries import facts
from ..queries.words import digest, input_words, stored_check

_MADE: rows.Ready[Decision] = rows.Ready(lambda event: Decision.objects.filter(event=event).only("id"), int)


def decide(event: int, number: str, *, now: datetime) -> None:
    """Judge the case and carry out what comes of it: granted, asked back, or handed to a person.

    In the caller's transaction, after the registers were asked. Nothing where the case was decided on for
    this event already, went elsewhere meanwhile, or its item has no rules.
    """
    require_transaction()
    if _MADE.first(event) is not None:
        return
    hand = cases.in_hand(number, now=now)
    instant = specs.read(hand.spec) if hand is not None else None
    if hand is None or instant is None:
        return
    known = facts.of_case(hand, instant, now)
    found = judging.judge(hand.spec, instant, known.facts)
    _keep(event, hand, instant, found, known.sources, now)
    _carry_out(hand, found)


def _keep(
    event: int, hand: InHand, instant: InstantSpec, found: Judgement, sources: Sequence[dict[str, Any]],
    now: datetime,
) -> None:  # fmt: skip
    approved = found.outcome is Outcome.APPROVE
    made = Decision(
        case_id=hand.id, event=event, item_id=hand.item, version_id=hand.version, rules=digest(hand.spec),
        outcome=found.outcome, checks=[stored_check(one) for one in found.checks],
        inputs=_inputs(hand, instant), sources=list(sources), at=now,
        chosen=approved and judging.drawn(instant.share, draw_lot()),
    )  # fmt: skip
    rows.insert(made)


def draw_lot() -> int:
    """0 to 99, drawn evenly by the randomness of the system."""
    return secrets.randbelow(100)


def _inputs(hand: InHand, instant: InstantSpec) -> list[dict[str, str]]:
    """The answers that the rules read: label and words, personal ones masked."""
    return [
        {"key": use.key, "label": use.label,
         "words": sensitive.shown(use, input_words(use, hand.answers.get(use.key)), names=True)}
        for use in judging.uses(hand.spec, instant)
    ]  # fmt: skip


def _carry_out(hand: InHand, found: Judgement) -> None:
    rules = {"instant": True, "rules": digest(hand.spec)}
    if found.outcome is Outcome.APPROVE:
        cases.approve_at_once(hand, rules)
    elif found.outcome is Outcome.ASK_BACK:
        cases.ask_back(hand, found.mends, _asked(found.reasons))
    else:
        told = {**rules, "lines": [{"words": one.words} for one in found.reasons]}
        cases.hand_over(hand, told)


def _asked(reasons: Sequence[Check]) -> str:
    return "；".join(one.words for one in reasons)
