"""The sample county 云溪县 as data: read, checked and frozen. All of it is invented.

README: 云溪县, its people, firms, staff and telephones do not exist. Region codes begin with 439926, which is
no real county; the line above it (云岭省, 清原市) only completes the tree. Identity numbers and credit codes
carry right check digits so that every rule can run on them; they belong to nobody.

`county/items/*.json` holds the items in a compact form: a material by its code in `materials.json`, a form
field by its key in `fields.json`, a department and a window by their keys. `item_specs` expands it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from yimen.rules.item import FieldUse, ItemSpec, MaterialUse
from yimen.rules.terms import Level, Promise, Role

#: 云溪县, 12-digit statistics code (invented).
COUNTY = "439926000000"
#: The approval bureau, which holds the one seal, by its key.
BUREAU = "zwzx"
#: 网办深度 by visits to the hall: none needed is Ⅳ, one is Ⅲ, more is Ⅱ (domain 1.3).
_DEPTH = {0: 4, 1: 3}
_INSTANT = "即办"
_AS_WRITTEN = (
    "name", "type", "audiences", "channels", "visits", "visit_reason", "words", "summary", "conditions",
    "review_standard", "basis", "special", "fees", "faq", "returns", "legal", "instant",
)  # fmt: skip


@dataclass(frozen=True)
class Region:
    """One region: 12-digit code, level (2 province to 6 village), code of the parent or ""."""

    code: str
    name: str
    level: Level
    parent: str


@dataclass(frozen=True)
class Department:
    """One department; `windows` are keys of the hall windows where its items are taken in."""

    key: str
    code: str
    name: str
    short_name: str
    address: str
    consult_phone: str
    complain_phone: str
    windows: tuple[str, ...]


@dataclass(frozen=True)
class StaffPost:
    """One post: a role in a department (by key), for a region; empty region: the whole county."""

    role: Role
    department: str
    region: str = ""


@dataclass(frozen=True)
class StaffMember:
    """One member of staff; `demo` marks the one whose login the demo prints for its role."""

    number: str
    name: str
    posts: tuple[StaffPost, ...]
    demo: bool = False


@dataclass(frozen=True)
class Person:
    """One person, with the village where they live."""

    name: str
    id_number: str
    phone: str
    address: str
    region: str
    demo: bool = False


@dataclass(frozen=True)
class Enterprise:
    """One enterprise; its legal person is one of `people()`, by identity number."""

    name: str
    credit_code: str
    legal_person: str
    legal_id: str
    phone: str
    address: str
    region: str
    demo: bool = False


@dataclass(frozen=True)
class MaterialDefinition:
    """One shared material: how items use it unless they say otherwise, and who issues it."""

    use: MaterialUse
    issuer: str = ""


@cache
def regions() -> tuple[Region, ...]:
    """Province, city, county, 8 towns, 20 villages and communities; parents come before children."""
    return tuple(
        Region(r["code"], r["name"], _term(Level, r["level"]), r["parent"]) for r in _read("regions.json")
    )


@cache
def departments() -> tuple[Department, ...]:
    """The 28 departments: those of the county, and offices that a higher level manages (税务, 海关, 烟草)."""
    return tuple(Department(**{**d, "windows": tuple(d["windows"])}) for d in _read("departments.json"))


@cache
def staff() -> tuple[StaffMember, ...]:
    """Everybody who works in the county's hall and departments."""
    return tuple(
        StaffMember(s["number"], s["name"], tuple(_post(p) for p in s["posts"]), s.get("demo", False))
        for s in _read("staff.json")
    )


@cache
def people() -> tuple[Person, ...]:
    """The 40 people."""
    return tuple(Person(**one) for one in _read("people.json")["people"])


@cache
def enterprises() -> tuple[Enterprise, ...]:
    """The 15 enterprises."""
    return tuple(Enterprise(**one) for one in _read("people.json")["enterprises"])


@cache
def materials() -> tuple[MaterialDefinition, ...]:
    """The shared material definitions, by code."""
    rows = _read("materials.json")
    plain = [_without(row, "issuer") for row in rows]
    uses = ItemSpec.from_dict({"code": "", "name": "", "department": "", "materials": plain}).materials
    return tuple(MaterialDefinition(use, row.get("issuer", "")) for use, row in zip(uses, rows, strict=True))


@cache
def fields() -> tuple[FieldUse, ...]:
    """The shared data elements: one question asked the same way in every item."""
    return ItemSpec.from_dict({"code": "", "name": "", "department": "", "form": _read("fields.json")}).form


def item_specs() -> list[ItemSpec]:
    """The 240 items in full, in the order of their files. `extra["key"]` is the item's short name.

    Raises BadSpec where an item does not fit, KeyError where it names what is not defined.
    """
    return list(_specs())


@cache
def _specs() -> tuple[ItemSpec, ...]:
    folder = files(__package__) / "county" / "items"
    found = sorted((one for one in folder.iterdir() if one.name.endswith(".json")), key=lambda one: one.name)
    return tuple(
        _expand(item, theme.name.removesuffix(".json"))
        for theme in found
        for item in json.loads(theme.read_text(encoding="utf-8"))
    )


def licence_types() -> list[dict[str, Any]]:
    """The licence types in their stored form: issued by the bureau, items named by their codes."""
    codes = {one.extra["key"]: one.code for one in item_specs()}
    bureau = _departments()[BUREAU]
    return [
        {
            **one, "organ": bureau.name.partition("（")[0], "organ_code": bureau.code,
            "items": [[codes[key], act] for key, act in one["items"]],
        }
        for one in _read("licences.json")
    ]  # fmt: skip


