"""谁能办什么: which window serves which item, and which site is the nearest one that does.

一窗通办 (无差别受理): a general window serves every item that its site accepts. A department's window
serves its department's items and those listed for it; every other kind serves what is listed. What a site
accepts at all is a question of powers: `rules.routing`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from math import asin, cos, radians, sin, sqrt

from yimen.rules.hours import Opens, in_season

from .terms import SiteLevel, WindowKind

#: Mean radius of the earth, km.
_EARTH = 6371.0


@dataclass(frozen=True)
class WindowFact:
    """One window. `items`: codes listed for it; `season`: MM-DD and MM-DD, or two times ""."""

    kind: WindowKind
    department: str = ""
    items: frozenset[str] = frozenset()
    season: tuple[str, str] = ("", "")
    weekend: bool = False


@dataclass(frozen=True)
class ItemFact:
    """What of an item decides where it is served. `machine`: a machine can take it in; `weekend`: it is on
    the list of 延时服务."""

    code: str
    department: str
    machine: bool = False
    weekend: bool = False


@dataclass(frozen=True)
class Spot:
    """A place on the map, degrees (CGCS2000)."""

    east: float
    north: float


@dataclass(frozen=True)
class Near:
    """A site that serves what is asked for. `km`: as the crow flies, None where one of the two is unknown."""

    site: str
    level: SiteLevel
    opens: Opens | None
    km: float | None = None


def serves(window: WindowFact, item: ItemFact, day: date) -> bool:
    """Whether this window takes the item in on that day."""
    if not in_season(day, *window.season):
        return False
    if item.code in window.items or window.kind is WindowKind.GENERAL:
        return True
    if window.kind is WindowKind.DEPARTMENT:
        return window.department == item.department
    return window.kind is WindowKind.MACHINE and item.machine


def any_serves(windows: Iterable[WindowFact], item: ItemFact, day: date) -> bool:
    """Whether one of the windows does."""
    return any(serves(one, item, day) for one in windows)


def on_weekend(windows: Iterable[WindowFact], item: ItemFact, day: date) -> bool:
    """Whether the item is served in 延时服务: it is on the list, and a window that serves it is open then."""
    return item.weekend and any(one.weekend and serves(one, item, day) for one in windows)


def queue_for(queues: Mapping[int, Collection[WindowFact]], item: ItemFact, day: date) -> int | None:
    """In which queue an item stands: one with a window made for it before one of general windows; of several
    the first. None where no queue serves it."""
    fit = [key for key in sorted(queues) if any_serves(queues[key], item, day)]
    own = [key for key in fit if any(_is_own(one, item, day) for one in queues[key])]
    return next(iter(own or fit), None)


def _is_own(window: WindowFact, item: ItemFact, day: date) -> bool:
    return window.kind is not WindowKind.GENERAL and serves(window, item, day)


def at_general(windows: Iterable[WindowFact], item: ItemFact, day: date) -> bool | None:
    """Whether an item is taken in at general windows, because none is made for it; None where no window
    serves it."""
    fit = [one for one in windows if serves(one, item, day)]
    return all(one.kind is WindowKind.GENERAL for one in fit) if fit else None


def distance(a: Spot, b: Spot) -> float:
    """Kilometres between two places as the crow flies (haversine)."""
    north, east = radians(b.north - a.north), radians(b.east - a.east)
    part = sin(north / 2) ** 2 + cos(radians(a.north)) * cos(radians(b.north)) * sin(east / 2) ** 2
    return 2 * _EARTH * asin(sqrt(min(1.0, part)))


def nearest(found: Iterable[Near]) -> list[Near]:
    """Sites in the order in which to offer them: by distance, where that is known; without a place, who opens
    first, the county's centre before the others. A site that does not open is the last."""
    return sorted(found, key=_rank)


_LEVELS = list(SiteLevel)


def _rank(one: Near) -> tuple[bool, float, float, int, str]:
    far = one.km if one.km is not None else float("inf")
    wait = _wait(one.opens) if one.km is None and one.opens else 0.0
    return one.opens is None, far, wait, _LEVELS.index(one.level), one.site


def _wait(opens: Opens) -> float:
    moment: datetime = opens.at
    return 0.0 if opens.now else moment.timestamp()
