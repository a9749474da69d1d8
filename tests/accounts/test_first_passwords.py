"""First passwords of staff: made by the system, shown once, soon over, on record without themselves."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from django.contrib.auth import authenticate

from yimen.accounts import actions, queries
from yimen.accounts.actions.common import make_first
from yimen.accounts.models import Account
from yimen.rules.authority import Actor, NotPermitted
from yimen.rules.logins import AccountNotFound
from yimen.rules.passwords import FIRST_HOURS, FirstPasswordLapsed, kinds_of
from yimen.trail import queries as trail
from yimen.trail.models import Event, Once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


def test_it_is_made_shown_once_and_lapses_and_a_new_one_is_on_record(
    security: Actor, clerk: Actor, staff_number: str, now: datetime
) -> None:
    late = now + timedelta(hours=FIRST_HOURS)
    first = actions.open_with_first_password(security, staff_number, now=now, once="open-1")
    assert actions.open_with_first_password(security, staff_number, now=now, once="open-1").password == ""
    one = authenticate(login=staff_number, password=first.password)
    assert isinstance(one, Account) and queries.must_change_password(one, now, 0)
    queries.require_in_time(one, late - timedelta(seconds=1))
    with pytest.raises(FirstPasswordLapsed):
        queries.require_in_time(one, late)
    with pytest.raises(NotPermitted):
        actions.one_time_password(clerk, staff_number, now=late)
    second = actions.one_time_password(security, staff_number, now=late)
    assert authenticate(login=staff_number, password=first.password) is None
    one = authenticate(login=staff_number, password=second.password)
    assert isinstance(one, Account)
    queries.require_in_time(one, late)
    told = [(row.kind, row.data) for row in trail.history(f"account:{first.account}")]
    assert told == [
        ("account.opened", {"login": staff_number, "hours": FIRST_HOURS}),
        ("account.password_changed", {"act": "reset", "hours": FIRST_HOURS}),
    ]
    kept = json.dumps([*Event.objects.values(), *Once.objects.values()], default=str)
    assert first.password not in kept and second.password not in kept
    actions.change_password(queries.actor_of(one, late), second.password, "yunxi-ziji-mima-9", now=late)
    one.refresh_from_db()
    queries.require_in_time(one, late + timedelta(days=300))


def test_no_two_are_the_same_and_applicants_get_none(security: Actor, now: datetime) -> None:
    made = {make_first("0201") for _ in range(200)}
    assert len(made) == 200 and {kinds_of(one) for one in made} == {4}
    assert {len(one) for one in made} == {19}
    with pytest.raises(AccountNotFound):
        actions.one_time_password(security, "13800003210", now=now)
