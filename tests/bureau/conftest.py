"""A system and a security administrator, a keeper and a clerk, as the rules know them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from yimen.bureau import actions, queries
from yimen.rules.authority import SYSTEM, Actor, Post
from yimen.rules.terms import Level, Role

OFFICE = "11430000000000006J"


@pytest.fixture(autouse=True)
def fresh_calendar() -> None:
    """A test that is rolled back leaves a calendar in memory whose stamp may come again."""
    queries.calendar_at.cache_clear()


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def _held(role: Role, account: int) -> Actor:
    return Actor(account=account, name="测试", staff=f"T{account}", posts=(Post(role, OFFICE),))


@pytest.fixture
def admin() -> Actor:
    return _held(Role.ADMIN, 1)


@pytest.fixture
def security() -> Actor:
    return _held(Role.SECURITY, 4)


@pytest.fixture
def keeper() -> Actor:
    return _held(Role.KEEPER, 2)


@pytest.fixture
def clerk() -> Actor:
    return _held(Role.CLERK, 3)


@pytest.fixture
def office(db: None, now: datetime) -> str:
    """A county and one department in it; the department's credit code."""
    actions.add_region(SYSTEM, "439926000000", "云溪县", Level.COUNTY, now=now)
    code = "114399260000000019"
    actions.add_department(SYSTEM, code, "云溪县民政局", "民政局", "439926000000", source="import", now=now)
    return code
