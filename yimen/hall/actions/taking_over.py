"""A hall is taken over from a list, whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from yimen.rules.authority import Actor
from yimen.rules.hall import keeping
from yimen.rules.hall.events import HallEvent
from yimen.rules.hall.taking_over import NewSite
from yimen.rules.hall.terms import SiteLevel
from yimen.rules.queueing.floor import require_floor
from yimen.trail.usecase import use_case

from ..models import Site, Window
from ._shared import department_id, note, region_id


@dataclass(frozen=True)
class TakenOver:
    """How many sites and windows were entered."""

    sites: int
    windows: int


@use_case(TakenOver)
def take_over(
    actor: Actor, sites: Sequence[NewSite], level: str, region: str, *, now: datetime, once: str = ""
) -> TakenOver:
    """Enter sites of a region (12 digits) with their windows; hours and shifts are set afterwards.

    Who runs the floors there. Raises NotPermitted, SiteTaken, BadSiteCode, NotThere.
    """
    require_floor(actor, region)
    where, what = region_id(region), SiteLevel(level)
    for one in sites:
        code = keeping.read_site_code(one.code)
        if Site.objects.filter(code=code).exists():
            raise keeping.SiteTaken(number=code)
        site = Site.objects.create(
            code=code, name=one.name[:80], level=str(what), region_id=where, address=one.address[:300],
            week=[[]] * 7,
        )  # fmt: skip
        _enter(site, one)
        data = {"act": "add", "name": site.name, "level": site.level, "region": region,
                "windows": len(one.windows)}  # fmt: skip
        note(code, HallEvent.SITE_KEPT, actor, now, data)
    return TakenOver(len(sites), sum(len(one.windows) for one in sites))


def _enter(site: Site, one: NewSite) -> None:
    ids = {code: department_id(code) for code in {w.department for w in one.windows} if code}
    Window.objects.bulk_create(
        Window(site=site, number=w.number, name=w.name[:80], kind=str(w.kind),
               department_id=ids.get(w.department), phone=w.phone[:80])
        for w in one.windows
    )  # fmt: skip
