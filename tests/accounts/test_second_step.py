"""The second step: set up with a code, used once a code, kept in reserve on paper, reset by another."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection

from yimen.accounts import actions, codes, queries
from yimen.accounts.actions import VISITOR
from yimen.accounts.models import Account, RecoveryCode, SecondStep, Session
from yimen.accounts.sessions import SessionStore
from yimen.rules.authority import SYSTEM, Actor, NotPermitted, Post
from yimen.rules.logins import WrongPassword
from yimen.rules.second_step import (
    OwnStep,
    StepMissing,
    StepNotBegun,
    StepRequired,
    StepStands,
    WrongCode,
)
from yimen.rules.terms import Role
from yimen.trail import queries as trail
from yimen.trail.models import Event, Once

pytestmark = pytest.mark.django_db
PHONE, HALF = "13800003210", timedelta(seconds=30)


@pytest.fixture
def owner(id_number: str, password: str, now: datetime) -> Actor:
    made = actions.register(VISITOR, PHONE, "李小敏", id_number, password, now=now)
    return queries.actor_of(Account.objects.get(pk=made.account), now)


def code_at(who: Actor, at: datetime) -> str:
    """What the owner's app shows at a moment."""
    return codes.digits_at(SecondStep.objects.get(account=who.account).secret, at)


def enrolled(who: Actor, password: str, now: datetime) -> tuple[str, ...]:
    """Set the step up; the recovery codes."""
    actions.begin_second_step(who, password, now=now)
    return actions.confirm_second_step(who, code_at(who, now), now=now).codes


def signed_in(account: int | None) -> str:
    store = SessionStore()
    store["_auth_user_id"] = str(account)
    store.save()
    return str(store.session_key)


def test_it_counts_once_a_code_came_back(owner: Actor, password: str, now: datetime) -> None:
    with pytest.raises(WrongPassword):
        actions.begin_second_step(owner, "wrong", now=now)
    with pytest.raises(StepNotBegun):
        actions.confirm_second_step(owner, "123456", now=now)
    actions.begin_second_step(owner, password, now=now)
    shown = queries.second_step_of(owner.account, now)
    assert (shown.since, len(shown.secret)) == (None, 32)
    assert queries.second_step_of(owner.account, now + timedelta(minutes=16)).secret == ""
    other = signed_in(owner.account)
    with pytest.raises(WrongCode):
        actions.confirm_second_step(owner, code_at(owner, now - timedelta(minutes=2)), now=now)
    assert Account.objects.get(pk=owner.account).second_step_at is None
    made = actions.confirm_second_step(owner, code_at(owner, now), now=now).codes
    assert len(set(made)) == 10
    after = queries.second_step_of(owner.account, now)
    assert (after.since, after.secret, after.codes_left) == (now, "", 10)
    assert not Session.objects.filter(pk=other).exists(), "what came without the step has ended"
    with pytest.raises(StepStands):
        actions.begin_second_step(owner, password, now=now)
    with pytest.raises(StepStands):
        actions.confirm_second_step(owner, code_at(owner, now + HALF), now=now)


def test_a_code_works_once_and_within_a_step_of_now(owner: Actor, password: str, now: datetime) -> None:
    enrolled(owner, password, now)
    account = owner.account or 0
    assert not actions.use_code(account, code_at(owner, now), now=now), "used up by setting it up"
    later = now + 4 * HALF
    assert not actions.use_code(account, code_at(owner, later - 2 * HALF), now=later)
    assert not actions.use_code(account, code_at(owner, later + 2 * HALF), now=later)
    assert actions.use_code(account, code_at(owner, later), now=later)
    assert not actions.use_code(account, code_at(owner, later), now=later)
    assert not actions.use_code(account, code_at(owner, later - HALF), now=later), "older than the last one"
    assert actions.use_code(account, code_at(owner, later + HALF), now=later)


