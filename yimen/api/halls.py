"""Halls: all of them, one in full, and those that take an item in. Public, no token needed."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router

from yimen.catalogue import queries as catalogue
from yimen.hall import queries as hall
from yimen.hall.queries import SiteRow
from yimen.rules.item import ItemSpec

from .auth import now_of
from .schemas.halls import SiteFullOut, SiteOut, SitesIn, SitesOut
from .typed import ItemCode

router = Router(tags=["大厅"])


@router.get(
    "/sites", response=SitesOut, operation_id="sites_list", summary="找大厅",
    description="全部大厅，正在开放还是下一次什么时候开。写了 at，近的在前。不要令牌。",
)  # fmt: skip
def sites(request: HttpRequest, asked: Query[SitesIn]) -> SitesOut:
    """All sites: a county has some dozens."""
    rows = hall.sites(now=now_of(request), text=asked.q or "", at=asked.at or "")
    return _listed(request, rows)


def _listed(request: HttpRequest, rows: list[SiteRow], spec: ItemSpec | None = None) -> SitesOut:
    """Sites; those that call numbers and are open now with who waits there."""
    opened = [one.code for one in rows if one.opens and one.opens.now]
    waits = hall.waits_at(opened, now_of(request), spec)
    return SitesOut(sites=[SiteOut.of(one, waits.get(one.code)) for one in rows])


@router.get(
    "/sites/{code}", response=SiteFullOut, operation_id="sites_read", summary="看一个大厅",
    description="地址、这几天的开放时间、窗口、每一类号要等多久。不要令牌。",
)  # fmt: skip
def site(request: HttpRequest, code: str) -> SiteFullOut:
    """One site in full. Raises SiteUnknown."""
    now = now_of(request)
    page = hall.site_page(code[:20], now=now)
    opened = page.row.opens is not None and page.row.opens.now
    waits = hall.waits_at([page.row.code] if opened else [], now)
    return SiteFullOut.page(page, waits.get(page.row.code), hall.waits(page.row.code, now) if opened else [])


@router.get(
    "/items/{code}/sites", response=SitesOut, operation_id="items_sites", summary="就近办",
    description="能办这个事项的大厅，按放权记录和窗口算；写了 at，近的在前。"
    "开着的说几个人在等、要等多久。不要令牌。",
)  # fmt: skip
def serving(request: HttpRequest, code: ItemCode, asked: Query[SitesIn]) -> SitesOut:
    """Where an item is taken in. Raises ItemUnknown, VersionUnknown."""
    spec = catalogue.item_page(code).spec
    rows = hall.serving_item(spec, now=now_of(request), at=asked.at or "", text=asked.q or "")
    return _listed(request, rows, spec)
