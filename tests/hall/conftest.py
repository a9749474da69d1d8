"""The small county with its sites."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests import county as counties
from tests import hall_world


@pytest.fixture
def county(db: None, now: datetime) -> counties.County:
    """The county on a Monday morning, its sites entered."""
    return hall_world.build(counties.build(now))
