"""For whom one may apply: oneself and one's principals; for a clerk, whoever stands at the counter."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router

from yimen.accounts.scopes import Scope
from yimen.parties import queries as parties
from yimen.rules.authority import require_role
from yimen.rules.calendar import china_date
from yimen.rules.terms import Role

from .auth import actor_of, needs, now_of
from .schemas.parties import KnownPartyOut, PartiesOut, SearchIn

router = Router(tags=["申请人"])
APPLY = needs(Scope.CASES_APPLY)


@router.get(
    "/parties/mine", response=PartiesOut, auth=APPLY, operation_id="parties_mine", summary="能替谁办",
    description="本人，和今天授权给您代办的人。令牌权限 cases:apply。",
)  # fmt: skip
def mine(request: HttpRequest) -> PartiesOut:
    """The caller's own party first, then principals whose mandate holds today."""
    actor = actor_of(request)
    own = parties.party(actor.party) if actor.party is not None else None
    if own is None:
        return PartiesOut(parties=[])
    today = china_date(now_of(request))
    held = {m.other.id: m.other for m in parties.mandates_held(own.pk) if m.holds(today)}
    return PartiesOut(parties=[KnownPartyOut.of(one) for one in (parties.masked(own), *held.values())])


@router.get(
    "/parties", response=PartiesOut, auth=APPLY, operation_id="parties_search", summary="按号码找申请人",
    description="只给窗口人员，号码要写全。令牌权限 cases:apply。",
)  # fmt: skip
def search(request: HttpRequest, asked: Query[SearchIn]) -> PartiesOut:
    """Who has exactly this number. Raises NotPermitted."""
    require_role(actor_of(request), Role.CLERK)
    return PartiesOut(parties=[KnownPartyOut.of(one) for one in parties.search(asked.number)])
