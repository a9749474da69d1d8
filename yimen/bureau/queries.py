"""Reading the bureau: regions, departments, staff and posts, and the working calendar."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from functools import lru_cache

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum, Value

from yimen.rules.authority import Post as PostFact
from yimen.rules.authority import region_prefix
from yimen.rules.calendar import WorkCalendar
from yimen.rules.terms import Role
from yimen.trail import rows

from .models import CalendarDay, CalendarYear, Department, Post, Region, Staff

#: Read with every request of a member of staff: composed once.
_POSTS = rows.Ready(
    lambda staff: (
        Post.objects.filter(staff=staff, staff__active=True)
        .select_related("department", "region")
        .order_by("pk")
    ),
    int,
)
_YEARS = rows.Ready(lambda: CalendarYear.objects.only("version"))


def calendar_stamp() -> int:
    """A number that grows with every change of the calendar (one statement)."""
    return sum(year.version for year in _YEARS.rows())


def stamp_subquery() -> Subquery:
    """The calendar's stamp as a part of another statement, so that an act need not ask for it apart."""
    total = (
        CalendarYear.objects.order_by().annotate(one=Value(1)).values("one").annotate(total=Sum("version"))
    )
    return Subquery(total.values("total"))


def work_calendar() -> WorkCalendar:
    """The working calendar now in force; rebuilt only when a year changed."""
    return calendar_at(calendar_stamp())


@lru_cache(maxsize=4)
def calendar_at(stamp: int) -> WorkCalendar:
    """The working calendar as it stands under this stamp: read once, then kept in memory."""
    published = frozenset(CalendarYear.objects.filter(published=True).values_list("year", flat=True))
    days = list(CalendarDay.objects.filter(year__published=True).values_list("date", "working"))
    return WorkCalendar(
        holidays=frozenset(d for d, working in days if not working),
        makeup=frozenset(d for d, working in days if working),
        published=published,
    )


def posts_of(staff_id: int, today: date) -> tuple[PostFact, ...]:
    """The posts a member of staff holds today."""
    return tuple(
        PostFact(
            role=Role(p.role),
            department=p.department.credit_code,
            region=p.region.code if p.region else "",
        )
        for p in _POSTS.rows(staff_id)
        if (p.from_day is None or p.from_day <= today) and (p.to_day is None or p.to_day >= today)
    )


def department(credit_code: str) -> Department | None:
    """One department by its credit code."""
    return Department.objects.filter(credit_code=credit_code).first()


def offices_under(region: str) -> dict[str, str]:
    """Of the regions below this one (12 digits): the credit code of the first active department of each."""
    rows = Department.objects.filter(active=True, region__code__startswith=region_prefix(region))
    found = rows.order_by("-pk").values_list("region__code", "credit_code")
    return dict(found)


def departments(*, with_items: Iterable[int] | None = None) -> QuerySet[Department]:
    """Active departments by name."""
    found = Department.objects.filter(active=True).order_by("name")
    return found if with_items is None else found.filter(pk__in=with_items)


def department_codes() -> dict[str, str]:
    """Credit codes by name and by short name, for lists that come from elsewhere."""
    found: dict[str, str] = {}
    for one in departments():
        found |= {one.short_name: one.credit_code, one.name: one.credit_code}
    return found


_BY_ID = rows.Ready(lambda ids: Department.objects.filter(pk__in=ids), rows.Many(int))


def departments_by_id(ids: Iterable[int]) -> list[Department]:
    """These departments, in no order."""
    return _BY_ID.rows(ids)


_NAMES = rows.Ready(
    lambda codes: Department.objects.filter(credit_code__in=codes).values_list("credit_code", "short_name"),
    rows.Many(str),
)


def department_names(codes: Iterable[str]) -> dict[str, str]:
    """Short names by credit code."""
    return dict(_NAMES.rows(codes))


def staff_names(numbers: Iterable[str]) -> dict[str, str]:
    """Names of staff by number."""
    return dict(Staff.objects.filter(number__in=list(numbers)).values_list("number", "name"))


