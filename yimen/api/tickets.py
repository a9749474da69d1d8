"""取号: take a number, see one's own, follow it by its key, stop waiting."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Body, Header, Router

from yimen.accounts.scopes import Scope
from yimen.hall import actions
from yimen.hall import queries as hall
from yimen.limits.actions import count
from yimen.limits.visitor import address_of
from yimen.rules.limits import budget
from yimen.rules.queueing.terms import TicketSource

from .auth import actor_of, needs, now_of
from .idempotency import Once, done_for
from .schemas.tickets import KeptTicketOut, MovedOut, OwnTicketOut, TakeIn, TakenOut, TicketsOut

router = Router(tags=["叫号"])
APPLY = needs(Scope.CASES_APPLY)
READ = needs(Scope.CASES_READ)


@router.post(
    "/sites/{code}/tickets", response={201: TakenOut}, auth=APPLY, operation_id="tickets_take",
    summary="取号",
    description="给自己取；窗口人员取的是导服台的号，谁的都不是。一个人在一个大厅同时只有一个号，再取答 409。"
    "令牌权限 cases:apply。",
)  # fmt: skip
def take(
    request: HttpRequest, response: HttpResponse, code: str, headers: Header[Once], asked: Body[TakeIn]
) -> TakenOut:
    """Take a number. Raises SiteUnknown, HallShut, LineUnknown, ItemUnknown, AlreadyInLine, NotPermitted,
    TooMany."""
    source = TicketSource.RECEPTION if actor_of(request).staff else TicketSource.PHONE
    if source is TicketSource.PHONE:
        count(*budget(actor_of(request).account, "", address_of(request.META)), now=now_of(request))
    done = done_for(
        request, response, headers.once, actions.take, code[:20], letter=asked.line, items=asked.items,
        green=str(asked.green or ""), source=str(source),
    )  # fmt: skip
    return TakenOut.of(done)


@router.get(
    "/tickets", response=TicketsOut, auth=READ, operation_id="tickets_list", summary="我今天的号",
    description="还没办完的。令牌权限 cases:read。",
)  # fmt: skip
def mine(request: HttpRequest) -> TicketsOut:
    """One's own numbers of today that are not over: one a hall at most."""
    party = actor_of(request).party
    rows = hall.my_tickets(party, now_of(request)) if party is not None else []
    return TicketsOut(tickets=[KeptTicketOut.mine(one) for one in rows])


@router.get(
    "/tickets/{key}", response=OwnTicketOut, operation_id="tickets_read", summary="排到哪里了",
    description="凭取号时给的密钥看；前面几个人，大约等多久，去哪个窗口。不要令牌。",
)  # fmt: skip
def one(request: HttpRequest, key: str) -> OwnTicketOut:
    """The place in line. Raises TicketUnknown."""
    return OwnTicketOut.of(hall.own_ticket(key, now_of(request)))


@router.post(
    "/tickets/{key}/leave", response=MovedOut, auth=APPLY, operation_id="tickets_leave", summary="不等了",
    description="凭密钥；已经叫到的、办完的答 409。令牌权限 cases:apply。",
)  # fmt: skip
def leave(request: HttpRequest, response: HttpResponse, key: str, headers: Header[Once]) -> MovedOut:
    """Stop waiting. Raises TicketUnknown, TicketNotHere."""
    return MovedOut.of(done_for(request, response, headers.once, actions.leave, key[:40]))
