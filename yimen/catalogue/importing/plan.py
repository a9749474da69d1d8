"""From rows to item specs: everything an import will write, or every problem that keeps it from writing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from yimen.rules.errors import Said
from yimen.rules.files import HEAD, danger, is_zip
from yimen.rules.item import BadSpec, ItemSpec

from . import joint
from .mapping import Mapping as Declared
from .mapping import load_mapping
from .problems import BadValue, ImportRefused, Problem
from .sheet import sheet_rows
from .source import MAX_BYTES, Row, Rows, Source, json_lines
from .transforms import Context, apply, fits, plain

#: Characters of a unified social credit code; a wrong one is taken over with a warning (domain 1.1).
CREDIT = 18


@dataclass(frozen=True)
class Known:
    """What is on file already: material codes by name, department codes by full and by short name."""

    materials: Mapping[str, str] = field(default_factory=dict)
    departments: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Body:
    """A department that the file names; `joint`: told by name alone, under a pseudo code."""

    code: str
    name: str
    short_name: str
    address: str = ""
    consult_phone: str = ""
    complain_phone: str = ""
    joint: bool = False


@dataclass
class Bodies:
    """The departments of a file by code, in the order in which they appear."""

    by_code: dict[str, Body] = field(default_factory=dict)

    def add(self, body: Body) -> None:
        """Keep the first telling of each."""
        self.by_code.setdefault(body.code, body)


@dataclass(frozen=True)
class Plan:
    """What an import will write: specs with their rows, departments, notes."""

    mapping: Declared
    source: Source
    rows: list[tuple[int, ItemSpec]]
    bodies: list[Body]
    notes: list[Problem]

    @property
    def specs(self) -> list[ItemSpec]:
        """The specs in the order of the rows."""
        return [spec for _row, spec in self.rows]


def plan(source: Source, known: Known) -> Plan:
    """Read the whole file by its mapping. Raises MappingUnknown, and ImportRefused with every problem."""
    mapping = load_mapping(source.mapping)
    read = _rows(source, mapping)
    _need_columns(read, mapping)
    known = _with_owners(read, mapping, known)
    bodies, problems = Bodies(), []
    rows: list[tuple[int, ItemSpec]] = []
    for row in read.rows:
        found = _convert(row, mapping, known, bodies)
        if isinstance(found, ItemSpec):
            rows.append((row.number, found))
        else:
            problems.extend(found)
    problems.extend(_doubles(rows))
    if problems:
        raise ImportRefused(sorted(problems, key=lambda one: one.row))
    return Plan(mapping, source, rows, list(bodies.by_code.values()), read.notes)


def _rows(source: Source, mapping: Declared) -> Rows:
    if not source.content.strip():
        raise ImportRefused([Problem(0, "", "文件是空的")])
    if len(source.content) > MAX_BYTES:
        raise ImportRefused([Problem(0, "", "文件超过 {size} MB", {"size": MAX_BYTES // 1024 // 1024})])
    trick = danger(source.content[:HEAD])
    if trick is not None and not is_zip(source.content[:4]) and mapping.format != "sheet":
        raise trick()
    if mapping.format == "sheet":
        read = sheet_rows(source.content, mapping.note_row)
    else:
        read = json_lines(source.content)
    if not read.rows:
        raise ImportRefused([Problem(0, "", "没有一行数据")])
    return read


def _with_owners(read: Rows, mapping: Declared, known: Known) -> Known:
    """What is known, and the departments that own a row of this file by their names."""
    if not mapping.joint:
        return known
    found: dict[str, str] = {}
    for row in read.rows:
        ctx = Context(mapping, row.cells)
        code, name = (plain(apply(mapping.body[part], ctx)) for part in ("code", "name"))
        found.setdefault(name, code)
    return Known(known.materials, {**found, **known.departments})


def _need_columns(read: Rows, mapping: Declared) -> None:
    missing = [column for column in mapping.required if column not in read.columns]
    if missing:
        raise ImportRefused([Problem(0, column, "缺这一列") for column in missing])


def _doubles(rows: list[tuple[int, ItemSpec]]) -> list[Problem]:
    first: dict[str, int] = {}
    found = []
    for number, spec in rows:
        before = first.setdefault(spec.code, number)
        if before != number:
            found.append(
                Problem(number, "", "编码 {code} 和第 {before} 行重复", {"code": spec.code, "before": before})
            )
    return found


def _convert(row: Row, mapping: Declared, known: Known, bodies: Bodies) -> ItemSpec | list[Problem]:
    ctx = Context(mapping, row.cells, known.materials)
    made: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, rule in mapping.fields.items():
        if "only_if" in rule and not fits(rule["only_if"], ctx):
            continue
        try:
            value = apply(rule, ctx)
        except BadValue as error:
            problems.append(Problem(row.number, _column(rule), error.text, error.facts))
            continue
        if value not in (None, "", []) or name in {"channels", "audiences"}:
            made[name] = value
    return problems or _finish(row, made, ctx, known, bodies)


def _finish(
    row: Row, made: dict[str, Any], ctx: Context, known: Known, bodies: Bodies
) -> ItemSpec | list[Problem]:
    try:
        for name, column in (("code", "code"), ("name", "name")):
            if not made.get(name):
                raise BadValue("{column} 是空的", column=_column(ctx.mapping.fields[column]))
        body = _owner(ctx, known)
        made["department"] = body.code
        made["extra"] = _extra(ctx)
        bodies.add(body)
        made["steps"] = _joint_steps(ctx, body, known, bodies)
        return ItemSpec.from_dict(made)
    except BadValue as error:
        return [Problem(row.number, "", error.text, error.facts)]
    except BadSpec as error:
        told = error.facts["problem"]
        said = told if isinstance(told, Said) else Said(told)
        return [Problem(row.number, str(error.facts["where"]), said.text, said.facts)]


def _column(rule: Mapping[str, Any]) -> str:
    return plain(rule.get("from", ""))


def _extra(ctx: Context) -> dict[str, str]:
    cells = {label: plain(ctx.cells.get(column)) for label, column in ctx.mapping.extra.items()}
    return {label: text for label, text in cells.items() if text not in ctx.mapping.empty}


def _owner(ctx: Context, known: Known) -> Body:
    """The owning department: by credit code, else by the name of one on file, else under a pseudo code."""
    told = {name: plain(apply(rule, ctx)) for name, rule in ctx.mapping.body.items()}
    code, name = told["code"], told["name"]
    if not (len(code) == CREDIT and code.isascii() and code.isalnum()):
        if not name:
            raise BadValue("没有实施主体")
        code = known.departments.get(name) or joint.joint_code(name)
    short = name
    for prefix in ctx.mapping.strip:
        short = short.removeprefix(prefix) if len(short) > len(prefix) + 2 else short
    return Body(
        code, name, short[:80], told.get("address", ""), told.get("consult_phone", ""),
        told.get("complain_phone", ""), joint=code.startswith(joint.PREFIX),
    )  # fmt: skip


def _joint_steps(ctx: Context, body: Body, known: Known, bodies: Bodies) -> list[dict[str, Any]]:
    rule = ctx.mapping.joint
    text = plain(apply({"from": rule["from"]}, ctx)) if rule else ""
    if not text:
        return []
    owner = joint.Owner(body.code, body.name, plain(apply(rule["owner_level"], ctx)))
    made, fresh = joint.steps(joint.parse(text), owner, rule, known.departments)
    for code, name in fresh.items():
        bodies.add(Body(code, name, name[:80], joint=True))
    return made
