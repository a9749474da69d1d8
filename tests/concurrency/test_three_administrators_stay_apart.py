"""Two security administrators give posts at one moment: still nobody is two of the three."""

from __future__ import annotations

import pytest

from tests import county as counties
from tests.cases.conftest import NOW
from tests.concurrency.gate import together
from tests.concurrency.test_two_at_once import county  # noqa: F401
from yimen.accounts.models import Account
from yimen.bureau import actions
from yimen.bureau.models import Post, Staff
from yimen.rules.authority import THREE, Actor, RolesApart
from yimen.rules.authority import Post as PostFact
from yimen.rules.terms import Role

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


def test_one_person_is_not_made_two_of_three(county):  # noqa: F811
    other = Staff.objects.create(
        number="0906", name="员0906", department=Staff.objects.get(number="0904").department
    )
    account = Account.objects.create(login="0906", name=other.name, created_at=NOW, staff=other)
    fact = PostFact(Role.SECURITY, counties.MARKET)
    second = Actor(account=account.pk, name=other.name, staff="0906", posts=(fact,))
    people = [f"07{n:02d}" for n in range(6)]
    for number in people:
        Staff.objects.create(number=number, name=f"员{number}", department=other.department)
    for number in people:
        done = together(
            lambda number=number: actions.give_post(
                county["security"], number, Role.AUDIT, counties.MARKET, now=NOW
            ),
            lambda number=number: actions.give_post(second, number, Role.ADMIN, counties.MARKET, now=NOW),
        )
        assert [type(one) for one in done if not isinstance(one, actions.Made)] == [RolesApart]
        assert Post.objects.filter(staff__number=number, role__in=[str(one) for one in THREE]).count() == 1
