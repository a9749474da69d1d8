"""A mapping: a declared file that says which column becomes which field. Another province is another file.

{"title": …, "format": "lines" | "sheet", "empty": ["无"], "required": [columns], "note_row": {…},
 "fields": {spec field: {"from": column or [columns], "as": transform, …}}, "tables": {…},
 "body": {"code": …, "name": …}, "strip": [prefixes], "extra": {label: column}, "joint": {…},
 "material_prefix": "G-"}
"""

from __future__ import annotations

import json
from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

from .problems import MappingUnknown

_FOLDER = "mappings"


@dataclass(frozen=True)
class Mapping:
    """One mapping, read. `fields`: spec field → rule; `body`: how the owning department is told."""

    name: str
    title: str
    format: str
    required: tuple[str, ...]
    fields: Map[str, Map[str, Any]]
    body: Map[str, Map[str, Any]]
    empty: frozenset[str] = frozenset()
    tables: Map[str, Map[str, Any]] = field(default_factory=dict)
    note_row: Map[str, str] = field(default_factory=dict)
    joint: Map[str, Any] = field(default_factory=dict)
    strip: tuple[str, ...] = ()
    extra: Map[str, str] = field(default_factory=dict)
    material_prefix: str = ""


def known_mappings() -> list[str]:
    """The names of all mappings, sorted."""
    folder = resources.files("yimen.catalogue").joinpath(_FOLDER)
    return sorted(one.name.removesuffix(".json") for one in folder.iterdir() if one.name.endswith(".json"))


def load_mapping(name: str) -> Mapping:
    """One mapping by name. Raises MappingUnknown, listing those there are."""
    if name not in known_mappings():
        raise MappingUnknown(given=name, known="、".join(known_mappings()))
    path = resources.files("yimen.catalogue").joinpath(_FOLDER, f"{name}.json")
    told = json.loads(path.read_text(encoding="utf-8"))
    return Mapping(
        name=name,
        title=told["title"],
        format=told["format"],
        required=tuple(told["required"]),
        fields=told["fields"],
        body=told["body"],
        empty=frozenset(told.get("empty", ())),
        tables=told.get("tables", {}),
        note_row=told.get("note_row", {}),
        joint=told.get("joint", {}),
        strip=tuple(told.get("strip", ())),
        extra=told.get("extra", {}),
        material_prefix=told.get("material_prefix", ""),
    )
