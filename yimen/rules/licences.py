"""证照: what a type of licence says, its number and identifier, its face, how long it holds, when to renew.

Sources: GB/T 36902 (catalogue facts), GB/T 36903 (face fields), GB/T 36904-2018 (identifier), domain 7.1–7.2;
行政许可法第三十九条 (licences carry a seal), 第五十条 (renewal 30 working days before the end).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from .answers import Raw
from .calendar import WorkCalendar
from .codes import mod37_36, new_credit_code
from .errors import Kind, RuleBroken, Said
from .item import FieldUse
from .paper_lines import day_words
from .terms import FieldType, Term
from .values import Unread, read_value

#: The arc under which every electronic licence of the country is named (GB/T 36904-2018, 5.2).
ROOT = "1.2.156.3005.2"
#: An application for renewal is due so many working days before the end (行政许可法第五十条).
RENEW_DAYS = 30
#: So many natural days before the end the holder is reminded, once each.
REMIND_DAYS = (60, 30)
MAX_SERIAL = 999_999
#: The form field in which an application for change, renewal and the like names its licence.
NUMBER_FIELD = "licence_number"
_TYPE = re.compile(r"[0-9A-HJ-NP-RTUW-Y]{18}[0-9A-Z]{3}", re.ASCII)
_PREFIX = re.compile(r"[A-Z]{1,6}", re.ASCII)
_PART = re.compile(r"[0-9A-Z]{1,30}", re.ASCII)


class Validity(Term):
    """有效期规则: how long a licence of a type holds."""

    YEARS = "years", "固定年限"
    UNTIL = "until", "到固定日期"
    LONG = "long", "长期有效"


class LicenceAct(Term):
    """证照动作: what a case of an item does to a licence; expiry is what time does."""

    ISSUE = "issue", "核发"
    CHANGE = "change", "变更"
    RENEW = "renew", "延续"
    SUSPEND = "suspend", "暂停"
    RESUME = "resume", "恢复"
    REVOKE = "revoke", "撤销"
    CANCEL = "cancel", "注销"
    EXPIRE = "expire", "到期"


class Numbering(Term):
    """证照编号规则: prefix and serial, or the 统一社会信用代码 of who is registered, by its first digits."""

    SERIAL = "serial", "字头和顺序号"
    ENTERPRISE = "91", "统一社会信用代码（企业）"
    SOLE_TRADER = "92", "统一社会信用代码（个体工商户）"


#: What makes a new edition: a type that was stopped does none of these.
MAKES_EDITIONS = frozenset({LicenceAct.ISSUE, LicenceAct.CHANGE, LicenceAct.RENEW})


class FaceSource(Term):
    """照面要素的来源."""

    ANSWER = "answer", "申请表"
    PARTY = "party", "主体登记"
    CASE = "case", "办件"
    CONSTANT = "constant", "固定内容"


class BadType(RuleBroken):
    """A licence type cannot be used as it is written."""

    code = "licence.bad_type"
    text = "证照类型的“{what}”不对：{problem}"
    kind = Kind.INVALID


class ItemTaken(RuleBroken):
    """An item does one thing to one type of licence."""

    code = "licence.item_taken"
    text = "事项“{item}”已经用于“{name}”"


class FaceIncomplete(RuleBroken):
    """A face field that must stand on the licence has no value, or one of another type."""

    code = "licence.face_incomplete"
    text = "证照缺少“{label}”，请先补正申请表或主体登记"
    kind = Kind.INVALID


class SerialsUsedUp(RuleBroken):
    """More licences of one type in one year than the number has digits for."""

    code = "licence.serials_used_up"
    text = "今年这类证照的编号用完了"


@dataclass(frozen=True)
class FaceField:
    """照面要素: one line of the licence. `key` names it in its source (field of the form, `name`, `number`,
    `legal_person`, `address` of the party; `number`, `title` of the case); for a constant it is the text.
    `fills`: keys of the data elements under which forms of other items ask for what stands on this line.
    """

    name: str
    label: str
    source: FaceSource
    key: str
    type: FieldType = FieldType.TEXT
    required: bool = True
    fills: tuple[str, ...] = ()

    @classmethod
    def from_dict(cls, one: Mapping[str, Any]) -> FaceField:
        """Read the stored form. Raises KeyError, TypeError, ValueError for what does not fit."""
        kind = FieldType(one.get("type", FieldType.TEXT))
        fills = tuple(str(key) for key in one.get("fills", ()))
        return cls(**{**one, "source": FaceSource(one["source"]), "type": kind, "fills": fills})

    def to_dict(self) -> dict[str, Any]:
        """The stored form: JSON types only; inverse of from_dict."""
        plain = {**vars(self), "source": str(self.source), "type": str(self.type), "fills": [*self.fills]}
        return plain if self.fills else {key: value for key, value in plain.items() if key != "fills"}


@dataclass(frozen=True)
class LicenceSpec:
    """One version of one type of licence.

    `code`: 18 characters of the national authority's credit code and 3 of its own (GB/T 36904). `organ` and
    `organ_code`: who issues. `prefix`: capital letters of the licence number. `material`: code of the shared
    material that it satisfies. `items`: (item code, what its case does to a licence of this type).
    """

    code: str
    name: str
    organ: str
    organ_code: str
    prefix: str
    validity: Validity = Validity.YEARS
    years: int = 5
    until: date | None = None
    material: str = ""
    fields: tuple[FaceField, ...] = ()
    items: tuple[tuple[str, LicenceAct], ...] = ()
    notice: str = ""
    numbering: Numbering = Numbering.SERIAL

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> LicenceSpec:
        """Read the stored form. Raises BadType for what does not fit."""
        try:
            plain = {f.name: data[f.name] for f in fields(cls) if f.name in data}
            plain["validity"] = Validity(plain.get("validity", Validity.YEARS))
            plain["numbering"] = Numbering(plain.get("numbering", Numbering.SERIAL))
            plain["until"] = date.fromisoformat(plain["until"]) if plain.get("until") else None
            plain["fields"] = tuple(FaceField.from_dict(one) for one in plain.get("fields", ()))
            plain["items"] = tuple((str(code), LicenceAct(act)) for code, act in plain.get("items", ()))
            return cls(**plain)
        except (KeyError, TypeError, ValueError) as error:
            raise BadType(what="数据", problem=str(error)) from error

    def to_dict(self) -> dict[str, Any]:
        """The stored form: JSON types only; inverse of from_dict."""
        return {
            **{f.name: getattr(self, f.name) for f in fields(self)},
            "validity": str(self.validity),
            "until": self.until.isoformat() if self.until else "",
            "numbering": str(self.numbering),
            "fields": [one.to_dict() for one in self.fields],
            "items": [[code, str(act)] for code, act in self.items],
        }

    def act_of(self, item: str) -> LicenceAct | None:
        """What a case of this item does to a licence of this type."""
        return next((act for code, act in self.items if code == item), None)


def check_type(spec: LicenceSpec) -> LicenceSpec:
    """A type that may be put in force. Raises BadType naming the entry that is wrong."""
    for what, wrong, problem in (
        ("类型代码", not _TYPE.fullmatch(spec.code), "要 18 位统一社会信用代码加 3 位"),
        ("名称", not spec.name.strip(), "没有填写"),
        ("颁发机构", not spec.organ.strip(), "没有填写"),
        ("颁发机构代码", not _PART.fullmatch(spec.organ_code), "只用数字和大写字母"),
        ("编号字头", not _PREFIX.fullmatch(spec.prefix), "要 1 到 6 个大写字母"),
        ("年限", spec.validity is Validity.YEARS and not 1 <= spec.years <= 99, "要 1 到 99 年"),
        ("有效期止", spec.validity is Validity.UNTIL and spec.until is None, "没有填写"),
        ("照面要素", not spec.fields, "至少一项"),
    ):
        if wrong:
            raise BadType(what=what, problem=problem)
    _check_fields(spec)
    return spec


def _check_fields(spec: LicenceSpec) -> None:
    names = [one.name for one in spec.fields]
    if len(names) != len(set(names)):
        raise BadType(what="照面要素", problem="有重名")
    for one in spec.fields:
        if not one.label.strip() or not one.name.strip() or not one.key.strip():
            raise BadType(what="照面要素", problem="名称和来源都要填写")
    codes = [code for code, _ in spec.items]
    if len(codes) != len(set(codes)):
        raise BadType(what="办理事项", problem="同一事项只能有一种动作")


def licence_number(spec: LicenceSpec, region: str, year: int, serial: int) -> str:
    """证照编号: prefix + region 6 + year 4 + serial 6, without a gap within type and year; of a type that
    registers whom it is issued to, the 统一社会信用代码 made of region, year and serial (GB 32100-2015).

    Serials are drawn in the transaction of the act, so one that is undone gives its number back. A licence
    that ends keeps its number for ever. Raises SerialsUsedUp past 999 999.
    """
    if serial > MAX_SERIAL:
        raise SerialsUsedUp()
    if spec.numbering is not Numbering.SERIAL:
        return new_credit_code(str(spec.numbering), region[:6], f"{year % 100:02d}{serial:06d}")
    return f"{spec.prefix}{region[:6]}{year:04d}{serial:06d}"


def identifier(type_code: str, organ_code: str, serial: str, edition: int) -> str:
    """电子证照标识 (GB/T 36904-2018): root.type.issuer.serial.version.check, check by ISO 7064 MOD 37,36.

    `serial`: digits and capital letters; `edition`: 1 for the first, one more with each change or renewal.
    Raises ValueError on parts that do not fit: a mistake in the program.
    """
    parts = (type_code, organ_code, serial, f"{edition:03d}")
    if not all(_PART.fullmatch(one) for one in parts) or len(parts[3]) != 3:
        raise ValueError(f"no parts of an identifier: {parts}")
    return ".".join((ROOT, *parts, mod37_36("".join(parts))))


def face(
    spec: LicenceSpec, sources: Mapping[FaceSource, Raw], today: date, before: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The face as texts by field name, in the type's order; each read as its type. Raises FaceIncomplete.

    Values of people are asked of their source only; a field that need not be there is left out when empty.
    `before`: the face of the edition before: what the form of a change or renewal does not ask stays as it
    was.
    """
    made: dict[str, str] = {}
    for one in spec.fields:
        asked = sources.get(one.source, {})
        if one.source is FaceSource.ANSWER and one.key not in asked and before and one.name in before:
            made[one.name] = before[one.name]
            continue
        raw = one.key if one.source is FaceSource.CONSTANT else asked.get(one.key)
        text = _text(one, raw, today)
        if text:
            made[one.name] = text
        elif one.required:
            raise FaceIncomplete(label=one.label)
    return made


