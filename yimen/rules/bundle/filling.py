"""What an earlier member's result fills in for a later one: the number that stands on it need not be asked.

Told from the catalogue's own words, as the order of the members is (`order.with_results`): a field called
营业执照编号, or a 统一社会信用代码 where the 营业执照 is made, asks for the number of that result.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ..item import FieldUse
from ..likeness import core_name
from ..terms import FieldType
from .common import keys_of
from .order import Part, makers_for, results_of

#: What follows the name of a paper where its number is asked.
_NUMBERS = ("编号", "号码", "证号", "证书编号", "号")
#: The paper on which an enterprise first reads its 统一社会信用代码.
_BUSINESS_LICENCE = core_name("营业执照")


def filled_by(part: Part, parts: Sequence[Part]) -> dict[str, tuple[Part, ...]]:
    """Key of a field of this member → the members whose result it is the number of.

    Only of members whose result this one needs, for then it is there when this one starts. A field that a
    condition looks at is asked: its answer decides something before any result is made.
    """
    looked_at = _looked_at(part, parts)
    found: dict[str, tuple[Part, ...]] = {}
    for use in part.spec.form:
        if use.key in looked_at:
            continue
        makers = tuple(one for one in _before(part, parts) if _asks_number(use, one))
        if makers:
            found[use.key] = makers
    return found


def _before(part: Part, parts: Sequence[Part]) -> list[Part]:
    made = {
        one.item: one
        for code in sorted(part.needs)
        for one in makers_for(part, code, [other for other in parts if code in other.issues])
    }
    return [made[item] for item in sorted(made)]


def _asks_number(use: FieldUse, maker: Part) -> bool:
    names = {name for one in results_of(maker.spec) if (name := core_name(one))}
    if use.type is FieldType.CREDIT_CODE:
        return _BUSINESS_LICENCE in names
    label = use.label.strip()
    return any(label.endswith(end) and core_name(label.removesuffix(end)) in names for end in _NUMBERS)


def _looked_at(part: Part, parts: Iterable[Part]) -> set[str]:
    spec = part.spec
    trees: list[Any] = [use.when for use in spec.form] + [use.when for use in spec.materials]
    trees += [spec.eligibility, *(one.member.when for one in parts)]
    return {key for tree in trees if tree is not None for key in keys_of(tree)}
