"""The transforms that a mapping may name: cells of one row → the stored form of one field.

Each takes the texts of its columns (empty ones already blank), the rule and the context. Raises BadValue.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from yimen.trail import chain

from .mapping import Mapping as Declared
from .problems import BadValue

_LIMIT = re.compile(r"(\d{1,4})\s*(?:个)?\s*[（(]?\s*(工作日|自然日|日历日|天|日)?\s*[）)]?(?:内|以内)?")
_INSTANT = re.compile("即时|即办|当场|马上|立即|随到随办")
_NATURAL = {"自然日", "日历日", "天"}
_ROMAN = {"Ⅰ": 1, "Ⅱ": 2, "Ⅲ": 3, "Ⅳ": 4, "I": 1, "II": 2, "III": 3, "IV": 4}
_LINES = r"[\n\r]+|(?<=[；;])"
_LISTED = r"[、，,;；|/\n]+"


@dataclass(frozen=True)
class Context:
    """What a transform sees beside its own cells: mapping, all cells, codes of known materials by name."""

    mapping: Declared
    cells: Mapping[str, Any]
    material_codes: Mapping[str, str] = field(default_factory=dict)


Rule = Mapping[str, Any]
Transform = Callable[[Sequence[Any], Rule, Context], Any]


def plain(value: Any) -> str:
    """A cell as text: lists joined by 、, nothing for null."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "、".join(plain(one) for one in value)
    return str(value).strip()


def _text(values: Sequence[Any], rule: Rule, ctx: Context) -> str:
    found = next((plain(v) for v in values if plain(v)), "")
    most = int(rule.get("most", 0))
    return found[:most] if most else found


def _slice(values: Sequence[Any], rule: Rule, ctx: Context) -> str:
    return _code(values, rule, ctx)[rule.get("start", 0) : rule.get("end")]


def _code(values: Sequence[Any], rule: Rule, ctx: Context) -> str:
    return unicodedata.normalize("NFKC", _text(values, rule, ctx)).strip().upper()


def _table(values: Sequence[Any], rule: Rule, ctx: Context) -> Any:
    found = _text(values, rule, ctx)
    if not found:
        return None
    table = ctx.mapping.tables[rule["table"]]
    if found not in table:
        raise BadValue("对照表里没有“{given}”", given=found[:40])
    return table[found]


def _tables(values: Sequence[Any], rule: Rule, ctx: Context) -> list[Any]:
    table = ctx.mapping.tables[rule["table"]]
    codes = []
    for one in _parts(values, rule, ctx):
        if one not in table:
            raise BadValue("对照表里没有“{given}”", given=one[:40])
        codes.append(table[one])
    return list(dict.fromkeys(code for code in codes if code is not None))


def _parts(values: Sequence[Any], rule: Rule, ctx: Context) -> list[str]:
    """A list cell as it is, a text cell cut at the rule's `at` (a pattern); no blanks, none twice."""
    found: list[str] = []
    for value in values:
        cut = value if isinstance(value, list | tuple) else re.split(rule.get("at", _LISTED), plain(value))
        found.extend(plain(one).strip("；; \u3000") for one in cut)
    dropped = set(rule.get("drop", ()))
    return [
        one for one in dict.fromkeys(found) if one and one not in ctx.mapping.empty and one not in dropped
    ]


def _lines(values: Sequence[Any], rule: Rule, ctx: Context) -> list[str]:
    return _parts(values, {"at": _LINES, **rule}, ctx)


def _limit(values: Sequence[Any], rule: Rule, ctx: Context) -> Any:
    found = unicodedata.normalize("NFKC", _text(values, rule, ctx))
    if not found:
        return None
    if _INSTANT.search(found):
        return {"days": 0}
    read = _LIMIT.fullmatch(found)
    if read is None:
        raise BadValue("看不出天数：“{given}”，要写成“20(工作日)”", given=found[:40])
    return {"days": int(read[1]), **({"unit": "2"} if read[2] in _NATURAL else {})}


