"""What is late or nearly, and where it is stuck."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yimen.bureau import queries as bureau
from yimen.cases.queries import watching
from yimen.cases.queries.watching import DepartmentCount, LateRow, Wait
from yimen.rules.authority import Sight
from yimen.rules.calendar import china_date
from yimen.rules.desk import CORRECTION, HANDOUT, INTAKE, desk_of
from yimen.rules.terms import Light, Role, State
from yimen.web.guard import StaffRequest, needs
from yimen.web.listing import address, asked, chips, cut
from yimen.web.staffparts import cursor, read_cursor, term_words

PAGE = 30
HERE = "/watch/"
#: Board and finder: watchers see everything, clerks their hall, approvers their department (the queries see
#: to it). The record of a case is for who watches.
WATCHERS = (Role.SUPERVISOR, Role.ADMIN, Role.CLERK, Role.OFFICER, Role.HEAD, Role.DIRECTOR)
WATCHING = (Sight.WATCH, Sight.RUN)


@needs(*WATCHERS)
@require_safe
def board(request: StaffRequest) -> HttpResponse:
    """Counts by department, and the cases with an alarm, nearest deadline first."""
    filters = asked(request, "light", "department")
    after = read_cursor(request.GET.get("after", ""))
    found = watching.late(
        request.actor, bureau.work_calendar(), now=request.now, **filters, after=after, limit=PAGE
    )
    rows, last = cut(found, PAGE)
    counts = watching.by_department(request.actor)
    facts = {
        "rows": [_line(row) for row in rows],
        "filters": filters,
        "chosen": next((one.name for one in counts if one.code == filters["department"]), ""),
        "counts": [{"row": one, "url": address(HERE, {}, department=one.code)} for one in counts],
        "today": china_date(request.now),
        "next": address(HERE, filters, after=cursor(last.case)) if last else "",
        **_sums(counts, filters),
    }
    return render(request, "web/watch/alarms.html", facts)


def _sums(counts: list[DepartmentCount], filters: dict[str, str]) -> dict[str, Any]:
    """The figures on top and the chips of the lights; one department has no chips of all."""
    reds, yellows = sum(one.red for one in counts), sum(one.yellow for one in counts)
    lights = [
        ("", _("全部 {n}").format(n=reds + yellows)),
        (str(Light.RED), _("红牌 {n}").format(n=reds)),
        (str(Light.YELLOW), _("黄牌 {n}").format(n=yellows)),
    ]
    return {
        "reds": reds,
        "yellows": yellows,
        "running": sum(one.running for one in counts),
        "lights": [] if filters["department"] else chips(HERE, filters, "light", lights),
    }


def _line(row: LateRow) -> dict[str, Any]:
    return {"case": row.case, "light": light_words(row.case.light), "stuck": stuck(row)}


def light_words(light: Light) -> str:
    """红牌, 黄牌: what watchers call the lights."""
    return {Light.RED: _("红牌"), Light.YELLOW: _("黄牌")}.get(light, _(light.label))


def stuck(row: LateRow) -> list[str]:
    """Where the case stands: each signature it waits for with its department, or the window."""
    if row.waits:
        return [_seat_words(wait) for wait in row.waits]
    place = desk_of(row.case.state, "").rpartition(":")[2]
    words = {INTAKE: _("窗口：等收件受理"), CORRECTION: _("等申请人补正"), HANDOUT: _("窗口：等出证")}
    return [words.get(place, _(State(row.case.state).label))]


def _seat_words(wait: Wait) -> str:
    facts: dict[str, Any] = {
        "department": wait.department,
        "name": _(wait.name),
        "role": term_words(Role, wait.role),
        "staff": wait.staff,
    }
    if wait.staff:
        return _("{department}：{name}（{role}，工号 {staff}）").format(**facts)
    return _("{department}：{name}（{role}）").format(**facts)
