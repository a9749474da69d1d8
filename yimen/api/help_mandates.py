"""帮代办 for helpers and for whom they help: asking, the yes, the end; cases that were begun; the rating."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Body, Header, Query, Router

from yimen.accounts.scopes import Scope
from yimen.bureau import queries as bureau
from yimen.cases import actions as cases
from yimen.cases import queries as case_queries
from yimen.catalogue import queries as catalogue
from yimen.catalogue.refusals import ItemUnknown
from yimen.helping import actions as helping
from yimen.limits.actions import count
from yimen.parties.actions import helping as mandates
from yimen.parties.actions.helping import Helped
from yimen.parties.queries import helping as queries
from yimen.parties.queries.helping import HelpView
from yimen.rules.authority import require_role
from yimen.rules.calendar import china_date
from yimen.rules.helping.mandate import HelpNotFound
from yimen.rules.limits import LOOK_UP
from yimen.rules.terms import Channel, Role

from . import shown
from .auth import actor_of, needs, now_of
from .idempotency import Once, carry_out, done_for
from .paging import Paged, next_link, start_of
from .schemas.cases import CasesOut
from .schemas.common import DoneOut
from .schemas.helping import (
    AskHelpIn,
    BeginIn,
    ConfirmIn,
    HelpedOut,
    HelpMandateOut,
    HelpMandatesOut,
    RatedOut,
    RateIn,
)
from .typed import CaseNumber, PathId

router = Router(tags=["帮代办"])
APPLY = needs(Scope.CASES_APPLY)
READ = needs(Scope.CASES_READ)


@router.get(
    "/help/mandates", response=HelpMandatesOut, auth=READ, operation_id="help_mandates",
    summary="我请求帮的人", description="帮办员用，新的在前。令牌权限 cases:read。",
)  # fmt: skip
def mine(request: HttpRequest, asked: Query[Paged]) -> HelpMandatesOut:
    """Whom this helper asked. Raises NotPermitted, BadCursor."""
    require_role(actor_of(request), Role.HELPER)
    staff = actor_of(request).staff
    return _page(request, asked, "help_mandates", lambda **more: queries.helped_by(staff, **more))


@router.get(
    "/help/asked", response=HelpMandatesOut, auth=READ, operation_id="help_asked", summary="谁在帮我",
    description="请求帮我的、可以替我办的、已经结束的，新的在前。令牌权限 cases:read。",
)  # fmt: skip
def asked_of_me(request: HttpRequest, asked: Query[Paged]) -> HelpMandatesOut:
    """Helpers of this party. Raises BadCursor."""
    party = actor_of(request).party or 0
    return _page(request, asked, "help_asked", lambda **more: queries.helpers_of(party, **more))


def _page(
    request: HttpRequest, asked: Paged, what: str, read: Callable[..., list[HelpView]]
) -> HelpMandatesOut:
    rows = read(before=start_of(asked, what), limit=asked.limit)
    now = now_of(request)
    more = rows[asked.limit - 1].id if len(rows) > asked.limit else None
    return HelpMandatesOut(
        mandates=[HelpMandateOut.of(one, now, china_date(now)) for one in rows[: asked.limit]],
        next=next_link(request, what, more),
    )


@router.post(
    "/help/mandates", response={201: HelpedOut}, auth=APPLY, operation_id="help_ask", summary="请求帮一个人",
    description="姓名和号码都对上才找得到，每次都计数；对方同意以前什么也不能办。令牌权限 cases:apply。",
)  # fmt: skip
def ask(
    request: HttpRequest, response: HttpResponse, headers: Header[Once], told: Body[AskHelpIn]
) -> HelpedOut:
    """Ask. Raises NotPermitted, PartyNotFound, ItemUnknown, HelpKindUnknown, MandateDays, HelpAskedBefore,
    TooMany."""
    actor = actor_of(request)
    require_role(actor, Role.HELPER)
    codes = sorted(set(told.items))
    missing = set(codes) - {row.code for row in catalogue.by_codes(codes)} if codes else set()
    if missing:
        raise ItemUnknown(item=min(missing))
    count(LOOK_UP, actor.label, now=now_of(request))
    done = done_for(
        request, response, headers.once, mandates.ask_help, told.name, told.number, str(told.kind), codes,
        china_date(now_of(request)), told.until,
    )  # fmt: skip
    return _helped(done)


@router.get(
    "/help/mandates/{mandate}", response=HelpMandateOut, auth=READ, operation_id="help_mandate",
    summary="看一份委托", description="只有请求的帮办员看得到，别人答 404。令牌权限 cases:read。",
)  # fmt: skip
def one(request: HttpRequest, mandate: PathId) -> HelpMandateOut:
    """One mandate of this helper. Raises HelpNotFound."""
    now = now_of(request)
    return HelpMandateOut.of(_own(request, mandate), now, china_date(now))


def _own(request: HttpRequest, mandate: int) -> HelpView:
    staff = actor_of(request).staff
    found = queries.help_mandate(staff, mandate) if staff else None
    if found is None:
        raise HelpNotFound()
    return found


@router.post(
    "/help/mandates/{mandate}/code", response=HelpedOut, auth=APPLY, operation_id="help_code",
    summary="发验证码", description="发到对方登记的手机，10 分钟内有效。令牌权限 cases:apply。",
)  # fmt: skip
def code(request: HttpRequest, response: HttpResponse, mandate: PathId, headers: Header[Once]) -> HelpedOut:
    """Have a code sent. Raises HelpNotFound, HelpConfirmedBefore, HelpEnded, NoPhoneOnFile, CodesUsedUp,
    CodeTooSoon."""
    return _helped(done_for(request, response, headers.once, mandates.send_code, mandate))


@router.post(
    "/help/mandates/{mandate}/confirm", response=HelpedOut, auth=APPLY, operation_id="help_confirm",
    summary="对方同意",
    description="帮办员写对方说的数字；本人用自己的令牌，不写数字。窗口当面确认只在网页上。"
    "令牌权限 cases:apply。",
)  # fmt: skip
def confirm(
    request: HttpRequest,
    response: HttpResponse,
    mandate: PathId,
    headers: Header[Once],
    told: Body[ConfirmIn],
) -> HelpedOut:
    """The yes: by code, or by the principal. Raises HelpNotFound, HelpConfirmedBefore, HelpEnded,
    HelpCodeExpired, WrongHelpCode."""
    if actor_of(request).party is not None:
        return _helped(done_for(request, response, headers.once, mandates.confirm_help, mandate))
    _own(request, mandate)
    verb = mandates.confirm_by_code
    return _helped(done_for(request, response, headers.once, verb, mandate, told.digits))


@router.post(
    "/help/mandates/{mandate}/end", response=HelpedOut, auth=APPLY, operation_id="help_end",
    summary="不同意，或者结束",
    description="本人或者帮办员随时可以；已经办的照常算数。令牌权限 cases:apply。",
)  # fmt: skip
def end(request: HttpRequest, response: HttpResponse, mandate: PathId, headers: Header[Once]) -> HelpedOut:
    """Refuse what is asked, or end what holds. Raises HelpNotFound, HelpEnded."""
    if actor_of(request).party is None:
        _own(request, mandate)
    return _helped(done_for(request, response, headers.once, mandates.end_help, mandate))


@router.post(
    "/help/mandates/{mandate}/applications", response=DoneOut, auth=APPLY, operation_id="help_begin",
    summary="替他办一件",
    description="开一份草稿，后面和本人办一样：填表、材料、提交。令牌权限 cases:apply。",
)  # fmt: skip
def begin(
    request: HttpRequest, response: HttpResponse, mandate: PathId, headers: Header[Once], told: Body[BeginIn]
) -> DoneOut:
    """Open a draft for the principal. Raises HelpNotFound, NotForYou, ItemUnknown, ItemClosed,
    WrongAudience."""
    view = _own(request, mandate)
    return carry_out(
        request, response, headers.once, cases.open_draft, told.item, view.principal.id,
        channel=str(Channel.HELPER), region=settings.SITE_REGION,
    )  # fmt: skip


@router.get(
    "/help/cases", response=CasesOut, auth=READ, operation_id="help_cases", summary="我帮办的",
    description="今天还有委托的人的办件，新的在前。令牌权限 cases:read。",
)  # fmt: skip
def begun(request: HttpRequest, asked: Query[Paged]) -> CasesOut:
    """The cases that this helper began. Raises NotPermitted, BadCursor."""
    actor = actor_of(request)
    require_role(actor, Role.HELPER)
    rows = case_queries.helped_cases(
        actor, bureau.work_calendar(), now=now_of(request), before=start_of(asked, "help_cases"),
        limit=asked.limit,
    )  # fmt: skip
    more = rows[asked.limit - 1].id if len(rows) > asked.limit else None
    return CasesOut(
        cases=[shown.row(one) for one in rows[: asked.limit]], next=next_link(request, "help_cases", more)
    )


@router.post(
    "/cases/{number}/helper-rating", response=RatedOut, auth=APPLY, operation_id="help_rate",
    summary="评价帮办员", description="本人在办完以后评一次，没有预先选好的。令牌权限 cases:apply。",
)  # fmt: skip
def rate(
    request: HttpRequest,
    response: HttpResponse,
    number: CaseNumber,
    headers: Header[Once],
    told: Body[RateIn],
) -> RatedOut:
    """Rate who helped. Raises NotVisible, NotHelped, NotOver, RatedBefore."""
    case_queries.case_page(actor_of(request), number, now=now_of(request))
    done = done_for(request, response, headers.once, helping.rate, number, str(told.level), told.words)
    return RatedOut(level=done.level)


def _helped(done: Helped) -> Any:
    return HelpedOut(id=done.id, confirmed=done.confirmed)
