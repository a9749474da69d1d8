"""One item: its row, its versions, its spec, the facts of its guide page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from yimen.catalogue.models import Item, ItemVersion
from yimen.catalogue.refusals import ItemUnknown, VersionUnknown
from yimen.rules.item import ItemSpec
from yimen.rules.terms import VersionState
from yimen.trail import rows

#: Published versions kept in memory: a county has a few thousand items.
SPECS_KEPT = 4096


class _NotFrozen(Exception):
    """A draft may still change: it is never kept in memory."""


@dataclass(frozen=True)
class VersionRow:
    """One version as lists show it. `errors` and `warnings` count its quality findings."""

    id: int
    item: str
    number: int
    state: str
    name: str
    digest: str
    effective_from: date | None
    document: str
    note: str
    created_at: datetime
    created_by: str
    published_at: datetime | None
    published_by: str
    current: bool
    errors: int
    warnings: int


@dataclass(frozen=True)
class Body:
    """The department that owns an item, as a guide shows it."""

    credit_code: str
    name: str
    short_name: str
    address: str
    consult_phone: str
    complain_phone: str
    warning: str


@dataclass(frozen=True)
class ItemPage:
    """The facts of a guide page. `state` is a code of ItemState; `next_from`: a newer version waits."""

    item_id: int
    code: str
    state: str
    is_open: bool
    origin: str
    filed: int
    version_id: int
    number: int
    effective_from: date
    document: str
    spec: ItemSpec
    body: Body
    next_from: date | None


def item(code: str) -> Item | None:
    """The row of one item by its code, or None."""
    return Item.objects.filter(code=code).first()


def ids(codes: Iterable[str]) -> dict[str, int]:
    """The rows of these items by their codes. Raises ItemUnknown for the first that is none."""
    wanted = sorted(set(codes))
    found = dict(Item.objects.filter(code__in=wanted).values_list("code", "pk"))
    for code in wanted:
        if code not in found:
            raise ItemUnknown(item=code[:60])
    return found


def codes_named(names: Iterable[str]) -> dict[str, str]:
    """The codes of items in force that are called exactly so; a name that two of them have is left out."""
    rows = Item.objects.filter(current__name__in=set(names), is_bundle=False).values_list(
        "current__name", "code"
    )
    found: dict[str, list[str]] = {}
    for name, code in rows:
        found.setdefault(name, []).append(code)
    return {name: listed[0] for name, listed in found.items() if len(listed) == 1}


def spec(version_id: int) -> ItemSpec:
    """The facts of one version. Published ones are kept in memory, for they never change.

    Raises VersionUnknown.
    """
    try:
        return _frozen(version_id)
    except _NotFrozen as draft:
        return ItemSpec.from_dict(draft.args[0])


def bases(codes: Iterable[str]) -> dict[str, str]:
    """The first law that each of these items rests on, by code; without those that name none."""
    rows = Item.objects.filter(code__in=list(codes), current__isnull=False).values_list("code", "current")
    found = {code: spec(current).basis for code, current in rows if current is not None}
    return {code: laws[0].law for code, laws in found.items() if laws}


@lru_cache(maxsize=SPECS_KEPT)
def _frozen(version_id: int) -> ItemSpec:
    found = ItemVersion.objects.filter(pk=version_id).values_list("state", "spec").first()
    if found is None:
        raise VersionUnknown()
    if found[0] != VersionState.PUBLISHED:
        raise _NotFrozen(found[1])
    return ItemSpec.from_dict(found[1])


def forget_specs() -> None:
    """Empty the memory of published specs: for tests, where a rolled back id comes again."""
    _frozen.cache_clear()


def current_version(code: str, today: date) -> ItemVersion:
    """The version of the item that is in force on `today`, whether the worker has switched or not.

    Raises ItemUnknown, and VersionUnknown when none is in force.
    """
    found = (
        ItemVersion.objects.select_related("item")
        .filter(item__code=code, state=VersionState.PUBLISHED, effective_from__lte=today)
        .order_by("-number")
        .first()
    )
    if found is None:
        raise VersionUnknown() if Item.objects.filter(code=code).exists() else ItemUnknown(item=code)
    return found


_ITEM = rows.Ready(lambda code: Item.objects.select_related("department", "current").filter(code=code), str)
_LATER = rows.Ready(
    lambda item, number: (
        ItemVersion.objects.filter(item_id=item, state=VersionState.PUBLISHED, number__gt=number)
        .order_by("number")
        .values_list("effective_from")[:1]
    ),
    int,
    int,
)


def item_page(code: str) -> ItemPage:
    """The facts of one item's guide page. Raises ItemUnknown; VersionUnknown while none is in force."""
    found = _ITEM.first(code)
    if found is None:
        raise ItemUnknown(item=code)
    version = found.current
    if version is None or version.effective_from is None:
        raise VersionUnknown()
    return ItemPage(
        item_id=found.pk,
        code=found.code,
        state=found.state,
        is_open=found.is_open,
        origin=found.origin,
        filed=found.filed,
        version_id=version.pk,
        number=version.number,
        effective_from=version.effective_from,
        document=version.document,
        spec=spec(version.pk),
        body=_body(found),
        next_from=_next_from(found, version),
    )


def _body(one: Item) -> Body:
    d = one.department
    return Body(d.credit_code, d.name, d.short_name, d.address, d.consult_phone, d.complain_phone, d.warning)


def _next_from(one: Item, version: ItemVersion) -> date | None:
    found = _LATER.first(one.pk, version.number)
    return found[0] if found else None


def version(version_id: int) -> VersionRow:
    """One version by its id. Raises VersionUnknown."""
    found = ItemVersion.objects.select_related("item").filter(pk=version_id).first()
    if found is None:
        raise VersionUnknown()
    return _version_row(found)


def versions(code: str) -> list[VersionRow]:
    """All versions of one item, newest first; empty when there is no such item."""
    found = ItemVersion.objects.select_related("item").filter(item__code=code).order_by("-number")
    return [_version_row(one) for one in found]


def draft(code: str) -> VersionRow | None:
    """The open draft of one item, or None."""
    found = (
        ItemVersion.objects.select_related("item")
        .filter(item__code=code)
        .exclude(state=VersionState.PUBLISHED)
        .order_by("-number")
        .first()
    )
    return _version_row(found) if found else None


def _version_row(one: ItemVersion) -> VersionRow:
    errors = sum(1 for finding in one.findings if finding["severity"] == "error")
    return VersionRow(
        id=one.pk,
        item=one.item.code,
        number=one.number,
        state=one.state,
        name=one.name,
        digest=one.digest,
        effective_from=one.effective_from,
        document=one.document,
        note=one.note,
        created_at=one.created_at,
        created_by=one.created_by,
        published_at=one.published_at,
        published_by=one.published_by,
        current=one.item.current_id == one.pk,
        errors=errors,
        warnings=len(one.findings) - errors,
    )


def names() -> list[str]:
    """The names of the items in force."""
    found = ItemVersion.objects.filter(pk__in=Item.objects.filter(current__isnull=False).values("current"))
    return list(found.order_by("id").values_list("name", flat=True))
