"""The small county with a road for industrial projects."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests import county as counties
from tests import projects_world as world

NOW = datetime(2026, 11, 16, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def county(db: None) -> counties.County:
    return world.publish(counties.build(NOW))
