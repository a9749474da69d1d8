"""Passwords are changed and reset, accounts closed, tries to sign in counted."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.contrib.auth import authenticate

from yimen.accounts import actions, queries
from yimen.accounts.actions import VISITOR
from yimen.accounts.models import Account
from yimen.rules.authority import Actor, NotPermitted
from yimen.rules.logins import (
    TRIES_ANYWHERE,
    TRIES_WITHIN,
    AccountNotFound,
    PapersNotSeen,
    WrongPassword,
)
from yimen.rules.passwords import WeakPassword
from yimen.trail import queries as trail

pytestmark = pytest.mark.django_db
PHONE, NEW = "13800003210", "another-long-one-7"


@pytest.fixture
def owner(db: None, id_number: str, password: str, now: datetime) -> Actor:
    made = actions.register(VISITOR, PHONE, "李小敏", id_number, password, now=now)
    return queries.actor_of(Account.objects.get(pk=made.account), now)


def test_the_password_is_changed_by_who_knows_the_old_one(owner: Actor, password: str, now: datetime) -> None:
    with pytest.raises(WrongPassword):
        actions.change_password(owner, "wrong", NEW, now=now)
    with pytest.raises(WeakPassword):
        actions.change_password(owner, password, "1234567890", now=now)
    actions.change_password(owner, password, NEW, now=now)
    assert authenticate(login=PHONE, password=NEW) is not None
    assert authenticate(login=PHONE, password=password) is None


def test_the_counter_resets_a_forgotten_password_of_people_only(
    owner: Actor, clerk: Actor, security: Actor, staff_number: str, now: datetime
) -> None:
    with pytest.raises(PapersNotSeen):
        actions.reset_password(clerk, PHONE, NEW, now=now)
    actions.reset_password(clerk, PHONE, NEW, papers_seen=True, now=now)
    assert trail.history(f"account:{owner.account}")[-1].data == {"act": "reset", "papers": "seen"}
    assert authenticate(login=PHONE, password=NEW) is not None
    actions.open_with_first_password(security, staff_number, now=now)
    for who in (clerk, security):
        with pytest.raises(NotPermitted):
            actions.reset_password(who, staff_number, NEW, papers_seen=True, now=now)
    with pytest.raises(NotPermitted):
        actions.reset_password(owner, PHONE, NEW, now=now)
    with pytest.raises(AccountNotFound):
        actions.reset_password(security, "13900000000", NEW, papers_seen=True, now=now)


def test_a_closed_account_signs_in_no_more_and_its_tokens_end(
    owner: Actor, password: str, now: datetime
) -> None:
    secret = actions.make_token(owner, "对接", ["cases:read"], 30, now=now).secret
    actions.close_account(owner, now=now)
    assert authenticate(login=PHONE, password=password) is None
    assert queries.caller(secret, now) is None
    with pytest.raises(AccountNotFound):
        actions.close_account(owner, now=now)


def test_only_the_administrator_closes_another_account(
    owner: Actor, clerk: Actor, security: Actor, now: datetime
) -> None:
    with pytest.raises(NotPermitted):
        actions.close_account(clerk, owner.account, now=now)
    actions.close_account(security, owner.account, now=now)
    assert queries.account_by_login(PHONE) is None


def test_signing_in_and_out_is_told(owner: Actor, now: datetime) -> None:
    actions.note_sign_in(owner, now=now)
    actions.note_sign_out(owner, now=now)
    kinds = [row.kind for row in trail.history(f"account:{owner.account}")]
    assert kinds == ["account.opened", "account.signed_in", "account.signed_out"]


@pytest.mark.parametrize("login", [PHONE, "13999999999", "x" * 5000])
def test_a_login_rests_after_too_many_failures_whether_it_exists_or_not(
    owner: Actor, now: datetime, login: str
) -> None:
    for second in range(TRIES_ANYWHERE):
        assert not queries.rests(login, now)
        actions.note_failed(login, now=now + timedelta(seconds=second))
    assert queries.rests(login, now + timedelta(seconds=TRIES_ANYWHERE))
    assert not queries.rests(login, now + TRIES_WITHIN + timedelta(seconds=1))
    assert not queries.rests("13700000000", now)


def test_failed_tries_keep_no_number(now: datetime) -> None:
    actions.note_failed(PHONE, now=now)
    row = trail.latest(kind="account.sign_in_failed")[0]
    assert PHONE not in f"{row.stream} {row.actor} {row.data}"


def test_elder_mode_is_remembered(owner: Actor) -> None:
    actions.set_elder(owner, True)
    assert Account.objects.get(pk=owner.account).elder
