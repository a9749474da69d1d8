"""What is wrong with the rules of 秒批, before anybody is decided on by them.

Conditions that can never hold or always do, answers that no rule speaks of, rules that never approve anybody.
Found by going through every case that the conditions tell apart (`spread`), up to a bound that is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .. import situations
from ..condition_ops import OPTIONS, BadCondition
from ..condition_words import LIST_JOIN, NO, YES
from ..conditions import Answer, Condition, holds
from ..errors import Said
from ..item import BadSpec, ItemSpec
from ..situations import Situations
from ..terms import Duty
from .spec import InstantSpec, Then, TypedRule, read, typed
from .spread import MOST_CASES, Spread, spread

#: So many cases without a rule are told; the others are counted.
MOST_TOLD = 3
#: The day on which ages and “already past” are tried; any day tells the same.
TRIED_ON = date(2026, 1, 1)


@dataclass(frozen=True)
class Fault:
    """One finding. `stops`: it keeps the version from being published; `text` is a message template."""

    stops: bool
    text: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """The finding in plain Chinese."""
        return self.text.format(**self.facts)


def check(spec: ItemSpec) -> list[Fault]:
    """Every finding on the rules of one item; empty where it has none or they are right."""
    try:
        instant = read(spec)
        if instant is None:
            return []
        rules, found = typed(spec, instant), situations.read(spec)
    except BadCondition as bad:
        return [Fault(True, "{where}：{problem}", {**bad.facts})]
    except BadSpec as bad:
        return [Fault(True, "{where}：{problem}", {**bad.facts})]
    return [*_standing(spec, instant), *_single(rules, found), *_together(rules, found)]


def _standing(spec: ItemSpec, instant: InstantSpec) -> Iterator[Fault]:
    if all(one.then is not Then.APPROVE for one in instant.rules):
        yield Fault(True, "没有一条是“准予”，谁也批不了")
    if any(step.duty is Duty.SURVEY for step in spec.steps):
        yield Fault(True, "这个事项要现场踏勘，秒批批不了")
    if spec.quota:
        yield Fault(True, "这个事项有数量限制，秒批批不了")
    if instant.level < type(instant.level).REAL_PERSON:
        yield Fault(False, "实名等级低于“实人”：{level}", {"level": instant.level.label})


def _single(rules: tuple[TypedRule, ...], found: Situations) -> Iterator[Fault]:
    """Each rule by itself: whether it can hold, and whether it can fail."""
    for one in rules:
        if one.condition is None:
            continue
        cases = spread(found, _with_eligible(found, [one.condition]), TRIED_ON)
        number = {"number": one.number}
        if cases.count > MOST_CASES:
            yield _too_many("第 {number} 条", number, cases)
            continue
        seen = {holds(one.condition, case, TRIED_ON) for case in _eligible(found, cases)}
        if seen == {False}:
            yield Fault(False, "第 {number} 条永远不会成立", number)
        if seen == {True}:
            yield Fault(False, "第 {number} 条总是成立", number)


def _together(rules: tuple[TypedRule, ...], found: Situations) -> Iterator[Fault]:
    """All rules: the cases that none speaks of, and whether anybody is approved at all."""
    cases = spread(found, _with_eligible(found, [r.condition for r in rules if r.condition]), TRIED_ON)
    if cases.count > MOST_CASES:
        yield _too_many("全部规则", {}, cases)
        return
    gaps: dict[str, None] = {}
    approves = False
    for case in _eligible(found, cases):
        met = [r for r in rules if r.condition is None or holds(r.condition, case, TRIED_ON)]
        approves = approves or (bool(met) and all(r.rule.then is Then.APPROVE for r in met))
        if not met:
            gaps.setdefault(_told(cases, case))
    if not approves and any(r.rule.then is Then.APPROVE for r in rules):
        yield Fault(True, "没有一种情况会准予：准予的条件总碰上要转人工或要改的条件")
    for words in list(gaps)[:MOST_TOLD]:
        yield Fault(False, "这种情况没有规则，会转人工：{case}", {"case": words})
    if len(gaps) > MOST_TOLD:
        yield Fault(False, "没有规则的情况一共 {count} 种", {"count": len(gaps)})


def _with_eligible(found: Situations, conditions: list[Condition]) -> list[Condition]:
    return [*conditions, *([found.eligible] if found.eligible is not None else [])]


def _eligible(found: Situations, cases: Spread) -> Iterator[dict[str, Answer]]:
    """The cases that can be handed in at all."""
    for case in cases.cases(TRIED_ON):
        if found.eligible is None or holds(found.eligible, case, TRIED_ON):
            yield case


def _too_many(whose: str, facts: Mapping[str, Any], cases: Spread) -> Fault:
    told = {"whose": Said(whose, facts), "count": cases.count, "most": MOST_CASES}
    return Fault(False, "{whose}要分 {count} 种情况，超过 {most} 种，没有逐一检查", told)


def _told(cases: Spread, case: Mapping[str, Answer]) -> str:
    said = []
    for use in cases.fields:
        value = case[use.key]
        if value is None:
            continue
        words = dict(use.options)
        if use.type in OPTIONS:
            chosen = value if isinstance(value, list) else [str(value)]
            text = LIST_JOIN.join(words.get(code, code) for code in chosen) or NO
        else:
            text = (YES if value else NO) if isinstance(value, bool) else str(value)
        said.append(f"{use.label} {text}")
    return "；".join(said) or "—"
