"""API tokens: shown once, kept as a digest, scoped, ending."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from yimen.accounts import actions, queries
from yimen.accounts.models import Account, ApiToken
from yimen.accounts.scopes import Scope
from yimen.rules.authority import SYSTEM, Actor
from yimen.rules.logins import AccountNotFound, TokenDays, TokenNotFound, TokenScopes
from yimen.rules.people import Blank
from yimen.trail.models import Event, Once

pytestmark = pytest.mark.django_db
READ = str(Scope.CASES_READ)


@pytest.fixture
def owner(security: Actor, staff_number: str, password: str, now: datetime) -> Actor:
    made = actions.open_staff_account(SYSTEM, staff_number, password, now=now)
    return queries.actor_of(Account.objects.get(pk=made.account), now)


def test_a_token_acts_as_its_owner_within_its_scopes(owner: Actor, now: datetime) -> None:
    made = actions.make_token(owner, "一体机", [str(Scope.CASES_ACT), READ], 30, now=now)
    found = queries.caller(made.secret, now)
    actor = found.actor if found else None
    assert actor is not None
    assert (actor.account, actor.staff) == (owner.account, owner.staff)
    assert actor.scopes == {"cases:read", "cases:act"}


def test_the_secret_is_kept_nowhere(owner: Actor, now: datetime) -> None:
    secret = actions.make_token(owner, "一体机", [READ], 30, now=now, once="k").secret
    for model in (ApiToken, Event, Once):
        assert secret not in str(list(model.objects.values()))


def test_a_repeated_request_makes_no_second_token_and_shows_no_secret(owner: Actor, now: datetime) -> None:
    first = actions.make_token(owner, "一体机", [READ], 30, now=now, once="k")
    again = actions.make_token(owner, "一体机", [READ], 30, now=now, once="k")
    assert (again.id, again.secret) == (first.id, "")
    assert len(queries.tokens_of(owner.account or 0)) == 1


def test_a_token_ends_by_its_date_and_by_its_owner(owner: Actor, now: datetime) -> None:
    made = actions.make_token(owner, "一体机", [READ], 1, now=now)
    assert queries.caller(made.secret, now + timedelta(hours=23)) is not None
    assert queries.caller(made.secret, now + timedelta(days=1)) is None
    actions.revoke_token(owner, made.id, now=now)
    actions.revoke_token(owner, made.id, now=now)
    assert queries.caller(made.secret, now) is None
    assert not queries.tokens_of(owner.account or 0)[0].works(now)


@pytest.mark.parametrize("secret", ["", "ym_", "ym_" + "x" * 5000, "令牌"])
def test_an_unknown_token_is_nobody(owner: Actor, now: datetime, secret: str) -> None:
    assert queries.caller(secret, now) is None


def test_scopes_days_and_name_are_checked(owner: Actor, now: datetime) -> None:
    for scopes in ([], ["everything"], [READ, "everything"]):
        with pytest.raises(TokenScopes):
            actions.make_token(owner, "一体机", scopes, 30, now=now)
    for days in (0, -1, 366):
        with pytest.raises(TokenDays):
            actions.make_token(owner, "一体机", [READ], days, now=now)
    with pytest.raises(Blank):
        actions.make_token(owner, " ", [READ], 30, now=now)


def test_only_accounts_make_tokens_and_only_owners_revoke_them(
    owner: Actor, security: Actor, now: datetime
) -> None:
    with pytest.raises(AccountNotFound):
        actions.make_token(Actor(account=None, name="访客"), "一体机", [READ], 30, now=now)
    made = actions.make_token(owner, "一体机", [READ], 30, now=now)
    with pytest.raises(TokenNotFound):
        actions.revoke_token(security, made.id, now=now)


def test_use_is_noted_to_the_hour(owner: Actor, now: datetime) -> None:
    secret = actions.make_token(owner, "一体机", [READ], 30, now=now).secret
    for minutes in (0, 30, 61):
        later = now + timedelta(minutes=minutes)
        found = queries.caller(secret, later)
        assert found is not None
        actions.note_token_used(secret, found.used_at, now=later)
        expected = now if minutes < 60 else now + timedelta(minutes=minutes)
        assert queries.tokens_of(owner.account or 0)[0].used_at == expected