def _text(one: FaceField, raw: Any, today: date) -> str:
    said = "" if raw is None else str(raw).strip()
    if not said or one.type is FieldType.CHOICE:
        return said
    if isinstance(raw, list):
        return "、".join(str(part) for part in raw)
    use = FieldUse(one.name, one.label, one.type, required=one.required, max_length=1000)
    try:
        read = read_value(use, said, today)
    except Unread as bad:
        raise FaceIncomplete(label=one.label) from bad
    if one.type is FieldType.BOOL:
        return "是" if read else "否"
    return day_words(read) if isinstance(read, date) else str(read)


def valid_to(spec: LicenceSpec, first: date) -> date | None:
    """The last day on which a licence that begins on `first` holds; None for ever. 29 February ends on 28."""
    if spec.validity is Validity.LONG:
        return None
    if spec.validity is Validity.UNTIL:
        return spec.until
    year = first.year + spec.years
    try:
        same = first.replace(year=year)
    except ValueError:
        return date(year, 2, 28)
    return date.fromordinal(same.toordinal() - 1)


def renew_by(calendar: WorkCalendar, last: date) -> date:
    """The last day on which to apply for renewal: 30 working days before the licence ends.

    行政许可法第五十条; a later application is taken until the end, but the organ may then decide after it.
    """
    day = last - timedelta(days=RENEW_DAYS)
    while calendar.working_days_between(day, last) < RENEW_DAYS:
        day -= timedelta(days=1)
    return day


