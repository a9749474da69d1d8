"""一件事: composed by its keeper, compiled of what is in force, published, compiled anew as members change.

`issues`, item code → what its licence is (the materials it satisfies, its face), is asked of the vault by the
caller, which stands above the catalogue.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from yimen.catalogue.models import BundleMember, Item, ItemVersion
from yimen.catalogue.refusals import BundleFaulty, CodeTaken, MemberClosed
from yimen.rules import bundle as rules
from yimen.rules.authority import SYSTEM, Actor
from yimen.rules.bundle import NO_LICENCE, BundleSpec, Issued, Part
from yimen.rules.errors import RuleBroken, Said
from yimen.rules.events import Kind
from yimen.rules.item import ItemSpec
from yimen.rules.quality import Severity
from yimen.rules.terms import ItemState, ItemType, VersionState
from yimen.trail import actions as trail
from yimen.trail import chain
from yimen.trail.usecase import use_case

from . import _store, define, draft, publish
from .draft import Drafted
from .publish import Published
from .state import Stands

Issues = Mapping[str, Issued]


@use_case(Drafted)
def compose(
    actor: Actor,
    bundle: Mapping[str, Any],
    *,
    issues: Issues,
    base_version: int | None = None,
    base_digest: str = "",
    note: str = "",
    now: datetime,
    once: str = "",
) -> Drafted:
    """Create or update the open draft of the bundle that `bundle` (the stored form of BundleSpec) names.

    A draft with faults is kept, with its faults as findings. Raises NotPermitted, BadSpec, CodeTaken,
    MemberClosed, DepartmentUnknown, DraftMoved.
    """
    _store.require_keeper(actor)
    spec = BundleSpec.from_dict(bundle)
    draft.require_code_and_name(spec.code, spec.name)
    parts = _parts(spec, issues)
    department = define.department_ids([rules.outline(spec)])[spec.department]
    item = _item_for(spec, department)
    version = draft.draft_for(item, base_version, base_digest)
    _compile(version, spec, parts)
    version.note = note[:500]
    version.created_at, version.created_by = now, actor.label
    version.save()
    _store.tell(item.code, Kind.ITEM_DRAFTED, actor, now, version=version.number, digest=version.digest)
    return Drafted(item.code, version.number, version.pk, version.digest)


@use_case(Published)
def publish_bundle(
    actor: Actor,
    code: str,
    *,
    issues: Issues,
    effective_from: date,
    document: str,
    now: datetime,
    once: str = "",
) -> Published:
    """Compile the open draft of the members' versions in force, freeze it and put it in force from that day.

    Raises NotPermitted, ItemUnknown, NoDraft, NoDocument, BundleFaulty, MemberClosed, DateBackwards.
    """
    _store.require_keeper(actor)
    publish.require_document(document)
    item = _store.lock_item(code)
    version = _store.require_draft(item)
    publish.require_place_in_order(item, version, effective_from)
    spec = BundleSpec.from_dict(version.bundle["spec"]) if version.bundle else BundleSpec(code, code, "")
    _require_sound(_compile(version, spec, _parts(spec, issues)))
    return _put_out(actor, item, version, effective_from, document, now)


def refresh_bundle(code: str, *, issues: Issues, now: datetime) -> Stands:
    """A member has a new version, or was suspended, resumed or cancelled: compile the bundle anew.

    Cases under way keep the version they were filed under. Where it does not compile any more it is
    suspended, for nobody may apply under what is not in force; as soon as it does, it is open again.
    In the caller's transaction; done again, it changes nothing.
    """
    trail.require_transaction()
    item = _store.lock_item(code)
    before = item.current
    if before is None or not before.bundle or item.state == ItemState.CANCELLED:
        return Stands(code, item.state)
    if item.is_open and _as_compiled(before.bundle["parts"], issues):
        return Stands(code, item.state)
    return _recompiled(item, before, issues, now)


def _recompiled(item: Item, before: ItemVersion, issues: Issues, now: datetime) -> Stands:
    spec = BundleSpec.from_dict((before.bundle or {})["spec"])
    try:
        parts = _parts(spec, issues)
        faults = rules.faults(spec, parts)
    except MemberClosed as closed:
        parts, faults = [], [closed]
    if faults:
        return _shut(item, faults[0], now)
    if _pinned(parts) != (before.bundle or {})["parts"]:
        version = ItemVersion(item=item, number=_store.top_number(item) + 1)
        _compile(version, spec, parts)
        version.created_at, version.created_by = now, SYSTEM.label
        _put_out(SYSTEM, item, version, timezone.localdate(now), before.document, now)
    return _open(item, now)


def _parts(spec: BundleSpec, issues: Issues) -> list[Part]:
    """The members as they are in force. Raises MemberClosed for what nobody could apply for."""
    codes = [one.item for one in spec.members]
    rows = Item.objects.select_related("current").filter(code__in=codes, is_bundle=False)
    found = {row.code: row for row in rows if row.is_open}
    parts = []
    for member in spec.members:
        row = found.get(member.item)
        if row is None or row.current is None:
            raise MemberClosed(item=member.item)
        made = issues.get(member.item, NO_LICENCE)
        spec_of = ItemSpec.from_dict(row.current.spec)
        parts.append(Part(member, spec_of, frozenset(made.materials), row.current.pk, made.face))
    return parts


def _as_compiled(pins: Sequence[Mapping[str, Any]], issues: Issues) -> bool:
    """Whether every member is open in the version, and issues the materials, that the bundle was made of.

    Seen without reading a single member: most news of an item changes nothing for its bundles.
    """
    rows = Item.objects.filter(code__in=[one["item"] for one in pins]).only("code", "state", "current_id")
    found = {row.code: row.current_id for row in rows if row.is_open}
    as_now = [_pin(code, found.get(code), issues.get(code, NO_LICENCE)) for code in (o["item"] for o in pins)]
    return as_now == list(pins)


def _pinned(parts: Iterable[Part]) -> list[dict[str, Any]]:
    return [_pin(one.item, one.version, Issued(tuple(one.issues), one.face)) for one in parts]


def _pin(item: str, version: int | None, made: Issued) -> dict[str, Any]:
    face = [line.to_dict() for line in made.face]
    return {"item": item, "version": version, "issues": sorted(set(made.materials)), "face": face}


def _item_for(spec: BundleSpec, department: int) -> Item:
    made = {"department_id": department, "type": str(ItemType.PUBLIC_SERVICE), "is_bundle": True}
    item, _created = Item.objects.select_for_update(of=("self",)).get_or_create(code=spec.code, defaults=made)
    if not item.is_bundle:
        raise CodeTaken(item=spec.code)
    return item


def _compile(version: ItemVersion, spec: BundleSpec, parts: list[Part]) -> list[RuleBroken]:
    """Fill the columns of a version from the bundle and its members; the faults that keep it a draft."""
    faults = rules.faults(spec, parts)
    made = rules.outline(spec) if faults else rules.as_item(rules.compile_plan(spec, parts))
    for name, value in _store.columns(made).items():
        setattr(version, name, value)
    version.bundle = {"spec": spec.to_dict(), "parts": _pinned(parts)}
    text = json.dumps(version.bundle, ensure_ascii=False, sort_keys=True)
    version.digest = chain.sm3(f"{version.digest} {text}".encode())
    version.findings = [_finding(one) for one in faults]
    version.state = VersionState.DRAFT if faults else VersionState.CHECKED
    return faults


def _finding(fault: RuleBroken) -> dict[str, Any]:
    facts = {key: _store.plain_fact(value) for key, value in fault.facts.items()}
    return {"code": "B1", "severity": str(Severity.ERROR), "place": fault.code, "text": fault.text,
            "facts": facts}  # fmt: skip


def _require_sound(faults: list[RuleBroken]) -> None:
    if faults:
        raise BundleFaulty(count=len(faults), first=Said(faults[0].text, faults[0].facts))


def _put_out(
    actor: Actor, item: Item, version: ItemVersion, day: date, document: str, now: datetime
) -> Published:
    version.state = VersionState.PUBLISHED
    version.effective_from, version.document = day, document[:200]
    version.published_at, version.published_by = now, actor.label
    version.save()
    spec = ItemSpec.from_dict(version.spec)
    define.settle([spec])
    codes = [one["item"] for one in (version.bundle or {})["parts"]]
    ids = Item.objects.filter(code__in=codes).values_list("pk", flat=True)
    BundleMember.objects.bulk_create(BundleMember(version=version, item_id=pk) for pk in ids)
    in_force = day <= timezone.localdate(now)
    if in_force:
        _store.put_in_force(item, version, spec, define.department_ids([spec])[spec.department])
    _store.tell(
        item.code, Kind.ITEM_PUBLISHED, actor, now,
        version=version.number, effective_from=day.isoformat(), document=document, digest=version.digest,
    )  # fmt: skip
    return Published(item.code, version.number, version.pk, day.isoformat(), in_force)


def _shut(item: Item, fault: RuleBroken, now: datetime) -> Stands:
    if item.state == ItemState.ACTIVE:
        item.state, item.shut_by_member = ItemState.SUSPENDED, True
        item.save(update_fields=["state", "shut_by_member"])
        _store.unindex([item])
        _store.tell(
            item.code, Kind.ITEM_STATE_CHANGED, SYSTEM, now,
            state=str(item.state), before=str(ItemState.ACTIVE), fault=fault.code, words=fault.words,
        )  # fmt: skip
    return Stands(item.code, item.state)


def _open(item: Item, now: datetime) -> Stands:
    if item.state == ItemState.SUSPENDED and item.shut_by_member and item.current is not None:
        item.state, item.shut_by_member = ItemState.ACTIVE, False
        item.save(update_fields=["state", "shut_by_member"])
        _store.unindex([item])
        _store.index([(item, ItemSpec.from_dict(item.current.spec))])
        _store.tell(
            item.code, Kind.ITEM_STATE_CHANGED, SYSTEM, now,
            state=str(item.state), before=str(ItemState.SUSPENDED),
        )  # fmt: skip
    return Stands(item.code, item.state)
