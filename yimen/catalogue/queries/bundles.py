"""一件事: the compiled plan of a version, lists of bundles, what is written in a draft, who uses an item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import F, QuerySet

from yimen.catalogue.models import BundleMember, Item, ItemVersion
from yimen.catalogue.refusals import ItemUnknown, VersionUnknown
from yimen.rules import bundle as rules
from yimen.rules.bundle import BundleSpec, Member, Part, Plan, Saving
from yimen.rules.licences import FaceField
from yimen.rules.terms import ItemState, VersionState

from .items import spec

#: Compiled plans kept in memory; one of the largest is a few hundred kB.
PLANS_KEPT = 256


class _NotFrozen(Exception):
    """A draft may still change: it is never kept in memory."""


@dataclass(frozen=True)
class BundleRow:
    """One bundle as lists show it. `days`: working days promised; `savings`: see `rules.bundle.savings`."""

    code: str
    name: str
    department_short: str
    summary: str
    members: int
    days: int
    guide_only: bool
    for_person: bool
    for_enterprise: bool
    filed: int
    savings: tuple[Saving, ...]
    topics: tuple[str, ...] = ()


@dataclass(frozen=True)
class KeptBundle:
    """One bundle in the keeper's list; `findings`: what keeps the open draft from being published."""

    code: str
    name: str
    state: str
    shut_by_member: bool
    department_short: str
    members: int
    current_number: int
    draft_number: int
    findings: int


@dataclass(frozen=True)
class Written:
    """A bundle as its keeper wrote it last, draft or in force. `digest`: to save on top of it."""

    spec: BundleSpec
    version_id: int
    number: int
    digest: str
    is_draft: bool
    findings: tuple[dict[str, Any], ...]


def plan(version_id: int) -> Plan:
    """The compiled plan of one version of a bundle, of the versions of its members that it pins.

    Published ones are kept in memory. Raises VersionUnknown where it is no version of a bundle; of a draft
    with faults what `compile_plan` raises.
    """
    try:
        return _frozen(version_id)
    except _NotFrozen as draft:
        return _compiled(draft.args[0])


@lru_cache(maxsize=PLANS_KEPT)
def _frozen(version_id: int) -> Plan:
    found = ItemVersion.objects.filter(pk=version_id).values_list("state", "bundle").first()
    if found is None or found[1] is None:
        raise VersionUnknown()
    if found[0] != VersionState.PUBLISHED:
        raise _NotFrozen(found[1])
    return _compiled(found[1])


def _compiled(kept: dict[str, Any]) -> Plan:
    written = BundleSpec.from_dict(kept["spec"])
    pinned = {one["item"]: one for one in kept["parts"]}
    parts = [_part(one, pinned[one.item]) for one in written.members if one.item in pinned]
    return rules.compile_plan(written, parts)


def _part(member: Member, kept: dict[str, Any]) -> Part:
    """A member as a version of the bundle pins it; those pinned before faces were kept have none."""
    face = tuple(FaceField.from_dict(line) for line in kept.get("face", ()))
    return Part(member, spec(kept["version"]), frozenset(kept["issues"]), kept["version"], face)


def forget_plans() -> None:
    """Empty the memory of compiled plans: for tests, where a rolled back id comes again."""
    _frozen.cache_clear()


def bundles(*, audience: str = "", after: str = "", limit: int = 20) -> list[BundleRow]:
    """The open bundles by code, keyset by `after`; `audience`: "person", "enterprise" or "" for both."""
    found = _open()
    if audience in {"person", "enterprise"}:
        found = found.filter(**{f"current__for_{audience}": True})
    return [_row(one) for one in found.filter(code__gt=after).order_by("code")[:limit]]


def bundles_by_code(codes: Sequence[str]) -> list[BundleRow]:
    """The open bundles among these, in the order asked for."""
    found = {one.code: one for one in _open().filter(code__in=codes)}
    return [_row(found[code]) for code in codes if code in found]


def bundle_count() -> int:
    """How many bundles are open."""
    return _open().order_by().count()