def staff_list(*, text: str = "", after: str = "", limit: int = 50) -> list[Staff]:
    """Staff by number, keyset, found by number or name."""
    found = Staff.objects.select_related("department").prefetch_related("posts__department")
    if text:
        found = found.filter(Q(number__startswith=text) | Q(name__contains=text))
    return list(found.filter(number__gt=after).order_by("number")[:limit])


def staff_by_number(number: str) -> Staff | None:
    """One member of staff."""
    return Staff.objects.select_related("department").filter(number=number).first()


def staff_in_hand(numbers: Iterable[str]) -> dict[str, Staff]:
    """Staff number → the member of staff, locked until the transaction ends, all in one order whoever asks;
    unknown ones are missing."""
    rows = Staff.objects.select_for_update(of=("self",)).filter(number__in=sorted(set(numbers)))
    return {one.number: one for one in rows.order_by("pk")}


_SIGNING = (Role.OFFICER, Role.HEAD, Role.DIRECTOR)
_COLLEAGUES = rows.Ready(
    lambda role, department: (
        Staff.objects.filter(active=True, posts__role=role, posts__department__credit_code=department)
        .distinct()
        .order_by("number")
    ),
    str,
    str,
)


def colleagues(department: str, role: str) -> list[Staff]:
    """Staff who hold a role in a department (credit code): to whom a seat may be assigned."""
    return _COLLEAGUES.rows(role, department)


def signing_in(department: str) -> frozenset[str]:
    """Numbers of the staff who may sign in a department (credit code)."""
    found = Staff.objects.filter(
        active=True, posts__role__in=_SIGNING, posts__department__credit_code=department
    )
    return frozenset(found.values_list("number", flat=True))


def who_sign(numbers: Iterable[str]) -> frozenset[str]:
    """Those of these staff numbers whose holders may sign anywhere."""
    found = Staff.objects.filter(active=True, number__in=list(numbers), posts__role__in=_SIGNING)
    return frozenset(found.values_list("number", flat=True))


def region(code: str) -> Region | None:
    """One region by its 12-digit code."""
    return Region.objects.select_related("parent").filter(code=code).first()


def regions_under(code: str) -> QuerySet[Region]:
    """The region and all below it, by code."""
    return Region.objects.filter(code__startswith=region_prefix(code)).order_by("code")


def region_names(codes: Collection[str]) -> dict[str, str]:
    """Names of these regions by code."""
    return dict(Region.objects.filter(code__in=codes).values_list("code", "name"))


def calendar_years() -> list[CalendarYear]:
    """All years on file with their days."""
    return list(CalendarYear.objects.prefetch_related("days").order_by("year"))


def staff_with_role(role: Role) -> bool:
    """Whether anybody active holds this role."""
    return Post.objects.filter(role=role, staff__active=True).exists()


def names() -> list[str]:
    """The names of all departments and regions, as documents print them."""
    return [
        *Department.objects.order_by("id").values_list("name", flat=True),
        *Region.objects.order_by("code").values_list("name", flat=True),
    ]


def halls() -> list[Region]:
    """The halls where results are handed out: every region in which somebody holds a window post."""
    posts = Post.objects.filter(role=Role.CLERK).exclude(region__isnull=True).values("region__code")
    return list(Region.objects.filter(code__in=posts).order_by("code"))


def clerks_of(region: str, today: date) -> dict[str, str]:
    """Number → name of the clerks whose posts serve this region (12 digits) today, its own first."""
    above = {region[:n].ljust(len(region), "0") for n in range(2, len(region) + 1)}
    found = Post.objects.filter(
        Q(from_day__isnull=True) | Q(from_day__lte=today), Q(to_day__isnull=True) | Q(to_day__gte=today),
        role=Role.CLERK, staff__active=True, region__code__in=above,
    )  # fmt: skip
    return dict(found.order_by("-region__code", "staff__number").values_list("staff__number", "staff__name"))


def staff_in_role(role: Role, *, after: str = "", limit: int = 50) -> list[Staff]:
    """Active staff who have or had a post of this role, by number, keyset; one more than `limit`."""
    holds = Exists(Post.objects.filter(staff=OuterRef("pk"), role=role))
    found = Staff.objects.filter(holds, active=True, number__gt=after).select_related("department")
    return list(found.order_by("number")[: limit + 1])
