"""One case with everything that happened: each event in readable rows, the chain, the clocks, the seats."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yimen.cases import queries as cases
from yimen.cases.queries import CasePage
from yimen.rules.authority import Sight
from yimen.rules.events import Kind
from yimen.rules.masking import mask_text
from yimen.rules.terms import Act, Channel, Light, Procedure, State, Term, Verdict
from yimen.trail import queries as trail
from yimen.trail.queries import Row
from yimen.web.guard import StaffRequest, needs
from yimen.web.staffparts import case_parts, term_words, who
from yimen.web.templatetags.yimen_format import day, day_full

from .alarms import WATCHERS, WATCHING, light_words

#: What the keys of an event's data are called; a key that is not here is shown as it is stored.
KEYS: dict[str, str] = {
    "from": gettext_noop("从"),
    "to": gettext_noop("到"),
    "reason": gettext_noop("理由"),
    "document": gettext_noop("文书"),
    "round": gettext_noop("第几轮"),
    "seats": gettext_noop("环节"),
    "seat": gettext_noop("环节"),
    "from_seat": gettext_noop("从环节"),
    "to_seat": gettext_noop("到环节"),
    "verdict": gettext_noop("结论"),
    "text": gettext_noop("意见"),
    "lines": gettext_noop("要补的"),
    "again": gettext_noop("再次补正的理由"),
    "how": gettext_noop("领取方式"),
    "result": gettext_noop("结果"),
    "result_number": gettext_noop("结果编号"),
    "procedure": gettext_noop("程序"),
    "planned_end": gettext_noop("预计结束"),
    "basis": gettext_noop("依据"),
    "excluded_by_law": gettext_noop("不计入法定时限"),
    "item": gettext_noop("事项编码"),
    "version": gettext_noop("事项版本"),
    "channel": gettext_noop("渠道"),
    "fields": gettext_noop("改了的栏目"),
    "files": gettext_noop("文件"),
    "days": gettext_noop("天数"),
    "staff": gettext_noop("工号"),
    "before": gettext_noop("原来"),
    "after": gettext_noop("现在"),
}
_TABLES: dict[str, type[Term]] = {
    "act": Act,
    "verdict": Verdict,
    "procedure": Procedure,
    "channel": Channel,
}
_BROKEN = {
    "gap": gettext_noop("中间少了记录"),
    "order": gettext_noop("和前一条接不上"),
    "changed": gettext_noop("内容被改过"),
}
#: Longest value shown of one entry: the whole stays in the trail.
_LONGEST = 400


@never_cache
@needs(*WATCHERS)
@require_safe
def page(request: StaffRequest, number: str) -> HttpResponseBase:
    """The whole record, for those who watch; clerks and approvers go on to their own page of the case.

    For everybody else it does not exist (404).
    """
    found = cases.case_page(request.actor, number, now=request.now)
    if found.sights.isdisjoint(WATCHING):
        return redirect("review-case" if Sight.REVIEW in found.sights else "desk-case", number)
    facts = {
        **case_parts(found, f"/watch/cases/{number}/"),
        "events": [_event(row) for row in reversed(found.history)],
        "broken": [(seq, _(_BROKEN.get(what, what))) for seq, what in trail.broken_links(number)],
        "clocks": _clocks(found),
        "light": light_words(Light(found.case.light)),
        "crumbs": [("/watch/cases/", _("办件查询")), ("", number)],
    }
    return render(request, "web/watch/case.html", facts)


def _clocks(found: CasePage) -> list[tuple[str, str]]:
    """The legal, the promised and the honest clock, as (name, words)."""
    reading, rows = found.reading, []
    if reading.legal_due:
        rows.append((_("法定最晚"), day(reading.legal_due.at)))
    if reading.promise_due:
        rows.append((_("承诺最晚"), day(reading.promise_due.at)))
    if reading.used is not None:
        rows.append((_("已用"), _("{n} 天").format(n=reading.used)))
    if reading.paused:
        rows.append((_("不计入"), _("{n} 天").format(n=reading.paused)))
    lived = reading.honest
    if lived:
        words = _("{natural} 个自然日（{working} 个工作日）")
        rows.append((_("群众实际等了"), words.format(natural=lived.natural_days, working=lived.working_days)))
    return rows


def _event(row: Row) -> dict[str, Any]:
    return {
        "seq": row.seq,
        "title": term_words(Kind, row.kind),
        "kind": row.kind,
        "at": row.at,
        "who": who(row.actor),
        "actor": row.actor,
        "hash": row.hash,
        "data": _data(row),
    }


def _data(row: Row) -> list[tuple[str, str]]:
    """The data of an event as (name, words); the act is told by the title, from and to in one line."""
    told = {key: value for key, value in row.data.items() if value not in ("", None, [], {}) and key != "act"}
    rows = []
    if {"from", "to"} <= set(told):
        before, after = (_value(row.kind, key, told.pop(key)) for key in ("from", "to"))
        name = _("级别") if row.kind == Kind.LIGHT_CHANGED else _("状态")
        rows.append((name, before if before == after else _("{a} → {b}").format(a=before, b=after)))
    return rows + [(_(KEYS.get(key, key)), _value(row.kind, key, value)) for key, value in told.items()]


def _value(kind: str, key: str, value: Any) -> str:
    """One value of an event in words; numbers of people inside texts are masked."""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if key in {"from", "to"}:
        return term_words(Light if kind == Kind.LIGHT_CHANGED else State, str(value))
    if key in _TABLES:
        return term_words(_TABLES[key], str(value))
    if key == "planned_end":
        return day_full(str(value)) or str(value)
    if isinstance(value, list):
        return _("、").join(_part(one) for one in value)[:_LONGEST]
    if isinstance(value, Mapping):
        return _("；").join(f"{name} {_part(one)}" for name, one in value.items())[:_LONGEST]
    # Ids and codes are no text of a person, and masking would take long ones for identity numbers.
    return str(value) if key in {"document", "item", "version", "staff"} else mask_text(str(value))[:_LONGEST]


def _part(value: Any) -> str:
    if isinstance(value, Mapping):
        return mask_text(str(value.get("words") or value.get("name") or ""))
    if isinstance(value, list):
        return _("{n} 份").format(n=len(value))
    return mask_text(_(str(value))) if value not in ("", None) else ""
