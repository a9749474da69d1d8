"""联办: what an earlier member's result says goes into the form of the next one, with where it is from."""

from __future__ import annotations

from collections.abc import Mapping

from yimen.rules import answers as answer_rules
from yimen.rules.bundle import Plan
from yimen.rules.bundle.filling import Source, filled_by
from yimen.rules.bundle.results import LAST_DAY, NUMBER, as_answer
from yimen.rules.calendar import china_date
from yimen.rules.item import FieldUse
from yimen.rules.terms import FieldType
from yimen.vault import queries as vault

from ..models import Case
from ._work import Work

#: Where a material lies that another member makes, and a number that is filled in.
MADE_BY = "由“{name}”办出：{number}"
#: Where a line of its licence is filled in; the line itself stands in the form only.
FROM_FACE = "照“{name}”办出的证（{number}）填"


def fill(child: Work, plan: Plan, rows: Mapping[str, Case]) -> list[dict[str, str]]:
    """Put what earlier results say into the form of the member that starts: field, its name, and its source.

    Nothing is made up: what is not made, has no such line, or the form would not take, stays open.
    """
    part = next(one for one in plan.parts if one.item == child.case.item.code)
    uses = {use.key: use for use in child.spec.form}
    told: list[dict[str, str]] = []
    for key, sources in filled_by(part, plan.parts).items():
        if child.case.answers.get(key) not in (None, ""):
            continue
        words = next((made for one in sources if (made := _put(child, uses[key], one, rows))), "")
        told += [{"field": key, "name": uses[key].label, "words": words}] if words else []
    return told


def _put(child: Work, use: FieldUse, source: Source, rows: Mapping[str, Case]) -> str:
    """Where the value comes from that now stands in the form; "" where none does."""
    row = rows.get(source.maker.item)
    value = _value(row, source.line, use.type) if row is not None else ""
    if row is None or not value or not _takes(child, use.key, value):
        return ""
    words = MADE_BY if source.line == NUMBER else FROM_FACE
    return words.format(name=row.title, number=row.result_number)


def _value(row: Case, line: str, taken_as: FieldType) -> str:
    if not row.result_number:
        return ""
    if line == NUMBER:
        return row.result_number
    if line == LAST_DAY:
        return row.result_to.isoformat() if row.result_to else ""
    return as_answer(taken_as, str(vault.on_face(row.number).get(line, "")))


def _takes(child: Work, key: str, value: str) -> bool:
    """Put the value into the answers; not one that the form would not take."""
    answers = {**child.case.answers, key: value}
    read = answer_rules.read(child.spec, answers, china_date(child.now))
    if key not in read.answers or any(one.field == key for one in read.problems):
        return False
    child.case.answers = {**child.case.answers, key: answer_rules.to_json(read.answers)[key]}
    return True


__all__ = ["MADE_BY", "fill"]
