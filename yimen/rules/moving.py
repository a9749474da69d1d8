"""在办件换版: may a case in flight go on under a newer version of its item, and what would be different.

A case stays under the version it was filed with (peers, pain 1: versions that change under running cases). It
moves only where somebody says so, with a reason, and only where its applicant loses nothing by it: no more to
give, nothing of what was filled in spoilt, no later day, no other result, price or organ.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from . import answers as answer_rules
from . import intake, review
from .condition_words import LIST_JOIN
from .errors import Kind, RuleBroken, Said
from .intake import Given
from .item import Fee, ItemSpec
from .term import Term
from .terms import State

#: Cases moved in one go.
MOST_AT_ONCE = 30
#: Under way and not in the applicant's hands.
MOVABLE = frozenset({State.SUBMITTED, State.RECEIVED, State.WAITING, State.REVIEWING, State.SUSPENDED})
_SIGNED = frozenset({State.REVIEWING, State.SUSPENDED})


class CannotMove(RuleBroken):
    """The applicant of this case would lose something by the newer version."""

    code = "moving.cannot_move"
    text = "{number} 不能换版：{why}"


class SameVersion(RuleBroken):
    """The case is under the version in force already, or the item has none."""

    code = "moving.same_version"
    text = "{number} 已经是现行的版本"


class MoveReasonMissing(RuleBroken):
    """Who moves cases says why."""

    code = "moving.reason_missing"
    text = "请写明为什么换版"
    kind = Kind.INVALID


class NothingChosen(RuleBroken):
    """Cases are moved one by one as chosen, never all of an item at once."""

    code = "moving.nothing_chosen"
    text = "请选要换版的办件，一次最多 {most} 件"
    kind = Kind.INVALID


class Loss(Term):
    """换版会让申请人失去什么."""

    STATE = "state", "现在的状态不能换版"
    MATERIAL = "material", "要多交材料"
    ANSWER = "answer", "填的内容不合新的要求"
    CONDITION = "condition", "不符合新的条件"
    DAYS = "days", "期限更晚"
    SIGNED = "signed", "审批环节不一样"
    RESULT = "result", "结果不一样"
    FEE = "fee", "收费不一样"
    ORGAN = "organ", "换了部门"
    VISITS = "visits", "要多跑"


@dataclass(frozen=True)
class Finding:
    """One reason why a case cannot move."""

    loss: Loss
    words: Said


@dataclass(frozen=True)
class Trial:
    """What moving one case would do. `losses`: why it cannot move; `changes`: what would be different."""

    losses: tuple[Finding, ...] = ()
    changes: tuple[Said, ...] = ()

    @property
    def movable(self) -> bool:
        """The applicant loses nothing."""
        return not self.losses


@dataclass(frozen=True)
class Flight:
    """A case under way. `answers`: as stored; `due`: last days (promise, legal) under each of two versions,
    the old one first, None for no such day."""

    state: State
    answers: Mapping[str, Any]
    given: tuple[Given, ...] = ()
    whole: bool = False
    due: tuple[tuple[date | None, date | None], ...] = ()


def judge(old: ItemSpec, new: ItemSpec, flight: Flight, today: date) -> Trial:
    """Try one case under the newer version; nothing is done."""
    state = _state(flight)
    if state:
        return Trial(tuple(state))
    losses = [
        *_answers(old, new, flight, today), *_materials(old, new, flight, today), *_days(flight),
        *_terms(old, new, flight),
    ]  # fmt: skip
    return Trial(tuple(losses), tuple(_changes(old, new, flight)))


def require_movable(trial: Trial, number: str) -> None:
    """Raise CannotMove naming every reason."""
    if not trial.movable:
        raise CannotMove(number=number, why=LIST_JOIN.join(str(one.words) for one in trial.losses))


def require_asked(reason: str, numbers: Iterable[str]) -> list[str]:
    """The cases chosen, each once. Raises MoveReasonMissing, NothingChosen."""
    if not reason.strip():
        raise MoveReasonMissing()
    chosen = sorted(set(numbers))
    if not 0 < len(chosen) <= MOST_AT_ONCE:
        raise NothingChosen(most=MOST_AT_ONCE)
    return chosen


def kept_answers(new: ItemSpec, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Of the stored answers those that the newer form knows."""
    keys = {use.key for use in new.form}
    return {key: value for key, value in answers.items() if key in keys}


