"""Raw form input → typed answers and, per field, what is wrong in plain words. Nothing hidden is asked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from . import situations
from .conditions import Answer, Answers
from .errors import Kind, RuleBroken
from .item import FieldUse, ItemSpec
from .terms import FieldType
from .values import Problem, Unread, read_several, read_value

Raw = Mapping[str, Any]

_CHOSEN = frozenset({FieldType.CHOICE, FieldType.MULTI, FieldType.BOOL})


class BadStored(RuleBroken):
    """Stored answers do not fit the form of the version they were given to."""

    code = "answers.bad_stored"
    text = "存下的表单和事项版本对不上：{field}"
    kind = Kind.INVALID


@dataclass(frozen=True)
class Reading:
    """Typed answers by field key (None = asked and left blank), and the problems in the form's order."""

    answers: Mapping[str, Answer]
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        """Nothing is wrong."""
        return not self.problems


def read(
    spec: ItemSpec,
    raw: Raw,
    today: date,
    known: Answers | None = None,
    only: Collection[str] | None = None,
) -> Reading:
    """Read a posted form (str, or list of str for several choices; JSON scalars are taken too).

    `known`: typed answers of earlier pages. `only`: the fields of this page; others are not asked now.
    A field is required only while its condition holds; an answer to a hidden field is dropped.
    Unknown keys are ignored (a browser posts more than the form). Raises BadCondition, BadPattern.
    """
    found = situations.read(spec)
    answers: dict[str, Answer] = {}
    wrong: dict[str, Problem] = {}
    for use in found.fields:
        if not found.asked(use.key, answers, today):
            continue
        if only is not None and use.key not in only:
            if known is not None and use.key in known:
                answers[use.key] = known[use.key]
            continue
        try:
            answers[use.key] = _read_one(use, raw.get(use.key), today)
        except Unread as bad:
            wrong[use.key] = Problem(use.key, bad.code, bad.text, bad.facts)
    ordered = {use.key: answers[use.key] for use in spec.form if use.key in answers}
    return Reading(ordered, tuple(wrong[use.key] for use in spec.form if use.key in wrong))


def to_json(answers: Answers) -> dict[str, Any]:
    """The stored form of typed answers: JSON types only; dates ISO 8601, decimals as text."""
    return {key: _plain(value) for key, value in answers.items()}


def from_json(spec: ItemSpec, data: Mapping[str, Any]) -> dict[str, Answer]:
    """Typed answers from the stored form, by the fields of the same version. Raises BadStored."""
    fields = {use.key: use for use in spec.form}
    out: dict[str, Answer] = {}
    for key, value in data.items():
        if key not in fields:
            raise BadStored(field=key)
        out[key] = None if value is None else _typed(fields[key], value)
    return out


def _read_one(use: FieldUse, value: Any, today: date) -> Answer:
    texts = [text for text in _texts(use, value) if text.strip()]
    if not texts:
        if use.required:
            text = "请选择{label}" if use.type in _CHOSEN else "请填写{label}"
            raise Unread("answer.required", text, label=use.label)
        return None
    if use.type is FieldType.MULTI:
        return read_several(use, texts)
    if len(texts) > 1:
        text = "“{label}”只能填一个，您填了 {count} 个"
        raise Unread("answer.several", text, label=use.label, count=len(texts))
    made: Answer = read_value(use, texts[0], today)
    if made == "":
        raise Unread("answer.required", "请填写{label}", label=use.label)
    return made


def _texts(use: FieldUse, value: Any) -> list[str]:
    if value is None:
        return []
    if isinstance(value, list | tuple):
        return [text for one in value for text in _texts(use, one)] if not _nested(value) else _no_text(use)
    if isinstance(value, bool):
        return ["true" if value else "false"]
    if isinstance(value, date):
        return [value.isoformat()]
    if isinstance(value, str | int | float | Decimal):
        return [str(value)]
    return _no_text(use)


def _nested(value: list[Any] | tuple[Any, ...]) -> bool:
    return any(isinstance(one, list | tuple) for one in value)


def _no_text(use: FieldUse) -> list[str]:
    raise Unread("answer.not_text", "“{label}”要填文字", label=use.label)


def _plain(value: Answer) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, list) else value


def _typed(use: FieldUse, value: Any) -> Answer:
    wanted: Any = _STORED.get(use.type, str)
    if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
        raise BadStored(field=use.key)
    try:
        if use.type in {FieldType.DECIMAL, FieldType.MONEY}:
            return Decimal(value)
        if use.type is FieldType.DATE:
            return date.fromisoformat(value)
    except (ArithmeticError, ValueError) as error:
        raise BadStored(field=use.key) from error
    return value  # type: ignore[no-any-return]


_STORED: dict[FieldType, type] = {
    FieldType.INTEGER: int,
    FieldType.MULTI: list,
    FieldType.BOOL: bool,
}
