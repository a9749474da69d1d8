"""Many items at once, for the import and for building a sample county: a part of a larger transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Max
from django.utils import timezone

from yimen.catalogue.models import Item, ItemVersion
from yimen.catalogue.refusals import DateBackwards
from yimen.rules import situations
from yimen.rules.authority import Actor
from yimen.rules.events import Kind
from yimen.rules.item import BadSpec, ItemSpec
from yimen.rules.terms import VersionState
from yimen.trail import actions as trail

from . import _store, define

Progress = Callable[[int], None]

#: Items indexed between two calls of `progress`.
STRIDE = 50


@dataclass(frozen=True)
class Bulk:
    """Codes by what happened to them."""

    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Batch:
    """What all items of one bulk have in common. `origin` names where they come from."""

    actor: Actor
    now: datetime
    effective_from: date
    document: str
    origin: str = ""


def bulk_publish(
    actor: Actor,
    specs: Iterable[ItemSpec],
    *,
    effective_from: date,
    document: str,
    origin: str = "",
    now: datetime,
    progress: Progress | None = None,
) -> Bulk:
    """Create or change items and publish them with their findings, errors or not (docs/why/0003).

    Runs inside the caller's transaction only; a spec with the digest of the newest published version is
    unchanged and writes nothing. `progress` is told the number of items done since the last call.
    Raises NotPermitted, BadSpec (one code twice), BadCondition, DepartmentUnknown, DateBackwards (a later
    version waits) and what `settle` raises.
    """
    trail.require_transaction()
    _store.require_keeper(actor)
    batch = Batch(actor, now, effective_from, document[:200], origin)
    kept = list(specs)
    _once_each(kept)
    departments = define.department_ids(kept)
    materials = define.settle(kept)
    existing = _existing(kept)
    created = [spec for spec in kept if spec.code not in existing]
    newest = _newest(existing.values())
    changed = [s for s in kept if s.code in existing and _differs(s, newest.get(existing[s.code].pk), batch)]
    items = {**existing, **_insert_items(created, departments, batch)}
    fresh = [(items[spec.code], spec) for spec in [*created, *changed]]
    versions = _insert_versions(fresh, batch)
    _store.insert_uses(versions, materials)
    tell = progress or _quiet
    tell(len(kept) - len(fresh))
    _enforce(fresh, [version for version, _spec in versions], departments, batch, tell)
    touched = {spec.code for _item, spec in fresh}
    return Bulk(
        [s.code for s in created], [s.code for s in changed], [s.code for s in kept if s.code not in touched]
    )


def _quiet(_count: int) -> None:
    """Nobody watches."""


def _once_each(specs: list[ItemSpec]) -> None:
    seen: set[str] = set()
    for spec in specs:
        if spec.code in seen:
            raise BadSpec(where=spec.code, problem="同一个编码出现了两次")
        seen.add(spec.code)
        situations.read(spec)


def _existing(specs: Sequence[ItemSpec]) -> dict[str, Item]:
    found: dict[str, Item] = {}
    for start in range(0, len(specs), _store.BATCH):
        codes = [spec.code for spec in specs[start : start + _store.BATCH]]
        rows = Item.objects.select_for_update(of=("self",)).filter(code__in=codes)
        found.update({item.code: item for item in rows})
    return found


def _newest(items: Iterable[Item]) -> dict[int, ItemVersion]:
    """The newest published version of each item, with its digest and date only."""
    keys, found = [item.pk for item in items], {}
    for start in range(0, len(keys), _store.BATCH):
        part = keys[start : start + _store.BATCH]
        rows = ItemVersion.objects.filter(item__in=part, state=VersionState.PUBLISHED).order_by("number")
        rows = rows.only("item_id", "number", "digest", "effective_from")
        found.update({one.item_id: one for one in rows})
    return found


def _differs(spec: ItemSpec, newest: ItemVersion | None, batch: Batch) -> bool:
    if newest is None:
        return True
    if newest.digest == _store.digest(spec):
        return False
    if newest.effective_from is not None and newest.effective_from > batch.effective_from:
        raise DateBackwards(number=newest.number, day=newest.effective_from.isoformat())
    return True


def _insert_items(specs: list[ItemSpec], departments: dict[str, int], batch: Batch) -> dict[str, Item]:
    made = Item.objects.bulk_create(
        (
            Item(
                code=spec.code,
                department_id=departments[spec.department],
                type=str(spec.type),
                origin=batch.origin,
            )
            for spec in specs
        ),
        batch_size=_store.BATCH,
    )
    return {item.code: item for item in made}


def _insert_versions(pairs: list[tuple[Item, ItemSpec]], batch: Batch) -> list[tuple[ItemVersion, ItemSpec]]:
    tops = _tops([item for item, _spec in pairs])
    rows = [_version(item, tops.get(item.pk, 0) + 1, spec, batch) for item, spec in pairs]
    made = ItemVersion.objects.bulk_create(rows, batch_size=200)
    _store.insert_findings(made)
    for version in made:
        _tell(version, batch)
    return [(version, spec) for version, (_item, spec) in zip(made, pairs, strict=True)]


def _tops(items: list[Item]) -> dict[int, int]:
    found: dict[int, int] = {}
    for start in range(0, len(items), _store.BATCH):
        rows = ItemVersion.objects.filter(item__in=items[start : start + _store.BATCH])
        found.update(dict(rows.values("item_id").annotate(top=Max("number")).values_list("item_id", "top")))
    return found


def _version(item: Item, number: int, spec: ItemSpec, batch: Batch) -> ItemVersion:
    return ItemVersion(
        item=item,
        number=number,
        state=VersionState.PUBLISHED,
        effective_from=batch.effective_from,
        document=batch.document,
        findings=_store.findings(spec),
        created_at=batch.now,
        created_by=batch.actor.label,
        published_at=batch.now,
        published_by=batch.actor.label,
        **_store.columns(spec),
    )


def _tell(version: ItemVersion, batch: Batch) -> None:
    data = {
        "version": version.number, "effective_from": batch.effective_from.isoformat(),
        "document": batch.document, "digest": version.digest, "origin": batch.origin,
    }  # fmt: skip
    trail.append(_store.stream(version.item.code), Kind.ITEM_PUBLISHED, batch.actor.label, batch.now, data)


def _enforce(
    pairs: list[tuple[Item, ItemSpec]],
    versions: list[ItemVersion],
    departments: dict[str, int],
    batch: Batch,
    progress: Progress,
) -> None:
    if batch.effective_from > timezone.localdate(batch.now):
        return
    items = []
    for (item, spec), version in zip(pairs, versions, strict=True):
        item.current = version
        item.type, item.department_id = str(spec.type), departments[spec.department]
        item.origin = batch.origin or item.origin
        items.append(item)
    Item.objects.bulk_update(items, ["current", "type", "department", "origin"], batch_size=200)
    _store.unindex(items)
    for start in range(0, len(pairs), STRIDE):
        part = pairs[start : start + STRIDE]
        _store.index((item, spec) for item, spec in part if item.is_open)
        progress(len(part))
