"""情形: every condition of one item, read once; what is asked and needed on the answers so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from .condition_ops import BadCondition
from .conditions import Answer, Answers, Condition, fields_used, holds, parse, reason, state
from .errors import Said
from .item import FieldUse, ItemSpec, MaterialUse

ELIGIBILITY = "申请条件"


@dataclass(frozen=True)
class Situations:
    """The typed conditions of one item. `fields` in an order in which each condition looks only back."""

    fields: tuple[FieldUse, ...]
    visible: Mapping[str, Condition]
    materials: Mapping[int, Condition]
    eligible: Condition | None

    def asked(self, key: str, answers: Answers, today: date) -> bool:
        """Whether the field is part of the form on these answers."""
        condition = self.visible.get(key)
        return condition is None or holds(condition, answers, today)

    def still_asked(self, answers: Answers, today: date) -> tuple[str, ...]:
        """Questions (FieldUse.question) not yet answered that the form asks or may still ask."""
        known = self.settle(answers, today)
        return tuple(
            use.key
            for use in self.fields
            if use.question and use.key not in known and self._state(use.key, known, today) is not False
        )

    def settle(self, answers: Answers, today: date, final: bool = False) -> dict[str, Answer]:
        """The answers, with None for each field that is not asked (a hidden field is left blank).

        `final`: the form is finished, so an optional field without an answer was left blank too.
        An answer to a field that is not asked does not count.
        """
        known: dict[str, Answer] = {}
        for use in self.fields:
            asked = self._state(use.key, known, today)
            if asked is False:
                known[use.key] = None
            elif use.key in answers:
                known[use.key] = answers[use.key]
            elif final and not use.required:
                known[use.key] = None
        return known

    def _state(self, key: str, known: Answers, today: date) -> bool | None:
        condition = self.visible.get(key)
        return True if condition is None else state(condition, known, today)


def read(spec: ItemSpec) -> Situations:
    """Every condition of the item, typed. Raises BadCondition naming the field or material it stands at."""
    fields = {use.key: use for use in spec.form}
    visible = {use.key: _parse(use.when, fields, _of_field(use)) for use in spec.form if use.when is not None}
    materials = {
        place: _parse(one.when, fields, _of_material(one))
        for place, one in enumerate(spec.materials)
        if one.when is not None
    }
    eligible = None
    if spec.eligibility is not None:
        eligible = _parse(spec.eligibility, fields, ELIGIBILITY)
    return Situations(_in_order(spec.form, visible), visible, materials, eligible)


def problems(spec: ItemSpec) -> list[BadCondition]:
    """Every condition of the item that does not fit, for the keeper's report; empty when all are right."""
    fields = {use.key: use for use in spec.form}
    trees: list[tuple[Any, str | Said]] = [(use.when, _of_field(use)) for use in spec.form]
    trees += [(one.when, _of_material(one)) for one in spec.materials]
    trees.append((spec.eligibility, ELIGIBILITY))
    found: list[BadCondition] = []
    for tree, place in trees:
        try:
            if tree is not None:
                _parse(tree, fields, place)
        except BadCondition as bad:
            found.append(bad)
    if not found:
        try:
            read(spec)
        except BadCondition as bad:
            found.append(bad)
    return found


def reasons(spec: ItemSpec) -> dict[str, str]:
    """For the guide: code of each conditional material → when it is needed, in plain Chinese."""
    found = read(spec)
    return {spec.materials[place].code: reason(condition) for place, condition in found.materials.items()}


def _of_field(use: FieldUse) -> Said:
    return Said("“{label}”的显示条件", {"label": use.label})


def _of_material(one: MaterialUse) -> Said:
    return Said("材料“{name}”的条件", {"name": one.name})


def _parse(tree: Any, fields: Mapping[str, FieldUse], place: str | Said) -> Condition:
    try:
        return parse(tree, fields)
    except BadCondition as bad:
        raise BadCondition(where=place, problem=bad.facts["problem"], path=bad.path) from bad


def _in_order(form: tuple[FieldUse, ...], visible: Mapping[str, Condition]) -> tuple[FieldUse, ...]:
    """Fields sorted so that a condition looks only at fields before it. Raises BadCondition on a circle."""
    waits = {use.key: set(fields_used(visible[use.key])) if use.key in visible else set() for use in form}
    left = list(form)
    done: list[FieldUse] = []
    known: set[str] = set()
    while left:
        ready = [use for use in left if waits[use.key] <= known]
        if not ready:
            names = "、".join(use.label for use in left)
            waiting = Said("这几栏的显示条件互相等着：{names}", {"names": names})
            raise BadCondition(where="表单", problem=waiting)
        done += ready
        known |= {use.key for use in ready}
        left = [use for use in left if use.key not in known]
    return tuple(done)
