"""The members of an application for a bundle as pages draw them: who is at it, on which working days."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yimen.cases.queries import CasePage, MemberRow, Members
from yimen.rules import delivery
from yimen.rules.bundle.chart import Cell
from yimen.rules.calendar import china_date
from yimen.rules.terms import State
from yimen.web.templatetags.yimen_format import day_short, state_colour

#: How a cell looks; what it says stands in it for who does not see it.
_LOOKS = {Cell.DONE: "ok", Cell.RUNNING: "p", Cell.PLANNED: "w", Cell.NONE: ""}


def parts(page: CasePage, link: str, *, may_open: bool = True) -> dict[str, Any]:
    """The context of `parts/members.html`. `link`: the address before a case's number; `may_open`: whether
    the reader of a member may open the whole."""
    whole = None
    if page.whole is not None:
        whole = {"title": page.whole.title, "href": f"{link}{page.whole.number}/" if may_open else ""}
    return {"members": _table(page, page.members, link) if page.members else None, "of_bundle": whole}


def _table(page: CasePage, found: Members, link: str) -> dict[str, Any]:
    return {
        "title": _title(found),
        "heads": [(day.day, day == found.today, day_short(day)) for day in found.chart.days],
        "lines": [_line(row, found, link) for row in found.rows],
        "handout": _handout(page, found),
    }


def _title(found: Members) -> str:
    if found.running:
        text = ngettext("{n} 个部门在办", "{n} 个部门同时在办", found.running)
        return text.format(n=found.running)
    return _("{n} 个事项，办完 {done} 个").format(n=len(found.rows), done=found.done)


def _line(row: MemberRow, found: Members, link: str) -> dict[str, Any]:
    days = found.chart.days
    return {
        "row": row,
        "href": f"{link}{row.number}/",
        "cells": [
            (_LOOKS[cell], f"{day_short(day)}{_(cell.label)}" if cell is not Cell.NONE else "")
            for day, cell in zip(days, found.chart.cells[row.item], strict=True)
        ],
        "said": _said(row),
        "tag": _tag(row),
    }


def _tag(row: MemberRow) -> tuple[str, str]:
    """Colour and words of where it stands: a result that waits for the others is done, not to be fetched."""
    if row.state is State.ISSUED and not row.own:
        return "green", _("已办好")
    return state_colour(row.state), _(row.state.label)


def _said(row: MemberRow) -> str:
    """The line in words: what the bars show, for who reads instead."""
    if row.waits:
        return _("等{names}").format(names="、".join(f"“{name}”" for name in row.waits))
    if row.state in {State.REVIEWING, State.SUPPLEMENT, State.SUSPENDED} and row.due_at is not None:
        return _("{day}前办好").format(day=day_short(row.due_at))
    if row.ended_at is not None:
        return _("{day}办完").format(day=day_short(row.ended_at))
    return ""


def _handout(page: CasePage, found: Members) -> dict[str, Any]:
    """The last line: when everything is at the counter."""
    issued = page.case.issued_at
    expected = china_date(issued) if issued is not None else found.chart.ends
    done = issued is not None
    return {
        "done": done,
        "each": delivery.chosen(page.case.delivery).each,
        "day": expected,
        "cells": [_mark(day, expected, done) for day in found.chart.days],
    }


def _mark(day: date, expected: date, done: bool) -> tuple[str, str]:
    if day != expected:
        return "", ""
    said = _("办好了") if done else _("预计办好")
    return ("ok" if done else "w"), f"{day_short(day)}{said}"


__all__ = ["parts"]
