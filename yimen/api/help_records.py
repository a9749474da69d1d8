"""What helpers keep: receipt numbers given on paper, guidances, their own record; the figures of all."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Body, Field, Header, Query, Router

from yimen.accounts.scopes import Scope
from yimen.bureau import queries as bureau
from yimen.helping import actions, queries
from yimen.limits.actions import count
from yimen.limits.visitor import address_of
from yimen.rules.authority import require_role
from yimen.rules.helping.guidance import GUIDES
from yimen.rules.helping.measures import SPAN_DAYS
from yimen.rules.helping.receipts import SlipState, SlipWrong
from yimen.rules.limits import VERIFY
from yimen.rules.terms import Role

from .auth import actor_of, needs, now_of
from .idempotency import Once, done_for
from .paging import Paged, next_link, start_of
from .schemas.helping import (
    FiguresOut,
    GuidanceOut,
    GuidancesOut,
    GuidedOut,
    GuideIn,
    MatchIn,
    RatingOut,
    RecordOut,
    SheetOut,
    SlipDoneOut,
    SlipOut,
    SlipSeenOut,
    SlipsOut,
    TallyOut,
    VoidIn,
)
from .words import label

router = Router(tags=["帮代办"])
APPLY = needs(Scope.CASES_APPLY)
READ = needs(Scope.CASES_READ)


class SlipsIn(Paged):
    """走到哪一步的编号。"""

    state: SlipState = Field(SlipState.FREE, description="free 还没登记，matched 登记了，void 作废了")


@router.get(
    "/help/receipts", response=SlipsOut, auth=READ, operation_id="help_receipts", summary="我的收件编号",
    description="帮办员用，新的在前。令牌权限 cases:read。",
)  # fmt: skip
def slips(request: HttpRequest, asked: Query[SlipsIn]) -> SlipsOut:
    """Numbers of this helper. Raises NotPermitted, BadCursor."""
    actor, state = actor_of(request), SlipState(asked.state)
    require_role(actor, Role.HELPER)
    what = f"help_receipts:{state}"
    rows = queries.slips_of(actor.staff, state, before=start_of(asked, what), limit=asked.limit)
    more = rows[asked.limit - 1].id if len(rows) > asked.limit else None
    return SlipsOut(
        slips=[SlipOut.of(one) for one in rows[: asked.limit]], next=next_link(request, what, more)
    )


@router.post(
    "/help/receipts", response={201: SheetOut}, auth=APPLY, operation_id="help_receipts_sheet",
    summary="领一张收件编号", description="一张 12 个，没有网的时候给人。令牌权限 cases:apply。",
)  # fmt: skip
def sheet(request: HttpRequest, response: HttpResponse, headers: Header[Once]) -> SheetOut:
    """A fresh sheet. Raises NotPermitted, SlipsEnough."""
    made = done_for(request, response, headers.once, actions.print_sheet)
    rows = queries.sheet_of(actor_of(request).staff, made.id)
    return SheetOut(sheet=made.id, slips=[SlipOut.of(one) for one in rows])


@router.get(
    "/help/receipts/{slip}", response=SlipSeenOut, operation_id="help_receipt",
    summary="纸上的编号交上去没有",
    description="拿着纸的人查，不要令牌；不是这里印的编号答 422。",
)  # fmt: skip
def seen(request: HttpRequest, slip: str) -> SlipSeenOut:
    """What became of a number. Raises SlipWrong, TooMany."""
    count(VERIFY, address_of(request.META), now=now_of(request))
    found = queries.slip(slip[:30])
    if found is None:
        raise SlipWrong()
    return SlipSeenOut(
        number=found.number, state=found.state, state_label=label(found.state), title=found.title,
        helper=found.staff,
    )  # fmt: skip


@router.post(
    "/help/receipts/{slip}/match", response=SlipDoneOut, auth=APPLY, operation_id="help_receipt_match",
    summary="编号对上办件",
    description="自己帮着交上去、还没有编号的办件；一个编号只用一次。令牌权限 cases:apply。",
)  # fmt: skip
def match(
    request: HttpRequest, response: HttpResponse, slip: str, headers: Header[Once], told: Body[MatchIn]
) -> SlipDoneOut:
    """Match. Raises NotPermitted, SlipWrong, SlipUnknown, SlipSpent, SlipVoid, SlipCase."""
    done = done_for(request, response, headers.once, actions.match_slip, slip[:30], told.case)
    return SlipDoneOut(number=done.number, state=SlipState(done.state))


@router.post(
    "/help/receipts/{slip}/void", response=SlipDoneOut, auth=APPLY, operation_id="help_receipt_void",
    summary="编号作废", description="写坏了、丢了的，写一句为什么。令牌权限 cases:apply。",
)  # fmt: skip
def void(
    request: HttpRequest, response: HttpResponse, slip: str, headers: Header[Once], told: Body[VoidIn]
) -> SlipDoneOut:
    """Make void. Raises NotPermitted, SlipWrong, SlipUnknown, SlipSpent, SlipVoid, SlipWhy."""
    done = done_for(request, response, headers.once, actions.void_slip, slip[:30], told.why)
    return SlipDoneOut(number=done.number, state=SlipState(done.state))


@router.get(
    "/help/guidances", response=GuidancesOut, auth=READ, operation_id="help_guidances", summary="我记的导办",
    description="帮办员和窗口人员各看各的，新的在前。令牌权限 cases:read。",
)  # fmt: skip
def guidances(request: HttpRequest, asked: Query[Paged]) -> GuidancesOut:
    """What this person noted. Raises NotPermitted, BadCursor."""
    actor = actor_of(request)
    require_role(actor, *GUIDES)
    start = start_of(asked, "help_guidances")
    rows = queries.guidances_of(actor.staff, before=start, limit=asked.limit)
    more = rows[asked.limit - 1].id if len(rows) > asked.limit else None
    shown = [GuidanceOut.of(one) for one in rows[: asked.limit]]
    return GuidancesOut(guidances=shown, next=next_link(request, "help_guidances", more))


@router.post(
    "/help/guidances", response={201: GuidedOut}, auth=APPLY, operation_id="help_guide", summary="记一次导办",
    description="只记事情，不记是谁。令牌权限 cases:apply。",
)  # fmt: skip
def guide(
    request: HttpRequest, response: HttpResponse, headers: Header[Once], told: Body[GuideIn]
) -> GuidedOut:
    """Note a guidance. Raises NotPermitted, GuidanceBlank."""
    done = done_for(
        request, response, headers.once, actions.note_guidance, told.item, told.region, str(told.how),
        str(told.outcome), str(told.why or ""),
    )  # fmt: skip
    return GuidedOut(id=done.id)


@router.get(
    "/help/record", response=RecordOut, auth=READ, operation_id="help_record", summary="我的记录",
    description="帮办员自己的数字和最近的评价。令牌权限 cases:read。",
)  # fmt: skip
def record(request: HttpRequest) -> RecordOut:
    """One's own figures and ratings. Raises NotPermitted."""
    actor = actor_of(request)
    require_role(actor, Role.HELPER)
    tally = queries.tallies([actor.staff], now_of(request))[actor.staff]
    ratings = [RatingOut.of(one) for one in queries.ratings_of(actor.staff)]
    return RecordOut(figures=TallyOut.of(actor.staff, tally, SPAN_DAYS), ratings=ratings)


@router.get(
    "/help/figures", response=FiguresOut, auth=READ, operation_id="help_figures", summary="帮办员的数字",
    description="监督员和系统管理员看所有帮办员的，按工号。令牌权限 cases:read。",
)  # fmt: skip
def figures(request: HttpRequest, asked: Query[Paged]) -> FiguresOut:
    """Every helper's figures. Raises NotPermitted, BadCursor."""
    require_role(actor_of(request), Role.SUPERVISOR, Role.ADMIN)
    start = start_of(asked, "help_figures")
    found = list(bureau.staff_in_role(Role.HELPER, after=start or "", limit=asked.limit))
    rows = [one.number for one in found[: asked.limit]]
    tallies = queries.tallies(rows, now_of(request))
    more = rows[-1] if len(found) > asked.limit else None
    return FiguresOut(
        helpers=[TallyOut.of(one, tallies[one], SPAN_DAYS) for one in rows],
        next=next_link(request, "help_figures", more),
    )
