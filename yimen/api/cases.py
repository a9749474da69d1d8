"""Reading cases: lists, one case, its way; and the public view by query code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Header, Query, Router

from yimen.accounts.scopes import Scope
from yimen.bureau import queries as bureau
from yimen.cases import actions
from yimen.cases import queries as cases
from yimen.cases.queries import InboxRow
from yimen.limits import queries as limits
from yimen.limits.actions import spend
from yimen.limits.visitor import address_of
from yimen.rules.authority import NotVisible, require_role
from yimen.rules.limits import TRACK_ADDRESS, TRACK_CASE
from yimen.rules.numbers import check_number
from yimen.rules.terms import Role

from . import masks, shown
from .auth import actor_of, needs, now_of
from .idempotency import Once
from .paging import moment_and_id, next_link, start_of
from .schemas.cases import CaseOut, CasesIn, CasesOut, HistoryOut, TrackCode, TrackIn, TrackOut
from .schemas.personal import PersonalIn, PersonalOut, PersonalValue
from .typed import CaseNumber

router = Router(tags=["办件"])
READ = needs(Scope.CASES_READ)


@router.get(
    "/cases", response=CasesOut, auth=READ, operation_id="cases_list", summary="列出办件",
    description="自己的办件（新的在前），或窗口、审批的待办（快到期的在前）。令牌权限 cases:read。",
)  # fmt: skip
def listed(request: HttpRequest, asked: Query[CasesIn]) -> CasesOut:
    """One's own cases, or what waits. Raises NotPermitted for an inbox of a post one does not hold."""
    what = f"cases|{asked.inbox}|{actor_of(request).label}"
    start = start_of(asked, what)
    rows = _own(request, start, asked.limit) if asked.inbox == "own" else _waiting(request, asked, start)
    return CasesOut(
        cases=[shown.row(one) for one in rows[: asked.limit]],
        next=next_link(request, what, _after(rows, asked)),
    )


def _own(request: HttpRequest, start: Any, limit: int) -> list[InboxRow]:
    return cases.my_cases(
        actor_of(request), bureau.work_calendar(), now=now_of(request), before=start, limit=limit
    )


def _waiting(request: HttpRequest, asked: CasesIn, start: Any) -> list[InboxRow]:
    actor, calendar, now, after = (
        actor_of(request),
        bureau.work_calendar(),
        now_of(request),
        moment_and_id(start),
    )
    if asked.inbox == "window":
        require_role(actor, Role.CLERK)
        return cases.window_inbox(actor, calendar, now=now, after=after, limit=asked.limit)
    require_role(actor, Role.OFFICER, Role.HEAD, Role.DIRECTOR)
    return cases.review_inbox(actor, calendar, now=now, after=after, limit=asked.limit)


def _after(rows: Sequence[InboxRow], asked: CasesIn) -> Any:
    """Where the next page starts: the queries give one line over the limit when there is more."""
    if len(rows) <= asked.limit:
        return None
    last = rows[asked.limit - 1]
    if asked.inbox == "own":
        return last.id
    return [last.due_at.isoformat() if last.due_at else None, last.id]


@router.get(
    "/cases/{number}", response=CaseOut, auth=READ, operation_id="cases_read", summary="看一个办件",
    description="看不到的办件答 404。ETag 是版本号，办理时用 If-Match 带上。令牌权限 cases:read。",
    openapi_extra={"responses": {200: {"headers": {"ETag": {"schema": {"type": "string"}}}}}},
)  # fmt: skip
def one(request: HttpRequest, response: HttpResponse, number: CaseNumber) -> CaseOut:
    """One case. Raises NotVisible."""
    actor = actor_of(request)
    page = cases.case_page(actor, number, now=now_of(request))
    response["ETag"] = f'"{page.case.rev}"'
    return shown.case(actor, page)


@router.post(
    "/cases/{number}/personal", response=PersonalOut, auth=needs(Scope.PERSONAL_READ),
    operation_id="cases_personal", summary="看完整号码",
    description="正在办这一件的人写明原因才能看，每看一次都有记录，办事人看得到。令牌权限 personal:read。",
)  # fmt: skip
def personal(
    request: HttpRequest, number: CaseNumber, headers: Header[Once], asked: PersonalIn
) -> PersonalOut:
    """Numbers whole, on record. Raises NotVisible, ViewNotYours, ViewReasonMissing."""
    found = actions.view_personal(
        actor_of(request), number, reason=asked.why, words=asked.words, now=now_of(request), once=headers.once
    )
    return PersonalOut(values=[PersonalValue(label=label, value=value) for label, value in found.rows])


@router.get(
    "/cases/{number}/history", response=HistoryOut, auth=READ, operation_id="cases_history",
    summary="办件经过", description="每一步何时、由哪一方做的。令牌权限 cases:read。",
)  # fmt: skip
def history(request: HttpRequest, number: CaseNumber) -> HistoryOut:
    """The way of one case. Raises NotVisible."""
    actor = actor_of(request)
    page = cases.case_page(actor, number, now=now_of(request))
    whole = masks.shown_whole(actor, page)
    return HistoryOut(events=[shown.event(row, page, whole) for row in page.history])


@router.get(
    "/track", response=TrackOut, operation_id="track", summary="凭编号和查询码查进度",
    description="不要令牌。查询码写在请求头 Query-Code 里，不写在地址里。"
    "编号和查询码对不上，和没有这个办件一样答 404。",
)  # fmt: skip
def track(request: HttpRequest, asked: Query[TrackIn], code: Header[TrackCode]) -> TrackOut:
    """The public view. Raises NotVisible, BadCaseNumber's children, TooMany."""
    number, now = check_number(asked.number), now_of(request)
    address = address_of(request.META)
    limits.require_free(TRACK_ADDRESS, address, now)
    limits.require_free(TRACK_CASE, number, now)
    try:
        return shown.tracked(cases.track(number, code.query_code, now=now))
    except NotVisible:
        spend(TRACK_ADDRESS, address, now=now)
        spend(TRACK_CASE, number, now=now)
        raise
