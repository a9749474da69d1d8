"""Publishing: a checked draft becomes a version that never changes, in force from a day on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q
from django.utils import timezone

from yimen.catalogue.models import Item, ItemVersion
from yimen.catalogue.refusals import DateBackwards, DraftMoved, NoDocument, PublishedFixed
from yimen.rules import authority, quality
from yimen.rules.authority import Actor
from yimen.rules.events import Kind
from yimen.rules.item import ItemSpec
from yimen.rules.terms import Role, VersionState
from yimen.trail.usecase import use_case

from . import _store, define


@dataclass(frozen=True)
class Published:
    """A published version; `in_force`: it is the current one from now on."""

    code: str
    number: int
    version_id: int
    effective_from: str
    in_force: bool


@dataclass(frozen=True)
class TookEffect:
    """Codes of the items whose current version changed."""

    codes: list[str]


@use_case(Published)
def publish(
    actor: Actor, code: str, *, effective_from: date, document: str, now: datetime, once: str = ""
) -> Published:
    """Freeze the open draft and put it in force on `effective_from` (a natural day, Beijing time).

    The 质检 runs again here. Raises NotPermitted, ItemUnknown, NoDraft, NotPublishable, NoDocument,
    DateBackwards (before the version it replaces) and DraftMoved (another version came in between).
    """
    _store.require_keeper(actor)
    require_document(document)
    item = _store.lock_item(code)
    _store.require_plain(item)
    draft = _store.require_draft(item)
    require_place_in_order(item, draft, effective_from)
    spec = ItemSpec.from_dict(draft.spec)
    quality.may_publish(quality.check(spec))
    _freeze(draft, spec, actor, now, effective_from, document)
    in_force = effective_from <= timezone.localdate(now)
    if in_force:
        _store.put_in_force(item, draft, spec, define.department_ids([spec])[spec.department])
    _store.tell(
        code, Kind.ITEM_PUBLISHED, actor, now,
        version=draft.number, effective_from=effective_from.isoformat(),
        document=document, digest=draft.digest,
    )  # fmt: skip
    return Published(code, draft.number, draft.pk, effective_from.isoformat(), in_force)


@use_case(TookEffect)
def take_effect(actor: Actor, *, now: datetime, once: str = "") -> TookEffect:
    """Make current every published version whose day has come. The worker calls it; harmless to repeat."""
    authority.require_role(actor, Role.KEEPER, Role.ADMIN)
    changed = []
    for version in due_versions(timezone.localdate(now)):
        item = _store.lock_item(version.item.code)
        if item.current is not None and item.current.number >= version.number:
            continue
        spec = ItemSpec.from_dict(version.spec)
        _store.put_in_force(item, version, spec, define.department_ids([spec])[spec.department])
        _store.tell(item.code, Kind.ITEM_STATE_CHANGED, actor, now, version=version.number, state="in_force")
        changed.append(item.code)
    return TookEffect(changed)


def due_versions(today: date) -> list[ItemVersion]:
    """Published versions in force today that are not current yet, the newest of each item first."""
    late = Q(item__current=None) | Q(number__gt=F("item__current__number"))
    found = ItemVersion.objects.filter(late, state=VersionState.PUBLISHED, effective_from__lte=today)
    return list(found.select_related("item").order_by("item_id", "-number"))


def _freeze(
    draft: ItemVersion, spec: ItemSpec, actor: Actor, now: datetime, effective_from: date, document: str
) -> None:
    require_open(draft)
    draft.findings = _store.findings(spec)
    draft.state = VersionState.PUBLISHED
    draft.effective_from, draft.document = effective_from, document[:200]
    draft.published_at, draft.published_by = now, actor.label
    draft.save()
    _store.keep_findings([draft])
    _store.insert_uses([(draft, spec)], define.settle([spec]))


def require_open(version: ItemVersion) -> None:
    """Raise PublishedFixed when the version is published."""
    if version.state == VersionState.PUBLISHED:
        raise PublishedFixed(number=version.number)


def require_document(document: str) -> None:
    """Raise NoDocument where no document orders the version."""
    if not document.strip():
        raise NoDocument()


def require_place_in_order(item: Item, draft: ItemVersion, day: date) -> None:
    """Raise DraftMoved or DateBackwards where the version would not come after the last one."""
    last = item.versions.filter(state=VersionState.PUBLISHED).order_by("-number").first()
    if last is None:
        return
    if last.number > draft.number:
        raise DraftMoved(number=last.number)
    if last.effective_from is not None and day < last.effective_from:
        raise DateBackwards(number=last.number, day=last.effective_from.isoformat())
