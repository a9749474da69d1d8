"""The county with an item that is decided by machine, its register, and lots that can be told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests import county as counties
from tests import instant_world as worlds
from yimen.bridges import registers as bridge
from yimen.bridges.registers import FakeRegisters
from yimen.instant.actions import deciding

NOW = datetime(2026, 11, 16, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def now() -> datetime:
    """A Monday morning."""
    return NOW


@pytest.fixture
def county(transactional_db: None, now: datetime) -> counties.County:
    """The small county with the sign item."""
    made = counties.build(now)
    worlds.build(made, now)
    return made


@pytest.fixture(autouse=True)
def lot(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """`lot(0)`: what is drawn from now on, 0 to 99. Nothing is drawn to be checked unless a test says so."""

    def draws(number: int) -> None:
        monkeypatch.setattr(deciding, "draw_lot", lambda: number)

    draws(99)
    return draws


@pytest.fixture(autouse=True)
def register(
    county: counties.County, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> Callable[[str], FakeRegisters]:
    """`register("dead")`: how the firm's register behaves from now on. It answers unless a test says so."""
    settings.REGISTERS = "quick"

    def behaves(how: str) -> FakeRegisters:
        made = worlds.registers(county, how)
        monkeypatch.setitem(bridge._made, "quick", made)
        return made

    behaves("answers")
    return behaves
