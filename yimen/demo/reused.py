"""The sample people and firms with a login apply once more, and what they gave before is not asked again.

Told after the reactions of the other stories have run: only then is anything on file.
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from yimen.cases import actions
from yimen.rules import reuse
from yimen.rules.calendar import china_date
from yimen.rules.errors import RuleBroken
from yimen.rules.item import ItemSpec
from yimen.rules.reuse import Offer
from yimen.rules.terms import Audience
from yimen.vault import queries as vault

from . import county
from .stories import Cast, Story, Unsuited, drop

#: So many applications of each, and how many days before now they begin.
EACH, DAYS = 3, 2


def tell_all(cast: Cast, now: datetime, rng: random.Random) -> int:
    """Applications that use what is on file; how many were told."""
    people = {p.id_number for p in county.people() if p.demo}
    firms = {e.credit_code for e in county.enterprises() if e.demo}
    told = 0
    for audience, listed, leads in (
        (Audience.PERSON, cast.people, people), (Audience.ENTERPRISE, cast.firms, firms),
    ):  # fmt: skip
        for party, actor in [one for one in listed if one[0].id_number in leads]:
            specs = [spec for spec in cast.specs if audience in spec.audiences]
            fit = [spec for spec in specs if _on_file(party.pk, spec, now)]
            rng.shuffle(fit)
            begin = now - timedelta(days=DAYS)
            stories = [Story(cast, rng, s, party, actor, rng.choice(cast.clerks), begin, now) for s in fit]
            told += _tell_some(stories)
    return told


def _tell_some(stories: list[Story]) -> int:
    told = 0
    for story in stories:
        if told == EACH:
            break
        try:
            story.file(submit=False)
            story.attach_all()
            _use(story)
        except (Unsuited, RuleBroken):
            drop(story)
            continue
        told += 1
    return told


def _use(story: Story) -> None:
    """Everything on file is used instead of the scans, with the consent of whose it is; then hand in."""
    for code in _on_file(story.party.pk, story.spec, story.at):
        actions.use_held(story.filer, story.number, code, now=story.at, agreed=True)
    actions.submit(story.filer, story.number, now=story.at)


def _on_file(party: int, spec: ItemSpec, at: datetime) -> dict[str, Offer]:
    held = vault.holdings(party, at)
    return reuse.offers(spec.materials, held, spec.department, china_date(at))