@pytest.mark.parametrize("typed", ["", "000000", "12345", "abcdefghij", "１" * 6, "x" * 10000, "\x00"])
def test_nonsense_is_no_code(owner: Actor, password: str, now: datetime, typed: str) -> None:
    enrolled(owner, password, now)
    assert not actions.use_code(owner.account or 0, typed, now=now + timedelta(hours=1))


def test_a_recovery_code_works_once_however_it_is_typed(owner: Actor, password: str, now: datetime) -> None:
    first, second, *_ = enrolled(owner, password, now)
    account = owner.account or 0
    assert actions.use_code(account, f" {first[:5].lower()}-{first[5:]} ", now=now)
    assert not actions.use_code(account, first, now=now)
    assert actions.use_code(account, second, now=now)
    row = trail.history(f"account:{account}")[-1]
    assert (row.kind, row.data) == ("account.recovery_used", {"left": 8})
    assert queries.second_step_of(account, now).codes_left == 8


def test_renewed_codes_replace_those_that_were_left(owner: Actor, password: str, now: datetime) -> None:
    old = enrolled(owner, password, now)
    with pytest.raises(WrongCode):
        actions.renew_recovery_codes(owner, "000000", now=now)
    later = now + timedelta(minutes=5)
    with pytest.raises(WrongCode):
        actions.renew_recovery_codes(owner, old[0], now=later)
    new = actions.renew_recovery_codes(owner, code_at(owner, later), now=later).codes
    assert len(set(new) - set(old)) == 10
    assert not actions.use_code(owner.account or 0, old[0], now=later)
    assert actions.use_code(owner.account or 0, new[0], now=later)


def test_codes_are_shown_once(owner: Actor, password: str, now: datetime) -> None:
    actions.begin_second_step(owner, password, now=now)
    sent = code_at(owner, now)
    first = actions.confirm_second_step(owner, sent, now=now, once="k")
    again = actions.confirm_second_step(owner, sent, now=now, once="k")
    assert (len(first.codes), again.codes, again.account) == (10, (), first.account)
    assert RecoveryCode.objects.count() == 10


def test_secret_and_codes_lie_nowhere_in_clear(owner: Actor, password: str, now: datetime) -> None:
    actions.begin_second_step(owner, password, now=now, once="a")
    secret, sent = SecondStep.objects.get().secret, code_at(owner, now)
    made = actions.confirm_second_step(owner, sent, now=now, once="b").codes
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM accounts_secondstep")
        assert cursor.fetchone()[0].startswith("v1:")
    kept = str([list(model.objects.values()) for model in (RecoveryCode, Event, Once, Account)])
    for one in (secret, sent, *made):
        assert one not in kept
    assert {row.split("$")[0] for row in RecoveryCode.objects.values_list("code", flat=True)} == {"scrypt"}


def test_it_is_turned_off_by_a_code_where_no_role_asks_for_it(
    owner: Actor, password: str, now: datetime
) -> None:
    enrolled(owner, password, now)
    later = now + timedelta(minutes=5)
    with pytest.raises(StepRequired):
        actions.end_second_step(owner, code_at(owner, later), custodian=True, now=later)
    with pytest.raises(WrongCode):
        actions.end_second_step(owner, "000000", custodian=False, now=later)
    actions.end_second_step(owner, code_at(owner, later), custodian=False, now=later)
    assert queries.second_step_of(owner.account, now).since is None
    assert (SecondStep.objects.count(), RecoveryCode.objects.count()) == (0, 0)
    with pytest.raises(StepNotBegun):
        actions.end_second_step(owner, "000000", custodian=False, now=later)


