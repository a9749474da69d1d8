"""待我审批: what waits for a signature, by days left; and one case with everything beside the decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yimen.bureau import queries as bureau
from yimen.cases import queries as cases
from yimen.cases.queries import InboxRow
from yimen.rules.authority import Sight
from yimen.rules.calendar import WorkCalendar
from yimen.rules.terms import Role
from yimen.web.approver.panel import show
from yimen.web.guard import StaffRequest, needs
from yimen.web.staffparts import capped, cursor, read_cursor

SIGNERS = (Role.OFFICER, Role.HEAD, Role.DIRECTOR)
#: In which capacity the approver's pages show a case.
REVIEW = (Sight.REVIEW,)
#: To read: who was given a copy (抄送) too.
READS = (Sight.REVIEW, Sight.COPY)
PAGE = 50
#: 快到期: so many working days left, or fewer.
SOON = 1
ALL, DUE, MINE, URGED = "", "soon", "mine", "urged"


@dataclass(frozen=True)
class Shown:
    """One page of the inbox: its rows and where the next one starts ("" at the end)."""

    rows: list[InboxRow]
    next: str


@needs(*SIGNERS)
@require_safe
def inbox(request: StaffRequest) -> HttpResponseBase:
    """The inbox, keyset by deadline: no count over the table, the same few statements on every page."""
    only = request.GET.get("only", ALL)
    only = only if only in {DUE, MINE, URGED} else ALL
    place = request.GET.get("after", "")
    found = _page(request, bureau.work_calendar(), only, place)
    urged = cases.urged_waiting(request.actor)
    following = {"only": only, "after": found.next} if only else {"after": found.next}
    context = {
        "rows": found.rows, "n": capped(request.counts.get("review", 0)), "only": only,
        "urged": capped(urged) if urged else "",
        "filters": _filters(only), "heads": _heads(), "me": request.actor.staff,
        "next": f"?{urlencode(following)}" if found.next else "",
        "first": (f"?only={only}" if only else "/review/") if read_cursor(place) else "",
    }  # fmt: skip
    return render(request, "web/approver/inbox.html", context)


def _page(request: StaffRequest, calendar: WorkCalendar, only: str, place: str) -> Shown:
    """Rows in order of deadline; 快到期 is the beginning of that order."""
    rows = cases.review_inbox(
        request.actor,
        calendar,
        now=request.now,
        mine=only == MINE,
        urged=only == URGED,
        after=read_cursor(place),
        limit=PAGE,
    )
    more, rows = len(rows) > PAGE, rows[:PAGE]
    kept = [row for row in rows if only != DUE or (row.left is not None and row.left <= SOON)]
    return Shown(kept, cursor(rows[-1]) if more and len(kept) == len(rows) else "")


def _filters(only: str) -> list[dict[str, Any]]:
    words = ((ALL, _("全部")), (DUE, _("快到期")), (MINE, _("指定给我")), (URGED, _("在催的")))
    return [
        {"url": f"/review/?only={key}" if key else "/review/", "text": text, "count": "", "on": key == only}
        for key, text in words
    ]


def _heads() -> list[str]:
    return [_("剩余"), _("办件编号"), _("事项"), _("申请人"), _("环节"), _("最晚"), _("由谁")]


@needs(*SIGNERS)
@require_safe
def case(request: StaffRequest, number: str) -> HttpResponseBase:
    """One case: form beside materials, clocks, opinions, history, and the panel of what this seat may do."""
    return show(request, cases.case_page(request.actor, number, now=request.now, within=READS))
