"""Numbers taken: counted by kiosk, by person, or by address, and enough for a full hall."""

from __future__ import annotations

import pytest

from yimen.rules.limits import TAKE_AT_KIOSK, TAKE_NUMBER, TAKE_OWN, Limit, budget

#: Visitors of a large hall on one day, the share that comes in its fullest hour, and machines there at least.
VISITORS, PEAK, KIOSKS = 2_000, 0.2, 2


@pytest.mark.parametrize(
    ("account", "device", "limit", "who"),
    [
        (None, "", TAKE_NUMBER, "192.0.2.7"),
        (7, "", TAKE_OWN, "account:7"),
        (None, "machine:3", TAKE_AT_KIOSK, "machine:3"),
        (7, "machine:3", TAKE_AT_KIOSK, "machine:3"),
    ],
)
def test_the_machine_then_the_person_then_the_address(
    account: int | None, device: str, limit: Limit, who: str
) -> None:
    assert budget(account, device, "192.0.2.7") == (limit, who)


def test_a_full_hall_is_not_shut_out() -> None:
    busiest = VISITORS * PEAK
    assert TAKE_NUMBER.most >= busiest, "even if all of them take theirs by telephone, behind one address"
    assert TAKE_AT_KIOSK.most * KIOSKS >= busiest
    assert TAKE_OWN.most < 50, "one person needs a few"