def days_left(last: date | None, today: date) -> int | None:
    """Natural days after today on which the licence still holds; below 0 it is over, None for ever."""
    return None if last is None else (last - today).days


def next_reminder(last: date | None, done: int) -> date | None:
    """The day of the next reminder when `done` were sent: 60, then 30 days before the end; then none."""
    if last is None or done >= len(REMIND_DAYS):
        return None
    return date.fromordinal(last.toordinal() - REMIND_DAYS[done])


def reminders_due(last: date, done: int, today: date) -> int:
    """How many reminders count as sent after today's: one message stands for all whose day has passed."""
    return max(done, sum(1 for days in REMIND_DAYS if (last - today).days <= days))


def period(first: date, last: date | None) -> Said:
    """The days of validity as a message."""
    if last is None:
        return Said("{first}起长期有效", {"first": day_words(first)})
    return Said("{first}至{last}", {"first": day_words(first), "last": day_words(last)})


#: Types whose text on the face is what the form takes; of others (days, yes or no) it is not.
AS_TYPED = frozenset(
    {FieldType.TEXT, FieldType.LONG_TEXT, FieldType.INTEGER, FieldType.DECIMAL, FieldType.ADDRESS}
)


def carried(
    spec: LicenceSpec, number: str, kept: Mapping[str, str], form: Iterable[FieldUse]
) -> dict[str, str]:
    """What an application that acts on a licence need not ask again: its number, and what stands on its face.

    `kept`: the face by field name; `form`: the fields of the item. Every value can be changed by whoever
    applies.
    """
    types = {use.key: use.type for use in form}
    made = {NUMBER_FIELD: number} if NUMBER_FIELD in types else {}
    for one in spec.fields:
        known = one.source is FaceSource.ANSWER and one.name in kept
        if known and types.get(one.key) in AS_TYPED and one.key != NUMBER_FIELD:
            made[one.key] = kept[one.name]
    return made


def named(answers: Mapping[str, Any]) -> str:
    """The number of the licence that an application acts on: the form's field `licence_number`."""
    return str(answers.get(NUMBER_FIELD) or "").strip().upper()
