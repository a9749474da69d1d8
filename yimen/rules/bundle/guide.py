"""情形引导: which question to ask next, and what it will take on the answers so far.

The questions are those that the conditions of members and materials look at; none is drawn by hand. One is
asked only while its answer can still change something, the one that settles most first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from ..condition_ops import NUMBERS
from ..conditions import Answer, Answers, Condition, fields_used, leaves, state
from ..item import FieldUse, MaterialUse
from ..terms import FieldType, Need
from .order import schedule
from .plan import Plan


@dataclass(frozen=True)
class Outlook:
    """What it takes, by what is answered: for sure, and what may still come. Codes in the plan's order.

    `days`, `materials`, `fee`: least and most; days are working days, the fee is 元 of what has a fixed
    price, `by_scale` counts the charges that have none.
    """

    members: tuple[str, ...]
    open_members: tuple[str, ...]
    needed: tuple[MaterialUse, ...]
    open_materials: tuple[MaterialUse, ...]
    days: tuple[int, int]
    fee: tuple[Decimal, Decimal]
    by_scale: int

    @property
    def settled(self) -> bool:
        """No answer changes anything any more."""
        return not self.open_members and not self.open_materials


def chosen(plan: Plan, answers: Answers, today: date) -> dict[str, bool | None]:
    """For each member whether it is chosen: True, False, or None while the answers leave it open."""
    known = plan.situations.settle(answers, today)
    return {
        part.item: True if part.member.required else state(plan.choosing[part.item], known, today)
        for part in plan.parts
    }


def outlook(plan: Plan, answers: Answers, today: date) -> Outlook:
    """What it takes on these answers. Raises BadCondition where the bundle was never checked."""
    known = plan.situations.settle(answers, today)
    picked = chosen(plan, answers, today)
    sure = [item for item, yes in picked.items() if yes]
    maybe = [item for item, yes in picked.items() if yes is None]
    lines = [(one.use, _wanted(plan, place, known, today)) for place, one in enumerate(plan.materials)]
    due = [(use, yes) for use, yes in lines if not use.exempt_by and use.need is not Need.OPTIONAL]
    least = schedule(plan.parts, sure).days
    most = schedule(plan.parts, sure + maybe).days
    if not maybe and len(sure) == len(plan.parts):
        least = most = plan.promise
    fees = [(one.item, one.fee.unit_price) for one in plan.charges]
    return Outlook(
        tuple(sure),
        tuple(maybe),
        tuple(use for use, yes in due if yes),
        tuple(use for use, yes in due if yes is None),
        (least, most),
        (_sum(fees, sure), _sum(fees, sure + maybe)),
        sum(1 for item, price in fees if price is None and item in sure),
    )


def _wanted(plan: Plan, place: int, known: Answers, today: date) -> bool | None:
    condition = plan.situations.materials.get(place)
    return True if condition is None else state(condition, known, today)


def _sum(fees: Iterable[tuple[str, Decimal | None]], items: Iterable[str]) -> Decimal:
    wanted = set(items)
    return sum((price for item, price in fees if price is not None and item in wanted), Decimal(0))


def next_question(plan: Plan, answers: Answers, today: date) -> FieldUse | None:
    """The question whose answer settles most of what is open; None when nothing is open any more."""
    known = plan.situations.settle(answers, today)
    unsettled = _unsettled(plan, known, today)
    found = _candidates(plan, unsettled, known)
    if not found:
        return None
    order = {one.use.key: place for place, one in enumerate(plan.fields)}
    ranked = [(_left(plan, key, touched, known, today), order[key], key) for key, touched in found.items()]
    return plan.known[min(ranked)[2]]


def questions_left(plan: Plan, answers: Answers, today: date) -> int:
    """How many questions may still come at most: for “第 n 题，最多还有 m 题”."""
    known = plan.situations.settle(answers, today)
    found: set[str] = set()
    for condition in _unsettled(plan, known, today):
        _reach(plan, fields_used(condition), known, found)
    return len(found)


def decides(plan: Plan, key: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Why a question is asked: codes of the members and names of the materials that it may decide on."""
    of_members = [item for item, one in plan.choosing.items() if _leads(plan, key, one, frozenset())]
    of_materials = [
        plan.materials[place].use.name
        for place, one in plan.situations.materials.items()
        if not plan.materials[place].use.exempt_by and _leads(plan, key, one, frozenset())
    ]
    return tuple(of_members), tuple(dict.fromkeys(of_materials))


