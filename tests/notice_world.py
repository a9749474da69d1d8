"""An accepted application for 开小吃店 in which the departments look for what is wanting."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests import bundle_world as world
from tests import county as counties
from tests.county import County
from yimen.cases import actions
from yimen.cases.models import Case, CaseDocument
from yimen.config.worker import drain

MINUTE = timedelta(minutes=1)
#: Who decides each member.
WHO = {world.REGISTER: "officer", world.FOOD: "health", world.SIGN: "officer", world.FIRE: "health"}
PLAN = {"M-PLAN": "看不清尺寸"}


def accepted(
    county: County, *, sign: bool = True, made: bool = True, more: dict[str, str] | None = None
) -> str:
    """The number of an application of 李敏 whose 营业执照 is `made`: the other members are under review."""
    li, now = county["li"], county.now
    opened = actions.open_draft(
        li, world.SNACKS, county.parties["li"].pk, channel="2", region=counties.REGION, now=now
    )
    number = opened.number
    said = {"has_sign": sign, "shop_name": "青石小吃", "area": "60"}
    actions.save(li, number, {**said, **(more or {})}, now=now)
    for code in ("M-LEASE", "M-PLAN", *(["M-SIGN"] if sign else [])):
        actions.attach(li, number, code, None, now=now, how="1")
    actions.submit(li, number, now=now)
    actions.receive(county["clerk"], number, now=now)
    actions.accept(county["clerk"], number, now=now)
    if made:
        grant(county, number, world.REGISTER, now + MINUTE)
    return number


def member(number: str, item: str) -> Case:
    """One member of the application."""
    return Case.objects.get(parent__number=number, item__code=item)


def states(number: str) -> dict[str, str]:
    """Where each member stands."""
    return dict(Case.objects.filter(parent__number=number).values_list("item__code", "state"))


def whole(number: str) -> Case:
    """The application."""
    return Case.objects.get(number=number)


def grant(county: County, number: str, item: str, now: datetime) -> None:
    """This member is granted and what follows has followed."""
    actions.grant(county[WHO[item]], member(number, item).number, now=now)
    drain(now)


def note(county: County, number: str, item: str, now: datetime, **what: object) -> None:
    """The department of this member says what is wanting (nothing where nothing is given)."""
    actions.note_gaps(county[WHO[item]], member(number, item).number, now=now, **what)
    drain(now)


def notices(number: str) -> list[CaseDocument]:
    """The notices that the applicant got, of the application and of all its members."""
    papers = CaseDocument.objects.filter(kind="correction_notice").order_by("id")
    return list(papers.filter(case__number=number) | papers.filter(case__parent__number=number))


def supply(county: County, number: str, now: datetime, *codes: str) -> None:
    """李敏 gives these materials once, with the application."""
    for code in codes:
        actions.attach(county["li"], number, code, None, now=now, how="1")
    actions.supply(county["li"], number, now=now)
    drain(now)
