"""Writing staff and their posts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q

from yimen.rules import authority, offices, people
from yimen.rules.authority import Actor, require_role
from yimen.rules.calendar import china_date
from yimen.rules.events import Kind
from yimen.rules.masking import mask_name, mask_phone
from yimen.rules.terms import Role
from yimen.trail.usecase import use_case

from ..models import Post, Staff
from .common import Made, note, the_department, the_region, the_staff

#: Length of the column.
_PHONE = 40


# --- staff ------------------------------------------------------------------------------------------------
@use_case(Made)
def hire(
    actor: Actor, number: str, name: str, department: str, phone: str = "", *, now: datetime, once: str = ""
) -> Made:
    """Enter a member of staff of a department (credit code). ADMIN. Raises AlreadyThere, NotThere."""
    require_role(actor, Role.ADMIN)
    number, facts = offices.read_staff_number(number), _person(now, name, department, phone)
    if Staff.objects.filter(number=number).exists():
        raise offices.AlreadyThere(what="工号", number=number)
    made = Staff.objects.create(number=number, **facts)
    note(Kind.STAFF_CHANGED, actor, now, {"act": "hire", "staff": number, **_shown(facts)})
    return Made(made.pk)


@use_case(Made)
def change_staff(
    actor: Actor, number: str, name: str, department: str, phone: str = "", *, now: datetime, once: str = ""
) -> Made:
    """Change name, department or telephone of a member of staff. ADMIN. Posts stay. Raises NotThere."""
    require_role(actor, Role.ADMIN)
    found = the_staff(number)
    facts = _person(now, name, department, phone)
    Staff.objects.filter(pk=found.pk).update(**facts)
    note(Kind.STAFF_CHANGED, actor, now, {"act": "change", "staff": found.number, **_shown(facts)})
    return Made(found.pk)


@use_case(Made)
def retire(actor: Actor, number: str, *, now: datetime, once: str = "") -> Made:
    """A member of staff leaves: all posts end at once. ADMIN. Raises NotThere."""
    require_role(actor, Role.ADMIN)
    found = the_staff(number)
    if found.active:
        Staff.objects.filter(pk=found.pk).update(active=False)
        for post in Post.objects.filter(staff=found):
            _close(post, china_date(now))
        note(Kind.STAFF_CHANGED, actor, now, {"act": "retire", "staff": found.number})
    return Made(found.pk)


def _person(now: datetime, name: str, department: str, phone: str) -> dict[str, Any]:
    today = china_date(now)
    return {
        "name": people.read_name(name, today),
        "department": the_department(department),
        "phone": people.read_text(phone, today, label="电话", most=_PHONE),
    }


def _shown(facts: Mapping[str, Any]) -> dict[str, str]:
    return {
        "name": mask_name(facts["name"]),
        "department": facts["department"].credit_code,
        "phone": mask_phone(facts["phone"]),
    }


# --- posts ------------------------------------------------------------------------------------------------
@use_case(Made)
def give_post(
    actor: Actor,
    number: str,
    role: Role,
    department: str,
    region: str = "",
    from_day: date | None = None,
    to_day: date | None = None,
    *,
    now: datetime,
    once: str = "",
) -> Made:
    """Give a member of staff a role in a department (credit code), for a region, between two days inclusive.

    SECURITY, and not to themselves. The same role in the same department again replaces region and days.
    Raises NotThere, StaffRetired, PostDays, OwnRights, RolesApart, PartnerOnlyHelps.
    """
    require_role(actor, Role.SECURITY)
    staff = the_staff(number)
    if not staff.active:
        raise offices.StaffRetired()
    offices.check_post_days(from_day, to_day)
    authority.require_other(actor, staff.number)
    authority.require_apart(role, _held_or_coming(staff, china_date(now)))
    held = {"region": the_region(region) if region else None, "from_day": from_day, "to_day": to_day}
    place = the_department(department)
    offices.require_fit_partner(role, (place.partner, staff.department.partner))
    made, _ = Post.objects.update_or_create(staff=staff, role=str(role), department=place, defaults=held)
    data = {"act": "give", "staff": staff.number, "role": str(role), "department": department,
            "region": region, "from": _iso(from_day), "to": _iso(to_day)}  # fmt: skip
    note(Kind.POST_CHANGED, actor, now, data)
    return Made(made.pk)


@use_case(Made)
def end_post(
    actor: Actor, number: str, role: Role, department: str, last_day: date | None = None,
    *, now: datetime, once: str = "",
) -> Made:  # fmt: skip
    """End a post after `last_day` (None: at once, yesterday was the last). SECURITY. Raises NotThere."""
    require_role(actor, Role.SECURITY)
    found = Post.objects.filter(
        staff=the_staff(number), role=str(role), department=the_department(department)
    ).first()
    if found is None:
        raise offices.NotThere(what="岗位", number=number)
    pk = found.pk
    _close(found, china_date(now) if last_day is None else last_day + timedelta(days=1))
    data = {"act": "end", "staff": number, "role": str(role), "department": department, "to": _iso(last_day)}
    note(Kind.POST_CHANGED, actor, now, data)
    return Made(pk)


def _held_or_coming(staff: Staff, today: date) -> list[Role]:
    """The roles of all posts that have not ended."""
    posts = Post.objects.filter(Q(to_day__isnull=True) | Q(to_day__gte=today), staff=staff)
    return [Role(role) for role in posts.values_list("role", flat=True)]


def _close(post: Post, free_from: date) -> None:
    """Nobody holds the post from this day on. One that would not have begun goes altogether."""
    last = free_from - timedelta(days=1)
    if post.from_day is not None and post.from_day > last:
        post.delete()
    elif post.to_day is None or post.to_day > last:
        Post.objects.filter(pk=post.pk).update(to_day=last)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