def _state(flight: Flight) -> list[Finding]:
    if flight.whole:
        return [Finding(Loss.STATE, Said("一件事整体不换版，里面的事项分开换", {}))]
    if flight.state in {State.CORRECTION, State.SUPPLEMENT}:
        return [Finding(Loss.STATE, Said("在等申请人补正，补齐再换", {}))]
    if flight.state not in MOVABLE:
        return [Finding(Loss.STATE, Said("现在是“{state}”", {"state": flight.state.label}))]
    return []


def _answers(old: ItemSpec, new: ItemSpec, flight: Flight, today: date) -> list[Finding]:
    before = {one.field for one in answer_rules.read(old, flight.answers, today).problems}
    kept = kept_answers(new, flight.answers)
    return [
        Finding(Loss.ANSWER, Said(one.text, one.facts))
        for one in answer_rules.read(new, kept, today).problems
        if one.field not in before
    ]


def _materials(old: ItemSpec, new: ItemSpec, flight: Flight, today: date) -> list[Finding]:
    known = [
        answer_rules.read(spec, kept_answers(spec, flight.answers), today).answers for spec in (old, new)
    ]
    was, now = (
        intake.judge(spec, given, flight.given, today)
        for spec, given in zip((old, new), known, strict=True)
    )  # fmt: skip
    had = {gap.material.code for gap in was.all}
    found = [
        Finding(Loss.MATERIAL, Said("还要交{name}", {"name": gap.material.name}))
        for gap in now.all
        if gap.material.code not in had
    ]
    open_now = [label for label in now.undecided if label not in was.undecided]
    found += [Finding(Loss.ANSWER, Said("要先回答“{name}”", {"name": label})) for label in open_now]
    fit = [intake.eligible(spec, given, today) for spec, given in zip((old, new), known, strict=True)]
    if fit[0].state is not False and fit[1].state is not True and fit[0].state is not fit[1].state:
        found.append(Finding(Loss.CONDITION, Said("不符合新的条件：{words}", {"words": fit[1].words})))
    return found


def _days(flight: Flight) -> list[Finding]:
    if len(flight.due) != len(_DUES):
        return []
    old, new = flight.due
    return [
        Finding(Loss.DAYS, Said(words, {"old": str(before), "new": str(after) if after else "—"}))
        for words, before, after in zip(_DUES, old, new, strict=True)
        if before is not None and (after is None or after > before)
    ]


_DUES = ("承诺的期限从 {old} 变成 {new}", "法定的期限从 {old} 变成 {new}")


def _terms(old: ItemSpec, new: ItemSpec, flight: Flight) -> list[Finding]:
    signed = flight.state in _SIGNED and (review.plan(old), old.mode) != (review.plan(new), new.mode)
    result = (old.result_type, old.result_name) != (new.result_type, new.result_name)
    tried = [
        (signed, Loss.SIGNED, "审批开始了，新版的环节不一样"),
        (result, Loss.RESULT, "办好给的结果不一样"),
        (_dearer(old, new), Loss.FEE, "新版的收费不一样"),
        (old.department != new.department, Loss.ORGAN, "新版换了部门"),
        (new.visits > old.visits, Loss.VISITS, "新版要多跑"),
    ]
    return [Finding(loss, Said(words, {})) for wrong, loss, words in tried if wrong]


def _dearer(old: ItemSpec, new: ItemSpec) -> bool:
    """A charge that was not there, or another one: only what falls away costs nobody anything."""
    had = {_price(one) for one in old.fees}
    return new.charged and (not old.charged or any(_price(one) not in had for one in new.fees))


def _price(one: Fee) -> tuple[Any, ...]:
    return one.name, one.unit_price, one.standard if one.unit_price is None else ""


def _changes(old: ItemSpec, new: ItemSpec, flight: Flight) -> list[Said]:
    asked, codes = {use.key for use in new.form}, {use.code for use in new.materials}
    dropped = [
        use.label for use in old.form if use.key not in asked and flight.answers.get(use.key) is not None
    ]
    spared = [use.name for use in old.materials if use.code not in codes]
    made = [Said("不再问：{names}", {"names": LIST_JOIN.join(dropped)})] if dropped else []
    made += [Said("不再要：{names}", {"names": LIST_JOIN.join(spared)})] if spared else []
    if len(flight.due) == len(_DUES):
        made += [
            Said(words, {"old": str(before), "new": str(after) if after else "—"})
            for words, before, after in zip(_DUES, *flight.due, strict=True)
            if before != after
        ]
    return made
