"""From the spec to what stands in the boxes of the editor, and back. Nothing is stored here."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from yimen.rules import conditions, situations
from yimen.rules.condition_ops import BadCondition
from yimen.rules.errors import RuleBroken
from yimen.rules.item import BadSpec, FieldUse, ItemSpec
from yimen.web.forms import FormErrors
from yimen.web.words import worded

from . import condition_text
from .sections import As, Entry, Rows, Section

#: More rows than any item has; with 15 boxes a row still below DATA_UPLOAD_MAX_NUMBER_FIELDS.
MOST_ROWS = 120
_WHOLE = re.compile(r"[0-9]{1,6}", re.ASCII)
_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,4})?", re.ASCII)
_PLACE = re.compile(r"(?P<name>[a-z_]+)(?:\[(?P<row>[0-9]+)\])?(?:\.(?P<part>[a-z_]+))?")

Box = dict[str, Any]


@dataclass
class Typed:
    """What stands in the boxes of one section: plain fields by name, and rows in order."""

    plain: Box = field(default_factory=dict)
    rows: list[Box] = field(default_factory=list)


# --- spec → boxes -----------------------------------------------------------------------------------------
def of_spec(section: Section, spec: ItemSpec) -> Typed:
    """The boxes of a section as the spec has them."""
    known = form_fields(spec)
    plain = {e.name: box_of(e, getattr(spec, e.name), known) for e in section.entries}
    made = Typed(_limits_apart(section, plain, spec))
    if section.rows:
        made.rows = [of_part(section.rows, one, known) for one in getattr(spec, section.rows.name)]
    return made


def of_part(rows: Rows, part: Any, known: Mapping[str, FieldUse]) -> Box:
    """The boxes of one row."""
    return {e.name: box_of(e, getattr(part, e.name), known) for e in rows.entries}


def blank_row(rows: Rows) -> Box:
    """A new row: the defaults of its part."""
    defaults = {f.name: "" if f.default is MISSING else f.default for f in fields(rows.part)}
    return {e.name: box_of(e, defaults[e.name], {}) for e in rows.entries}


def form_fields(spec: ItemSpec) -> dict[str, FieldUse]:
    """The questions of the form by key: what conditions speak about."""
    return {use.key: use for use in spec.form}


def _limits_apart(section: Section, plain: Box, spec: ItemSpec) -> Box:
    for e in section.entries:
        if e.kind is As.LIMIT:
            limit = getattr(spec, e.name)
            plain[e.name] = "" if limit is None else str(limit.days)
            plain[f"{e.name}_unit"] = "1" if limit is None else str(limit.unit)
    return plain


def box_of(e: Entry, value: Any, known: Mapping[str, FieldUse]) -> Any:
    """What stands in one box."""
    if e.kind is As.WHEN:
        return condition_text.write(value, known)
    if e.kind is As.LINES:
        return "\n".join(value)
    if e.kind is As.OPTIONS:
        return "\n".join(f"{code} {words}" for code, words in value or ())
    if e.kind is As.TERMS:
        return [str(one) for one in value]
    if e.kind is As.BOOL:
        return "true" if value else ""
    return "" if value is None else str(value)


# --- form → boxes -----------------------------------------------------------------------------------------
def of_post(section: Section, post: QueryDict) -> Typed:
    """The boxes as they were sent, typed or not."""
    made = Typed({e.name: _sent(e, post, e.name) for e in section.entries})
    for e in section.entries:
        if e.kind is As.LIMIT:
            made.plain[f"{e.name}_unit"] = post.get(f"{e.name}_unit", "1")
    if section.rows:
        rows, count = section.rows, post.get("rows", "0")
        most = min(int(count), MOST_ROWS) if _WHOLE.fullmatch(count) else 0
        made.rows = [
            {e.name: _sent(e, post, f"{rows.name}-{i}-{e.name}") for e in rows.entries} for i in range(most)
        ]
    return made


def _sent(e: Entry, post: QueryDict, name: str) -> Any:
    if e.kind is As.TERMS:
        return [one.replace("\x00", "") for one in post.getlist(name)]
    return post.get(name, "").replace("\x00", "").replace("\r\n", "\n")


# --- boxes → spec -----------------------------------------------------------------------------------------
def to_spec(section: Section, typed: Typed, base: ItemSpec, errors: FormErrors) -> dict[str, Any] | None:
    """The stored form of `base` with this section as typed; None with the reasons in `errors`."""
    stored = base.to_dict()
    for e in section.entries:
        if e.kind is not As.WHEN:
            put(stored, e, typed.plain, e.name, errors)
    if section.rows:
        put_rows(stored, section.rows, typed, errors)
    if errors:
        return None
    spec = _fit(stored, section, typed, errors)
    if spec is None:
        return None
    _put_conditions(stored, section, typed, base, spec, errors)
    if not errors:
        _last_look(stored, section, typed, errors)
    return None if errors else stored


def put(stored: dict[str, Any], e: Entry, box: Box, place: str, errors: FormErrors) -> None:
    """One box into the stored form; what is wrong with it is noted at its place."""
    try:
        value = _READERS[e.kind](e, box)
    except ValueError as wrong:
        errors.add(place, str(wrong))
        return
    if (value is None and e.kind in {As.WHOLE, As.OFFICE, As.NUMBER}) or (e.blank and not value):
        stored.pop(e.name, None)
    else:
        stored[e.name] = value


def put_rows(stored: dict[str, Any], rows: Rows, typed: Typed, errors: FormErrors) -> None:
    """The rows in which something is written, in their stored form but for conditions."""
    made = []
    for i, box in filled(rows, typed):
        row: dict[str, Any] = {}
        for e in rows.entries:
            if e.kind is not As.WHEN:
                put(row, e, box, f"{rows.name}-{i}-{e.name}", errors)
        made.append(row)
    stored[rows.name] = made


def filled(rows: Rows, typed: Typed) -> list[tuple[int, Box]]:
    """Rows in which something is written, with their place on the page; an empty row is left out."""
    told = [e.name for e in rows.entries if e.kind in {As.TEXT, As.LONG, As.WHEN, As.OPTIONS}]
    return [(i, box) for i, box in enumerate(typed.rows) if any(box[name].strip() for name in told)]


def _fit(stored: dict[str, Any], section: Section, typed: Typed, errors: FormErrors) -> ItemSpec | None:
    bare = {**stored, "eligibility": None}
    try:
        return ItemSpec.from_dict(bare)
    except BadSpec as wrong:
        errors.add(place_of(str(wrong.facts["where"]), section, typed), worded(wrong.facts["problem"]))
        return None


def place_of(where: str, section: Section, typed: Typed) -> str:
    """The box for a place of the spec: materials[2].copies → materials-3-copies (empty rows are skipped)."""
    found = _PLACE.fullmatch(where)
    rows = section.rows
    if found is None:
        return "section"
    if rows and found["name"] == rows.name and found["row"]:
        kept = filled(rows, typed)
        number = int(found["row"])
        if number < len(kept) and found["part"]:
            return f"{rows.name}-{kept[number][0]}-{found['part']}"
    named = {e.name for e in section.entries}
    return found["name"] if found["name"] in named else "section"


def _put_conditions(
    stored: dict[str, Any], section: Section, typed: Typed, base: ItemSpec, spec: ItemSpec, errors: FormErrors
) -> None:
    """Read every condition of the section over the form as it now is; unchanged words keep their tree."""
    known, before = form_fields(spec), _trees(base)
    for e in section.entries:
        if e.kind is As.WHEN:
            stored[e.name] = condition(typed.plain[e.name], known, before, e.name, errors)
    if section.rows and any(e.kind is As.WHEN for e in section.rows.entries):
        put_row_conditions(stored, section.rows, typed, (known, before), errors)


def put_row_conditions(
    stored: dict[str, Any], rows: Rows, typed: Typed,
    over: tuple[Mapping[str, FieldUse], Mapping[str, Any]], errors: FormErrors,
) -> None:  # fmt: skip
    """The conditions of the rows. `over`: the form they speak of, and the trees that words had before."""
    for row, (i, box) in zip(stored[rows.name], filled(rows, typed), strict=True):
        tree = condition(box["when"], *over, f"{rows.name}-{i}-when", errors)
        if tree is not None:
            row["when"] = tree


def _trees(spec: ItemSpec) -> dict[str, Any]:
    known = form_fields(spec)
    trees = [use.when for use in spec.form] + [one.when for one in spec.materials] + [spec.eligibility]
    return {condition_text.write(tree, known): tree for tree in trees if tree}


def condition(
    text: str, known: Mapping[str, FieldUse], before: Mapping[str, Any], place: str, errors: FormErrors
) -> Any:
    """The tree of a condition as it was typed; words that are those of a tree `before` keep it."""
    try:
        tree = before.get(text.strip()) or condition_text.read(text, known)
        if tree is not None:
            conditions.parse(tree, known)
        return tree
    except BadCondition as wrong:
        errors.refuse(place, wrong)
        return None


def _last_look(stored: dict[str, Any], section: Section, typed: Typed, errors: FormErrors) -> None:
    """What only the whole item tells: conditions elsewhere that name a question which is gone."""
    try:
        spec = ItemSpec.from_dict(stored)
    except BadSpec as wrong:
        errors.add(place_of(str(wrong.facts["where"]), section, typed), worded(wrong.facts["problem"]))
        return
    for problem in situations.problems(spec):
        errors.refuse("section", problem)


def reason_of(text: str, known: Mapping[str, FieldUse]) -> str:
    """The condition in plain Chinese for the line below its box; "" while it does not read."""
    try:
        tree = condition_text.read(text, known)
        return conditions.reason(conditions.parse(tree, known), _) if tree else ""
    except RuleBroken:
        return ""


# --- one box each -----------------------------------------------------------------------------------------
def _text(e: Entry, box: Box) -> str:
    text = str(box[e.name]).strip()
    if e.required and not text:
        raise ValueError(_("这一栏要填"))
    return text


def _whole(e: Entry, box: Box) -> int | None:
    text = _text(e, box)
    if text and _WHOLE.fullmatch(text) is None:
        raise ValueError(_("要填整数，比如 3"))
    return int(text) if text else None


def _number(e: Entry, box: Box) -> str | None:
    text = _text(e, box).replace(",", "").replace("，", "")
    if text and _NUMBER.fullmatch(text) is None:
        raise ValueError(_("要填数字，最多 4 位小数"))
    return text or None


def _bool(e: Entry, box: Box) -> bool:
    return bool(box[e.name] == "true")


def _lines(e: Entry, box: Box) -> list[str]:
    return [line.strip() for line in box[e.name].splitlines() if line.strip()]


def _options(e: Entry, box: Box) -> list[list[str]]:
    made = []
    for line in _lines(e, box):
        code, _blank, words = line.partition(" ")
        if not words.strip():
            raise ValueError(_("“{line}”：要写代码、空格、文字").format(line=line[:30]))
        made.append([code, words.strip()])
    if len({code for code, _words in made}) < len(made):
        raise ValueError(_("选项的代码不能重复"))
    return made


def _limit(e: Entry, box: Box) -> dict[str, Any] | None:
    days = _whole(e, box)
    return None if days is None else {"days": days, "unit": box.get(f"{e.name}_unit", "1")}


def _terms(e: Entry, box: Box) -> list[str]:
    return list(box[e.name])


_READERS: dict[As, Callable[[Entry, Box], Any]] = {
    As.TEXT: _text,
    As.LONG: _text,
    As.TERM: _text,
    As.OFFICE: _text,
    As.FIELD: _text,
    As.WHOLE: _whole,
    As.NUMBER: _number,
    As.BOOL: _bool,
    As.LINES: _lines,
    As.OPTIONS: _options,
    As.LIMIT: _limit,
    As.TERMS: _terms,
}
