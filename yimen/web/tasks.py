"""联合任务 as the pages of all audiences show them: colours, times typed in, photos that came with a form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from yimen.cases.queries import CasePage
from yimen.rules.authority import Actor
from yimen.rules.calendar import CHINA
from yimen.rules.errors import RuleBroken
from yimen.rules.tasks.papers import SEALED
from yimen.rules.tasks.terms import FindingState, Saying, TaskState
from yimen.tasks import actions
from yimen.tasks import queries as tasks
from yimen.tasks.queries import TaskPage, TaskRow
from yimen.web import signature
from yimen.web.forms import FormErrors, clean

#: Where a task stands → its colour.
COLOURS: Mapping[str, str] = {
    TaskState.PROPOSED: "amber", TaskState.APPOINTED: "blue", TaskState.GATHERING: "blue",
    TaskState.CONCLUDING: "amber", TaskState.MENDING: "amber", TaskState.CLOSED: "green",
    TaskState.CANCELLED: "grey",
}  # fmt: skip
FINDING: Mapping[str, str] = {
    FindingState.NOTED: "grey", FindingState.OPEN: "red", FindingState.ANSWERED: "amber",
    FindingState.DONE: "green",
}  # fmt: skip
SAYING: Mapping[str, str] = {Saying.AGREE: "green", Saying.CONDITIONS: "amber", Saying.DISAGREE: "red"}
#: Half hours in which officials come.
HOURS = tuple(f"{hour:02d}:{minute:02d}" for hour in range(8, 18) for minute in (0, 30))
NO_DAY = gettext_noop("请填日期和时间")


def shown(page: TaskPage) -> dict[str, Any]:
    """What every page of a task says, in words and colours."""
    return {
        "page": page, "task": page.task, "colour": COLOURS.get(page.state, "grey"),
        "parts": [(one, SAYING.get(one.saying or "", "grey")) for one in page.parts],
        "findings": [(one, FINDING[one.state]) for one in page.findings],
        "open": [one for one in page.findings if one.state in {FindingState.OPEN, FindingState.ANSWERED}],
        "drawings": [one for one in page.files if one.kind == "drawing"],
        "pictures": [one for one in page.files if one.kind == "scene"],
    }  # fmt: skip


def joint(page: CasePage) -> list[tuple[TaskRow, str]]:
    """The joint tasks about a case, or about the whole that it is part of, each with its colour."""
    found = tasks.of_case(page.case.parent_id or page.case.pk)
    return [(one, COLOURS.get(one.state, "grey")) for one in found]


def moment_typed(request: HttpRequest, name: str) -> datetime | None:
    """A day and an hour as two boxes post them; None where one of them is missing or none."""
    try:
        day = date.fromisoformat(clean(request, f"{name}-day").strip())
        hour = time.fromisoformat(clean(request, f"{name}-hour").strip())
    except ValueError:
        return None
    return datetime.combine(day, hour.replace(tzinfo=None), CHINA)


def times_typed(request: HttpRequest) -> list[datetime]:
    """The times offered, up to three."""
    found = [moment_typed(request, f"time-{at}") for at in range(3)]
    return [one for one in found if one is not None]


def photos(request: HttpRequest, actor: Actor, field: str, errors: FormErrors, *, now: datetime) -> list[str]:
    """Digests of the photos that came with the form, kept without what the camera wrote."""
    kept = []
    for given in request.FILES.getlist(field)[:10]:
        try:
            kept.append(actions.keep_photo(actor, given.chunks(), given.name or "photo.jpg", now=now))
        except RuleBroken as error:
            errors.refuse(field, error)
    return kept


def sheet_page(request: HttpRequest, back: str, paper: Mapping[str, Any]) -> HttpResponse:
    """A paper (`tasks.paper`) on A4 in the browser; `back`: the address of its task."""
    facts = {
        "paper": paper, "back": back, "file": f"{back}papers/{paper['number']}/",
        "drawn": [
            (name, signature.picture({"signature": digest})) for name, digest in paper.get("drawn", [])
        ],
        "sealed": paper["kind"] in SEALED,
    }  # fmt: skip
    return render(request, "web/tasks/paper.html", facts)


def whole(raw: str) -> int:
    """A whole number as typed; 0 for what is none."""
    return int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 5 else 0


def hours() -> list[tuple[str, str]]:
    """The hours to choose from."""
    return [(one, one) for one in HOURS]


def no_day() -> str:
    """What is said where a day or an hour is missing."""
    return _(NO_DAY)
