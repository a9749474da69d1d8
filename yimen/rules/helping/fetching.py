"""代办取件: a helper takes a result at the counter for the principal, by a mandate that holds today."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from ..errors import Kind, RuleBroken
from ..people import same_name
from ..terms import HelpKind

#: 委托代理, 民法典: who acts by a mandate acts within it.
BASIS = "民法典第一百六十一条、第一百六十二条"


class HelperMayNotFetch(RuleBroken):
    """The staff number is no helper's of this name, nobody lets them act for this item today, or they stand
    on both sides of the counter."""

    code = "help.may_not_fetch"
    text = "这个工号今天没有申请人的代办委托，或者姓名和工号对不上，不能代领"
    basis = BASIS
    kind = Kind.FORBIDDEN


class OnlyAssistsNoFetch(RuleBroken):
    """帮办 fills in; it fetches nothing."""

    code = "help.assist_no_fetch"
    text = "申请人给的是帮办委托，只能帮着填，结果要本人来领，或者改成代办"
    basis = BASIS
    kind = Kind.FORBIDDEN


@dataclass(frozen=True)
class Fetcher:
    """Who came as a helper: staff number and name on file ("" where there is none who is active), and what
    their mandates let them do today: (principal, item code or "" for all, kind)."""

    staff: str
    name: str
    held: Collection[tuple[int, str, str]] = ()


def require_fetch(one: Fetcher, told: str, party: int, item: str, *, by: str) -> None:
    """Raise HelperMayNotFetch, OnlyAssistsNoFetch unless this helper may take a result of `party` for `item`.

    `told`: the name on the paper that was looked at; `by`: staff number of who hands out.
    """
    kinds = {kind for principal, code, kind in one.held if principal == party and code in {"", item}}
    if not one.name or not same_name(one.name, told) or one.staff == by or not kinds:
        raise HelperMayNotFetch()
    if str(HelpKind.ACT) not in kinds:
        raise OnlyAssistsNoFetch()
