"""加签、减签、委派、撤回、催办、抄送、会诊 on the approver's page: what may be chosen, and what was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yimen.bureau import queries as bureau
from yimen.cases import actions
from yimen.cases.queries import CasePage
from yimen.rules import review
from yimen.rules.authority import Actor
from yimen.rules.errors import RuleBroken
from yimen.rules.review import Place
from yimen.rules.terms import Act, Capacity, Role, Verdict
from yimen.web.approver.form import Form, Ready

WHY_MAX = 200
#: The numbers of people in one box are parted by these.
_PARTS = str.maketrans("，、；,;\n\r\t", "        ")


def _allowed(ask: Callable[[], object]) -> bool:
    try:
        ask()
    except RuleBroken:
        return False
    return True


def possible(page: CasePage, actor: Actor, now: datetime) -> set[Act]:
    """Which of these acts would come about now: the others are not offered."""
    mode, seats = page.spec.mode, page.current
    sitting = page.sitting is not None
    calendar, last = page.calendar, page.case.urged_at
    asked: dict[Act, Callable[[], object]] = {
        Act.TAKE_BACK: lambda: review.taken_back(seats, actor.staff, mode, now, sitting=sitting),
        Act.URGE: lambda: review.require_urge(page.capacities, seats, actor.staff, calendar, last, now),
        Act.CONVENE: lambda: review.convened(seats, mode, now, sitting=sitting),
    }
    found = {act for act, ask in asked.items() if act in page.acts and _allowed(ask)}
    if any(seat.may_drop for seat in page.seats):
        found.add(Act.DROP_SEAT)
    return found | {Act.ADD_SEAT, Act.DELEGATE, Act.COPY_TO}


def helpers(page: CasePage, staff: str) -> list[tuple[str, str]]:
    """Who may prepare the opinion: (number, name and number)."""
    seat = page.my_seat
    if seat is None or Act.DELEGATE not in page.acts:
        return []
    numbers = bureau.signing_in(seat.department) - {staff, page.case.accepted_by}
    return [(n, f"{name} {n}") for n, name in sorted(bureau.staff_names(numbers).items())]


def places(page: CasePage) -> list[tuple[str, str]]:
    """Where a seat may be added: the deciding one asks before itself only."""
    seat = page.my_seat
    words = {
        Place.BEFORE: _("在我前面：先签完我再签"),
        Place.BESIDE: _("和我同时：都签了才往下走"),
        Place.AFTER: _("在我后面：我签了再请他签"),
    }
    last = seat is not None and seat.order == review.deciding(page.current).order
    return [(str(p), words[p]) for p in Place if p is Place.BEFORE or not last]


def offices(page: CasePage) -> list[tuple[str, str]]:
    """The departments that may be asked: (credit code, name)."""
    if Act.ADD_SEAT not in page.acts or page.my_seat is None:
        return []
    return [(one.credit_code, one.short_name) for one in bureau.departments()]


def signing_roles() -> list[tuple[str, str]]:
    """The posts that sign."""
    return [(str(role), _(role.label)) for role in (Role.OFFICER, Role.HEAD, Role.DIRECTOR)]


def droppable(page: CasePage) -> list[tuple[str, str]]:
    """Added seats that this reader may give up: (order, name)."""
    found = [s for s in page.seats if s.may_drop]
    return [(str(s.order), f"{_(s.name)} {s.department} {_(Role(s.role).label)}") for s in found]


def drafts(page: CasePage) -> bool:
    """Whether this reader was asked to prepare an opinion."""
    return Capacity.HELPER in page.capacities and Act.PREPARE in page.acts


def choices(page: CasePage, actor: Actor) -> dict[str, Any]:
    """What the forms of these acts offer."""
    return {
        "helpers": helpers(page, actor.staff), "places": places(page), "offices": offices(page),
        "signing_roles": signing_roles(), "droppable": droppable(page),
        "most_copies": review.MOST_COPIES,
    }  # fmt: skip


def take_back(form: Form) -> Ready:
    """撤回 the reader's own last opinion."""
    why = form.text("take_why", _("撤回的原因"), needed=False, most=WHY_MAX)
    return lambda: actions.take_back(*form.case, reason=why, **form.sent)


def delegate(form: Form) -> Ready:
    """委派 to a colleague of the department."""
    staff = form.choice("helper", helpers(form.page, form.request.actor.staff), _("请谁拟意见"))
    why = form.text("helper_why", _("交代的话"), needed=False, most=WHY_MAX)
    return lambda: actions.delegate(*form.case, staff=staff, reason=why, **form.sent)


def prepare(form: Form) -> Ready:
    """拟意见 for who asked."""
    options = [(str(v), v.label) for v in Verdict]
    verdict = form.choice("outcome", options, _("同意还是不同意"))
    text = form.text("text", _("拟的意见"), needed=verdict == str(Verdict.DISAGREE))
    return lambda: actions.prepare(*form.case, verdict=verdict, text=text, **form.sent)


def add_seat(form: Form) -> Ready:
    """加签: which department and post, where, and why."""
    department = form.choice("add_department", offices(form.page), _("请哪个部门"))
    role = form.choice("add_role", signing_roles(), _("请什么岗位"))
    place = form.choice("add_place", places(form.page), _("加在哪里"))
    why = form.text("add_why", _("加签的原因"), most=WHY_MAX)
    return lambda: actions.add_seat(
        *form.case, department=department, role=role, place=place, reason=why, **form.sent
    )


def drop_seat(form: Form) -> Ready:
    """减签: which added seat, and why."""
    order = form.choice("drop", droppable(form.page), _("减掉哪一个"))
    why = form.text("drop_why", _("减签的原因"), most=WHY_MAX)
    place = int(order) if order.isascii() and order.isdecimal() and len(order) < 6 else -1
    return lambda: actions.drop_seat(*form.case, order=place, reason=why, **form.sent)


def urge(form: Form) -> Ready:
    """催办 who is to sign."""
    why = form.text("urge_why", _("想说的话"), needed=False, most=WHY_MAX)
    return lambda: actions.urge(*form.case, reason=why, **form.sent)


def copy_to(form: Form) -> Ready:
    """抄送 to the staff numbers typed, parted by commas, spaces or lines."""
    numbers = form.text("copies", _("抄送给谁")).translate(_PARTS).split()
    why = form.text("copy_why", _("抄送的原因"), needed=False, most=WHY_MAX)
    return lambda: actions.copy_to(*form.case, staff=numbers, reason=why, **form.sent)


def convene(form: Form) -> Ready:
    """召集三堂会诊, with what it is about."""
    why = form.text("convene_why", _("会诊的原因"), most=WHY_MAX)
    return lambda: actions.convene(*form.case, reason=why, **form.sent)


def minute(form: Form) -> Ready:
    """记会诊纪要."""
    text = form.text("minutes", _("会诊纪要"))
    return lambda: actions.minute(*form.case, text=text, **form.sent)


#: act of the form → its reader, and the field at which a rule's refusal is told.
READERS: dict[str, tuple[Callable[[Form], Ready], str]] = {
    str(Act.TAKE_BACK): (take_back, "take_why"),
    str(Act.DELEGATE): (delegate, "helper"),
    str(Act.PREPARE): (prepare, "text"),
    str(Act.ADD_SEAT): (add_seat, "add_department"),
    str(Act.DROP_SEAT): (drop_seat, "drop"),
    str(Act.URGE): (urge, "urge_why"),
    str(Act.COPY_TO): (copy_to, "copies"),
    str(Act.CONVENE): (convene, "convene_why"),
    str(Act.MINUTE): (minute, "minutes"),
}
