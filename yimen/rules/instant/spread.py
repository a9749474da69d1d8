"""Every case that a set of conditions can tell apart, as answers: a finite set, because a condition compares
with constants only.

Numbers and days: each threshold, what lies between two and beyond. Choices: every option; several choices:
every set of those named. Texts: each text named, alone and joined, and one that is none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain, combinations, islice, pairwise, product
from math import prod
from typing import Any

from ..condition_ops import NUMBERS, Op
from ..conditions import Answer, Condition, Leaf, fields_used, holds, leaves
from ..item import FieldUse
from ..situations import Situations
from ..terms import FieldType

#: More cases than this are not gone through: the keeper is told so instead.
MOST_CASES = 20_000
_AGES = frozenset({Op.AGE_AT_LEAST, Op.AGE_BELOW})
_CLOCKS = frozenset({Op.PAST, Op.FUTURE})
_DAY = timedelta(days=1)
_BODY = "000000{born:%Y%m%d}0000"


@dataclass(frozen=True)
class Spread:
    """The fields that matter, in an order in which each looks only back, with the answers that matter."""

    fields: tuple[FieldUse, ...]
    values: Mapping[str, tuple[Answer, ...]]
    visible: Mapping[str, Condition]

    @property
    def count(self) -> int:
        """How many cases there are, those that hide a field counted as often as it has answers."""
        return prod(len(self.values[use.key]) for use in self.fields)

    def cases(self, today: date) -> Iterator[dict[str, Answer]]:
        """Each case once for each answer; a field that is not asked is blank."""
        for chosen in product(*(self.values[use.key] for use in self.fields)):
            known: dict[str, Answer] = {}
            for use, value in zip(self.fields, chosen, strict=True):
                shown = self.visible.get(use.key)
                known[use.key] = value if shown is None or holds(shown, known, today) else None
            yield known


def spread(found: Situations, conditions: Iterable[Condition], today: date) -> Spread:
    """The cases that these conditions tell apart, with the fields that decide whether theirs are asked."""
    wanted: dict[str, list[Leaf]] = {}
    _gather(found, conditions, wanted)
    fields = tuple(use for use in found.fields if use.key in wanted)
    values = {use.key: tuple(_answers(use, wanted[use.key], today)) for use in fields}
    return Spread(fields, values, {k: v for k, v in found.visible.items() if k in wanted})


def _gather(found: Situations, conditions: Iterable[Condition], wanted: dict[str, list[Leaf]]) -> None:
    for one in conditions:
        before = [found.visible[k] for k in fields_used(one) if k not in wanted and k in found.visible]
        for leaf in leaves(one):
            wanted.setdefault(leaf.field, []).append(leaf)
        _gather(found, before, wanted)


def _answers(use: FieldUse, told: list[Leaf], today: date) -> list[Answer]:
    made = _TYPES.get(use.type, _texts)(use, told, today)
    return made if use.required else [*made, None]


def _flags(use: FieldUse, told: list[Leaf], today: date) -> list[Answer]:
    return [True, False]


def _choices(use: FieldUse, told: list[Leaf], today: date) -> list[Answer]:
    return [code for code, _words in use.options]


def _several(use: FieldUse, told: list[Leaf], today: date) -> list[Answer]:
    """Every set of the options that are named, and one that is not; a required field has at least one."""
    named = sorted({value for leaf in told for value in _flat(leaf.value)})
    other = [code for code, _words in use.options if code not in named][:1]
    pool = [*named, *other]
    sizes = range(1 if use.required else 0, len(pool) + 1)
    sets = chain.from_iterable(combinations(pool, size) for size in sizes)
    return [list(chosen) for chosen in islice(sets, MOST_CASES + 1)]


def _numbers(use: FieldUse, told: list[Leaf], today: date) -> list[Answer]:
    whole = use.type is FieldType.INTEGER
    marks = sorted({Decimal(value) for leaf in told for value in _flat(leaf.value)})
    ends = [one for one in (use.minimum, use.maximum) if one is not None]
    points = {*marks, *ends, *(_between(marks, whole))} or {Decimal(1)}
    points |= {marks[0] - 1, marks[-1] + 1} if marks else set()
    fit = [one for one in sorted(points) if _within(use, one)]
    return [int(one) for one in fit if one == int(one)] if whole else list(fit)


def _between(marks: list[Decimal], whole: bool) -> Iterator[Decimal]:
    for low, high in pairwise(marks):
        middle = (low + high) / 2
        yield Decimal(int(middle)) if whole and low < int(middle) else middle


def _within(use: FieldUse, one: Decimal) -> bool:
    return (use.minimum is None or one >= use.minimum) and (use.maximum is None or one <= use.maximum)


def _days(use: FieldUse, told: list[Leaf], today: date) -> list[Answer]:
    marks = {value for leaf in told if leaf.op not in _AGES for value in _flat(leaf.value)}
    marks |= {_years_ago(today, leaf.value) for leaf in told if leaf.op in _AGES}
    if any(leaf.op in _CLOCKS for leaf in told):
        marks.add(today)
    return sorted({near for mark in marks for near in (mark - _DAY, mark, mark + _DAY)}) or [today]


def _texts(use: FieldUse, told: list[Leaf], today: date) -> list[Answer]:
    named = sorted({value for leaf in told if leaf.op not in _AGES for value in _flat(leaf.value)})
    parts = sorted({leaf.value for leaf in told if leaf.op is Op.CONTAINS})
    pairs = ("".join(pair) for pair in product(parts, repeat=2) if pair[0] != pair[1])
    joined = list(islice(pairs, MOST_CASES + 1))
    longer = [f"{value}…" for value in named]
    ages = {_years_ago(today, leaf.value) for leaf in told if leaf.op in _AGES}
    born = {near for day in ages for near in (day - _DAY, day, day + _DAY)}
    return [*named, *longer, *joined, *(_BODY.format(born=day) for day in sorted(born)), "…"]


def _years_ago(today: date, years: int) -> date:
    """The birthday of who becomes so old today; of 29 February the day after (see `condition_ops.age`)."""
    try:
        return today.replace(year=today.year - years)
    except ValueError:
        return date(today.year - years, 3, 1)


def _flat(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, tuple) else [value]


_TYPES: dict[FieldType, Any] = {
    FieldType.BOOL: _flags, FieldType.CHOICE: _choices, FieldType.MULTI: _several, FieldType.DATE: _days,
    **dict.fromkeys(NUMBERS, _numbers),
}  # fmt: skip