def bundles() -> list[dict[str, Any]]:
    """一件事 in their stored form (`rules.bundle.BundleSpec`): written with names of items and keys of
    departments."""
    codes = {one.name: one.code for one in item_specs()}
    offices = _departments()
    written = [*_read("bundles.json"), *_read("projects.json")["bundles"]]
    return [_bundle(one, codes, offices[one["department"]]) for one in written]


def projects() -> dict[str, Any]:
    """Routes and zones of 工程建设项目: which bundle a class has for a stage (items by codes); rates."""
    codes = {one.name: one.code for one in item_specs()}
    told = _read("projects.json")
    routes = [{**one, "item": codes.get(one["item"], one["item"])} for one in told["routes"]]
    return {"routes": routes, "zones": told["zones"], "fees": told["fees"]}


def hall() -> dict[str, Any]:
    """Sites, windows, clerks and shifts of the halls; items by their short names."""
    return dict(_read("hall.json"))


def _bundle(one: dict[str, Any], codes: Mapping[str, str], lead: Department) -> dict[str, Any]:
    members = [{**member, "item": codes[member["item"]]} for member in one["members"]]
    stops = [{**stop, "item": codes[stop["item"]] if "item" in stop else ""} for stop in one.get("stops", [])]
    return {
        **one, "department": lead.code, "department_name": lead.short_name,
        "members": members, "stops": stops,
        "consult_phone": lead.consult_phone, "complain_phone": lead.complain_phone,
    }  # fmt: skip


def _read(name: str) -> Any:
    return json.loads((files(__package__) / "county" / name).read_text(encoding="utf-8"))


def _term(kind: Any, code: str) -> Any:
    """The word of one of the enums of `rules.terms` by its code; ValueError where there is none."""
    return kind(code)


def _post(data: Mapping[str, str]) -> StaffPost:
    return StaffPost(_term(Role, data["role"]), data["department"], data.get("region", ""))


@cache
def _departments() -> dict[str, Department]:
    return {one.key: one for one in departments()}


@cache
def _definitions() -> dict[str, dict[str, Any]]:
    """The stored form of each material, field, window and step, by its key."""
    return {
        "material": {one["code"]: _without(one, "issuer") for one in _read("materials.json")},
        "field": {one["key"]: one for one in _read("fields.json")},
        "window": {one["key"]: _without(one, "key") for one in _read("windows.json")},
        "step": _read("steps.json"),
    }


def _without(row: Mapping[str, Any], left_out: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != left_out}


def _expand(item: Mapping[str, Any], theme: str) -> ItemSpec:
    """One compact item in full. Its 31-digit code: department (18), level (1), catalogue code (12)."""
    owner, defined = _departments()[item["department"]], _definitions()
    stored = {key: item[key] for key in _AS_WRITTEN if key in item}
    stored |= _identity(item, owner) | _result(item["result"]) | _time(item["promise"])
    stored |= {
        "consult_phone": owner.consult_phone,
        "complain_phone": owner.complain_phone,
        "online_depth": _DEPTH.get(item.get("visits", 0), 2),
        "charged": bool(item.get("fees")),
        "pay_online": bool(item.get("fees")),
        "person_topics": item["topics"].get("person", []),
        "corp_topics": item["topics"].get("corp", []),
        "materials": [defined["material"][one["code"]] | one for one in item["materials"]],
        "form": [_field(one) for one in item["form"]],
        "steps": [_step(one, item.get("review_standard", "")) for one in item["steps"]],
        "windows": [defined["window"][key] for key in item.get("windows", owner.windows)],
        "extra": {"key": item["key"], "theme": theme},
    }
    spec = ItemSpec.from_dict(stored)
    spec = replace(spec, retention=spec.keep)
    rule = item.get("eligibility")
    return replace(spec, eligibility=rule["when"], eligibility_words=rule["words"]) if rule else spec


def _identity(item: Mapping[str, Any], owner: Department) -> dict[str, Any]:
    return {
        "code": f"{owner.code}{Level.COUNTY}{item['catalog']}",
        "catalog_code": item["catalog"],
        "department": owner.code,
        "department_name": owner.name,
        "region": COUNTY,
    }


def _time(promise: Any) -> dict[str, Any]:
    if promise == _INSTANT:
        return {"promise_type": str(Promise.INSTANT), "promise": {"days": 0}}
    return {"promise_type": str(Promise.PROMISED), "promise": promise}


def _result(result: Mapping[str, str]) -> dict[str, Any]:
    return {
        "result_type": result["type"],
        "result_name": result["name"],
        "result_sample": f"{result['name']}样本",
        "result_valid": result.get("valid", ""),
    }


def _field(use: str | Mapping[str, Any]) -> dict[str, Any]:
    own = {"key": use} if isinstance(use, str) else use
    shared: dict[str, Any] = _definitions()["field"][own["key"]]
    return {**shared, **own}


def _step(step: Mapping[str, Any], review_standard: str) -> dict[str, Any]:
    name: str = step["name"]
    words = _definitions()["step"]["会审" if name.endswith("会审") else name]
    full = {**words, **step}
    if name == "审查" and review_standard:
        full["standard"] = review_standard
    if "department" in step:
        other = _departments()[step["department"]]
        full |= {"department": other.code, "department_name": other.name}
    return full
