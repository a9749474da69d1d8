"""What changed from one version to the next, readable: place in Chinese, before, after."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from yimen.catalogue.labels import FIELDS, PARTS
from yimen.rules.item import ItemSpec, Limit
from yimen.rules.terms import Term, Unit

from .items import spec

#: A limit in words, by its unit.
LIMITS = {Unit.WORKING: "{days} 个工作日", Unit.NATURAL: "{days} 个自然日"}

ADDED, REMOVED, CHANGED = "added", "removed", "changed"

#: What tells one entry of a list from another, so that a change is not read as one gone and one new.
_KEYS: dict[str, tuple[str, ...]] = {
    "materials": ("code",),
    "form": ("key",),
    "steps": ("name", "duty", "department"),
    "special": ("procedure",),
    "fees": ("name",),
    "windows": ("name",),
    "faq": ("q",),
    "basis": ("law", "clause"),
}
#: By which words an entry is shown.
_SHOWN = {"materials": "name", "form": "label", "faq": "q", "basis": "law", "special": "procedure"}


@dataclass(frozen=True)
class Change:
    """One change. `label` names the field (a gettext message), `name` the entry of a list ("" for plain
    fields), `part` what of the entry (a gettext message, "" when the whole entry came or went)."""

    kind: str
    label: str
    name: str
    part: str
    before: str
    after: str

    @property
    def place(self) -> str:
        """Where in the item, in Chinese: 材料“居民身份证”：复印件份数."""
        entry = f"{self.label}“{self.name}”" if self.name else self.label
        return f"{entry}：{self.part}" if self.part else entry


def diff(old_version: int, new_version: int) -> list[Change]:
    """Every change between two versions (ids), in the order of the fields. Raises VersionUnknown."""
    return differences(spec(old_version), spec(new_version))


def differences(old: ItemSpec, new: ItemSpec) -> list[Change]:
    """Every change between two specs, in the order of the fields; empty when they say the same."""
    found: list[Change] = []
    for f in fields(ItemSpec):
        before, after = getattr(old, f.name), getattr(new, f.name)
        if before == after:
            continue
        if f.name in _KEYS:
            found.extend(_entries(f.name, before, after))
        else:
            found.append(_plain(FIELDS[f.name], before, after))
    return found


def _plain(label: str, before: Any, after: Any) -> Change:
    return Change(_kind(before, after), label, "", "", said(before), said(after))


def _kind(before: Any, after: Any) -> str:
    if said(before) == "":
        return ADDED
    return REMOVED if said(after) == "" else CHANGED


def _entries(name: str, before: Sequence[Any], after: Sequence[Any]) -> Iterator[Change]:
    olds, news = _keyed(name, before), _keyed(name, after)
    for key, one in olds.items():
        if key not in news:
            yield Change(REMOVED, FIELDS[name], _shown(name, one), "", _whole(one), "")
    for key, one in news.items():
        if key not in olds:
            yield Change(ADDED, FIELDS[name], _shown(name, one), "", "", _whole(one))
        else:
            yield from _parts(name, olds[key], one)
    kept = [key for key in olds if key in news]
    if kept != [key for key in news if key in olds]:
        order = "、".join(_shown(name, olds[key]) for key in kept)
        yield Change(
            CHANGED, FIELDS[name], "", "", order, "、".join(_shown(name, news[k]) for k in news if k in olds)
        )


def _keyed(name: str, entries: Sequence[Any]) -> dict[tuple[Any, ...], Any]:
    found: dict[tuple[Any, ...], Any] = {}
    for one in entries:
        key = tuple(getattr(one, part) for part in _KEYS[name])
        while key in found:
            key = (*key, "+")
        found[key] = one
    return found


def _shown(name: str, one: Any) -> str:
    return said(getattr(one, _SHOWN.get(name, "name")))


def _parts(name: str, before: Any, after: Any) -> Iterator[Change]:
    for f in fields(before):
        old, new = getattr(before, f.name), getattr(after, f.name)
        if old != new:
            label = PARTS[f.name]
            yield Change(CHANGED, FIELDS[name], _shown(name, after), label, said(old), said(new))


def _whole(one: Any) -> str:
    """The entry in one line: what differs from a bare entry."""
    told = []
    for f in fields(one):
        value = getattr(one, f.name)
        if value != f.default and f.name not in {"code", "key"} and said(value):
            told.append(said(value))
    return "，".join(told)


def said(value: Any) -> str:
    """A value as a keeper reads it: labels for codes, 是 and 否, days with their unit."""
    if value is None or value == () or value == {}:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Term):
        return value.label
    if isinstance(value, Limit):
        return LIMITS[value.unit].format(days=value.days)
    if isinstance(value, tuple):
        return "、".join(said(one) for one in value)
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return str(value)
