"""专家评审: who may judge: at least three, of a fitting field, none with an interest in the matter."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ..errors import Kind, RuleBroken


class TooFewExperts(RuleBroken):
    """A review is made by three experts at least."""

    code = "task.too_few_experts"
    text = "专家评审至少要 3 名专家，现在 {count} 名"
    kind = Kind.INVALID


class ExpertInterested(RuleBroken):
    """回避: an expert with an interest in the matter does not judge it."""

    code = "task.expert_interested"
    text = "{name}和申请人有利害关系，要回避：{why}"
    basis = "行政许可法第五条第一款"
    kind = Kind.INVALID


class ExpertIncomplete(RuleBroken):
    """An entry of the list has a name, a field and an organ."""

    code = "task.expert_incomplete"
    text = "请填写{what}"
    kind = Kind.INVALID


class ExpertAway(RuleBroken):
    """Who was taken off the list is not asked any more."""

    code = "task.expert_away"
    text = "{name}已经不在专家名录里"


#: The fewest experts of one review ([G]: local rules ask for three or more; none is national).
LEAST = 3


@dataclass(frozen=True)
class Expert:
    """One expert: `interests` are names of firms and people with whom they have to do."""

    id: int
    name: str
    organ: str
    interests: frozenset[str] = frozenset()
    active: bool = True


def interest_of(expert: Expert, concerned: Collection[str]) -> str:
    """Why the expert must stand back from a matter of these names; "" where nothing speaks against them."""
    if expert.name in concerned:
        return "是申请人本人"
    if expert.organ in concerned:
        return "在申请人单位工作"
    return "申报过和申请人有往来" if expert.interests & set(concerned) else ""


def require_panel(experts: Sequence[Expert], concerned: Collection[str]) -> None:
    """Raises TooFewExperts, ExpertAway, ExpertInterested."""
    if len({one.id for one in experts}) < LEAST:
        raise TooFewExperts(count=len({one.id for one in experts}))
    for one in experts:
        if not one.active:
            raise ExpertAway(name=one.name)
        why = interest_of(one, concerned)
        if why:
            raise ExpertInterested(name=one.name, why=why)


def require_entry(name: str, field: str, organ: str) -> None:
    """Raises ExpertIncomplete with what is missing."""
    for given, what in ((name, "姓名"), (field, "专业"), (organ, "工作单位")):
        if not given.strip():
            raise ExpertIncomplete(what=what)
