"""Lists of items: by audience, theme and department for the public, all of them for the keeper."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Count, F, QuerySet

from yimen.bureau.models import Department
from yimen.catalogue.models import Item, ItemVersion, Topic
from yimen.rules.item import Limit
from yimen.rules.terms import Channel, ItemState, Unit, VersionState
from yimen.trail import rows as ready

PERSON, ENTERPRISE = "person", "enterprise"

_COLUMNS = (
    "code", "state", "type", "filed", "department__credit_code", "department__short_name", "current__name",
    "current__promise_type", "current__promise_days", "current__promise_unit", "current__minutes",
    "current__visits", "current__online", "is_bundle",
)  # fmt: skip


@dataclass(frozen=True)
class ItemRow:
    """One item in a list. `promise` None: no promise given; `minutes` counts for 即办 only."""

    code: str
    name: str
    type: str
    state: str
    department: str
    department_short: str
    promise_type: str
    promise: Limit | None
    minutes: int
    visits: int
    online: bool
    filed: int
    is_bundle: bool = False


@dataclass(frozen=True)
class Page:
    """Rows and where the next page starts (`after`); empty at the end."""

    rows: list[ItemRow]
    next: str


@dataclass(frozen=True)
class Counted:
    """A name (theme or department) and how many open items stand under it."""

    key: str
    name: str
    count: int


@dataclass(frozen=True)
class KeeperRow:
    """One item as the keeper sees it: the version in force and the open draft (0 and "" when none)."""

    code: str
    name: str
    state: str
    department_short: str
    origin: str
    current_number: int
    draft_number: int
    draft_state: str


def browse(
    *,
    audience: str = "",
    topic: str = "",
    department: str = "",
    online: bool = False,
    item_type: str = "",
    after: str = "",
    limit: int = 20,
) -> Page:
    """Open items by code, keyset. `audience`: "person" or "enterprise"; `department`: credit code."""
    found = _open()
    if audience:
        found = found.filter(**{f"current__for_{audience}": True}) if _known(audience) else found.none()
    if topic:
        found = found.filter(pk__in=_under(topic, audience))
    if department:
        found = found.filter(department__credit_code=department)
    if online:
        found = found.filter(current__online=True)
    if item_type:
        found = found.filter(type=item_type)
    rows = rows_of(found.filter(code__gt=after).order_by("code")[: limit + 1])
    more = len(rows) > limit
    return Page(rows[:limit], rows[limit - 1].code if more else "")


def _known(audience: str) -> bool:
    return audience in {PERSON, ENTERPRISE}


def _under(topic: str, audience: str) -> QuerySet[Topic, int]:
    found = Topic.objects.filter(name=topic)
    return (found.filter(audience=audience) if audience else found).values_list("item_id", flat=True)


def _open() -> QuerySet[Item]:
    return Item.objects.filter(state=ItemState.ACTIVE, current__isnull=False, is_bundle=False)


def rows_of(found: QuerySet[Item]) -> list[ItemRow]:
    """List rows of a queryset of items that have a current version (one statement)."""
    return [_row(*values) for values in found.values_list(*_COLUMNS)]


def _row(
    code: str, state: str, kind: str, filed: int, department: str, short: str, name: str, promise_type: str,
    days: int | None, unit: str, minutes: int, visits: int, online: bool, bundle: bool,
) -> ItemRow:  # fmt: skip
    promise = limit_of(days, unit)
    return ItemRow(
        code, name, kind, state, department, short, promise_type, promise, minutes, visits, online, filed,
        bundle,
    )  # fmt: skip


def limit_of(days: int | None, unit: str) -> Limit | None:
    """A number of days with its unit from two columns; None when none is given."""
    return None if days is None else Limit(days, Unit.NATURAL if unit == Unit.NATURAL else Unit.WORKING)


def by_codes(codes: list[str]) -> list[ItemRow]:
    """The rows of these items that are in force, in the order asked for."""
    found = {row.code: row for row in rows_of(Item.objects.filter(code__in=codes, current__isnull=False))}
    return [found[code] for code in codes if code in found]


def popular(*, audience: str = "", limit: int = 8) -> list[ItemRow]:
    """The open items most often filed, then by code."""
    return [_row(*values) for values in _popular(audience if _known(audience) else "", limit).rows()]


def for_machines(limit: int = 24) -> list[ItemRow]:
    """The open items that a kiosk takes in (自助终端 among their channels), those most often filed first."""
    listed = _open().filter(current__spec__channels__icontains=f'"{Channel.KIOSK}"', is_bundle=False)
    return [_row(*values) for values in listed.order_by("-filed", "code").values_list(*_COLUMNS)[:limit]]


@lru_cache(maxsize=16)
def _popular(audience: str, limit: int) -> ready.Ready[tuple[Any, ...]]:
    narrowed = {f"current__for_{audience}": True} if audience else {}
    return ready.Ready(
        lambda: _open().filter(**narrowed).order_by("-filed", "code").values_list(*_COLUMNS)[:limit]
    )


_TOPICS = ready.Ready(
    lambda audience: (
        Topic.objects.filter(audience=audience)
        .values("name")
        .annotate(count=Count("item"))
        .order_by("-count", "name")
        .values_list("name", "count")
    ),
    str,
)
_ITEMS_EACH = ready.Ready(
    lambda: _open().order_by().values("department").annotate(n=Count("pk")).values_list("department", "n")
)
_DEPARTMENTS = ready.Ready(
    lambda ids: Department.objects.filter(pk__in=ids).order_by("short_name"), ready.Many(int)
)


def topics(audience: str) -> list[Counted]:
    """Themes of an audience ("person" or "enterprise") with the number of open items, the fullest first."""
    return [Counted(name, name, count) for name, count in _TOPICS.rows(audience)]


def departments_with_items() -> list[Counted]:
    """Departments that have open items, with their number, by name; key = credit code."""
    counts = dict(_ITEMS_EACH.rows())
    return [Counted(one.credit_code, one.short_name, counts[one.pk]) for one in _DEPARTMENTS.rows(counts)]


def open_count() -> int:
    """How many items one may apply for."""
    return _open().count()


def kept(
    *,
    text: str = "",
    state: str = "",
    draft_state: str = "",
    department: str = "",
    origin: str = "",
    after: str = "",
    limit: int = 50,
) -> list[KeeperRow]:
    """All items for the keeper, by code, keyset by `after`; `text` is part of a name or start of a code."""
    found = Item.objects.select_related("department", "current").filter(is_bundle=False)
    if text:
        named = ItemVersion.objects.filter(name__contains=text).values("item")
        found = found.filter(pk__in=named) | found.filter(code__startswith=text)
    if state:
        found = found.filter(state=state)
    if draft_state:
        found = found.filter(pk__in=ItemVersion.objects.filter(state=draft_state).values("item"))
    if department:
        found = found.filter(department__credit_code=department)
    if origin:
        found = found.filter(origin=origin)
    items = list(found.filter(code__gt=after).order_by("code")[:limit])
    drafts = _drafts(items)
    return [_keeper_row(one, drafts.get(one.pk)) for one in items]


def _drafts(items: list[Item]) -> dict[int, ItemVersion]:
    found = ItemVersion.objects.exclude(state=VersionState.PUBLISHED).filter(item__in=items)
    return {one.item_id: one for one in found.order_by(F("number").asc())}


def _keeper_row(one: Item, open_draft: ItemVersion | None) -> KeeperRow:
    shown = one.current or open_draft
    return KeeperRow(
        code=one.code,
        name=shown.name if shown else "",
        state=one.state,
        department_short=one.department.short_name,
        origin=one.origin,
        current_number=one.current.number if one.current else 0,
        draft_number=open_draft.number if open_draft else 0,
        draft_state=open_draft.state if open_draft else "",
    )
