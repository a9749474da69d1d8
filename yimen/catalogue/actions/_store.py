"""What every write of the catalogue shares: load an item, the columns of a version, the derived rows."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Max

from yimen.catalogue import search
from yimen.catalogue.models import (
    Item,
    ItemVersion,
    Material,
    MaterialUse,
    SearchTerm,
    Topic,
    VersionFinding,
)
from yimen.catalogue.refusals import ItemUnknown, NoDraft, NotABundle
from yimen.rules import authority, quality
from yimen.rules.authority import Actor
from yimen.rules.errors import Said
from yimen.rules.events import Kind
from yimen.rules.item import ItemSpec
from yimen.rules.terms import Audience, Channel, Role, Unit, VersionState
from yimen.trail import actions as trail
from yimen.trail import chain

#: Rows in one INSERT: SQLite takes 32,766 values in a statement.
BATCH = 900
PERSON, BODY = "person", "enterprise"


def require_keeper(actor: Actor) -> None:
    """Only the keeper of the catalogue and the administrator write it. Raises NotPermitted."""
    authority.require_role(actor, Role.KEEPER, Role.ADMIN)


def stream(code: str) -> str:
    """The trail's stream of one item."""
    return f"item:{code}"


def tell(code: str, kind: Kind, actor: Actor, now: datetime, **data: Any) -> None:
    """Append one event to the item's stream."""
    trail.append(stream(code), kind, actor.label, now, data)


def digest(spec: ItemSpec) -> str:
    """SM3 of the canonical stored form: two specs with one digest say the same."""
    text = json.dumps(spec.to_dict(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return chain.sm3(text.encode())


def lock_item(code: str) -> Item:
    """The item's row, held for this transaction. Raises ItemUnknown."""
    found = Item.objects.select_for_update(of=("self",)).filter(code=code).first()
    if found is None:
        raise ItemUnknown(item=code)
    return found


def require_plain(item: Item) -> None:
    """Raise NotABundle where what is written as an item is compiled of others."""
    if item.is_bundle:
        raise NotABundle(item=item.code)


def open_draft(item: Item) -> ItemVersion | None:
    """The single version of the item that is not published, or None."""
    return item.versions.exclude(state=VersionState.PUBLISHED).order_by("-number").first()


def require_draft(item: Item) -> ItemVersion:
    """The open draft. Raises NoDraft."""
    draft = open_draft(item)
    if draft is None:
        raise NoDraft(item=item.code)
    return draft


def top_number(item: Item) -> int:
    """The highest version number of the item; 0 when it has none."""
    return int(item.versions.aggregate(top=Max("number"))["top"] or 0)


def columns(spec: ItemSpec) -> dict[str, Any]:
    """Every column of a version that follows from its spec."""
    bodies = set(spec.audiences) - {Audience.PERSON}
    return {
        "spec": spec.to_dict(),
        "digest": digest(spec),
        "name": spec.name,
        "promise_type": str(spec.promise_type),
        "promise_days": spec.promise.days if spec.promise else None,
        "promise_unit": str(spec.promise.unit if spec.promise else Unit.WORKING),
        "legal_days": spec.legal.days if spec.legal else None,
        "legal_unit": str(spec.legal.unit if spec.legal else Unit.WORKING),
        "minutes": spec.minutes,
        "online": bool({Channel.WEB, Channel.MOBILE} & set(spec.channels)),
        "visits": spec.visits,
        "for_person": Audience.PERSON in spec.audiences,
        "for_enterprise": bool(bodies),
        "topics": [*spec.person_topics, *spec.corp_topics],
    }


def findings(spec: ItemSpec) -> list[dict[str, Any]]:
    """The quality findings in the form that a version keeps."""
    return [
        {
            "code": one.code,
            "severity": str(one.severity),
            "place": one.place,
            "text": one.text,
            "facts": {key: plain_fact(value) for key, value in one.facts.items()},
        }
        for one in quality.check(spec)
    ]


def plain_fact(value: Any) -> Any:
    """A fact of a finding in JSON types; messages inside stay messages."""
    if isinstance(value, Said):
        return {"text": value.text, "facts": {key: plain_fact(part) for key, part in value.facts.items()}}
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)


def keep_findings(versions: Iterable[ItemVersion]) -> None:
    """Replace the finding rows of these versions by what their `findings` column says."""
    kept = list(versions)
    VersionFinding.objects.filter(version__in=[v.pk for v in kept]).delete()
    insert_findings(kept)


def insert_findings(versions: Iterable[ItemVersion]) -> None:
    """Write the finding rows of versions that have none yet."""
    VersionFinding.objects.bulk_create(
        (
            VersionFinding(version=version, code=one["code"], severity=one["severity"])
            for version in versions
            for one in version.findings
        ),
        batch_size=BATCH,
    )


def insert_uses(pairs: Iterable[tuple[ItemVersion, ItemSpec]], materials: dict[str, Material]) -> None:
    """Write which version asks for which material (once each)."""
    rows = []
    for version, spec in pairs:
        needs = {one.code: one.need for one in reversed(spec.materials)}
        for code, need in needs.items():
            rows.append(MaterialUse(version=version, material=materials[code], need=str(need)))
    MaterialUse.objects.bulk_create(rows, batch_size=BATCH)


def index(pairs: Iterable[tuple[Item, ItemSpec]]) -> None:
    """Write the topics and search terms of items that have none yet, from the version now in force."""
    kept = list(pairs)
    Topic.objects.bulk_create(
        (
            Topic(item=item, audience=audience, name=name[:60])
            for item, spec in kept
            for audience, names in ((PERSON, spec.person_topics), (BODY, spec.corp_topics))
            for name in dict.fromkeys(names)
        ),
        batch_size=BATCH,
    )
    SearchTerm.objects.bulk_create(
        (
            SearchTerm(item=item, term=term, weight=weight)
            for item, spec in kept
            for term, weight in search.terms_of(spec).items()
        ),
        batch_size=BATCH,
    )


def unindex(items: Iterable[Item]) -> None:
    """Take items out of browsing and search."""
    keys = [item.pk for item in items]
    for start in range(0, len(keys), BATCH):
        part = keys[start : start + BATCH]
        Topic.objects.filter(item__in=part).delete()
        SearchTerm.objects.filter(item__in=part).delete()


def put_in_force(item: Item, version: ItemVersion, spec: ItemSpec, department_id: int) -> None:
    """Make a published version the current one, with all that follows from it."""
    item.current = version
    item.type = str(spec.type)
    item.department_id = department_id
    item.save(update_fields=["current", "type", "department"])
    unindex([item])
    if item.is_open:
        index([(item, spec)])
