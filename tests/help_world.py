"""A helper (帮办员) of a bank in the small county, and mandates as people give them."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests import county as counties
from yimen.accounts.models import Account
from yimen.bureau.models import Department, Post, Region, Staff
from yimen.parties.actions import helping
from yimen.parties.queries import helping as mandates
from yimen.rules.authority import Actor
from yimen.rules.authority import Post as PostFact
from yimen.rules.calendar import china_date
from yimen.rules.terms import Role

BANK, NUMBER = counties.credit_code(801), "3001"


def come(county: counties.County, number: str = NUMBER, name: str = "林帮") -> Actor:
    """A helper at the bank: `county["helper"]` for the first."""
    region = Region.objects.get(code=counties.REGION)
    bank, _new = Department.objects.get_or_create(
        credit_code=BANK,
        defaults={"name": "云溪农商银行青石支行", "short_name": "农商行青石支行", "partner": True},
    )
    staff = Staff.objects.create(number=number, name=name, department=bank)
    Post.objects.create(staff=staff, role=Role.HELPER, department=bank, region=region)
    account = Account(login=number, name=name, created_at=county.now, staff=staff)
    account.set_password(counties.PASSWORD)
    account.save()
    key = "helper" if number == NUMBER else number
    county.accounts[key] = account
    post = PostFact(Role.HELPER, BANK, counties.REGION)
    county.actors[key] = Actor(account=account.pk, name=name, staff=number, posts=(post,))
    return county.actors[key]


def now_allowed(helper: Actor, now: datetime) -> Actor:
    """The helper as the session of this moment knows them."""
    held = mandates.helps_of(helper.staff, china_date(now))
    return Actor(helper.account, helper.name, staff=helper.staff, posts=helper.posts, helps=held)


def ask(county: counties.County, now: datetime, *items: str, who: str = "wang", kind: str = "act") -> int:
    """The helper asks; nobody has said yes."""
    party, day = county.parties[who], china_date(now)
    return helping.ask_help(
        county["helper"], party.name, party.id_number, kind, items, day, day + timedelta(days=90), now=now
    ).id  # fmt: skip


def allow(county: counties.County, now: datetime, *items: str, who: str = "wang", kind: str = "act") -> int:
    """Asked, and confirmed by the person's own account."""
    mandate = ask(county, now, *items, who=who, kind=kind)
    helping.confirm_help(county[who], mandate, now=now)
    return mandate


def now_allowed_by_number(number: str, now: datetime) -> Actor:
    """A helper by staff number, as the session of this moment knows them."""
    staff = Staff.objects.get(number=number)
    account = Account.objects.get(staff=staff)
    post = PostFact(Role.HELPER, BANK, counties.REGION)
    return now_allowed(Actor(account=account.pk, name=staff.name, staff=number, posts=(post,)), now)
