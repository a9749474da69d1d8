"""The visits to a hall in which a case was begun, on the pages of that case."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from yimen.hall import queries as halls
from yimen.hall.queries import Visit
from yimen.trail import queries as trail
from yimen.web.hallstory import timeline
from yimen.web.templatetags.yimen_format import moment


def visits(number: str) -> list[dict[str, Any]]:
    """Each visit in words: where and when, and how long it took."""
    return [_visit(one) for one in halls.visits_of(number)]


def visits_in_full(number: str) -> list[dict[str, Any]]:
    """Each visit with all that the record says of it, for those who watch (two statements)."""
    found = halls.visits_of(number)
    told = trail.histories([one.stream for one in found]) if found else {}
    return [{**_visit(one), "events": timeline(told[one.stream])} for one in found]


def _visit(one: Visit) -> dict[str, Any]:
    return {"where": _where(one), "when": moment(one.arrived), "took": _took(one)}


def _where(one: Visit) -> str:
    if not one.window:
        return _("{site}，{number} 号").format(site=one.site, number=one.number)
    return _("{site}，{number} 号，{window} 号窗口").format(
        site=one.site, number=one.number, window=one.window
    )


def _took(one: Visit) -> str:
    """Whole minutes, each begun one counted; "" while it lasts."""
    if one.waited is None or one.served is None:
        return ""
    return _("等了 {waited} 分钟，办了 {served} 分钟").format(
        waited=-(-one.waited // 60), served=-(-one.served // 60)
    )
