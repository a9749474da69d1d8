"""帮代办委托: asked by a helper, confirmed by the principal, ended by either; its code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from yimen.bridges import sms
from yimen.parties import actions, reactions
from yimen.parties.actions import helping
from yimen.parties.models import HelpMandate
from yimen.parties.queries import helping as reading
from yimen.rules.authority import SYSTEM, Actor, NotPermitted, Post
from yimen.rules.helping import mandate as rules
from yimen.rules.people import MandateDays, PartyNotFound
from yimen.rules.terms import Role
from yimen.trail import queries as trail

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 3, 2), date(2026, 9, 1)
HELPER = Actor(account=9, name="林帮", staff="3001", posts=(Post(Role.HELPER, "town"),))
OTHER = replace(HELPER, account=10, staff="3002")


@pytest.fixture
def man(db: None, id_number: Callable[[int], str], now: datetime) -> Actor:
    """王大爷, on file with a telephone."""
    made = actions.register_person(SYSTEM, "王大年", id_number(1), "19900000001", now=now)
    return Actor(account=1, name="王大年", party=made.id)


@pytest.fixture
def ask(man: Actor, id_number: Callable[[int], str], now: datetime) -> Callable[..., int]:
    def asked(*items: str, kind: str = "act", at: datetime = now, last: date = LAST, once: str = "") -> int:
        done = helping.ask_help(
            HELPER, "王大年", id_number(1), kind, items, FIRST, last, now=at, once=once
        )  # fmt: skip
        assert not done.confirmed
        return done.id

    return asked


def code(mandate: int) -> str:
    return reading.digits_of(HelpMandate.objects.get(pk=mandate))


def wrong(mandate: int) -> str:
    return f"{(int(code(mandate)) + 1) % 10**6:06d}"


def test_asking_gives_nothing(ask: Callable[..., int], man: Actor) -> None:
    ask()
    assert reading.helps_of("3001", FIRST) == frozenset()


def test_the_right_code_makes_it_count(ask: Callable[..., int], man: Actor, now: datetime) -> None:
    one = ask("A1", "A1", kind="assist")
    helping.send_code(HELPER, one, now=now)
    done = helping.confirm_by_code(HELPER, one, code(one), now=now)
    assert done.confirmed
    assert reading.helps_of("3001", FIRST) == {(man.party, "A1", "assist")}
    assert reading.helps_of("3001", date(2026, 9, 2)) == frozenset()
    assert reading.helps_of("3002", FIRST) == frozenset()
    kept = HelpMandate.objects.get(pk=one)
    assert (kept.seed, kept.confirmed_how, kept.confirmed_by) == ("", "code", "staff:3001")
    kinds = [row.kind for row in trail.history(f"party:{man.party}")][1:]
    assert kinds == ["help.asked", "help.code_sent", "help.confirmed"]


def test_wrong_tries_are_kept_and_end_the_code(ask: Callable[..., int], now: datetime) -> None:
    one = ask()
    helping.send_code(HELPER, one, now=now)
    for left in (4, 3, 2, 1, 0):
        with pytest.raises(rules.WrongHelpCode) as refused:
            helping.confirm_by_code(HELPER, one, wrong(one), now=now)
        assert refused.value.facts["left"] == left
    with pytest.raises(rules.HelpCodeExpired):
        helping.confirm_by_code(HELPER, one, code(one), now=now)
    old = code(one)
    later = now + timedelta(minutes=2)
    helping.send_code(HELPER, one, now=later)
    assert code(one) != old
    assert helping.confirm_by_code(HELPER, one, code(one), now=later).confirmed


def test_a_wrong_try_sent_twice_counts_once(ask: Callable[..., int], now: datetime) -> None:
    one = ask()
    helping.send_code(HELPER, one, now=now)
    for _again in range(2):
        with pytest.raises(rules.WrongHelpCode):
            helping.confirm_by_code(HELPER, one, wrong(one), now=now, once="k1")
    assert HelpMandate.objects.get(pk=one).tries == 1


def test_a_code_is_the_askers_alone(ask: Callable[..., int], man: Actor, clerk: Actor, now: datetime) -> None:
    one = ask()
    for nobody in (OTHER, man, clerk):
        with pytest.raises(rules.HelpNotFound):
            helping.send_code(nobody, one, now=now)
        with pytest.raises(rules.HelpNotFound):
            helping.confirm_by_code(nobody, one, "123456", now=now)


def test_the_principal_or_another_clerk_confirms(
    ask: Callable[..., int], man: Actor, clerk: Actor, now: datetime
) -> None:
    one = ask()
    with pytest.raises(rules.HelperConfirms):
        helping.confirm_help(HELPER, one, now=now)
    with pytest.raises(rules.HelpNotFound):
        helping.confirm_help(OTHER, one, now=now)
    assert helping.confirm_help(man, one, now=now).confirmed
    with pytest.raises(rules.HelpConfirmedBefore):
        helping.confirm_help(clerk, one, now=now)
    two = ask(kind="assist")
    helping.confirm_help(clerk, two, now=now)
    assert HelpMandate.objects.get(pk=two).confirmed_how == "counter"


@pytest.mark.parametrize("who", ["man", "helper", "clerk"])
def test_either_side_or_the_counter_ends_it(
    ask: Callable[..., int], man: Actor, clerk: Actor, now: datetime, who: str
) -> None:
    one = ask()
    helping.confirm_help(man, one, now=now)
    with pytest.raises(rules.HelpNotFound):
        helping.end_help(OTHER, one, now=now)
    ender = {"man": man, "helper": HELPER, "clerk": clerk}[who]
    helping.end_help(ender, one, now=now, once="e")
    helping.end_help(ender, one, now=now, once="e")
    assert reading.helps_of("3001", FIRST) == frozenset()
    with pytest.raises(rules.HelpEnded):
        helping.end_help(man, one, now=now)
    with pytest.raises(rules.HelpEnded):
        helping.confirm_help(man, one, now=now)


def test_who_may_ask_and_whom(
    ask: Callable[..., int], man: Actor, clerk: Actor, id_number: Callable[[int], str], now: datetime
) -> None:
    for nobody in (clerk, man):
        with pytest.raises(NotPermitted):
            helping.ask_help(nobody, "王大年", id_number(1), "act", (), FIRST, LAST, now=now)
    for name, number in (("王小年", id_number(1)), ("王大年", id_number(2)), ("王大年", "")):
        with pytest.raises(PartyNotFound):
            helping.ask_help(HELPER, name, number, "act", (), FIRST, LAST, now=now)
    with pytest.raises(rules.HelpKindUnknown):
        ask(kind="guide")
    with pytest.raises(MandateDays):
        ask(last=date(2026, 1, 1))
    ask(once="a")
    ask(once="a")
    with pytest.raises(rules.HelpAskedBefore):
        ask()
    ask(at=now + timedelta(days=rules.WAITS_DAYS))


def test_the_code_goes_to_the_telephone_on_file_and_an_old_one_to_nobody(
    ask: Callable[..., int], now: datetime, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SMS = "fake"  # type: ignore[attr-defined]
    gateway = sms.FakeSms()
    monkeypatch.setattr(sms, "_made", {"fake": gateway})
    one = ask()
    helping.send_code(HELPER, one, now=now)
    first = code(one)
    helping.send_code(HELPER, one, now=now + timedelta(minutes=1))
    party = HelpMandate.objects.get(pk=one).principal_id
    for row in trail.history(f"party:{party}"):
        if row.kind == "help.code_sent":
            reactions.send_code.ask(row, now)
    assert [phone for phone, _text in gateway.sent] == ["19900000001"]
    assert code(one) in gateway.sent[0][1]
    assert "3001" in gateway.sent[0][1]
    assert first not in gateway.sent[0][1] or first == code(one)
    assert not any(code(one) in str(row.data) for row in trail.history(f"party:{party}"))


def test_nobody_is_sent_anything_where_there_is_no_gateway(ask: Callable[..., int], now: datetime) -> None:
    one = ask()
    helping.send_code(HELPER, one, now=now)
    assert sms.configured() is None
    party = HelpMandate.objects.get(pk=one).principal_id
    reactions.send_code.ask(trail.history(f"party:{party}")[-1], now)


def test_both_sides_read_it_masked(ask: Callable[..., int], man: Actor, now: datetime) -> None:
    one = ask()
    assert [view.principal.name for view in reading.helped_by("3001")] == ["王*年"]
    assert [view.staff for view in reading.helpers_of(man.party or 0)] == ["3001"]
    assert reading.helped_by("3002") == []
    assert reading.help_mandate("3002", one) is None
    view = reading.help_mandate("3001", one)
    assert view is not None
    assert view.waits(now)
    assert not view.holds(FIRST)
    assert view.key == str(one)
