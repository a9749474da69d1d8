"""The sample people and firms with a login hold licences: one of each type, changed and renewed."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta

from . import county, endings, stories
from .stories import Cast

#: So many days before now the cases that issue, change and renew begin.
_DAYS = {"issue": 60, "change": 30, "renew": 15}


def tell_all(cast: Cast, now: datetime, rng: random.Random) -> int:
    """One story that is handed out for each item that does something to a licence; how many were told."""
    leads = {p.id_number for p in county.people() if p.demo} | {
        e.credit_code for e in county.enterprises() if e.demo
    }
    few = replace(
        cast,
        people=[one for one in cast.people if one[0].id_number in leads],
        firms=[one for one in cast.firms if one[0].id_number in leads],
    )
    specs, told = {one.code: one for one in county.item_specs()}, 0
    for kind in county.licence_types():
        for code, act in kind["items"]:
            start = now - timedelta(days=_DAYS[act])
            only = replace(few, specs=[specs[code]])
            stories.tell(only, endings.BY_NAME["delivered"], start, now, rng)
            told += 1
    return told
