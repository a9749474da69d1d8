"""一件事 in the sample county: one is done and handed out, two are under way, one waits at the window."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from yimen.cases import actions
from yimen.cases.models import Case
from yimen.catalogue import queries as catalogue
from yimen.rules.errors import RuleBroken
from yimen.rules.terms import Audience, State

from . import county
from .stories import Cast, Story, Unsuited, drop

#: Which bundle, begun so many days ago, and how many of its members are decided; None: not accepted yet.
PLAYS: tuple[tuple[str, int, int | None], ...] = (
    ("YJS-010", 30, 99), ("YJS-001", 5, 1), ("YJS-002", 3, 1), ("YJS-004", 1, None),
)  # fmt: skip
#: So often a play is begun anew where it does not come about by chance.
_TRIES = 12


def tell_all(cast: Cast, now: datetime, rng: random.Random) -> int:
    """Every play once, of somebody with a sample login where one fits; how many came about."""
    return sum(_play(cast, code, days, decided, now, rng) for code, days, decided in PLAYS)


def _play(cast: Cast, code: str, days: int, decided: int | None, now: datetime, rng: random.Random) -> bool:
    item = catalogue.item(code)
    if item is None or item.current_id is None:
        return False
    spec = catalogue.spec(item.current_id)
    marked = {p.id_number for p in county.people() if p.demo} | {
        e.credit_code for e in county.enterprises() if e.demo
    }
    everybody = cast.people if Audience.PERSON in spec.audiences else cast.firms
    party, actor = next(one for one in everybody if one[0].id_number in marked)
    for n in range(_TRIES):
        begin = now - timedelta(days=days + n)
        story = Story(cast, rng, spec, party, actor, rng.choice(cast.clerks), begin, now)
        try:
            story.file()
            if decided is not None:
                story.accept()
                _decide(story, decided)
        except (Unsuited, RuleBroken):
            drop(story)
            continue
        return True
    return False


def _decide(story: Story, most: int) -> None:
    """The departments grant, those first for whom others wait; when all are done it is handed out."""
    for _ in range(most):
        child = Case.objects.filter(parent__number=story.number, state=State.REVIEWING).order_by("pk").first()
        if child is None:
            break
        part = replace(story, number=child.number, spec=catalogue.spec(child.version_id))
        part.grant()
        story.at = part.at
        with transaction.atomic():
            actions.advance(story.number, now=story.at)
    if Case.objects.get(number=story.number).state == State.ISSUED:
        story.hand_out(issue=False)
