"""预约: what is free (public), one's own bookings, booking, another time, giving it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Body, Header, Query, Router

from yimen.accounts.scopes import Scope
from yimen.catalogue import queries as catalogue
from yimen.hall import actions
from yimen.hall import queries as hall
from yimen.hall.actions import Booked

from .auth import actor_of, needs, now_of
from .idempotency import Once, done_for
from .schemas.bookings import (
    BookedOut,
    BookIn,
    BookingOut,
    BookingsOut,
    DayFreeOut,
    SlotsIn,
    SlotsOut,
    TimeIn,
)
from .typed import ItemCode

router = Router(tags=["预约"])
APPLY = needs(Scope.CASES_APPLY)
READ = needs(Scope.CASES_READ)


@router.get(
    "/items/{code}/slots", response=SlotsOut, operation_id="items_slots", summary="哪天几点还能约",
    description="一个大厅办这个事项的名额。没有名额的日子 slots 是空的。不要令牌。",
)  # fmt: skip
def slots(request: HttpRequest, code: ItemCode, asked: Query[SlotsIn]) -> SlotsOut:
    """What is free. Raises ItemUnknown, VersionUnknown, NotBookable."""
    days = hall.offer(catalogue.item_page(code).spec, asked.site, now=now_of(request))
    return SlotsOut(days=[DayFreeOut.of(one) for one in days])


@router.get(
    "/bookings", response=BookingsOut, auth=READ, operation_id="bookings_list", summary="我的预约",
    description="要来的在前。令牌权限 cases:read。",
)  # fmt: skip
def mine(request: HttpRequest) -> BookingsOut:
    """One's own: some dozens at most."""
    party = actor_of(request).party
    rows = hall.my_bookings(party, now=now_of(request)) if party is not None else []
    return BookingsOut(bookings=[BookingOut.of(one) for one in rows])


@router.post(
    "/bookings", response=BookedOut, auth=APPLY, operation_id="bookings_make", summary="预约",
    description="只能给自己约，一天一次；名额没了答 409。令牌权限 cases:apply。",
)  # fmt: skip
def book(
    request: HttpRequest, response: HttpResponse, headers: Header[Once], asked: Body[BookIn]
) -> BookedOut:
    """Book. Raises RealNameNeeded, ItemUnknown, NotBookable, DayOutside, BookingBlocked, BookedThatDay,
    SlotGone."""
    told = (asked.item, asked.site, asked.day, asked.start)
    return _done(request, response, headers.once, actions.book, *told)


@router.post(
    "/bookings/{booking}/move", response=BookedOut, auth=APPLY, operation_id="bookings_move",
    summary="换个时间", description="新的约好了，原来的才退回；答复里是新的预约号。令牌权限 cases:apply。",
)  # fmt: skip
def move(
    request: HttpRequest, response: HttpResponse, booking: str, headers: Header[Once], asked: Body[TimeIn]
) -> BookedOut:
    """Another time. Raises BookingUnknown, NotOpenAnyMore, TooLateToChange, and what booking does."""
    told = (booking[:20], asked.day, asked.start)
    return _done(request, response, headers.once, actions.rebook, *told)


@router.post(
    "/bookings/{booking}/cancel", response=BookedOut, auth=APPLY, operation_id="bookings_cancel",
    summary="取消预约", description="快到时间了不能取消，答 409。令牌权限 cases:apply。",
)  # fmt: skip
def cancel(request: HttpRequest, response: HttpResponse, booking: str, headers: Header[Once]) -> BookedOut:
    """Give the place back. Raises BookingUnknown, NotOpenAnyMore, TooLateToChange."""
    return _done(request, response, headers.once, actions.cancel_booking, booking[:20])


def _done(
    request: HttpRequest, response: HttpResponse, once: str, act: Callable[..., Booked], *told: Any
) -> BookedOut:
    done = done_for(request, response, once, act, *told)
    return BookedOut.model_validate({"number": done.number, "state": done.state})
