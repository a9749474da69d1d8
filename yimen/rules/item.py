"""The facts of one version of a service item (实施清单), as every rule, page and counter reads them.

A catalogue is data: `ItemSpec.from_dict` reads the stored form, `to_dict` writes it back, and the two are
inverse. Field names follow domain 1.4 (national exchange tables) in English. Days always carry a unit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from decimal import Decimal
from typing import Any

from .errors import Kind, RuleBroken, Said
from .item_parts import (
    Basis,
    Fee,
    FieldUse,
    Limit,
    MaterialUse,
    Question,
    SpecialStep,
    Step,
    Window,
)
from .pledge_terms import Risk, WindowUnit
from .retention import Keep, default_keep
from .terms import (
    Audience,
    Channel,
    Duty,
    FieldType,
    ItemType,
    Level,
    MaterialForm,
    MaterialKind,
    Mode,
    Need,
    Procedure,
    Promise,
    ResultType,
    Role,
    Source,
    Unit,
)


class BadSpec(RuleBroken):
    """The stored form of an item does not fit: an unknown key, a wrong type, a word outside its table."""

    code = "item.bad_spec"
    text = "事项数据不对：{where}，{problem}"
    kind = Kind.INVALID


@dataclass(frozen=True)
class ItemSpec:
    """One version of one 实施清单. Immutable once published; a case pins it."""

    code: str
    name: str
    department: str
    department_name: str = ""
    catalog_code: str = ""
    handle_code: str = ""
    type: ItemType = ItemType.PUBLIC_SERVICE
    level: Level = Level.COUNTY
    region: str = ""
    promise_type: Promise = Promise.PROMISED
    legal: Limit | None = None
    promise: Limit | None = None
    minutes: int = 30
    audiences: tuple[Audience, ...] = (Audience.PERSON,)
    channels: tuple[Channel, ...] = (Channel.COUNTER, Channel.WEB, Channel.MOBILE)
    online_depth: int = 4
    visits: int = 0
    visit_reason: str = ""
    express: bool = True
    bookable: bool = True
    pay_online: bool = False
    person_topics: tuple[str, ...] = ()
    corp_topics: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    summary: str = ""
    conditions: tuple[str, ...] = ()
    review_standard: str = ""
    quota: str = ""
    #: Fields in which no promise takes the place of a proof (告知承诺).
    risks: tuple[Risk, ...] = ()
    basis: tuple[Basis, ...] = ()
    materials: tuple[MaterialUse, ...] = ()
    form: tuple[FieldUse, ...] = ()
    eligibility: Mapping[str, Any] | None = None
    eligibility_words: str = ""
    #: 秒批: its rules as they are stored, read by `rules.instant.spec`; None: people decide.
    instant: Mapping[str, Any] | None = None
    mode: Mode = Mode.SERIAL
    steps: tuple[Step, ...] = ()
    special: tuple[SpecialStep, ...] = ()
    charged: bool = False
    fees: tuple[Fee, ...] = ()
    result_type: ResultType = ResultType.OTHER
    result_name: str = ""
    result_sample: str = ""
    result_valid: str = ""
    windows: tuple[Window, ...] = ()
    consult_phone: str = ""
    complain_phone: str = ""
    faq: tuple[Question, ...] = ()
    returns: tuple[str, ...] = ()
    pause_on_correction: bool = False
    forward_to: str = ""
    retention: Keep | None = None
    #: Of a bundle compiled into an item (`rules.bundle`): codes of its members. Nothing is signed on it.
    members: tuple[str, ...] = ()
    #: 导办: it only tells the way; nobody can apply for it.
    guide_only: bool = False
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def keep(self) -> Keep:
        """保管期限: as its keeper set it, else by what kind of item it is."""
        return self.retention or default_keep(self.type, self.result_type)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> ItemSpec:
        """Read the stored form; missing keys take their defaults. Raises BadSpec naming the place."""
        check_keys(cls, data, "")
        return cls(**{key: _read(key, value) for key, value in data.items()})

    def to_dict(self) -> dict[str, Any]:
        """The stored form: JSON types only, defaults left out, keys in field order."""
        plain = ItemSpec(code="", name="", department="")
        out: dict[str, Any] = {}
        for f in fields(self):
            value = getattr(self, f.name)
            if f.name in {"code", "name", "department"} or value != getattr(plain, f.name):
                out[f.name] = plain_part(value)
        return out


_LISTS: dict[str, type] = {
    "basis": Basis,
    "materials": MaterialUse,
    "form": FieldUse,
    "steps": Step,
    "special": SpecialStep,
    "fees": Fee,
    "windows": Window,
    "faq": Question,
}
_TERMS: dict[str, Any] = {
    "type": ItemType,
    "level": Level,
    "promise_type": Promise,
    "mode": Mode,
    "result_type": ResultType,
}
_PART_TERMS: dict[tuple[type, str], Any] = {
    (MaterialUse, "kind"): MaterialKind,
    (MaterialUse, "form"): MaterialForm,
    (MaterialUse, "need"): Need,
    (MaterialUse, "source"): Source,
    (MaterialUse, "pledge_unit"): WindowUnit,
    (FieldUse, "type"): FieldType,
    (Step, "duty"): Duty,
    (Step, "role"): Role,
    (Step, "beside"): Mode,
    (SpecialStep, "procedure"): Procedure,
    (SpecialStep, "unit"): Unit,
    (Limit, "unit"): Unit,
}
_DECIMALS = {"minimum", "maximum", "unit_price"}
_INTS = {
    "minutes",
    "online_depth",
    "visits",
    "originals",
    "copies",
    "deferral_days",
    "max_length",
    "days",
    "pledge_window",
}
_BOOLS = {
    "express", "bookable", "pay_online", "charged", "pause_on_correction", "required", "question",
    "reducible", "excluded_by_law", "guide_only",
}  # fmt: skip


def check_keys(cls: type, data: Any, where: str) -> None:
    """Raise BadSpec for what is no object, for a key that is unknown and for one that is missing."""
    if not isinstance(data, Mapping):
        raise BadSpec(where=where or "事项", problem="要一个对象")
    places = {f.name: f for f in fields(cls)}
    dot = f"{where}." if where else ""
    for key in data:
        if key not in places:
            raise BadSpec(where=f"{dot}{key}", problem="不认识这一栏")
    for name, one in places.items():
        if name not in data and one.default is MISSING and one.default_factory is MISSING:
            raise BadSpec(where=f"{dot}{name}", problem="缺少这一栏")


def read_list(value: Any, where: str) -> list[tuple[str, Any]]:
    """The entries of a list, each with its place. A text is no list of letters."""
    if not isinstance(value, list | tuple):
        raise BadSpec(where=where, problem="要一个列表")
    return [(f"{where}[{i}]", one) for i, one in enumerate(value)]


def _option(value: Any, where: str) -> tuple[str, str]:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise BadSpec(where=where, problem="要代码和文字两项")
    return str(value[0]), str(value[1])


def _read(key: str, value: Any) -> Any:
    if key in _LISTS:
        return tuple(read_part(_LISTS[key], one, here) for here, one in read_list(value, key))
    if key in {"legal", "promise"}:
        return None if value is None else read_part(Limit, value, key)
    if key == "retention":
        return _term(Keep, value, key) if value else None
    if key in _TERMS:
        return _term(_TERMS[key], value, key)
    if key == "audiences":
        return tuple(_term(Audience, one, here) for here, one in read_list(value, key))
    if key == "channels":
        return tuple(_term(Channel, one, here) for here, one in read_list(value, key))
    if key == "risks":
        return tuple(_term(Risk, one, here) for here, one in read_list(value, key))
    if key in {"person_topics", "corp_topics", "words", "conditions", "returns", "members"}:
        return tuple(_scalar("", one, here) for here, one in read_list(value, key))
    return _scalar(key, value, key)


def read_part(cls: type, data: Any, where: str) -> Any:
    """One part (material, field, member …) from its stored form. Raises BadSpec naming the place."""
    check_keys(cls, data, where)
    made: dict[str, Any] = {}
    for key, value in data.items():
        here = f"{where}.{key}"
        if (cls, key) in _PART_TERMS:
            made[key] = _term(_PART_TERMS[cls, key], value, here)
        elif key == "options":
            made[key] = tuple(_option(one, place) for place, one in read_list(value, here))
        else:
            made[key] = _scalar(key, value, here)
    return cls(**made)


def _term(kind: Any, value: Any, where: str) -> Any:
    try:
        return kind(value)
    except ValueError as error:
        raise _unfit(where, "没有这个代码：{value}", value) from error


def _decimal(value: Any, where: str) -> Decimal:
    """A finite number, written as a number or as text. 1.1 reads as 1.1."""
    try:
        number = Decimal(str(value))
    except ArithmeticError as error:
        raise _unfit(where, "要一个数：{value}", value) from error
    if not number.is_finite():
        raise _unfit(where, "要一个数：{value}", value)
    return number


def _scalar(key: str, value: Any, where: str) -> Any:
    if key in _DECIMALS:
        return None if value is None else _decimal(value, where)
    if key in _INTS and (isinstance(value, bool) or not isinstance(value, int) or value < 0):
        raise _unfit(where, "要一个不小于 0 的整数：{value}", value)
    if key in _BOOLS and not isinstance(value, bool):
        raise _unfit(where, "要 true 或 false：{value}", value)
    if key in {"when", "eligibility", "instant", "extra"}:
        if not isinstance(value, Mapping) and (key == "extra" or value is not None):
            raise BadSpec(where=where, problem="要一个对象")
        return value
    if key not in _INTS and key not in _BOOLS and not isinstance(value, str):
        raise _unfit(where, "要文字：{value}", value)
    return value


def _unfit(where: str, text: str, value: Any) -> BadSpec:
    return BadSpec(where=where, problem=Said(text, {"value": str(value)}))


def plain_part(value: Any) -> Any:
    """The stored form of a part: JSON types only, defaults left out."""
    if hasattr(value, "__dataclass_fields__"):
        defaults = {f.name: f.default for f in fields(value)}
        return {k: plain_part(getattr(value, k)) for k in defaults if getattr(value, k) != defaults[k]}
    if isinstance(value, tuple | list):
        return [plain_part(one) for one in value]
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return {k: plain_part(v) for k, v in value.items()}
    return str(value) if hasattr(value, "label") else value


__all__ = [
    "BadSpec", "Basis", "Fee", "FieldUse", "ItemSpec", "Limit", "MaterialUse", "Question", "SpecialStep",
    "Step", "Window", "check_keys", "plain_part", "read_list", "read_part",
]  # fmt: skip
