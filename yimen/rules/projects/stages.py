"""Stages in their order, when each may be applied for, and the road as facts for a page.

Everything is told from the state of each stage's latest application; nothing of it is stored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..bundle.running import FAILED
from ..errors import Kind, RuleBroken
from ..term import Term
from ..terms import State
from .promise import promised
from .terms import Lane, ProjectKind, Stage

_BASIS = "国办发〔2019〕11号"


class StageNotOfKind(RuleBroken):
    """This class of project has no such stage, or the keeper has set no bundle for it."""

    code = "project.stage_not_of_kind"
    text = "这类项目没有“{stage}”这个阶段"
    basis = _BASIS
    kind = Kind.INVALID


class StageNotYet(RuleBroken):
    """In the standard lane the stage before is not over; in 拿地即开工 the one before was not even begun."""

    code = "project.stage_not_yet"
    text = "“{stage}”要等“{before}”办完再申请"
    basis = _BASIS


class StageUnderWay(RuleBroken):
    """The stage has an open application already."""

    code = "project.stage_under_way"
    text = "“{stage}”已经有一件在办：{number}"


class StageOver(RuleBroken):
    """The stage has its result already."""

    code = "project.stage_over"
    text = "“{stage}”已经办完，不用再申请"


class Step(Term):
    """一个阶段走到哪一步."""

    NOT_YET = "not_yet", "还不能申请"
    READY = "ready", "可以申请"
    PREPARING = "preparing", "正在准备"
    RUNNING = "running", "部门在办"
    MENDING = "mending", "等您补材料"
    PAUSED = "paused", "特别程序中"
    DONE = "done", "已办完"
    FAILED = "failed", "没有办成"


_STEPS: Mapping[State, Step] = {
    State.DRAFT: Step.PREPARING,
    State.SUBMITTED: Step.RUNNING,
    State.RECEIVED: Step.RUNNING,
    State.WAITING: Step.RUNNING,
    State.REVIEWING: Step.RUNNING,
    State.GRANTED: Step.RUNNING,
    State.CORRECTION: Step.MENDING,
    State.SUPPLEMENT: Step.MENDING,
    State.SUSPENDED: Step.PAUSED,
    State.ISSUED: Step.DONE,
    State.DELIVERED: Step.DONE,
}
#: Steps in which the applicant has an application that is not over.
OPEN_STEPS = frozenset({Step.PREPARING, Step.RUNNING, Step.MENDING, Step.PAUSED})


def stages_of(kind: ProjectKind) -> tuple[Stage, ...]:
    """The stages of a class, in their order."""
    return tuple(promised(kind).days)


def step_of(state: State, has_result: bool = False) -> Step:
    """Where an application stands, in the words of the road. `has_result`: of a filed one, whether anything
    was issued: a record that lies in the archive does not undo its stage."""
    if state is State.ARCHIVED and has_result:
        return Step.DONE
    return Step.FAILED if state in FAILED else _STEPS[state]


@dataclass(frozen=True)
class StageFact:
    """One stage of one project. `step` None: never applied for; `number`: its latest application; `wants`:
    names of results of earlier stages that it needs and that are not there yet."""

    stage: Stage
    step: Step | None = None
    number: str = ""
    wants: tuple[str, ...] = ()


@dataclass(frozen=True)
class Along:
    """One stage on the road. `days`: promised working days; `waits`: what it waits for, in names."""

    stage: Stage
    step: Step
    days: int
    number: str = ""
    waits: tuple[str, ...] = ()
    before: Stage | None = None


@dataclass(frozen=True)
class Road:
    """The whole road. `over`: every stage has its result."""

    stages: tuple[Along, ...] = field(default_factory=tuple)

    @property
    def over(self) -> bool:
        """Whether every stage is done."""
        return bool(self.stages) and all(one.step is Step.DONE for one in self.stages)

    @property
    def done(self) -> int:
        """How many stages are done."""
        return sum(one.step is Step.DONE for one in self.stages)

    @property
    def current(self) -> Along | None:
        """The first stage that is not done; None when all are."""
        return next((one for one in self.stages if one.step is not Step.DONE), None)


def road(kind: ProjectKind, lane: Lane, facts: Mapping[Stage, StageFact]) -> Road:
    """The stages of a class with where each stands. A failed stage may be applied for anew."""
    made: list[Along] = []
    days = promised(kind).days
    order = stages_of(kind)
    for n, stage in enumerate(order):
        fact = facts.get(stage, StageFact(stage))
        before = made[-1] if n else None
        step = fact.step or (Step.READY if _open_for(lane, before) else Step.NOT_YET)
        waits = fact.wants if step in {Step.NOT_YET, Step.READY, Step.PREPARING} else ()
        made.append(Along(stage, step, days[stage], fact.number, waits, before.stage if before else None))
    return Road(tuple(made))


def _open_for(lane: Lane, before: Along | None) -> bool:
    """Whether a stage may be begun after `before`. 拿地即开工: as soon as that one was begun."""
    if before is None or before.step is Step.DONE:
        return True
    return lane is Lane.LAND and before.step in OPEN_STEPS


def require_may_begin(
    kind: ProjectKind, lane: Lane, stage: Stage, facts: Mapping[Stage, StageFact], routed: Sequence[Stage]
) -> None:
    """Whether an application for this stage may be begun now. `routed`: stages that have a bundle.

    Raises StageNotOfKind, StageUnderWay, StageOver, StageNotYet.
    """
    found = next((one for one in road(kind, lane, facts).stages if one.stage is stage), None)
    if found is None or stage not in routed:
        raise StageNotOfKind(stage=stage.label)
    if found.step in OPEN_STEPS:
        raise StageUnderWay(stage=stage.label, number=found.number)
    if found.step is Step.DONE:
        raise StageOver(stage=stage.label)
    if found.step is Step.NOT_YET and found.before is not None:
        raise StageNotYet(stage=stage.label, before=found.before.label)


def require_line(known: bool, step: Step | None, number: str | None) -> None:
    """Whether something beside the stages may be begun: at any time, once at a time.

    Raises StageNotOfKind, StageUnderWay, StageOver.
    """
    label = Stage.LINE.label
    if not known:
        raise StageNotOfKind(stage=label)
    if step in OPEN_STEPS:
        raise StageUnderWay(stage=label, number=number or "")
    if step is Step.DONE:
        raise StageOver(stage=label)
