"""证明是谁 at a kiosk by the number of the card and a code: nobody is told who is known."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests import hall_world as world
from tests.county import County, credit_code
from tests.hall.test_check_in_at_a_kiosk import card, machine
from yimen.accounts.models import Account
from yimen.bridges import sms
from yimen.config.worker import drain
from yimen.hall import actions, queries
from yimen.hall.models import KioskCode
from yimen.hall.queries.showing import digits_of
from yimen.rules.authority import Actor
from yimen.rules.hall import showing as rules
from yimen.rules.hall.devices import DeviceUnknown
from yimen.trail import queries as trail

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
AT = datetime.fromisoformat("2026-11-24T09:00+08:00")
NOBODY = "43992119850315123X"


@pytest.fixture
def kiosk(county: County) -> Actor:
    return machine(county)


def ask(kiosk: Actor, number: str, at: datetime = AT, once: str = "") -> int:
    return actions.ask_show_code(kiosk, number, now=at, once=once).id


def digits(code: int) -> str:
    return digits_of(KioskCode.objects.get(pk=code))


def wrong(code: int) -> str:
    return f"{(int(digits(code)) + 1) % 10**6:06d}"


def test_the_right_digits_give_the_account_once(county: County, kiosk: Actor) -> None:
    code = ask(kiosk, card(county))
    right = digits(code)
    account = actions.show_by_code(kiosk, code, right, now=AT)
    assert account == county["li"].account
    with pytest.raises(rules.ShowCodeExpired):
        actions.show_by_code(kiosk, code, right, now=AT)
    assert KioskCode.objects.get(pk=code).seed == ""
    kinds = [row.kind for row in trail.history(f"hall:{world.CENTRE_SITE}")][-2:]
    assert kinds == ["kiosk.code_asked", "kiosk.code_right"]
    said = str([row.data for row in trail.history(f"hall:{world.CENTRE_SITE}")])
    assert card(county) not in said and right not in said


def test_sent_twice_counts_once(county: County, kiosk: Actor) -> None:
    assert ask(kiosk, card(county), once="k" * 20) == ask(kiosk, card(county), once="k" * 20)
    code = KioskCode.objects.get().pk
    right = digits(code)
    for _again in range(2):
        with pytest.raises(rules.ShowCodeWrong):
            actions.show_by_code(kiosk, code, wrong(code), now=AT, once="w" * 20)
    assert KioskCode.objects.get().tries == 1
    first = actions.show_by_code(kiosk, code, right, now=AT, once="r" * 20)
    assert actions.show_by_code(kiosk, code, right, now=AT, once="r" * 20) == first


def test_known_and_unknown_are_answered_alike(county: County, kiosk: Actor) -> None:
    """A stranger, a firm and a closed account: asked, tried and used up like anybody."""
    closed = Account.objects.get(party=county.parties["firm"].pk)
    li = Account.objects.get(pk=county["li"].account)
    li.is_active = False
    li.save(update_fields=["is_active"])
    for number in (NOBODY, closed.party.id_number, credit_code(99), card(county)):
        code = ask(kiosk, number)
        assert KioskCode.objects.get(pk=code).account_id is None
        right = digits(code)
        for left in (4, 3, 2, 1, 0):
            with pytest.raises(rules.ShowCodeWrong) as refused:
                actions.show_by_code(kiosk, code, right, now=AT)
            assert refused.value.facts["left"] == left
        with pytest.raises(rules.ShowCodeExpired):
            actions.show_by_code(kiosk, code, right, now=AT)


def test_a_code_counts_at_its_own_kiosk_for_minutes(county: County, kiosk: Actor) -> None:
    code = ask(kiosk, card(county))
    for who, at in ((machine(county), AT), (kiosk, AT + rules.VALID)):
        with pytest.raises(rules.ShowCodeExpired):
            actions.show_by_code(who, code, digits(code), now=at)
    for nobody in (county["li"], county["clerk"]):
        with pytest.raises(DeviceUnknown):
            ask(nobody, card(county))
        with pytest.raises(DeviceUnknown):
            actions.show_by_code(nobody, code, digits(code), now=AT)


def test_it_goes_to_the_telephone_on_file_and_nowhere_else(
    county: County, kiosk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[tuple[str, str]] = []

    class Gateway:
        def send(self, phone: str, text: str, *, timeout: float) -> None:
            sent.append((phone, text))

    monkeypatch.setattr(sms, "configured", Gateway)
    ask(kiosk, NOBODY)
    code = ask(kiosk, card(county))
    drain(AT)
    assert [phone for phone, _text in sent] == [county.parties["li"].phone]
    assert digits(code) in sent[0][1] and "自助机" in sent[0][1]
    found = queries.outgoing_code(code)
    assert found is not None and found.digits == digits(code)
    actions.show_by_code(kiosk, code, digits(code), now=AT)
    assert queries.outgoing_code(code) is None


def test_old_codes_go_with_the_next(county: County, kiosk: Actor) -> None:
    ask(kiosk, NOBODY)
    ask(kiosk, NOBODY, AT + timedelta(minutes=30))
    assert KioskCode.objects.count() == 2
    ask(kiosk, NOBODY, AT + timedelta(hours=2))
    assert KioskCode.objects.count() == 1
