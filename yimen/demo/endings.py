"""How the sample stories end: one function for each state a case can be left in."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from yimen.cases import actions
from yimen.rules.authority import SYSTEM
from yimen.rules.calendar import china_date
from yimen.rules.terms import EXCLUDED_BY_LAW, Procedure

from . import stories
from .stories import ADMINISTRATOR, Ending, Story, Unsuited


def draft(s: Story) -> None:
    """Saved, not handed in: only people who apply online leave drafts."""
    if s.applicant is None:
        raise Unsuited
    s.file(submit=False)


def submitted(s: Story) -> None:
    """Handed in online, the window has not looked yet."""
    if s.applicant is None:
        raise Unsuited
    s.file()


def received(s: Story) -> None:
    """At the window, being checked."""
    s.file()
    actions.receive(s.clerk, s.number, now=s.later(5, 120))


def correction(s: Story) -> None:
    """Something is wrong with one material, and the applicant was told."""
    received(s)
    given = [m for m in s.spec.materials if not m.exempt_by and m.when is None]
    if not given:
        raise Unsuited
    actions.ask_correction(
        s.clerk, s.number, reason="有材料不符合要求", now=s.later(20, 300),
        rejected={given[0].code: s.rng.choice(["复印件看不清，请重新扫描", "缺签字页", "已过有效期"])},
    )  # fmt: skip


def returned(s: Story) -> None:
    """Nobody came with the correction."""
    correction(s)
    s.at += timedelta(days=35)
    actions.return_unfinished(s.clerk, s.number, reason="超过期限没有补正", now=s.later(5, 60))


def accepted(s: Story) -> None:
    """Accepted, nobody has signed yet."""
    s.file()
    s.accept()


def reviewing(s: Story) -> None:
    """Somewhere among the seats."""
    accepted(s)
    s.sign(most=s.rng.randint(0, 3))


def supplement(s: Story) -> None:
    """A reviewer found something and asked for it."""
    accepted(s)
    given = [m for m in s.spec.materials if not m.exempt_by and m.when is None]
    holder = s.sign(most=0)
    if not given:
        raise Unsuited
    actions.ask_correction(
        holder, s.number, reason="审查中发现材料不一致", rejected={given[0].code: "和申请表填的不一致"},
        now=s.later(30, 300),
    )  # fmt: skip


def suspended(s: Story) -> None:
    """In a special procedure."""
    accepted(s)
    kinds = [one.procedure for one in s.spec.special] or sorted(EXCLUDED_BY_LAW & {Procedure.EXPERT_REVIEW})
    holder = s.sign(most=0)
    day = s.cast.calendar.add_working_days(china_date(s.until), s.rng.randint(1, 6))
    actions.pause(
        holder, s.number, kind=kinds[0], reason="需要专门程序", planned_end=day, now=s.later(10, 200)
    )


def granted(s: Story) -> None:
    """Decided, the result is being made."""
    accepted(s)
    s.grant()


def refused(s: Story) -> None:
    """Decided against the applicant, with reasons."""
    accepted(s)
    holder = s.sign()
    actions.refuse(holder, s.number, reason="现场条件不符合规定标准", now=s.later(20, 300))


def issued(s: Story) -> None:
    """The result waits to be fetched."""
    granted(s)
    actions.issue(s.clerk, s.number, now=s.later(10, 200))


def delivered(s: Story) -> None:
    """In hand."""
    granted(s)
    s.hand_out()


def refused_delivered(s: Story) -> None:
    """The refusal was handed over."""
    refused(s)
    s.hand_out(issue=False)


def archived(s: Story) -> None:
    """Filed away."""
    delivered(s)
    actions.archive(s.clerk, s.number, now=s.later(60, 600))


def not_accepted(s: Story) -> None:
    """Not ours to decide."""
    received(s)
    actions.not_accept(
        s.clerk, s.number, reason="不属于本机关职权范围，请向市级主管部门申请", now=s.later(10, 200)
    )


def not_required(s: Story) -> None:
    """Nothing needs to be done."""
    received(s)
    actions.not_required(s.clerk, s.number, reason="您的情况不用办这个事项", now=s.later(10, 100))


def forwarded(s: Story) -> None:
    """Sent up with all opinions."""
    accepted(s)
    holder = s.sign()
    actions.forward(holder, s.number, reason="初审通过，转报市级机关决定", now=s.later(20, 200))


def withdrawn(s: Story) -> None:
    """Taken back by the applicant."""
    if s.applicant is None:
        raise Unsuited
    accepted(s)
    actions.withdraw(s.applicant, s.number, reason="计划有变，先不办了", now=s.later(10, 300))


def terminated(s: Story) -> None:
    """Ended without a decision."""
    accepted(s)
    holder = s.sign()
    actions.terminate(holder, s.number, reason="申请人书面说明不再经营", now=s.later(30, 300))


def voided(s: Story) -> None:
    """A case that should not have been."""
    received(s)
    actions.void(ADMINISTRATOR, s.number, reason="同一申请录入了两次", now=s.later(5, 60))


BY_NAME: dict[str, Ending] = {
    f.__name__: f
    for f in (
        draft, submitted, received, correction, reviewing, supplement, suspended, granted, refused, issued,
        delivered, refused_delivered, not_accepted, not_required, forwarded, withdrawn, returned, terminated,
        voided, archived,
    )
}  # fmt: skip


def plan(rng: random.Random, now: datetime) -> list[tuple[str, datetime]]:
    """All endings with the moment at which each story begins, oldest first."""
    made: list[tuple[str, datetime]] = []
    for name, count in stories.ENDS:
        for _ in range(count):
            back = stories.RECENT_DAYS if name in stories.OPEN else stories.LONG_DAYS
            first = 1 if name in {"draft", "submitted", "received"} else 2
            days = rng.randint(first, back) + (40 if name == "returned" else 0)
            made.append((name, now - timedelta(days=days, minutes=rng.randint(0, 300))))
    return sorted(made, key=lambda one: one[1])


__all__ = ["BY_NAME", "SYSTEM", "plan"]
