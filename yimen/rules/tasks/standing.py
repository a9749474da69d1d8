"""Who stands how to a joint task: lead, participant, applicant, watch. Nobody is official in their own."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from .. import authority
from ..authority import Actor
from ..errors import Kind, RuleBroken
from ..terms import HelpKind, Role
from .terms import Standing


class TaskNotVisible(RuleBroken):
    """The task is not this person's to see: told as if there were none."""

    code = "task.not_found"
    text = "没有找到这个联合任务"
    kind = Kind.NOT_FOUND


class LeadUnfit(RuleBroken):
    """Only a department that has a part in the case may lead a task about it."""

    code = "task.lead_unfit"
    text = "牵头部门要是办这件事的部门之一"
    kind = Kind.FORBIDDEN


class NoParticipants(RuleBroken):
    """A joint task has at least two departments: otherwise it is none."""

    code = "task.no_participants"
    text = "联合任务至少要有 2 个部门，请再选一个部门"
    kind = Kind.INVALID


class BadDays(RuleBroken):
    """Every participant has a deadline of 1 to 20 working days."""

    code = "task.bad_days"
    text = "“{name}”的期限要在 1 到 20 个工作日之间"
    kind = Kind.INVALID


#: Officials that take part for their department.
SIGNERS = frozenset({Role.OFFICER, Role.HEAD, Role.DIRECTOR})
#: 行政许可法第四十二条: nobody may take longer than the whole does.
MOST_DAYS = 20


@dataclass(frozen=True)
class TaskStand:
    """What of a task decides who may act: credit codes, the party with its agent or helper
    (staff number), the item of the case."""

    lead: str
    participants: frozenset[str]
    party: int | None = None
    agent: int | None = None
    item: str = ""
    helper: str = ""


def departments(actor: Actor) -> frozenset[str]:
    """Credit codes of the departments for which this person takes part."""
    return frozenset(post.department for post in actor.posts if post.role in SIGNERS)


def standings(actor: Actor, stand: TaskStand) -> frozenset[Standing]:
    """In which standings the actor is to the task; empty: it does not exist for them."""
    if actor.is_system:
        return frozenset({Standing.SYSTEM})
    if authority.stands_for(actor, stand.party, stand.item):
        return frozenset({Standing.APPLICANT})
    if bool(actor.staff) and actor.staff == stand.helper:
        # 代办 answers as the applicant does, 帮办 only fills in forms; who helped is no official here (回避).
        acts = authority.helps_with(actor, stand.party, stand.item, HelpKind.ACT)
        return frozenset({Standing.APPLICANT}) if acts else frozenset()
    if actor.party is not None and actor.party == stand.agent:
        return frozenset()
    held, mine = set(), departments(actor)
    if stand.lead in mine:
        held.add(Standing.LEAD)
    if mine & stand.participants:
        held.add(Standing.PARTICIPANT)
    if any(post.role is Role.SUPERVISOR for post in actor.posts):
        held.add(Standing.WATCH)
    return frozenset(held)


def require_visible(actor: Actor, stand: TaskStand) -> frozenset[Standing]:
    """The standings of whoever may see the task. Raises TaskNotVisible."""
    found = standings(actor, stand)
    if not found:
        raise TaskNotVisible()
    return found


def require_lead(actor: Actor, lead: str, involved: Collection[str] | None) -> None:
    """`involved`: credit codes of who has a part in the case; None where there is no case.

    Raises NotPermitted for another department's people, LeadUnfit.
    """
    if not actor.is_system and lead not in departments(actor):
        raise authority.NotPermitted()
    if involved is not None and lead not in involved:
        raise LeadUnfit()


def require_parts(parts: Iterable[tuple[str, str, int]], *, least: int = 2) -> None:
    """Parts as (credit code, name, working days). Raises NoParticipants, BadDays."""
    given = list(parts)
    if len({code for code, _, _ in given}) < least:
        raise NoParticipants()
    for _, name, days in given:
        if not 1 <= days <= MOST_DAYS:
            raise BadDays(name=name)
