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
from yimen.rules.terms import Capacity, Duty
from yimen.tasks import actions
from yimen.tasks import queries as tasks
from yimen.tasks.queries import TaskPage, TaskRow, Visited
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


def awaited(page: CasePage, found: list[tuple[TaskRow, str]], before: bool) -> list[dict[str, str]]:
    """What joint tasks want of the applicant now, a card each; `before`: another card stands above them."""
    if not page.is_own or Capacity.ASSISTANT in page.capacities:
        return []
    cards = [card for one, _colour in found if (card := _wanted(one)) is not None]
    for at, card in enumerate(cards):
        first = not before and not at
        title = _("要您做 1 件事：{what}") if first else _("还要您做 1 件事：{what}")
        card |= {"title": title.format(what=card["what"]), "first": "yes" if first else ""}
    return cards


def _wanted(one: TaskRow) -> dict[str, str] | None:
    place, kind = f"/my/tasks/{one.id}/", _(one.kind.label)
    if one.state is TaskState.PROPOSED:
        return {
            "what": _("选{kind}的时间").format(kind=kind), "href": place, "action": _("看时间，选一个"),
            "text": _("几个部门一次到齐，不用分头等。没有合适的，可以另约。"), "id": f"joint-{one.id}",
        }  # fmt: skip
    if one.state is TaskState.MENDING and one.to_mend:
        return {
            "what": _("整改{kind}发现的问题").format(kind=kind), "href": place, "action": _("看清单，交答复"),
            "text": _("改好以后在清单里写明，可以附照片，由发现的部门复查。"), "id": f"joint-{one.id}",
        }  # fmt: skip
    return None


def by_record(page: CasePage, actor: Actor) -> Visited | None:
    """What the reader's department has said on the spot already, where its open seat is a visit (踏勘) that
    nobody has sent back."""
    seat = page.my_seat
    survey = {s.order for s in page.current if s.duty is Duty.SURVEY}
    if seat is None or seat.order not in survey or page.case.round > 1:
        return None
    return tasks.visited(actor, page.case.parent_id or page.case.pk)


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
