"""联合任务: ONE table (kind, state, act) → state, who, event, reason. `step` reads it and nothing else.

Whether enough people are on site, whether all were heard and what the dates are is told by `visits`,
`opinions`, `mending`, `experts` and `hearings`. Two acts are the system's own: READY when everybody was
heard, FINISH when nothing is left to mend. Sources: 行政许可法第三十四条 (核查), 第四十五至四十八条.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..errors import Kind, RuleBroken
from .events import TaskEvent
from .terms import Standing, TaskAct, TaskKind, TaskState


class TaskNotHere(RuleBroken):
    """The act does not exist in the state the task is in, or for its kind."""

    code = "task.not_here"
    text = "{kind}现在是“{state}”，不能{act}"
    kind = Kind.CONFLICT


class TaskNotYours(RuleBroken):
    """The act exists here, but belongs to somebody in another standing."""

    code = "task.not_yours"
    text = "{act}要由{who}来做"
    kind = Kind.FORBIDDEN


class TaskReasonMissing(RuleBroken):
    """An act that turns something down is reasoned in words."""

    code = "task.reason_missing"
    text = "请写明{act}的理由"
    kind = Kind.INVALID


@dataclass(frozen=True)
class Row:
    """One arrow. `target` None means the state stays."""

    act: TaskAct
    kinds: frozenset[TaskKind]
    sources: frozenset[TaskState]
    target: TaskState | None
    who: frozenset[Standing]
    event: TaskEvent
    reason: bool = False
    basis: str = ""


_A, _K, _S, _W, _E = TaskAct, TaskKind, TaskState, Standing, TaskEvent
ALL = frozenset(TaskKind)
#: Several departments go to one place at one time, and the applicant is asked when.
ON_SITE = frozenset({_K.VISIT})
#: What is recorded on a visit; supervision comes on a day of its plan.
RECORDED = frozenset({_K.VISIT, _K.SUPERVISION})
#: Each participant gives an opinion, the lead concludes.
OPINED = frozenset({_K.DRAWINGS, _K.ACCEPTANCE})
#: 特别程序: they stop the clock of their case (art. 45) and end with minutes.
SPECIAL = frozenset({_K.EXPERTS, _K.HEARING})
#: Nothing leaves these.
OVER = frozenset({_S.CLOSED, _S.CANCELLED})
OPEN = frozenset(TaskState) - OVER
#: A visit whose record is signed is in one of these.
RECORDED_IN = frozenset({_S.MENDING, _S.CLOSED})

_FINDABLE = RECORDED | {_K.ACCEPTANCE}


def _row(
    act: TaskAct, kinds: Iterable[TaskKind], sources: Iterable[TaskState], target: TaskState | None,
    who: Iterable[Standing], event: TaskEvent, *, reason: bool = False, basis: str = "",
) -> Row:  # fmt: skip
    return Row(act, frozenset(kinds), frozenset(sources), target, frozenset(who), event, reason, basis)


TABLE: tuple[Row, ...] = (
    _row(_A.CHOOSE, ON_SITE, {_S.PROPOSED}, _S.APPOINTED, {_W.APPLICANT}, _E.APPOINTED),
    _row(_A.ASK_OTHER, ON_SITE, {_S.PROPOSED, _S.APPOINTED}, _S.PROPOSED, {_W.APPLICANT},
         _E.OTHER_ASKED, reason=True),
    _row(_A.PROPOSE, ON_SITE, {_S.PROPOSED, _S.APPOINTED}, _S.PROPOSED, {_W.LEAD}, _E.PROPOSED),
    _row(_A.APPOINT, ON_SITE, {_S.PROPOSED}, _S.APPOINTED, {_W.LEAD}, _E.APPOINTED, reason=True),
    _row(_A.RECORD, RECORDED, {_S.APPOINTED}, _S.GATHERING, {_W.LEAD, _W.PARTICIPANT}, _E.RECORDED,
         basis="行政许可法第三十四条第三款"),
    _row(_A.FIND, _FINDABLE, {_S.GATHERING}, None, {_W.LEAD, _W.PARTICIPANT}, _E.FOUND),
    _row(_A.PHOTO, _FINDABLE, {_S.GATHERING}, None, {_W.LEAD, _W.PARTICIPANT}, _E.PHOTO),
    _row(_A.SAY, RECORDED | OPINED, {_S.GATHERING}, None, {_W.LEAD, _W.PARTICIPANT}, _E.SAID),
    _row(_A.LAPSE, RECORDED | OPINED, {_S.GATHERING, _S.MENDING}, None, {_W.SYSTEM}, _E.LAPSED),
    _row(_A.READY, OPINED, {_S.GATHERING}, _S.CONCLUDING, {_W.SYSTEM}, _E.READY),
    _row(_A.SIGN_OFF, RECORDED, {_S.GATHERING}, _S.MENDING, {_W.LEAD}, _E.SIGNED_OFF,
         basis="行政许可法第三十四条第三款"),
    _row(_A.DRAW, {_K.DRAWINGS}, {_S.GATHERING, _S.CONCLUDING}, _S.GATHERING, {_W.LEAD, _W.APPLICANT},
         _E.DRAWN),
    _row(_A.HOLD, SPECIAL, {_S.APPOINTED}, _S.CONCLUDING, {_W.LEAD}, _E.HELD,
         basis="行政许可法第四十八条第一款第五项"),
    _row(_A.CONCLUDE, OPINED | SPECIAL, {_S.CONCLUDING}, _S.MENDING, {_W.LEAD}, _E.CONCLUDED,
         basis="行政许可法第二十六条第二款"),
    _row(_A.ANSWER, _FINDABLE, {_S.MENDING}, None, {_W.APPLICANT, _W.LEAD}, _E.ANSWERED),
    _row(_A.CHECK, _FINDABLE, {_S.MENDING}, None, {_W.LEAD, _W.PARTICIPANT}, _E.CHECKED),
    _row(_A.REVISIT, ON_SITE, {_S.MENDING}, _S.PROPOSED, {_W.LEAD}, _E.PROPOSED, reason=True),
    _row(_A.FINISH, ALL, {_S.MENDING}, _S.CLOSED, {_W.SYSTEM}, _E.CLOSED),
    _row(_A.CANCEL, ALL, {_S.PROPOSED, _S.APPOINTED, _S.GATHERING, _S.CONCLUDING}, _S.CANCELLED, {_W.LEAD},
         _E.CANCELLED, reason=True),
)  # fmt: skip

_BY_PLACE = {(kind, state, row.act): row for row in TABLE for kind in row.kinds for state in row.sources}

#: Where a task of each kind begins.
FIRST = {
    _K.VISIT: _S.PROPOSED, _K.SUPERVISION: _S.APPOINTED, _K.DRAWINGS: _S.GATHERING,
    _K.ACCEPTANCE: _S.GATHERING, _K.EXPERTS: _S.APPOINTED, _K.HEARING: _S.APPOINTED,
}  # fmt: skip


def step(
    kind: TaskKind, state: TaskState, act: TaskAct, standings: Iterable[Standing], *, reason: str = ""
) -> Row:
    """The arrow that this act takes. Raises TaskNotHere, TaskNotYours, TaskReasonMissing."""
    found = _BY_PLACE.get((kind, state, act))
    if found is None:
        raise TaskNotHere(kind=kind.label, state=state.label, act=act.label)
    if not found.who & frozenset(standings):
        raise TaskNotYours(act=act.label, who="或".join(sorted(one.label for one in found.who)))
    if found.reason and not reason.strip():
        raise TaskReasonMissing(act=act.label)
    return found


def acts_from(kind: TaskKind, state: TaskState, standings: Iterable[Standing]) -> tuple[TaskAct, ...]:
    """The acts that somebody in these standings may do now, in the table's order."""
    held = frozenset(standings)
    return tuple(r.act for r in TABLE if kind in r.kinds and state in r.sources and r.who & held)