def most_filed(*, limit: int = 6) -> list[BundleRow]:
    """The open bundles that were filed most, for the home page."""
    return [_row(one) for one in _open().order_by("-filed", "code")[:limit]]


def bundles_with(item: str) -> list[str]:
    """Codes of the bundles in force that have this item as a member."""
    found = BundleMember.objects.filter(item__code=item, version__item__current=F("version"))
    return list(found.order_by("version__item__code").values_list("version__item__code", flat=True))


def bundle_codes() -> list[str]:
    """Codes of all bundles that have a version in force, open or not."""
    found = Item.objects.filter(is_bundle=True, current__isnull=False)
    return list(found.order_by("code").values_list("code", flat=True))


def members_of(code: str) -> list[str]:
    """Item codes of the members of a bundle as it is in force; empty where it is none."""
    found = BundleMember.objects.filter(version__item__code=code, version__item__current=F("version"))
    return list(found.order_by("item__code").values_list("item__code", flat=True))


def written(code: str) -> Written:
    """The open draft of a bundle, else what is in force. Raises ItemUnknown where there is no such bundle."""
    found = (
        ItemVersion.objects.filter(item__code=code, item__is_bundle=True, bundle__isnull=False)
        .order_by("-number")
        .first()
    )
    if found is None or found.bundle is None:
        raise ItemUnknown(item=code)
    return Written(
        BundleSpec.from_dict(found.bundle["spec"]), found.pk, found.number, found.digest,
        found.state != VersionState.PUBLISHED, tuple(found.findings),
    )  # fmt: skip


def written_in(version_id: int) -> BundleSpec:
    """A bundle as it was written in one version. Raises VersionUnknown where it is no version of a bundle."""
    kept = ItemVersion.objects.filter(pk=version_id).values_list("bundle", flat=True).first()
    if kept is None:
        raise VersionUnknown()
    return BundleSpec.from_dict(kept["spec"])


def kept_bundles(*, text: str = "", state: str = "", after: str = "", limit: int = 50) -> list[KeptBundle]:
    """All bundles for the keeper, by code, keyset by `after`; `text` is part of a name or start of a code,
    `state` a code of ItemState."""
    found = Item.objects.select_related("department", "current").filter(is_bundle=True)
    if text:
        named = ItemVersion.objects.filter(name__contains=text, bundle__isnull=False).values("item")
        found = found.filter(pk__in=named) | found.filter(code__startswith=text)
    if state:
        found = found.filter(state=state)
    rows = list(found.filter(code__gt=after).order_by("code")[:limit])
    drafts = ItemVersion.objects.exclude(state=VersionState.PUBLISHED).filter(item__in=rows)
    opened = {one.item_id: one for one in drafts.order_by("number")}
    return [_kept(one, opened.get(one.pk)) for one in rows]


def _open() -> QuerySet[Item]:
    rows = Item.objects.select_related("department", "current")
    return rows.filter(is_bundle=True, state=ItemState.ACTIVE, current__isnull=False)


def _row(one: Item) -> BundleRow:
    version = one.current
    if version is None:
        raise VersionUnknown()
    made = plan(version.pk)
    return BundleRow(
        one.code, version.name, one.department.short_name, made.bundle.summary, len(made.parts),
        made.promise, made.bundle.handling is rules.Handling.GUIDANCE, version.for_person,
        version.for_enterprise, one.filed, rules.savings(made),
        (*made.bundle.person_topics, *made.bundle.corp_topics),
    )  # fmt: skip


def _kept(one: Item, opened: ItemVersion | None) -> KeptBundle:
    shown = opened or one.current
    kept = (shown.bundle or {}) if shown else {}
    return KeptBundle(
        one.code, shown.name if shown else "", one.state, one.shut_by_member, one.department.short_name,
        len(kept.get("parts", ())), one.current.number if one.current else 0,
        opened.number if opened else 0, len(opened.findings) if opened else 0,
    )  # fmt: skip
