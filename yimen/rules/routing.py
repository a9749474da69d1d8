"""通办和放权: who may receive what, and which office decides it.

任一大厅都收，该谁批谁批 (国办发〔2020〕35号, 收受分离): a power moves down by a record with its basis,
the organ that gave it, to whom, and from when; without a record an item is received at the centre only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from .authority import region_prefix
from .errors import Kind, RuleBroken
from .hall.terms import Power, SiteLevel


class PowerBasis(RuleBroken):
    """A power moves on the strength of a document."""

    code = "routing.basis"
    text = "放权要写依据的文件"
    kind = Kind.INVALID


class PowerDays(RuleBroken):
    """A power that moves for a time ends on or after the day from which it holds."""

    code = "routing.days"
    text = "放权的结束日期早于开始日期"
    kind = Kind.INVALID


class PowerThere(RuleBroken):
    """The same power lies there already."""

    code = "routing.there"
    text = "这个事项已经放给那里了，要改先收回"


class PowerReach(RuleBroken):
    """Powers move down: to towns and villages."""

    code = "routing.reach"
    text = "只能放给乡镇或者村（社区）"
    kind = Kind.INVALID


class NotReceivedHere(RuleBroken):
    """The power to receive this item does not lie with this site."""

    code = "routing.not_received_here"
    text = "这里不收“{item}”，能收的大厅在事项指南的“就近办”里"


@dataclass(frozen=True)
class Move:
    """One power that moved: to all sites of a level within a region (12 digits). `last` None: for good."""

    power: Power
    level: SiteLevel
    region: str
    first: date
    last: date | None = None


@dataclass(frozen=True)
class SiteFact:
    """What of a site decides which powers it has."""

    level: SiteLevel
    region: str


def check_move(move: Move, basis: str) -> None:
    """Raises PowerReach, PowerDays, PowerBasis."""
    if move.level not in {SiteLevel.TOWN, SiteLevel.VILLAGE}:
        raise PowerReach()
    if move.last is not None and move.last < move.first:
        raise PowerDays()
    if not basis.strip():
        raise PowerBasis()


def reaches(move: Move, site: SiteFact, today: date) -> bool:
    """Whether a power lies with this site today."""
    within = site.region.startswith(region_prefix(move.region))
    in_force = move.first <= today <= (move.last or date.max)
    return within and in_force and move.level is site.level


def receives(site: SiteFact, moves: Iterable[Move], today: date) -> bool:
    """Whether a site may receive an item: the centre and its machines all of them, a town or a village what
    was moved to it."""
    if site.level in {SiteLevel.CENTRE, SiteLevel.SELF}:
        return True
    return any(reaches(one, site, today) for one in moves)


def require_received(sites: Collection[SiteFact], moves: Collection[Move], today: date, name: str) -> None:
    """Raise NotReceivedHere where there are sites and none of them may receive the item of this name."""
    if sites and not any(receives(one, moves, today) for one in sites):
        raise NotReceivedHere(item=name)


def decides(site: SiteFact, moves: Iterable[Move], today: date) -> bool:
    """Whether a site's own office decides an item, because that power was moved to it."""
    return any(one.power is Power.DECIDE and reaches(one, site, today) for one in moves)
