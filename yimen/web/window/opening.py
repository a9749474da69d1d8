"""叫号, before one's window is open: where one sits today, which windows there are, a number at reception."""

from __future__ import annotations

from typing import Any

from yimen.hall import queries as halls
from yimen.rules.desk import window_regions
from yimen.rules.queueing.terms import PostState
from yimen.web.guard import StaffRequest


def to_open(request: StaffRequest) -> dict[str, Any]:
    """What a clerk without an open window sees: `mine`, where they are rostered now; `sites`,
    each with its windows and how many wait for each; `lines`, the queues that a number is given for."""
    found = halls.windows_to_open(window_regions(request.actor.posts), request.now)
    waits = {site.code: halls.waits(site.code, request.now) for site, _rows in found}
    ahead = {(code, letter): wait.ahead for code, rows in waits.items() for letter, _name, wait in rows}
    return {
        "sites": [
            (site, [(one, ahead.get((site.code, one.line), 0)) for one in rows]) for site, rows in found
        ],
        "lines": [
            (
                f"{site.code}/{letter}",
                f"{letter} {name}" if len(found) == 1 else f"{site.name} {letter} {name}",
            )
            for site, _rows in found
            for letter, name, _wait in waits[site.code]
        ],
        "mine": _mine(request, found, ahead),
    }


def _mine(
    request: StaffRequest, found: list[tuple[Any, list[halls.PostRow]]], ahead: dict[tuple[str, str], int]
) -> dict[str, Any] | None:
    """The window at which the roster has this clerk now, where nobody else has opened it."""
    seat = halls.seat_now(request.actor.staff, [site for site, _rows in found], request.now)
    for site, rows in found:
        for one in rows:
            if (site.code, one.number) == seat and one.state is not PostState.OPEN:
                return {"site": site, "post": one, "ahead": ahead.get((site.code, one.line), 0)}
    return None
