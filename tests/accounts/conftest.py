"""An administrator, a staff member and an invented person's number."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from yimen.bureau import actions as bureau
from yimen.rules.authority import SYSTEM, Actor, Post
from yimen.rules.codes import id_check
from yimen.rules.terms import Role

PASSWORD = "yunxi-2026-mima"


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


@pytest.fixture
def password() -> str:
    return PASSWORD


@pytest.fixture
def id_number() -> str:
    body = "43992119850315123"
    return body + id_check(body)


@pytest.fixture
def other_id_number() -> str:
    body = "43992119900715246"
    return body + id_check(body)


@pytest.fixture
def security() -> Actor:
    return Actor(account=1000, name="安全管理员", staff="T1", posts=(Post(Role.SECURITY, "x"),))


@pytest.fixture
def clerk() -> Actor:
    return Actor(account=1001, name="窗口", staff="T2", posts=(Post(Role.CLERK, "x"),))


@pytest.fixture
def staff_number(db: None, now: datetime) -> str:
    bureau.add_department(SYSTEM, "114399260000000019", "云溪县民政局", source="import", now=now)
    bureau.hire(SYSTEM, "YX-0101", "周小敏", "114399260000000019", now=now)
    return "YX-0101"
