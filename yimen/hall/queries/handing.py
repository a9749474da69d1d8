"""Where results are handed out: one hall of each region in which somebody holds a window post.

A case names the hall that received it, and the one that hands out, by its region, for that is what the posts
of clerks say. What the public reads is the name of the site there.
"""

from __future__ import annotations

from dataclasses import dataclass

from yimen.bureau import queries as bureau
from yimen.rules.hall.terms import SiteLevel

from ..models import Site


@dataclass(frozen=True)
class HandingOut:
    """A hall as a case names it. `address` "": no site is entered there."""

    region: str
    name: str
    address: str


def handing_out() -> list[HandingOut]:
    """The halls among which applicants choose, by region (two statements)."""
    regions = bureau.halls()
    first = _first([one.code for one in regions])
    return [
        HandingOut(one.code, site.name, site.address) if (site := first.get(one.code)) else
        HandingOut(one.code, one.name, "")
        for one in regions
    ]  # fmt: skip


def name_of(region: str) -> str:
    """What the hall of a region (12 digits) is called: its site, else the region, else the code."""
    site = _first([region]).get(region)
    if site is not None:
        return site.name
    found = bureau.region(region)
    return found.name if found else region


def _first(regions: list[str]) -> dict[str, Site]:
    """The site with people in each region: of several the first by its code."""
    rows = (
        Site.objects.filter(active=True, region__code__in=regions)
        .exclude(level=SiteLevel.SELF)
        .select_related("region")
        .order_by("-code")
    )
    return {one.region.code: one for one in rows}