def _leads(plan: Plan, key: str, condition: Condition, way: frozenset[str]) -> bool:
    """Whether the condition looks at the field, or at one that this field brings up."""
    used = fields_used(condition)
    return key in used or any(
        _leads(plan, key, plan.situations.visible[one], way | {one})
        for one in used - way
        if one in plan.situations.visible
    )


def _reach(plan: Plan, keys: Iterable[str], known: Answers, found: set[str]) -> None:
    """All fields that may still be asked for these, those too that another question brings up first."""
    for key in keys:
        if key in known or key in found:
            continue
        found.add(key)
        shown = plan.situations.visible.get(key)
        if shown is not None:
            _reach(plan, fields_used(shown), known, found)


def _unsettled(plan: Plan, known: Answers, today: date) -> list[Condition]:
    """The conditions that decide on a member or a material and that the answers leave open."""
    of_materials = [
        condition
        for place, condition in plan.situations.materials.items()
        if not plan.materials[place].use.exempt_by and plan.materials[place].use.need is not Need.OPTIONAL
    ]
    both = [*plan.choosing.values(), *of_materials]
    return [one for one in both if state(one, known, today) is None]


def _candidates(plan: Plan, unsettled: Iterable[Condition], known: Answers) -> dict[str, list[Condition]]:
    """Which fields could be asked now, each with the open conditions it bears on.

    A field that itself is asked only in a case is reached by the question that decides on that first.
    """
    found: dict[str, list[Condition]] = {}
    for condition in unsettled:
        for key in _askable(plan, fields_used(condition), known, frozenset()):
            found.setdefault(key, []).append(condition)
    return found


def _askable(plan: Plan, keys: Iterable[str], known: Answers, way: frozenset[str]) -> set[str]:
    out: set[str] = set()
    for key in keys:
        if key in known or key in way:
            continue
        shown = plan.situations.visible.get(key)
        before = fields_used(shown) - known.keys() if shown is not None else frozenset()
        out |= _askable(plan, before, known, way | {key}) if before else {key}
    return out


def _left(plan: Plan, key: str, touched: list[Condition], known: Answers, today: date) -> float:
    """How many of the open conditions stay open after this question, on average over its answers, against
    all that it could touch: less is better."""
    values = _answers_of(plan.known[key], touched)
    left = 0
    for value in values:
        then = {**known, key: value}
        left += sum(1 for one in touched if state(one, then, today) is None)
    return left / len(values) - len(touched)


def _answers_of(use: FieldUse, touched: Iterable[Condition]) -> list[Answer]:
    """Answers that tell the cases apart: each option, each side of each threshold, each value named."""
    if use.type is FieldType.BOOL:
        return [True, False]
    if use.type is FieldType.CHOICE:
        return [code for code, _ in use.options]
    if use.type is FieldType.MULTI:
        return [[], *([code] for code, _ in use.options)]
    named = [
        value
        for one in touched
        for leaf in leaves(one)
        if leaf.field == use.key
        for value in _flat(leaf.value)
    ]
    if use.type in NUMBERS:
        return _around([value for value in named if isinstance(value, int | Decimal)], 1)
    if use.type is FieldType.DATE:
        return _around([value for value in named if isinstance(value, date)], timedelta(days=1))
    return [*(value for value in named if isinstance(value, str)), "-"]


def _flat(value: Any) -> list[Any]:
    return list(value) if isinstance(value, tuple) else [value]


def _around(values: Iterable[Any], step: Any) -> list[Answer]:
    near: set[Any] = {made for value in values for made in (value - step, value, value + step)}
    return sorted(near) or [None]


def member_answers(plan: Plan, item: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Of the common answers what one member asks: nobody gets more than their part."""
    spec = next(part.spec for part in plan.parts if part.item == item)
    keys = {use.key for use in spec.form}
    return {key: value for key, value in answers.items() if key in keys}
