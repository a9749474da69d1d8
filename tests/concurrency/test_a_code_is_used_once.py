"""One code of the second step, one recovery code, sent by several at one moment: one of them is let in."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests import county as counties
from tests.concurrency.gate import together
from tests.concurrency.test_two_at_once import county  # noqa: F401
from yimen.accounts import actions, codes
from yimen.accounts.models import RecoveryCode

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


def test_a_code_of_the_app(county):  # noqa: F811
    account, now = county.accounts["keeper"].pk, timezone.now()
    sent = codes.digits_at(counties.SECRET, now)
    done = together(*[lambda: actions.use_code(account, sent, now=now)] * 6)
    assert sorted(done) == [False] * 5 + [True]


def test_a_recovery_code(county):  # noqa: F811
    account, now = county.accounts["keeper"].pk, timezone.now()
    RecoveryCode.objects.create(account_id=account, code=codes.slow_hash("ABCDEFGHJK", codes.make_salt()))
    done = together(*[lambda: actions.use_code(account, "ABCDE-FGHJK", now=now)] * 6)
    assert sorted(done) == [False] * 5 + [True]
