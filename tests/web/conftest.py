"""A person and a member of staff with accounts, and a client signed in as each."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import timezone

from yimen.accounts import actions
from yimen.accounts.actions import VISITOR
from yimen.bureau import actions as bureau
from yimen.rules.authority import SYSTEM
from yimen.rules.codes import id_check
from yimen.rules.terms import Role

PHONE, STAFF, PASSWORD = "13800003210", "YX-0101", "yunxi-2026-mima"
OFFICE = "114399260000000019"
BODY = "43992119850315123"
ID_NUMBER = BODY + id_check(BODY)
OTHER = "43992119900715246"
OTHER_ID = OTHER + id_check(OTHER)


@pytest.fixture
def start() -> datetime:
    return datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


@pytest.fixture
def person(db: None, start: datetime) -> actions.Opened:
    return actions.register(VISITOR, PHONE, "李小敏", ID_NUMBER, PASSWORD, now=start)


@pytest.fixture
def officer(db: None, start: datetime) -> actions.Opened:
    bureau.add_department(SYSTEM, OFFICE, "云溪县民政局", source="import", now=start)
    bureau.hire(SYSTEM, STAFF, "周小敏", OFFICE, now=start)
    bureau.give_post(SYSTEM, STAFF, Role.CLERK, OFFICE, now=start)
    # Now: a password as old as the rest of this world would have to be changed first.
    return actions.open_staff_account(SYSTEM, STAFF, PASSWORD, now=timezone.now())


def _signed_in(login: str) -> Client:
    client = Client()
    answer = client.post("/login/", {"login": login, "password": PASSWORD})
    assert answer.status_code == 302
    return client


@pytest.fixture
def her(person: actions.Opened) -> Client:
    return _signed_in(PHONE)


@pytest.fixture
def him(officer: actions.Opened) -> Client:
    return _signed_in(STAFF)
