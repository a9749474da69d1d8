"""Which office decides what a town has received."""

from __future__ import annotations

from datetime import date

from yimen.bureau import queries as bureau
from yimen.rules import routing

from . import facts


def deciding_office(item: str, region: str, today: date) -> str:
    """The credit code of the town's own office that decides an item received in this region (12 digits), ""
    where the item's own organ does. What the county receives costs no statement."""
    if not routing.is_below(region):
        return ""
    moves = facts.moves_of(item)
    sites = [facts.site_fact(one) for one in facts.active().filter(region__code=region)]
    if not any(routing.decides(one, moves, today) for one in sites):
        return ""
    return bureau.offices_under(region).get(region, "")
