"""What an earlier member's result says, and by which words a later form asks for it.

A result has a number; a licence has a last day and a face besides. A form asks for them in the catalogue's
own words (营业执照编号, 营业执照有效期至; a 统一社会信用代码 where the 营业执照 is made), or by the data
element that the type of licence names for a line of its face (`licences.FaceField.fills`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from ..item import FieldUse, ItemSpec
from ..licences import AS_TYPED, FaceField
from ..likeness import core_name
from ..paper_lines import day_said
from ..terms import FieldType, ResultType

#: What a result says: its number, its last day; everything else is a line of the face, by its name.
NUMBER, LAST_DAY = "=number", "=valid_to"
#: What follows the name of a paper where its number, or its last day, is asked.
_NUMBERS = ("编号", "号码", "证号", "证书编号", "号")
_LAST_DAYS = ("有效期至", "有效期止", "有效期限", "到期日期", "到期日", "截止日期")
#: The paper on which an enterprise first reads its 统一社会信用代码.
#: What may stand between a paper and a line of it.
_OF = re.compile(r"上?的$")
_BUSINESS_LICENCE = core_name("营业执照")
#: Of these types the text on a face is what the form takes.
_CARRIED = AS_TYPED | {FieldType.CREDIT_CODE, FieldType.ID_NUMBER, FieldType.PHONE, FieldType.MONEY}


def results_of(spec: ItemSpec) -> list[str]:
    """The names of its results: 食品经营许可证、副本 are two."""
    if spec.result_type is ResultType.NONE:
        return []
    return _split(spec.result_name)


def _split(result_name: str) -> list[str]:
    return [name for name in re.split("[、，,；;/]", result_name) if name.strip()]


def asks_number(use: FieldUse, spec: ItemSpec) -> bool:
    """Whether this field asks for the number of a result of that item.

    A 公民身份号码 is no card's number: who has lost the card, or has none yet, knows it all the same.
    """
    if use.type is FieldType.ID_NUMBER:
        return False
    if use.type is FieldType.CREDIT_CODE:
        return _BUSINESS_LICENCE in _names(spec)
    return _asked_as(use.label, _NUMBERS, spec)


def told(use: FieldUse, spec: ItemSpec, face: Iterable[FaceField]) -> str:
    """What of that item's result answers this field: NUMBER, LAST_DAY, the name of a line of the `face` of
    its licence, or "" for nothing.

    Only what is sure to stand there: a line that may be empty spares nobody the question.
    """
    if asks_number(use, spec):
        return NUMBER
    if use.type is FieldType.DATE and _asked_as(use.label, _LAST_DAYS, spec):
        return LAST_DAY
    lines = (one for one in face if one.required and _carries(one, use) and _same(one, use, spec))
    return next((one.name for one in lines), "")


def _names(spec: ItemSpec) -> frozenset[str]:
    return frozenset() if spec.result_type is ResultType.NONE else _cores(spec.result_name)


@lru_cache(maxsize=1024)
def _cores(result_name: str) -> frozenset[str]:
    return frozenset(core for name in _split(result_name) if (core := core_name(name)))


def _asked_as(label: str, ends: Iterable[str], spec: ItemSpec) -> bool:
    said = label.strip()
    of = (_OF.sub("", said.removesuffix(end)) for end in ends if said.endswith(end))
    return any(core_name(each) in _names(spec) for each in of)


def _carries(one: FaceField, use: FieldUse) -> bool:
    if FieldType.DATE in {one.type, use.type}:
        return one.type is use.type
    return use.type in _CARRIED and one.type in _CARRIED


def as_answer(taken_as: FieldType, text: str) -> str:
    """The text of a line as a form takes it: a day as it is typed, all else as it stands. "" for no day."""
    if taken_as is not FieldType.DATE:
        return text
    found = day_said(text)
    return found.isoformat() if found else ""


def _same(one: FaceField, use: FieldUse, spec: ItemSpec) -> bool:
    """The type of licence says so, or the field is called by the paper and the line: 营业执照（上的）名称."""
    if use.key in one.fills:
        return True
    label = one.label.strip()
    return bool(label) and _asked_as(use.label, (label,), spec)
