"""A trail of three days with its seals, made through the actions."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests import county as counties
from tests.cases.conftest import NOW, county, reach  # noqa: F401  (fixtures)
from yimen.accounts import actions as accounts
from yimen.trail import keys, sealing
from yimen.trail.export import Scope, lines

DAY = timedelta(days=1)
Line = dict[str, Any]


@pytest.fixture(autouse=True)
def own_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The key of the seals lies in the folder of the test."""
    monkeypatch.setattr(keys, "place", lambda: tmp_path / "data" / keys.FILE)


@pytest.fixture
def now() -> datetime:
    """A Monday morning."""
    return NOW


def night(at: datetime) -> datetime:
    """A quarter past midnight after this day, in China."""
    return at.replace(hour=0, minute=15) + DAY


@pytest.fixture
def three_days(county: counties.County, reach: Callable[..., Any]) -> counties.County:  # noqa: F811
    """Three days of work, each sealed the night after, and one act of the fourth day that no seal covers."""
    reach("received", item=counties.PLAIN)
    sealing.seal_due(night(NOW))
    reach("granted", at=NOW + DAY)
    accounts.change_contact(county["li"], counties.PASSWORD, "13900001111", now=NOW + DAY)
    sealing.seal_due(night(NOW + DAY))
    accounts.change_contact(county["li"], counties.PASSWORD, "13900002222", now=NOW + 2 * DAY)
    sealing.seal_due(night(NOW + 2 * DAY))
    accounts.change_contact(county["li"], counties.PASSWORD, "13900003333", now=NOW + 3 * DAY)
    return county


def exported(*streams: str, from_day: date | None = None, to_day: date | None = None) -> list[Line]:
    """An export as its parsed lines."""
    return [json.loads(one) for one in lines(Scope(from_day, to_day, streams), now=NOW + 3 * DAY)]


def written(told: list[Line]) -> list[bytes]:
    """Parsed lines as a file has them."""
    return [json.dumps(one, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" for one in told]
