"""工作台 and the three lists of the window: what waits, by deadline, with the next step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from yimen.bureau import queries as bureau
from yimen.cases import queries as cases
from yimen.cases.queries import InboxRow
from yimen.rules.desk import CORRECTION, HANDOUT, INTAKE
from yimen.rules.terms import Role, State
from yimen.web.forms import clean
from yimen.web.guard import StaffRequest, needs
from yimen.web.staffparts import MOST_COUNTED, capped, cursor, read_cursor

#: How many lines the desk shows before it points to the lists.
ON_DESK = 20
PAGE = 50
FIND_MAX = 60

STEPS = {
    State.SUBMITTED: _("收件"),
    State.RECEIVED: _("受理"),
    State.CORRECTION: _("收补件"),
    State.SUPPLEMENT: _("收补件"),
    State.GRANTED: _("出证"),
    State.REFUSED: _("送达"),
    State.ISSUED: _("送达"),
}
HEADS = [_("剩余"), _("办件编号"), _("申请人"), _("事项"), _("环节"), _("下一步")]
LISTS: dict[str, dict[str, Any]] = {
    INTAKE: {"title": _("收件受理"), "empty": _("没有等着受理的办件"), "url": "/desk/intake/"},
    CORRECTION: {"title": _("补正跟踪"), "empty": _("没有等申请人补正的办件"), "url": "/desk/corrections/"},
    HANDOUT: {"title": _("统一出件"), "empty": _("没有等着出件的办件"), "url": "/desk/handout/"},
}


@dataclass(frozen=True)
class Line:
    """One line of a window list with the words of its next step ("" when the window has none)."""

    row: InboxRow
    step: Any
    url: str


def lines(rows: list[InboxRow]) -> list[Line]:
    """Rows as lines."""
    return [Line(row, STEPS.get(row.state, ""), f"/desk/cases/{row.number}/") for row in rows]


@needs(Role.CLERK)
@require_safe
def home(request: StaffRequest) -> HttpResponseBase:
    """The desk: real counters, the search, what waits, F2 for a person at the counter."""
    rows = _waiting(request)
    context = {
        "stats": _stats(request.counts, sum(1 for r in rows if r.left is not None and r.left < 0)),
        "lines": lines(rows[:ON_DESK]), "heads": HEADS, "more": len(rows) > ON_DESK, "n": len(rows),
    }  # fmt: skip
    return render(request, "web/window/desk.html", context)


def _waiting(request: StaffRequest) -> list[InboxRow]:
    """The nearest deadlines of all window work; overdue ones come first, so counting these is counting all
    of them up to the cap."""
    return cases.window_inbox(request.actor, bureau.work_calendar(), now=request.now, limit=MOST_COUNTED - 1)


def _stats(counts: dict[str, int], overdue: int) -> list[dict[str, Any]]:
    shown = [
        (INTAKE, _("待受理"), ""), (CORRECTION, _("待补正"), "amber"), (HANDOUT, _("待出件"), ""),
    ]  # fmt: skip
    made: list[dict[str, Any]] = [
        {"label": label, "n": capped(counts.get(key, 0)), "url": LISTS[key]["url"],
         "colour": colour if counts.get(key) else ""}
        for key, label, colour in shown
    ]  # fmt: skip
    late = {"label": _("超期"), "n": capped(overdue), "url": "", "colour": "red" if overdue else "green"}
    return [*made, late]


@needs(Role.CLERK)
def find(request: StaffRequest) -> HttpResponseBase:
    """Search by case number, exact name, identity number or telephone.

    Posted, so that a personal number never stands in an address or a log.
    """
    if request.method != "POST":
        return redirect("/desk/")
    text = clean(request, "q").strip()[:FIND_MAX]
    rows = (
        cases.find(request.actor, bureau.work_calendar(), now=request.now, text=text, limit=ON_DESK)
        if text
        else []
    )
    context = {"lines": lines(rows[:ON_DESK]), "heads": HEADS, "q": text, "more": len(rows) > ON_DESK}
    return render(request, "web/window/found.html", context)


def _list(request: StaffRequest, what: str) -> HttpResponseBase:
    after: tuple[datetime | None, int] | None = read_cursor(request.GET.get("after", ""))
    calendar = bureau.work_calendar()
    rows = cases.window_inbox(request.actor, calendar, now=request.now, what=[what], after=after, limit=PAGE)
    place = cursor(rows[PAGE - 1]) if len(rows) > PAGE else ""
    context = {
        **LISTS[what], "lines": lines(rows[:PAGE]), "heads": HEADS, "what": what,
        "n": capped(request.counts.get(what, 0)), "next": f"?after={place}" if place else "",
        "first": LISTS[what]["url"] if after else "",
    }  # fmt: skip
    return render(request, "web/window/list.html", context)


@needs(Role.CLERK)
@require_safe
def intake(request: StaffRequest) -> HttpResponseBase:
    """收件受理: submitted and received."""
    return _list(request, INTAKE)


@needs(Role.CLERK)
@require_safe
def corrections(request: StaffRequest) -> HttpResponseBase:
    """补正跟踪: waiting for the applicant."""
    return _list(request, CORRECTION)


@needs(Role.CLERK)
@require_safe
def handout(request: StaffRequest) -> HttpResponseBase:
    """统一出件: to issue and to hand out."""
    return _list(request, HANDOUT)
