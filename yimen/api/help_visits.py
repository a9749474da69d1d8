"""上门帮办: asked by who cannot come; offered to the helpers of the place, taken by one, done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Body, Header, Query, Router

from yimen.accounts.scopes import Scope
from yimen.helping import actions, queries
from yimen.helping.actions.visits import Visited
from yimen.helping.queries import VisitView
from yimen.rules.authority import require_role
from yimen.rules.terms import Role

from .auth import actor_of, needs
from .idempotency import Once, done_for
from .paging import Paged, next_link, start_of
from .schemas.helping import AskVisitIn, HomeVisitOut, HomeVisitsOut, TakeVisitIn, VisitDoneIn, VisitedOut
from .typed import PathId

router = Router(tags=["帮代办"])
APPLY = needs(Scope.CASES_APPLY)
READ = needs(Scope.CASES_READ)


@router.get(
    "/help/visits", response=HomeVisitsOut, auth=READ, operation_id="help_visits", summary="我约的上门",
    description="本人最近约的。令牌权限 cases:read。",
)  # fmt: skip
def own(request: HttpRequest) -> HomeVisitsOut:
    """One's own visits, the newest."""
    party = actor_of(request).party
    rows = queries.visits_of_party(party) if party is not None else []
    return HomeVisitsOut(visits=[HomeVisitOut.of(one) for one in rows], next="")


@router.get(
    "/help/visits/waiting", response=HomeVisitsOut, auth=READ, operation_id="help_visits_waiting",
    summary="等人接的上门",
    description="帮办员那一片的，等得久的在前；接了才看得到门牌号。令牌权限 cases:read。",
)  # fmt: skip
def waiting(request: HttpRequest, asked: Query[Paged]) -> HomeVisitsOut:
    """What waits near this helper. Raises NotPermitted, BadCursor."""
    actor = actor_of(request)
    require_role(actor, Role.HELPER)
    start = start_of(asked, "help_waiting")
    return _page(request, asked, "help_waiting", queries.visits_near(actor, after=start, limit=asked.limit))


@router.get(
    "/help/visits/taken", response=HomeVisitsOut, auth=READ, operation_id="help_visits_taken",
    summary="我接的上门", description="帮办员接过的，新的在前。令牌权限 cases:read。",
)  # fmt: skip
def taken(request: HttpRequest, asked: Query[Paged]) -> HomeVisitsOut:
    """What this helper took. Raises NotPermitted, BadCursor."""
    actor = actor_of(request)
    require_role(actor, Role.HELPER)
    rows = queries.visits_of_helper(actor.staff, before=start_of(asked, "help_taken"), limit=asked.limit)
    return _page(request, asked, "help_taken", rows)


def _page(request: HttpRequest, asked: Paged, what: str, rows: list[VisitView]) -> HomeVisitsOut:
    more = rows[asked.limit - 1].id if len(rows) > asked.limit else None
    shown = [HomeVisitOut.of(one) for one in rows[: asked.limit]]
    return HomeVisitsOut(visits=shown, next=next_link(request, what, more))


@router.post(
    "/help/visits", response={201: VisitedOut}, auth=APPLY, operation_id="help_visit_ask",
    summary="请人上门", description="来不了大厅的人约，一次一个。令牌权限 cases:apply。",
)  # fmt: skip
def ask(
    request: HttpRequest, response: HttpResponse, headers: Header[Once], told: Body[AskVisitIn]
) -> VisitedOut:
    """Ask for a visit. Raises PartyNotFound, VisitBlank, VisitOpen."""
    asked = (told.region, told.place, str(told.hardship), str(told.wish), told.words)
    return _done(request, response, headers, actions.ask_visit, *asked)


@router.post(
    "/help/visits/{visit}/take", response=VisitedOut, auth=APPLY, operation_id="help_visit_take",
    summary="我去", description="一次上门只有一名帮办员接；别人先接了答 409。令牌权限 cases:apply。",
)  # fmt: skip
def take(
    request: HttpRequest,
    response: HttpResponse,
    visit: PathId,
    headers: Header[Once],
    told: Body[TakeVisitIn],
) -> VisitedOut:
    """Take it. Raises NotPermitted, VisitNotFound, VisitGone, VisitDay."""
    return _done(request, response, headers, actions.take_visit, visit, told.day, told.start)


@router.post(
    "/help/visits/{visit}/back", response=VisitedOut, auth=APPLY, operation_id="help_visit_back",
    summary="去不了，退回", description="退回以后别人可以接。令牌权限 cases:apply。",
)  # fmt: skip
def back(request: HttpRequest, response: HttpResponse, visit: PathId, headers: Header[Once]) -> VisitedOut:
    """Give it back. Raises NotPermitted, VisitNotFound, VisitGone."""
    return _done(request, response, headers, actions.give_back, visit)


@router.post(
    "/help/visits/{visit}/done", response=VisitedOut, auth=APPLY, operation_id="help_visit_done",
    summary="记上门的结果", description="到了约好的那天才能记。令牌权限 cases:apply。",
)  # fmt: skip
def finish(
    request: HttpRequest,
    response: HttpResponse,
    visit: PathId,
    headers: Header[Once],
    told: Body[VisitDoneIn],
) -> VisitedOut:
    """What came of it. Raises NotPermitted, VisitNotFound, VisitGone, TooSoonDone."""
    return _done(request, response, headers, actions.finish_visit, visit, str(told.outcome), told.words)


@router.post(
    "/help/visits/{visit}/cancel", response=VisitedOut, auth=APPLY, operation_id="help_visit_cancel",
    summary="不用来了", description="本人取消。令牌权限 cases:apply。",
)  # fmt: skip
def cancel(request: HttpRequest, response: HttpResponse, visit: PathId, headers: Header[Once]) -> VisitedOut:
    """No visit is needed. Raises VisitNotFound, VisitGone."""
    return _done(request, response, headers, actions.cancel_visit, visit)


def _done(
    request: HttpRequest, response: HttpResponse, headers: Once, verb: Callable[..., Visited], *told: Any
) -> VisitedOut:
    return VisitedOut.of(done_for(request, response, headers.once, verb, *told))