def _integer(values: Sequence[Any], rule: Rule, ctx: Context) -> Any:
    found = unicodedata.normalize("NFKC", _text(values, rule, ctx)).removesuffix("次").removesuffix("级")
    if not found:
        return rule.get("default")
    if found in _ROMAN:
        return _ROMAN[found]
    if not found.isascii() or not found.isdigit() or len(found) > 6:
        raise BadValue("要一个整数：“{given}”", given=found[:40])
    return int(found)


def _yes(values: Sequence[Any], rule: Rule, ctx: Context) -> Any:
    found = _text(values, rule, ctx)
    if not found:
        return rule.get("default")
    if found in rule.get("yes", ("是", "支持", "1")):
        return True
    if found in rule.get("no", ("否", "不支持", "0")):
        return False
    raise BadValue("要写“是”或“否”：“{given}”", given=found[:40])


def fits(test: Rule, ctx: Context) -> bool:
    """Whether a declared test holds: the cell is one of `is`, has one of `has`; else is filled and none of
    `not`."""
    cell = ctx.cells.get(test["from"])
    value = plain(_blank(cell, ctx))
    if "is" in test:
        return value in test["is"]
    if "has" in test:
        return not set(test["has"]).isdisjoint(_parts([cell], {}, ctx))
    return bool(value) and value not in test.get("not", ())


def _first(values: Sequence[Any], rule: Rule, ctx: Context) -> Any:
    return next((test["gives"] for test in rule["tests"] if fits(test, ctx)), rule.get("else"))


def _all_that_fit(values: Sequence[Any], rule: Rule, ctx: Context) -> list[Any]:
    return [code for test in rule["tests"] if fits(test, ctx) for code in test["gives"]]


def _window(values: Sequence[Any], rule: Rule, ctx: Context) -> list[dict[str, str]]:
    """Columns: address, then hours if there are."""
    address = plain(values[0])
    for prefix in rule.get("strip", ()):
        address = address.removeprefix(prefix)
    if not address or address in rule.get("none", ()):
        return []
    return [{"name": rule["name"], "address": address, "hours": plain(values[1]) if len(values) > 1 else ""}]


def _materials(values: Sequence[Any], rule: Rule, ctx: Context) -> list[dict[str, str]]:
    """One entry a name; the code is that of the shared definition, else made from the name itself."""
    names = [one[:300] for one in _parts(values, {"at": _LINES, **rule}, ctx)]
    return [{"code": material_code(name, ctx), "name": name} for name in dict.fromkeys(names)]


def material_code(name: str, ctx: Context) -> str:
    """The code of the shared material of this name; for a new one a digest of the name."""
    known = ctx.material_codes.get(name)
    return known or f"{ctx.mapping.material_prefix}{chain.sm3(name.encode())[:12]}"


def _parted(values: Sequence[Any], rule: Rule, ctx: Context) -> list[dict[str, Any]]:
    """Lines → entries of a list field: each line fills `part`, `with` gives what all have in common."""
    return [{**rule.get("with", {}), rule["part"]: line} for line in _lines(values, rule, ctx)]


TRANSFORMS: dict[str, Transform] = {
    "text": _text,
    "code": _code,
    "slice": _slice,
    "table": _table,
    "tables": _tables,
    "split": _parts,
    "lines": _lines,
    "limit": _limit,
    "integer": _integer,
    "yes": _yes,
    "first": _first,
    "all": _all_that_fit,
    "window": _window,
    "materials": _materials,
    "parts": _parted,
}


def apply(rule: Rule, ctx: Context) -> Any:
    """The stored form of one field by its rule; None, "" or [] mean: not given. Raises BadValue."""
    named = rule.get("from", [])
    columns = [named] if isinstance(named, str) else named
    values = [_blank(ctx.cells.get(column), ctx) for column in columns]
    return TRANSFORMS[rule.get("as", "text")](values, rule, ctx)


def _blank(value: Any, ctx: Context) -> Any:
    return "" if plain(value) in ctx.mapping.empty else value
