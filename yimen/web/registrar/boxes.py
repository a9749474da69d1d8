"""How the boxes of the editor are drawn: labels, choices, values and errors for the templates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from yimen.bureau import queries as bureau
from yimen.catalogue.labels import FIELDS, PARTS
from yimen.rules.item import FieldUse
from yimen.rules.terms import Unit

from . import typed
from .sections import As, Entry, Rows, Section
from .typed import Typed

_FIELD_TYPES = {
    As.TEXT: "text",
    As.LONG: "long_text",
    As.LINES: "long_text",
    As.OPTIONS: "long_text",
    As.WHEN: "long_text",
    As.WHOLE: "integer",
    As.NUMBER: "decimal",
    As.TERMS: "multi",
}


@dataclass(frozen=True)
class Box:
    """One box. `draw`: field (c-field), select, check or limit."""

    name: str
    label: str
    draw: str
    type: str
    value: Any
    error: str
    hint: str
    required: bool
    wide: bool
    options: list[tuple[str, str]] = field(default_factory=list)
    unit: str = ""
    units: list[tuple[str, str]] = field(default_factory=list)
    reason: str = ""
    tall: int = 3


@dataclass(frozen=True)
class Row:
    """One row of a list, folded unless it is new or wrong."""

    number: int
    index: int
    title: str
    note: str
    open: bool
    boxes: list[Box]


@dataclass
class Drawing:
    """What every box of a page may need: errors, the form's questions, the departments."""

    err: Mapping[str, str]
    known: Mapping[str, FieldUse]
    offices: list[tuple[str, str]]


def offices() -> list[tuple[str, str]]:
    """The departments on file, as choices."""
    return [(one.credit_code, one.short_name) for one in bureau.departments()]


def plain(section: Section, content: Typed, drawing: Drawing) -> list[Box]:
    """The boxes of the fields that stand once."""
    return [_box(e, e.name, e.prompt or FIELDS[e.name], content.plain, drawing) for e in section.entries]


def rows(of: Rows, content: Typed, drawing: Drawing, fresh: int = -1) -> list[Row]:
    """The rows of a list; row `fresh` was just added."""
    made = []
    for i, box in enumerate(content.rows):
        names = [f"{of.name}-{i}-{e.name}" for e in of.entries]
        wrong = any(name in drawing.err for name in names)
        made.append(
            Row(
                number=i + 1,
                index=i,
                title=_title(of, box),
                note=_note(box, drawing),
                open=wrong or i == fresh,
                boxes=[
                    _box(e, name, PARTS.get(e.name, ""), box, drawing)
                    for e, name in zip(of.entries, names, strict=True)
                ],
            )
        )
    return made


def _title(of: Rows, box: Mapping[str, Any]) -> str:
    parts = []
    for name in of.title:
        e = next(one for one in of.entries if one.name == name)
        parts.append(dict(_choices(e.terms)).get(box[name], box[name]) if e.terms else box[name])
    return " · ".join(part for part in parts if part) or _("（还没有填）")


def _note(box: Mapping[str, Any], drawing: Drawing) -> str:
    return typed.reason_of(box["when"], drawing.known) if box.get("when") else ""


def _choices(terms: Any) -> list[tuple[str, str]]:
    return [(code, _(words)) for code, words in terms.choices()] if terms else []


def _box(e: Entry, name: str, label: str, content: Mapping[str, Any], drawing: Drawing) -> Box:
    value = content[e.name]
    draw, options = "field", _choices(e.terms)
    if e.kind in {As.TERM, As.OFFICE, As.FIELD}:
        draw = "select"
        options = [("", _("请选择")), *drawing.offices] if e.kind is As.OFFICE else options
        options = [(key, use.label) for key, use in drawing.known.items()] if e.kind is As.FIELD else options
        options = [("", _(e.blank)), *options] if e.blank else options
    elif e.kind is As.BOOL:
        draw = "check"
    elif e.kind is As.LIMIT:
        draw = "limit"
    return Box(
        name=name,
        label=_(e.prompt or label),
        draw=draw,
        type=_FIELD_TYPES.get(e.kind, "text"),
        value=value,
        error=drawing.err.get(name, ""),
        hint=_(e.hint) if e.hint else "",
        required=e.required,
        wide=e.wide,
        options=options,
        unit=content.get(f"{e.name}_unit", ""),
        units=_choices(Unit) if e.kind is As.LIMIT else [],
        reason=typed.reason_of(value, drawing.known) if e.kind is As.WHEN else "",
        tall=2 if e.kind in {As.LONG, As.WHEN} else 4,
    )
