"""The sample people and firms with a login hold licences; of each type some are changed, renewed and ended.

A licence that ends is issued before for that story alone, so that the others stay with their holders.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from yimen.cases.models import Case
from yimen.rules.item import ItemSpec
from yimen.rules.licences import LicenceAct
from yimen.rules.terms import Audience

from . import county, endings, stories
from .stories import Cast

#: So many days before now the cases begin that do this to a licence.
_DAYS = {"issue": 60, "change": 30, "renew": 15, "cancel": 12, "revoke": 40}
#: So many days before now the case of a licence that is to end begins, and is handed out at the latest.
_ISSUED, _IN_HAND = 90, 45


def tell_all(cast: Cast, now: datetime, rng: random.Random) -> int:
    """One story that is handed out for each item that does something to a licence; how many were told."""
    few, told = _leads(cast), 0
    specs: Mapping[str, ItemSpec] = {one.code: one for one in county.item_specs()}
    for kind in county.licence_types():
        issuing = next(code for code, act in kind["items"] if act == LicenceAct.ISSUE)
        for code, act in kind["items"]:
            start, only = now - timedelta(days=_DAYS[act]), replace(few, specs=[specs[code]])
            if act in {LicenceAct.CANCEL, LicenceAct.REVOKE}:
                only = _of_holder(only, specs[issuing], now, rng)
            stories.tell(only, endings.BY_NAME["delivered"], start, now, rng)
            told += 1
    return told


def _leads(cast: Cast) -> Cast:
    """Those with a sample login."""
    leads = {p.id_number for p in county.people() if p.demo} | {
        e.credit_code for e in county.enterprises() if e.demo
    }
    return replace(
        cast,
        people=[one for one in cast.people if one[0].id_number in leads],
        firms=[one for one in cast.firms if one[0].id_number in leads],
    )


def _of_holder(cast: Cast, issuing: ItemSpec, now: datetime, rng: random.Random) -> Cast:
    """The same item, for nobody but somebody to whom a licence is issued here and now."""
    start, until = now - timedelta(days=_ISSUED), now - timedelta(days=_IN_HAND)
    number = stories.tell(replace(cast, specs=[issuing]), endings.BY_NAME["delivered"], start, until, rng)
    holder = Case.objects.get(number=number).party_id
    people = [one for one in cast.people if one[0].pk == holder]
    if people:
        return replace(cast, people=people, specs=[_for(cast, Audience.PERSON)])
    firms = [one for one in cast.firms if one[0].pk == holder]
    return replace(cast, firms=firms, specs=[_for(cast, Audience.ENTERPRISE)])


def _for(cast: Cast, audience: Audience) -> ItemSpec:
    """The one item, as it is told of this kind of applicant."""
    return replace(cast.specs[0], audiences=(audience,))
