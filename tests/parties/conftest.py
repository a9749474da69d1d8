"""Invented people with numbers whose check characters are right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from yimen.rules.authority import Actor, Post
from yimen.rules.codes import credit_check, id_check
from yimen.rules.terms import Role


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


@pytest.fixture
def id_number() -> Callable[[int], str]:
    """The n-th invented identity number."""

    def make(n: int) -> str:
        body = f"43052119850{n % 9 + 1:d}15{n:03d}"
        return body + id_check(body)

    return make


@pytest.fixture
def credit_code() -> str:
    body = "91439926MA0000001"
    return body + credit_check(body)


@pytest.fixture
def clerk() -> Actor:
    return Actor(account=3, name="窗口", staff="T3", posts=(Post(Role.CLERK, "x"),))


@pytest.fixture
def officer() -> Actor:
    return Actor(account=4, name="承办", staff="T4", posts=(Post(Role.OFFICER, "x"),))