def test_a_security_administrator_resets_that_of_another_on_record(
    owner: Actor, security: Actor, clerk: Actor, password: str, now: datetime
) -> None:
    with pytest.raises(StepNotBegun):
        actions.reset_second_step(security, PHONE, now=now)
    enrolled(owner, password, now)
    signed_in(owner.account)
    for nobody in (clerk, owner, Actor(account=7, name="x", staff="T3", posts=(Post(Role.ADMIN, "x"),))):
        with pytest.raises(NotPermitted):
            actions.reset_second_step(nobody, PHONE, now=now)
    himself = Actor(account=owner.account, name="x", staff="T4", posts=(Post(Role.SECURITY, "x"),))
    with pytest.raises(OwnStep):
        actions.reset_second_step(himself, PHONE, now=now)
    actions.reset_second_step(security, PHONE, now=now)
    assert queries.second_step_of(owner.account, now).since is None
    assert Session.objects.count() == 0
    row = trail.history(f"account:{owner.account}")[-1]
    assert (row.kind, row.actor) == ("account.second_step_ended", "staff:T1")
    assert row.data == {"act": "reset", "sessions": 1}


def test_at_the_counter_it_goes_with_the_password_of_who_shows_papers_but_not_of_staff(
    owner: Actor, security: Actor, clerk: Actor, staff_number: str, password: str, now: datetime
) -> None:
    enrolled(owner, password, now)
    actions.reset_password(clerk, PHONE, "another-long-one-7", papers_seen=True, now=now)
    assert queries.second_step_of(owner.account, now).since is None
    row = trail.history(f"account:{owner.account}")[-2]
    assert (row.kind, row.data) == ("account.second_step_ended", {"act": "reset", "papers": "seen"})
    made = actions.open_staff_account(SYSTEM, staff_number, password, now=now)
    enrolled(Actor(account=made.account, name="k", staff=staff_number), password, now)
    actions.one_time_password(security, staff_number, now=now)
    assert queries.second_step_of(made.account, now).since == now


def test_who_must_have_it_makes_no_token_without_it(
    security: Actor, staff_number: str, password: str, now: datetime
) -> None:
    made = actions.open_staff_account(SYSTEM, staff_number, password, now=now)
    keeper = Actor(account=made.account, name="k", staff=staff_number, posts=(Post(Role.KEEPER, "x"),))
    clerk = Actor(account=made.account, name="k", staff=staff_number, posts=(Post(Role.CLERK, "x"),))
    asked = ("一体机", ["cases:read"], 30)
    with pytest.raises(StepMissing):
        actions.make_token(keeper, *asked, now=now)
    with pytest.raises(StepMissing):
        actions.make_token(clerk, *asked, custodian=True, now=now)
    assert actions.make_token(clerk, *asked, now=now).secret
    enrolled(keeper, password, now)
    assert actions.make_token(keeper, *asked, now=now).secret


def test_secrets_and_codes_come_from_the_generator_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len({codes.make_secret() for _ in range(200)}) == 200
    assert len({one for _ in range(20) for one in codes.make_recovery_codes()}) == 200
    asked: list[object] = []
    monkeypatch.setattr(codes.secrets, "token_bytes", lambda n: asked.append(n) or b"x" * n)
    real = codes.secrets.choice
    monkeypatch.setattr(codes.secrets, "choice", lambda signs: asked.append(len(signs)) or real(signs))
    codes.make_secret(), codes.make_recovery_codes()
    assert (asked[0], set(asked[1:]), len(asked) >= 101) == (20, {32}, True), "160 bits; 10 of 32 signs"


def test_only_the_system_gives_a_known_secret(owner: Actor, security: Actor, now: datetime) -> None:
    with pytest.raises(NotPermitted):
        actions.enrol_known(security, PHONE, "A" * 32, now=now)
    actions.enrol_known(SYSTEM, PHONE, "A" * 32, now=now)
    assert actions.use_code(owner.account or 0, codes.digits_at("A" * 32, now), now=now)
    account = Account.objects.get(pk=owner.account)
    assert queries.fresh_digits(account, "A" * 32, now) == codes.digits_at("A" * 32, now + HALF)
    assert actions.use_code(account.pk, queries.fresh_digits(account, "A" * 32, now), now=now)
    assert queries.fresh_digits(account, "A" * 32, now) == ""
