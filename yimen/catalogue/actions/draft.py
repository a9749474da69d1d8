"""Writing a draft: save, check, discard. An item has at most one open draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yimen.catalogue.models import Item, ItemVersion
from yimen.catalogue.refusals import DraftMoved
from yimen.rules import situations
from yimen.rules.authority import Actor
from yimen.rules.events import Kind
from yimen.rules.instant import spec as instant
from yimen.rules.item import BadSpec, ItemSpec
from yimen.rules.quality import Severity
from yimen.rules.terms import VersionState
from yimen.trail.usecase import use_case

from . import _store, define


@dataclass(frozen=True)
class Drafted:
    """The open draft: its item, number, id and digest (give it back as `base_digest` to save again)."""

    code: str
    number: int
    version_id: int
    digest: str


@dataclass(frozen=True)
class Checked:
    """What the quality check found: counts, and the state the draft is now in."""

    code: str
    number: int
    errors: int
    warnings: int
    state: str


@dataclass(frozen=True)
class Discarded:
    """Which draft is gone."""

    code: str
    number: int


@use_case(Drafted)
def save_draft(
    actor: Actor,
    spec: Mapping[str, Any],
    *,
    base_version: int | None = None,
    base_digest: str = "",
    note: str = "",
    now: datetime,
    once: str = "",
) -> Drafted:
    """Create or update the open draft of the item that `spec` (the stored form of ItemSpec) names.

    `base_version`: the highest version number the keeper had before them; `base_digest`: what they read.
    Raises NotPermitted, BadSpec, BadCondition, DepartmentUnknown, MaterialNamedOtherwise,
    ElementTypedOtherwise and DraftMoved (somebody else changed the item meanwhile).
    """
    _store.require_keeper(actor)
    read = _fit(spec)
    department = define.department_ids([read])[read.department]
    define.settle([read])
    item = _item_for(read, department)
    draft = draft_for(item, base_version, base_digest)
    for name, value in _store.columns(read).items():
        setattr(draft, name, value)
    draft.state, draft.findings, draft.note = VersionState.DRAFT, [], note[:500]
    draft.created_at, draft.created_by = now, actor.label
    draft.save()
    _store.keep_findings([draft])
    _store.tell(item.code, Kind.ITEM_DRAFTED, actor, now, version=draft.number, digest=draft.digest)
    return Drafted(item.code, draft.number, draft.pk, draft.digest)


@use_case(Checked)
def check(actor: Actor, code: str, *, now: datetime, once: str = "") -> Checked:
    """Run the 质检 on the open draft and keep its findings; without errors the draft is 已检查.

    Raises NotPermitted, ItemUnknown, NoDraft.
    """
    _store.require_keeper(actor)
    item = _store.lock_item(code)
    _store.require_plain(item)
    draft = _store.require_draft(item)
    draft.findings = _store.findings(ItemSpec.from_dict(draft.spec))
    errors = sum(1 for one in draft.findings if one["severity"] == Severity.ERROR)
    draft.state = VersionState.DRAFT if errors else VersionState.CHECKED
    draft.save(update_fields=["findings", "state"])
    _store.keep_findings([draft])
    warnings = len(draft.findings) - errors
    _store.tell(code, Kind.ITEM_CHECKED, actor, now, version=draft.number, errors=errors, warnings=warnings)
    return Checked(code, draft.number, errors, warnings, str(draft.state))


@use_case(Discarded)
def discard_draft(actor: Actor, code: str, *, now: datetime, once: str = "") -> Discarded:
    """Throw the open draft away; the versions that are published stay as they are.

    Raises NotPermitted, ItemUnknown, NoDraft.
    """
    _store.require_keeper(actor)
    item = _store.lock_item(code)
    draft = _store.require_draft(item)
    number = draft.number
    draft.delete()
    _store.tell(code, Kind.ITEM_DRAFTED, actor, now, version=number, discarded=True)
    return Discarded(code, number)


def _fit(spec: Mapping[str, Any]) -> ItemSpec:
    read = ItemSpec.from_dict(spec)
    require_code_and_name(read.code, read.name)
    situations.read(read)
    rules = instant.read(read)
    if rules is not None:
        instant.typed(read, rules)
    return read


def require_code_and_name(code: str, name: str) -> None:
    """Both are there and not too long for their columns. Raises BadSpec."""
    for where, value, most in (("code", code, 50), ("name", name, 1000)):
        if not value.strip():
            raise BadSpec(where=where, problem="要填写")
        if len(value) > most:
            raise BadSpec(where=where, problem="字太多了")


def _item_for(spec: ItemSpec, department: int) -> Item:
    item, created = Item.objects.select_for_update(of=("self",)).get_or_create(
        code=spec.code, defaults={"department_id": department, "type": str(spec.type)}
    )
    _store.require_plain(item)
    if not created and item.current_id is None:
        item.department_id, item.type = department, str(spec.type)
        item.save(update_fields=["department", "type"])
    return item


def draft_for(item: Item, base_version: int | None, base_digest: str) -> ItemVersion:
    """The open draft to write into, or a new one. Raises DraftMoved where somebody else wrote meanwhile."""
    top = _store.top_number(item)
    if base_version is not None and base_version != top:
        raise DraftMoved(number=top)
    draft = _store.open_draft(item)
    if draft is None:
        return ItemVersion(item=item, number=top + 1)
    if base_digest not in {"", draft.digest} or (base_version is None and draft.number < top):
        raise DraftMoved(number=top)
    if draft.number < top:
        draft.number = top + 1
    return draft
