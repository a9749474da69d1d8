"""秒批 in the sample county: who works for themselves registers online and has the licence in seconds; who
lost a job is looked at by a person. Told last, and decided by the same worker as everywhere.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta

from yimen.cases import actions
from yimen.rules.calendar import china_date
from yimen.rules.errors import RuleBroken
from yimen.rules.item import ItemSpec

from . import answers, county, endings, stories
from .stories import Cast, Story, Unsuited, drop

#: The item by its short name, and how each of the last applications stands: the field and its answers.
ITEM, FIELD, LAST = "job_register", "job_status", ("flexible", "none", "flexible", "flexible")
#: What people decided before, for the dry run: so many days ago, and how.
BEFORE = ((150, "delivered"), (120, "refused_delivered"), (90, "delivered"), (60, "delivered"))


def spec() -> ItemSpec:
    """The item with rules."""
    return next(one for one in county.item_specs() if one.extra["key"] == ITEM)


def tell_before(cast: Cast, now: datetime, rng: random.Random) -> int:
    """Cases that people decided in the last year; how many were told."""
    only = replace(cast, specs=[spec()])
    for days, end in BEFORE:
        stories.tell(only, endings.BY_NAME[end], now - timedelta(days=days), now, rng)
    return len(BEFORE)


def tell_last(cast: Cast, now: datetime, rng: random.Random) -> int:
    """Applications handed in now, by the people with a login first, then at the counter; how many came."""
    item, told = spec(), 0
    marked = {p.id_number for p in county.people() if p.demo}
    leads = [one for one in cast.people if one[0].id_number in marked]
    others = rng.sample([one for one in cast.people if one[1] is None], len(LAST))
    for place, status in enumerate(LAST):
        party, actor = leads[0] if place < 2 else others[place]
        story = Story(cast, rng, item, party, actor, rng.choice(cast.clerks), now - timedelta(days=3), now)
        told += _handed_in(story, status)
    return told


def _handed_in(story: Story, status: str) -> bool:
    """One application with this answer; False where the form did not come about."""
    try:
        story.file(submit=False)
        given = {FIELD: status, "delivery_method": "electronic"}
        fields = {use.key for use in story.spec.form}
        raw = answers.sample(story.spec, story.who(), china_date(story.at), story.rng)
        if raw is None or FIELD not in fields:
            raise Unsuited
        actions.save(story.filer, story.number, {**raw, **given}, now=story.at)
        story.attach_all()
        actions.submit(story.filer, story.number, now=story.until)
    except (Unsuited, RuleBroken):
        drop(story)
        return False
    return True
