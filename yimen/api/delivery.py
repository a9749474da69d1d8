"""统一出件: the halls, the way a result comes, how far it is, and that it came."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Body, Header, Router

from yimen.accounts.scopes import Scope
from yimen.cases import actions
from yimen.cases import queries as cases
from yimen.cases.queries import CasePage
from yimen.hall import queries as hall
from yimen.rules import delivery
from yimen.rules.authority import Actor
from yimen.rules.lifecycle import NotHere
from yimen.rules.masking import mask_address, mask_name, mask_phone
from yimen.rules.terms import Act

from . import masks
from .auth import actor_of, needs, now_of
from .idempotency import Acting, carry_out
from .schemas.common import DoneOut
from .schemas.delivery import ChoiceIn, DeliveryOut, HallOut, HallsOut, ReceivedIn
from .typed import CaseNumber
from .words import label

router = Router(tags=["统一出件"])
READ, APPLY = needs(Scope.CASES_READ), needs(Scope.CASES_APPLY)
#: A body may be left out where it could only name the revision.
_NOTHING = ReceivedIn(rev=None)


@router.get(
    "/halls", response=HallsOut, auth=READ, operation_id="halls_list", summary="能领结果的大厅",
    description="选“到大厅领”时，hall 填这里的 code。令牌权限 cases:read。",
)  # fmt: skip
def halls(request: HttpRequest) -> HallsOut:
    """Every hall that hands results out: a county has some dozens."""
    return HallsOut(
        halls=[HallOut(code=one.region, name=one.name, address=one.address) for one in hall.handing_out()]
    )


@router.get(
    "/cases/{number}/delivery", response=DeliveryOut, auth=READ, operation_id="delivery_read",
    summary="看怎么取、到哪一步", description="看不到的办件答 404。令牌权限 cases:read。",
)  # fmt: skip
def read(request: HttpRequest, number: CaseNumber) -> DeliveryOut:
    """How the result comes and how far it is. Raises NotVisible."""
    actor = actor_of(request)
    return _shown(actor, cases.case_page(actor, number, now=now_of(request)))


@router.put(
    "/cases/{number}/delivery", response=DoneOut, auth=APPLY, operation_id="delivery_choose",
    summary="选怎么取结果", description="寄出以前都能改；窗口可以替办事人选。令牌权限 cases:apply。",
)  # fmt: skip
def choose(
    request: HttpRequest, response: HttpResponse, number: CaseNumber, headers: Header[Acting],
    asked: Body[ChoiceIn],
) -> DoneOut:  # fmt: skip
    """Choose the way. Raises NotVisible, NotHere, BadChoice, PostIncomplete, AlreadySent, Stale."""
    typed: dict[str, Any] = {k: str(v) for k, v in asked.model_dump(exclude={"rev", "each"}).items()}
    typed["each"] = asked.each
    rev = headers.rev(asked.rev)
    return carry_out(request, response, headers.once, actions.choose_delivery, number, rev=rev, **typed)


@router.post(
    "/cases/{number}/received", response=DoneOut, auth=APPLY, operation_id="delivery_received",
    summary="我收到了", description="申请人收到了邮件或者网上的结果；邮件收到就办结。令牌权限 cases:apply。",
)  # fmt: skip
def received(
    request: HttpRequest, response: HttpResponse, number: CaseNumber, headers: Header[Acting],
    asked: Body[ReceivedIn] = _NOTHING,
) -> DoneOut:  # fmt: skip
    """A parcel came, or what came online was seen. Raises NotVisible, NotHere, NotYetSent, Stale."""
    actor = actor_of(request)
    page = cases.case_page(actor, number, now=now_of(request))
    if Act.CONFIRM in page.acts and page.is_own:
        return carry_out(request, response, headers.once, actions.confirm, number)
    if Act.ARRIVE not in page.acts or not page.is_own:
        raise NotHere(state=page.state.label, act=Act.CONFIRM.label)
    rev = headers.rev(asked.rev)
    return carry_out(request, response, headers.once, actions.arrive, number, rev=rev)


def _shown(actor: Actor, page: CasePage) -> DeliveryOut:
    case, whole = page.case, masks.shown_whole(actor, page)
    kept: dict[str, Any] = case.delivery
    one = delivery.chosen(kept)
    receiver = case.received_result_by
    return DeliveryOut(
        number=case.number, rev=case.rev, way=one.way, way_label=label(one.way), chosen="way" in kept,
        open=Act.CHOOSE_DELIVERY in page.acts and not kept.get("tracking"), hall=one.hall,
        hall_name=hall.name_of(one.hall) if one.hall else "", name=one.name if whole else mask_name(one.name),
        phone=one.phone if whole else mask_phone(one.phone),
        address=one.address if whole else mask_address(one.address),
        pickup_code=str(kept.get("code", "")) if page.is_own else "", tracking=str(kept.get("tracking", "")),
        sent_at=_moment(kept, "sent_at"), available_at=_moment(kept, "available_at"),
        confirmed_at=_moment(kept, "confirmed_at"), delivered_at=case.delivered_at,
        received_by=receiver if whole else mask_name(receiver), waits=_waits(page, kept),
    )  # fmt: skip


def _moment(kept: dict[str, Any], key: str) -> datetime | None:
    return datetime.fromisoformat(kept[key]) if kept.get(key) else None


def _waits(page: CasePage, kept: dict[str, Any]) -> bool:
    parcel = Act.ARRIVE in page.acts and bool(kept.get("tracking"))
    online = "available_at" in kept and "confirmed_at" not in kept
    return page.is_own and (parcel or (Act.CONFIRM in page.acts and online))
