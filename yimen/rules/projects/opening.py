"""Opening a project: what has to be told, and who may."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from ..errors import Kind, RuleBroken
from .codes import read_code
from .terms import Funding, Lane, ProjectKind

#: The largest number of any measure: m², or 元.
MOST = Decimal("1000000000000")


class ProjectCodeTaken(RuleBroken):
    """A project has one code from beginning to end, and a code one project."""

    code = "project.code_taken"
    text = "这个项目代码已经登记过了"


class ProjectWords(RuleBroken):
    """Something of a project is missing or too long."""

    code = "project.words"
    text = "请填写{label}，最多 {most} 个字"
    kind = Kind.INVALID


class ProjectNumber(RuleBroken):
    """An area or an amount that is no number, or none that can be."""

    code = "project.number"
    text = "{label}要填不小于 0 的数，最多两位小数"
    kind = Kind.INVALID


class ProjectChoice(RuleBroken):
    """Class, funding or lane was not chosen."""

    code = "project.choice"
    text = "请选择{label}"
    kind = Kind.INVALID


class KindOfFunding(RuleBroken):
    """小型社会投资项目 are paid for by society, 政府投资公共建筑 by the government."""

    code = "project.kind_of_funding"
    text = "“{kind}”和“{funding}”对不上，请看看选得对不对"
    kind = Kind.INVALID


@dataclass(frozen=True)
class Told:
    """What opens a project. Areas in m², investment in 元."""

    code: str
    name: str
    kind: ProjectKind
    funding: Funding
    lane: Lane
    place: str
    zone: str = ""
    land_area: Decimal = Decimal(0)
    build_area: Decimal = Decimal(0)
    investment: Decimal = Decimal(0)
    first_contact_at: datetime | None = None


def words(typed: str, label: str, most: int) -> str:
    """One text of a project. Raises ProjectWords."""
    text = typed.strip()
    if not text or len(text) > most:
        raise ProjectWords(label=label, most=most)
    return text


def number(typed: Any, label: str) -> Decimal:
    """An area or an amount; empty is 0. Raises ProjectNumber."""
    text = str(typed).replace(",", "").replace("，", "").strip()
    try:
        found = Decimal(text or "0")
    except InvalidOperation as error:
        raise ProjectNumber(label=label) from error
    if not found.is_finite() or not 0 <= found < MOST or found != round(found, 2):
        raise ProjectNumber(label=label)
    return found


def choice(kind: Any, typed: str, label: str) -> Any:
    """One of a table of terms. Raises ProjectChoice."""
    if typed not in {str(one) for one in kind}:
        raise ProjectChoice(label=label)
    return kind(typed)


def checked(told: Told, today: date) -> Told:
    """The same with its code as it is stored. Raises BadProjectCode, ProjectWords, KindOfFunding."""
    words(told.name, "项目名称", 200)
    words(told.place, "建设地点", 200)
    owed = {ProjectKind.SMALL: Funding.SOCIAL, ProjectKind.PUBLIC: Funding.GOVERNMENT}
    if owed.get(told.kind, told.funding) is not told.funding:
        raise KindOfFunding(kind=told.kind.label, funding=told.funding.label)
    return Told(**{**vars(told), "code": read_code(told.code, today)})


def elements(told: Told) -> Mapping[str, Any]:
    """What the project's own form says, by the keys of data elements (JSON form): goes into every form."""
    numbers = {
        "land_area": told.land_area, "build_area": told.build_area, "investment": told.investment,
    }  # fmt: skip
    funds = {Funding.GOVERNMENT: "government", Funding.SOCIAL: "private"}
    return {
        "project_code": told.code, "project_name": told.name, "project_address": told.place,
        "funds_source": funds[told.funding],
        **{key: str(value) for key, value in numbers.items() if value > 0},
    }  # fmt: skip
