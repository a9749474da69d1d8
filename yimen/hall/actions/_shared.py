"""What the actions of the hall share: the answer, the rows in hand, the event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yimen.bureau import queries as bureau
from yimen.catalogue import queries as catalogue
from yimen.catalogue.refusals import ItemUnknown
from yimen.rules.authority import Actor
from yimen.rules.hall import keeping
from yimen.rules.hall.events import HallEvent
from yimen.rules.offices import NotThere
from yimen.rules.queueing import floor
from yimen.trail import actions as trail

from ..models import Site, Window


@dataclass(frozen=True)
class Kept:
    """The row that was written."""

    id: int


def site_in_hand(code: str) -> Site:
    """The site, locked. Raises SiteUnknown."""
    rows = Site.objects.select_for_update(of=("self",)).select_related("region")
    found = rows.filter(code=code).first()
    if found is None:
        raise keeping.SiteUnknown()
    return found


def kept_site(actor: Actor, code: str) -> Site:
    """The site, locked, for who runs its floor. Raises SiteUnknown, NotPermitted."""
    found = site_in_hand(code)
    floor.require_floor(actor, found.region.code)
    return found


def window_in_hand(site: str, number: str) -> Window:
    """The window, locked. Raises WindowUnknown."""
    rows = Window.objects.select_for_update(of=("self",)).select_related("site")
    found = rows.filter(site__code=site, number=number).first()
    if found is None:
        raise keeping.WindowUnknown()
    return found


def region_id(code: str) -> int:
    """The row of a region. Raises NotThere."""
    found = bureau.region(code)
    if found is None:
        raise NotThere(what="行政区划", number=code)
    return int(found.pk)


def department_id(credit_code: str) -> int:
    """The row of a department. Raises NotThere."""
    found = bureau.department(credit_code)
    if found is None:
        raise NotThere(what="部门", number=credit_code)
    return int(found.pk)


def item_id(code: str) -> int:
    """The row of an item. Raises ItemUnknown."""
    found = catalogue.item(code)
    if found is None:
        raise ItemUnknown(item=code[:60])
    return int(found.pk)


def note(site: str, kind: HallEvent, actor: Actor, now: datetime, data: Mapping[str, Any]) -> None:
    """Append one event of a site."""
    trail.append(f"hall:{site}", kind, actor.label, now, {"site": site, **data})
