"""One case under the rules of 秒批: approved, asked back once, or handed to a person with every reason.

There is no fourth outcome: who does not meet the conditions is decided on by a person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from .. import intake, registers, situations
from ..condition_words import LIST_JOIN
from ..conditions import Answers, Condition, fields_used, reason, state
from ..errors import Said
from ..identity import Level
from ..intake import Given
from ..item import FieldUse, ItemSpec, MaterialUse
from ..registers import Record, Register
from ..reuse import plain_name
from ..term import Term
from ..terms import Duty
from .spec import InstantSpec, Proof, Then, TypedRule, typed


class Outcome(Term):
    """秒批结论. There is none that refuses."""

    APPROVE = "approve", "准予"
    PERSON = "person", "转人工"
    ASK_BACK = "ask_back", "请申请人改"


@dataclass(frozen=True)
class Facts:
    """What is known of a case at the moment of judging.

    `answers`: typed, of a form that was handed in; `record`: the newest answer of the applicant's register,
    None: it did not answer, is not connected or was never asked; `stopped`: why the switch of the item is
    off; `breaches`: recorded breaches of the applicant that are not repaired; `checked`: codes of materials
    that came from a licence or a register, or that an official found right; `licences`: plain names of the
    licences that the applicant holds today; `may_ask`: one notice of what to mend may still be given by
    machine; `numbered`: the result needs no number typed by hand; `untouched`: nobody has signed anything.
    """

    answers: Answers
    given: tuple[Given, ...]
    record: Record | None
    kind: Register
    level: Level | None
    now: datetime
    today: date
    stopped: str = ""
    breaches: int = 0
    checked: frozenset[str] = frozenset()
    licences: frozenset[str] = frozenset()
    may_ask: bool = True
    numbered: bool = True
    untouched: bool = True


@dataclass(frozen=True)
class Check:
    """One thing looked at: a message template with its facts, and whether it holds."""

    ok: bool
    text: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """The check in plain Chinese."""
        return self.text.format(**self.facts)


@dataclass(frozen=True)
class Judgement:
    """The outcome with all that was looked at; `mends`: field → what the applicant is asked to change."""

    outcome: Outcome
    checks: tuple[Check, ...]
    mends: Mapping[str, str] = field(default_factory=dict)

    @property
    def reasons(self) -> tuple[Check, ...]:
        """What did not hold."""
        return tuple(one for one in self.checks if not one.ok)


def judge(spec: ItemSpec, instant: InstantSpec, facts: Facts) -> Judgement:
    """Judge one case. Raises BadCondition where the rules were never checked."""
    known = situations.read(spec).settle(facts.answers, facts.today, final=True)
    rules = typed(spec, instant)
    met = [one for one in rules if _state(one.condition, known, facts.today) is True]
    mends = {one.mends: _words(one) for one in met if one.rule.then is Then.MEND}
    checks = (
        *_standing(spec, facts), *_who(instant, facts), *_register(spec, instant, facts),
        *_materials(spec, instant, facts, known), *_rules(rules, met, known, facts.today),
    )  # fmt: skip
    if any(not one.ok for one in checks):
        return Judgement(Outcome.PERSON, checks)
    if not mends:
        return Judgement(Outcome.APPROVE, checks)
    labels = {use.key: use.label for use in spec.form}
    asked = tuple(
        Check(False, "“{label}”要改：{words}", {"label": labels[key], "words": words})
        for key, words in mends.items()
    )
    # 一次告知: a machine asks once; what is still wrong then, a person looks at.
    outcome = Outcome.ASK_BACK if facts.may_ask else Outcome.PERSON
    return Judgement(outcome, (*checks, *asked), mends if facts.may_ask else {})


def drawn(share: int, lot: int) -> bool:
    """Whether an approval is checked again by a person. `share` per cent; `lot`: 0 to 99, drawn evenly."""
    return lot < share


def _state(condition: Condition | None, known: Answers, today: date) -> bool | None:
    return True if condition is None else state(condition, known, today)


def _words(one: TypedRule) -> str:
    if one.rule.words:
        return one.rule.words
    return reason(one.condition) if one.condition is not None else one.rule.then.label


def _standing(spec: ItemSpec, facts: Facts) -> Iterator[Check]:
    """The switch, discretion, the risk tag: what keeps a machine from deciding whatever the answers are."""
    if facts.stopped:
        yield Check(False, "这个事项的秒批停了：{why}", {"why": facts.stopped})
    surveys = [step.name for step in spec.steps if step.duty is Duty.SURVEY]
    if surveys:
        yield Check(False, "要现场踏勘（{names}），要由人来看", {"names": LIST_JOIN.join(surveys)})
    if spec.quota:
        yield Check(False, "有数量限制，要由人来定")
    if not facts.numbered:
        yield Check(False, "证照编号要由人来填")
    if not facts.untouched:
        yield Check(False, "已经有人签了意见")
    if facts.breaches:
        yield Check(False, "有 {count} 条失信记录还没有修复", {"count": facts.breaches})
    else:
        yield Check(True, "没有失信记录")


def _who(instant: InstantSpec, facts: Facts) -> Iterator[Check]:
    level = facts.level
    known = level.label if level else "不知道"
    enough = level is not None and level >= instant.level
    yield Check(enough, "实名等级是“{level}”，要到“{least}”", {"level": known, "least": instant.level.label})


def _register(spec: ItemSpec, instant: InstantSpec, facts: Facts) -> Iterator[Check]:
    if not instant.register:
        return
    name, record = facts.kind.label, facts.record
    if record is None or not registers.is_fresh(record, facts.now):
        yield Check(False, "{source}没有答复", {"source": name})
        return
    found = record.status is registers.Status.ANSWERED
    yield Check(found, "{source}：{status}", {"source": name, "status": record.status.label})
    if not found:
        return
    labels = {use.key: use.label for use in spec.form}
    differing = registers.differences(record, facts.answers, labels)
    for one in differing:
        yield Check(False, "“{label}”和{source}不一样", {"label": one.label, "source": name})
    if not differing:
        yield Check(True, "填的和{source}对得上", {"source": name})


def _materials(spec: ItemSpec, instant: InstantSpec, facts: Facts, known: Answers) -> Iterator[Check]:
    gaps = intake.judge(spec, known, facts.given, facts.today)
    for label in gaps.undecided:
        yield Check(False, "“{label}”还没有回答", {"label": label})
    missing = {gap.material.code for gap in gaps.all}
    for material in (*gaps.required, *gaps.exempt):
        there, proved = material.code not in missing, _proved(material, facts)
        enough = instant.materials.get(material.code, Proof.SHARED) is Proof.GIVEN
        text = _PROVED if there and proved else _GIVEN if there and enough else _OPEN
        yield Check(text is not _OPEN, text, {"name": material.name})
    eligible = intake.eligible(spec, known, facts.today)
    if eligible.state is not True:
        yield Check(False, "申请条件还定不下来：{words}", {"words": eligible.words})


_PROVED, _GIVEN, _OPEN = (
    "材料“{name}”核过了",
    "材料“{name}”交了，按规则交了就行",
    "材料“{name}”机器核不了，要由人来看",
)


def _proved(material: MaterialUse, facts: Facts) -> bool:
    """Whether it is more than handed in: from a licence or a register, or checked before.

    That an item does not ask for a paper (免交) proves nothing by itself: somebody must have the fact.
    """
    if material.code in facts.checked:
        return True
    name, known = plain_name(material.name), set(facts.licences)
    if registers.stands(facts.record, facts.today):
        known |= {plain_name(one) for one in registers.SATISFIES[facts.kind]}
    return name in known


def _rules(
    rules: tuple[TypedRule, ...], met: list[TypedRule], known: Answers, today: date
) -> Iterator[Check]:
    for one in rules:
        if one.condition is not None and _state(one.condition, known, today) is None:
            yield Check(False, "第 {number} 条定不下来，有的栏目没有填", {"number": one.number})
    for one in met:
        if one.rule.then is Then.PERSON:
            yield Check(False, "{words}，要由人来看", {"words": _words(one)})
    allowed = [one for one in met if one.rule.then is Then.APPROVE]
    for one in allowed:
        yield Check(True, "符合第 {number} 条：{words}", {"number": one.number, "words": _words(one)})
    if not met:
        yield Check(False, "这种情况规则里没有写")


def shown_source(record: Record | None, kind: Register) -> Said:
    """A data source in words: which one, and what it said."""
    status = record.status.label if record is not None else registers.Status.DOWN.label
    return Said("{source}：{status}", {"source": kind.label, "status": status})


def uses(spec: ItemSpec, instant: InstantSpec) -> tuple[FieldUse, ...]:
    """The fields of the form that the rules look at, in the form's order. Raises BadCondition."""
    keys: set[str] = set()
    for one in typed(spec, instant):
        keys |= fields_used(one.condition) if one.condition is not None else set()
    return tuple(use for use in spec.form if use.key in keys)
