"""What may be done to a licence in which status: one table; nothing leaves a final status."""

from __future__ import annotations

from datetime import date

import pytest

from yimen.rules import licence_states as states
from yimen.rules.licence_states import LicenceStatus as S
from yimen.rules.licences import LicenceAct as A

ALLOWED = {
    (S.VALID, A.CHANGE): S.CHANGED, (S.VALID, A.RENEW): S.RENEWED, (S.EXPIRED, A.RENEW): S.RENEWED,
    (S.VALID, A.SUSPEND): S.SUSPENDED, (S.SUSPENDED, A.RESUME): S.VALID,
    (S.VALID, A.REVOKE): S.REVOKED, (S.SUSPENDED, A.REVOKE): S.REVOKED, (S.EXPIRED, A.REVOKE): S.REVOKED,
    (S.VALID, A.CANCEL): S.CANCELLED, (S.SUSPENDED, A.CANCEL): S.CANCELLED,
    (S.EXPIRED, A.CANCEL): S.CANCELLED,
    (S.VALID, A.EXPIRE): S.EXPIRED, (S.SUSPENDED, A.EXPIRE): S.EXPIRED,
}  # fmt: skip


@pytest.mark.parametrize("status", list(S))
@pytest.mark.parametrize("act", list(A))
def test_every_place_of_the_table(status: S, act: A) -> None:
    if (status, act) in ALLOWED:
        row = states.step(status, act)
        assert row.target is ALLOWED[status, act]
        assert row.new_edition == (act in {A.CHANGE, A.RENEW})
        return
    with pytest.raises(states.WrongStatus) as refused:
        states.step(status, act)
    assert status.label in refused.value.words


def test_nothing_leaves_a_final_status() -> None:
    assert {status for row in states.TABLE for status in row.sources}.isdisjoint(states.FINAL)


def test_renewal_is_applied_for_while_the_licence_holds() -> None:
    states.require_renewable(date(2026, 11, 23), date(2026, 11, 23))
    states.require_renewable(None, date(2099, 1, 1))
    with pytest.raises(states.RenewalTooLate):
        states.require_renewable(date(2026, 11, 22), date(2026, 11, 23))


@pytest.mark.parametrize(
    ("status", "last", "shown", "holds"),
    [
        (S.VALID, date(2026, 11, 23), S.VALID, True),
        (S.VALID, date(2026, 11, 22), S.EXPIRED, False),
        (S.SUSPENDED, None, S.SUSPENDED, False),
        (S.REVOKED, date(2026, 11, 22), S.REVOKED, False),
        (S.VALID, None, S.VALID, True),
    ],
)
def test_what_is_told_today(status: S, last: date | None, shown: S, holds: bool) -> None:
    today = date(2026, 11, 23)
    assert states.shown(status, last, today) is shown
    assert states.holds(status, date(2026, 1, 1), last, today) is holds


@pytest.mark.parametrize(
    ("status", "last", "holder", "organ"),
    [
        (S.VALID, date(2026, 11, 23), {A.CHANGE, A.RENEW, A.CANCEL},
         {A.CHANGE, A.RENEW, A.SUSPEND, A.REVOKE, A.CANCEL}),
        (S.VALID, None, {A.CHANGE, A.CANCEL}, {A.CHANGE, A.SUSPEND, A.REVOKE, A.CANCEL}),
        (S.SUSPENDED, None, {A.RESUME, A.CANCEL}, {A.RESUME, A.REVOKE, A.CANCEL}),
        (S.EXPIRED, date(2026, 11, 22), {A.CANCEL}, {A.REVOKE, A.CANCEL}),
        (S.REVOKED, None, set(), set()),
        (S.CHANGED, None, set(), set()),
    ],
)  # fmt: skip
def test_what_may_be_begun_today(status: S, last: date | None, holder: set[A], organ: set[A]) -> None:
    today = date(2026, 11, 23)
    assert set(states.offered(status, last, today, organ=False)) == holder
    assert set(states.offered(status, last, today, organ=True)) == organ
