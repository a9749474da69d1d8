"""The small county of the tests of cases, on the same Monday."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests import county as counties
from tests.cases.conftest import NOW


@pytest.fixture
def now() -> datetime:
    """A Monday morning."""
    return NOW


@pytest.fixture
def county(db: None, now: datetime) -> counties.County:
    """Departments, staff, people and four items."""
    return counties.build(now)
