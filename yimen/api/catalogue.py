"""The catalogue: items found and read, their versions, the shared materials. Public, no token needed."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router

from yimen.catalogue import queries as catalogue
from yimen.catalogue.refusals import ItemUnknown
from yimen.rules.terms import VersionState

from .paging import next_link, start_of
from .refusals import NotTogether
from .schemas.catalogue import (
    ItemFullOut,
    ItemOut,
    ItemsIn,
    ItemsOut,
    MaterialOut,
    MaterialsIn,
    MaterialsOut,
    VersionOut,
    VersionsOut,
)
from .typed import ItemCode

router = Router(tags=["目录"])


@router.get(
    "/items", response=ItemsOut, operation_id="items_list", summary="找事项",
    description="能申请的事项。有 q 按相关度排，没有按编码排。不要令牌。",
)  # fmt: skip
def items(request: HttpRequest, asked: Query[ItemsIn]) -> ItemsOut:
    """Found by words, or listed by theme and department."""
    return _searched(request, asked) if asked.q else _browsed(request, asked)


def _searched(request: HttpRequest, asked: ItemsIn) -> ItemsOut:
    for name in ("topic", "department"):
        if getattr(asked, name):
            raise NotTogether(one="q", other=name)
    what = f"search|{asked.q}|{asked.audience}"
    offset = start_of(asked, what) or 0
    found = catalogue.search(asked.q or "", audience=asked.audience or "", offset=offset, limit=asked.limit)
    rows = [ItemOut.of(one.row) for one in found.rows]
    return ItemsOut(items=rows, next=next_link(request, what, found.next))


def _browsed(request: HttpRequest, asked: ItemsIn) -> ItemsOut:
    what = f"items|{asked.audience}|{asked.topic}|{asked.department}"
    page = catalogue.browse(
        audience=asked.audience or "", topic=asked.topic or "", department=asked.department or "",
        after=start_of(asked, what) or "", limit=asked.limit,
    )  # fmt: skip
    return ItemsOut(
        items=[ItemOut.of(row) for row in page.rows], next=next_link(request, what, page.next or None)
    )


@router.get(
    "/items/{code}", response=ItemFullOut, operation_id="items_read", summary="看一个事项",
    description="现行版本的全部内容。不要令牌。",
)  # fmt: skip
def item(request: HttpRequest, code: ItemCode) -> ItemFullOut:
    """One item in full. Raises ItemUnknown, VersionUnknown."""
    return ItemFullOut.of(catalogue.item_page(code))


@router.get(
    "/items/{code}/versions", response=VersionsOut, operation_id="items_versions", summary="事项的版本",
    description="已发布的版本，新的在前；草稿不在内。不要令牌。",
)  # fmt: skip
def versions(request: HttpRequest, code: ItemCode) -> VersionsOut:
    """Published versions only: a draft is the keepers' own business. Raises ItemUnknown."""
    found = [row for row in catalogue.versions(code) if row.state == VersionState.PUBLISHED]
    if not found:
        raise ItemUnknown(item=code)
    return VersionsOut(versions=[VersionOut.of(row) for row in found])


@router.get(
    "/materials", response=MaterialsOut, operation_id="materials_list", summary="找材料",
    description="各事项共用的材料，按编码排。不要令牌。",
)  # fmt: skip
def materials(request: HttpRequest, asked: Query[MaterialsIn]) -> MaterialsOut:
    """Shared materials by code."""
    what = f"materials|{asked.q}"
    after = start_of(asked, what) or ""
    rows = catalogue.materials(text=asked.q or "", after=after, limit=asked.limit + 1)
    kept = rows[: asked.limit]
    start = kept[-1].code if len(rows) > asked.limit else None
    return MaterialsOut(materials=[MaterialOut.of(row) for row in kept], next=next_link(request, what, start))
