"""A payment platform over HTTP: orders, questions and its own messages, by the contract, whatever it does."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.checks import CheckMessage
from django.test import Client

from tests import cashier_platform as platforms
from tests import projects_world as world
from tests.cashier_platform import Platform
from tests.county import County
from tests.projects.test_all_fees_on_one_sheet import FIXED, RATE
from yimen.bridges import payments as bridge
from yimen.bridges.cashier import HttpPayments
from yimen.bridges.payment import Contradiction, Unreachable
from yimen.config import cashier as setting
from yimen.config import cashier_checks
from yimen.config.env import BadSetting
from yimen.config.worker import drain
from yimen.projects import actions, queries
from yimen.projects.models import FeeOrder
from yimen.rules.cashier import Doubt
from yimen.rules.paying import PayState
from yimen.trail import queries as trail

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
NUMBER = f"{world.CODE}-01"
AMOUNT = "360550.00"
#: When the test began: a copy of a message names the same moment.
BEGAN = [0]


@pytest.fixture(autouse=True)
def began() -> None:
    BEGAN[0] = int(time.time())


@pytest.fixture
def platform() -> Iterator[Platform]:
    with platforms.running() as made:
        yield made


@pytest.fixture
def adapter(platform: Platform) -> HttpPayments:
    return HttpPayments.of(platform.told)


@pytest.fixture
def billed(county: County, platform: Platform, settings: Any, monkeypatch: pytest.MonkeyPatch) -> County:
    settings.PAYMENTS, settings.CASHIER = "http", platform.told
    monkeypatch.delitem(bridge._made, "http", raising=False)
    for n, one in enumerate((RATE, FIXED)):
        actions.set_rate(county["keeper"], one, order=n, now=county.now)
    world.opened(county)
    actions.bill(county["firm"], world.CODE, now=county.now)
    return county


def ordered(county: County) -> str:
    number = actions.order(county["firm"], world.CODE, now=county.now).number
    drain(county.now)
    return number


def page(county: County) -> queries.FeePage:
    return queries.fee_page(county["firm"], world.CODE)


def doubts(county: County) -> list[Doubt]:
    return [one.what for one in page(county).doubts]


# --- the adapter ------------------------------------------------------------------------------------------
def test_an_order_is_placed_asked_about_and_paid(platform: Platform, adapter: HttpPayments) -> None:
    made = adapter.place("A-01", Decimal("12.5"), timeout=3)
    assert (made.state, made.amount) == (PayState.PENDING, Decimal("12.50"))
    assert made.pay_url == "https://pay.example.cn/A-01"
    assert adapter.place("A-01", Decimal("12.5"), timeout=3) == made, "placed twice it is one order"
    platform.pay("A-01")
    assert adapter.look("A-01", timeout=3).state is PayState.PAID
    assert [sound for _path, _told, sound in platform.asked] == [True] * 3, "every question is signed"
    assert len(platform.orders) == 1


@pytest.mark.parametrize(
    ("mode", "doubt"),
    [("forged", Doubt.UNREADABLE), ("garbage", Doubt.UNREADABLE), ("state", Doubt.UNREADABLE),
     ("order", Doubt.UNKNOWN), ("refuses", Doubt.REFUSED), ("elsewhere", Doubt.REFUSED)],
)  # fmt: skip
def test_what_cannot_be_is_no_answer(
    platform: Platform, adapter: HttpPayments, mode: str, doubt: Doubt
) -> None:
    platform.mode = mode
    with pytest.raises(Contradiction) as found:
        adapter.place("A-01", Decimal(1), timeout=3)
    assert found.value.doubt is doubt
    assert len(platform.asked) == 1, "nobody is sent on to another address"


def test_another_amount_under_the_same_number_is_refused_there(adapter: HttpPayments) -> None:
    adapter.place("A-01", Decimal(1), timeout=3)
    with pytest.raises(Contradiction):
        adapter.place("A-01", Decimal(2), timeout=3)


def test_only_an_address_over_tls_is_passed_on(platform: Platform, adapter: HttpPayments) -> None:
    platform.mode = "address"
    assert adapter.place("A-01", Decimal(1), timeout=3).pay_url == ""


@pytest.mark.parametrize("mode", ["slow", "drips", "fails"])
def test_what_does_not_come_in_time_is_unreachable(
    platform: Platform, adapter: HttpPayments, mode: str
) -> None:
    platform.mode, began = mode, time.monotonic()
    with pytest.raises(Unreachable):
        adapter.place("A-01", Decimal(1), timeout=0.5)
    assert time.monotonic() - began < 3, "the deadline holds however slowly it drips"


def test_nobody_listens() -> None:
    with platforms.running() as gone:
        told = gone.told
    with pytest.raises(Unreachable):
        HttpPayments.of(told).look("A-01", timeout=2)


# --- asked by the worker ----------------------------------------------------------------------------------
def test_from_the_notice_to_paid_over_the_platform(billed: County, platform: Platform) -> None:
    number = ordered(billed)
    assert platform.orders[number]["amount"] == AMOUNT
    waiting = page(billed).waiting
    assert waiting is not None and waiting.pay_url == f"https://pay.example.cn/{number}"
    platform.pay(number)
    actions.look(billed["firm"], world.CODE, now=billed.now)
    drain(billed.now)
    assert page(billed).open == 0 and page(billed).orders[0].reference == "P-1"


def test_a_platform_that_is_down_is_asked_again(billed: County, platform: Platform) -> None:
    platform.mode = "fails"
    number = ordered(billed)
    assert FeeOrder.objects.get().state == PayState.ASKED
    platform.mode = ""
    drain(datetime.fromtimestamp(billed.now.timestamp() + 3600, billed.now.tzinfo))
    assert FeeOrder.objects.get(number=number).state == PayState.PENDING


@pytest.mark.parametrize(("mode", "doubt"), [("amount", Doubt.AMOUNT), ("forged", Doubt.UNREADABLE)])
def test_a_platform_that_contradicts_moves_no_money(
    billed: County, platform: Platform, mode: str, doubt: Doubt
) -> None:
    platform.mode = mode
    ordered(billed)
    assert FeeOrder.objects.get().state == PayState.ASKED and doubts(billed) == [doubt]
    assert page(billed).open == Decimal(AMOUNT)
    drain(datetime.fromtimestamp(billed.now.timestamp() + 3600, billed.now.tzinfo))
    assert doubts(billed) == [doubt], "asking again would not help: somebody has to look"


# --- said by the platform of its own accord ---------------------------------------------------------------
def say(told: dict[str, str] | bytes, *, nonce: str = "0" * 31 + "1", sent: int = 0, **head: str) -> Any:
    """One message of the platform, signed by the contract."""
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    moment = str(BEGAN[0] + sent)
    given = {
        "X-Cashier-Merchant": platforms.MERCHANT, "X-Cashier-Time": moment, "X-Cashier-Nonce": nonce,
        "X-Cashier-Sign": platforms.signature("notice", moment, nonce, body), **head,
    }  # fmt: skip
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    return client.generic(
        "POST", "/api/cashier/notices", body, content_type="application/json", headers=given
    )


def paid(**more: str) -> dict[str, str]:
    return {"order": NUMBER, "amount": AMOUNT, "state": "paid", "reference": "P-1", **more}


def test_the_platform_says_that_it_is_paid(billed: County) -> None:
    ordered(billed)
    answer = say(paid())
    assert (answer.status_code, answer.json()) == (200, {"order": NUMBER, "state": "paid"})
    signed = platforms.signature("answer", "200", "0" * 31 + "1", answer.content)
    assert answer["X-Cashier-Sign"] == signed, "the platform knows who answered"
    assert page(billed).open == 0 and doubts(billed) == []


def test_sent_again_it_gets_the_answer_of_the_first(billed: County) -> None:
    ordered(billed)
    first = [say(paid()).content for _ in range(3)]
    later = say(paid(), nonce="0" * 31 + "2")
    assert set(first) == {later.content}, "the same news under a new number changes nothing either"
    kinds = [one.kind for one in trail.history(f"project:{world.CODE}")]
    assert kinds.count("fees.settled") == 2, "waiting, then paid: each once"


def test_a_number_used_for_another_message_is_refused(billed: County) -> None:
    ordered(billed)
    say(paid())
    answer = say(paid(reference="P-9"))
    assert (answer.status_code, doubts(billed)) == (422, [])


@pytest.mark.parametrize("sent", [-3600, 3600, -301])
def test_a_message_of_another_hour_is_refused(billed: County, sent: int) -> None:
    ordered(billed)
    answer = say(paid(), sent=sent)
    assert (answer.status_code, answer.json()["code"]) == (403, "fees.notice_stale")
    assert FeeOrder.objects.get().state == PayState.PENDING


@pytest.mark.parametrize(
    "head",
    [
        {"X-Cashier-Sign": "0" * 64}, {"X-Cashier-Sign": ""}, {"X-Cashier-Merchant": "other"},
        {"X-Cashier-Time": "1"}, {"X-Cashier-Nonce": "f" * 32}, {"X-Cashier-Sign": "字" * 3},
    ],
)  # fmt: skip
def test_what_the_platform_did_not_sign_is_nobodys_word(billed: County, head: dict[str, str]) -> None:
    ordered(billed)
    assert say(paid(), **head).status_code == 401
    assert FeeOrder.objects.get().state == PayState.PENDING and doubts(billed) == []


def test_another_amount_is_noted_and_moves_no_money(billed: County) -> None:
    ordered(billed)
    answer = say(paid(amount="0.01"))
    assert (answer.status_code, answer.json()["code"]) == (409, "fees.notice_doubted")
    assert "金额和缴款单不一样" in answer.json()["detail"]
    assert doubts(billed) == [Doubt.AMOUNT] and page(billed).open == Decimal(AMOUNT)
    assert say(paid(amount="0.01")).status_code == 409
    assert doubts(billed) == [Doubt.AMOUNT], "the same message is noted once"


def test_an_order_that_is_not_ours_is_noted(billed: County) -> None:
    ordered(billed)
    answer = say(paid(order="NOBODYS-01"))
    assert (answer.status_code, answer.json()["code"]) == (404, "fees.order_unknown")
    (row,) = trail.history("cashier:NOBODYS-01")
    assert row.data["doubt"] == Doubt.UNKNOWN and row.data["amount"] == AMOUNT


@pytest.mark.parametrize(
    ("later", "doubt"),
    [({"state": "failed"}, Doubt.TAKEN_BACK), ({"reference": "P-2"}, Doubt.REFERENCE)],
)
def test_what_was_paid_stays_paid(billed: County, later: dict[str, str], doubt: Doubt) -> None:
    ordered(billed)
    say(paid())
    assert say(paid(**later), nonce="a" * 32).status_code == 409
    assert FeeOrder.objects.get().state == PayState.PAID and doubts(billed) == [doubt]


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{", b'{"order": 1}', json.dumps({**paid(), "amount": 5}).encode(),
     json.dumps(paid(amount="1e5")).encode(), json.dumps(paid(state="maybe")).encode(),
     json.dumps({**paid(), "more": "x"}).encode()],
)  # fmt: skip
def test_a_signed_message_that_is_no_message_is_unreadable(billed: County, body: bytes) -> None:
    assert say(body).status_code == 400


def test_a_message_is_bounded(billed: County) -> None:
    assert say(b" " * (70 * 1024)).status_code == 413


def test_without_a_platform_there_is_no_such_door(county: County, settings: Any) -> None:
    settings.CASHIER = {}
    assert say(paid()).status_code == 404
    assert Client().get("/api/cashier/notices").status_code == 405


# --- the file of the site ---------------------------------------------------------------------------------
GOOD = {"url": "https://pay.example.cn/yimen/v1", "merchant": "439926", "key": "ab" * 32}


def test_the_file_says_which_platform(tmp_path: Any) -> None:
    assert setting.read(tmp_path) == {}
    (tmp_path / setting.FILE).write_text(json.dumps(GOOD))
    assert setting.read(tmp_path) == GOOD


@pytest.mark.parametrize(
    "wrong",
    [{"url": "http://pay.example.cn/v1"}, {"url": "https://"}, {"url": "ftp://x/y"}, {"key": "abc"},
     {"url": "https://x/y?z=1"}, {"merchant": "a b"}, {"more": "x"}, {"key": 5}],
)  # fmt: skip
def test_a_file_that_does_not_fit_stops_the_site(tmp_path: Any, wrong: dict[str, Any]) -> None:
    (tmp_path / setting.FILE).write_text(json.dumps({**GOOD, **wrong}))
    with pytest.raises(BadSetting) as found:
        setting.read(tmp_path)
    assert "ab" * 32 not in str(found.value), "the key is never told"


def test_a_file_that_is_no_json_stops_the_site(tmp_path: Any) -> None:
    (tmp_path / setting.FILE).write_text("url=https://x")
    with pytest.raises(BadSetting):
        setting.read(tmp_path)


# --- asked by who runs the site ---------------------------------------------------------------------------
def checked(told: dict[str, str], settings: Any) -> list[CheckMessage]:
    settings.PAYMENTS, settings.CASHIER = "http", told
    return cashier_checks.cashier_answers(databases=["default"])


def test_a_sound_platform_has_nothing_against_it(platform: Platform, settings: Any) -> None:
    assert checked(platform.told, settings) == []
    assert platform.asked[0][1] == {"order": cashier_checks.NO_ORDER} and not platform.orders


@pytest.mark.parametrize(("mode", "number"), [("fails", "yimen.W050"), ("forged", "yimen.W051")])
def test_a_platform_that_is_silent_or_signs_otherwise_is_told_to_who_runs_the_site(
    platform: Platform, settings: Any, mode: str, number: str
) -> None:
    platform.mode = mode
    (found,) = checked(platform.told, settings)
    assert found.id == number and found.hint
    assert platform.told["key"] not in f"{found.msg}{found.hint}", "a secret is never printed"


def test_a_key_that_is_another_is_found_by_the_check(platform: Platform, settings: Any) -> None:
    (found,) = checked({**platform.told, "key": "cd" * 32}, settings)
    assert found.id == "yimen.W051" and "cd" * 32 not in f"{found.msg}{found.hint}"


def test_nobody_is_asked_where_no_money_is_taken_online(platform: Platform, settings: Any) -> None:
    settings.PAYMENTS = ""
    assert cashier_checks.cashier_answers(databases=["default"]) == []
    settings.PAYMENTS, settings.CASHIER = "http", platform.told
    assert cashier_checks.cashier_answers() == [] and platform.asked == []
