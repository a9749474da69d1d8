"""Seals of two offices that the one seal took the place of."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests import county as counties
from yimen.rules.authority import SYSTEM
from yimen.rules.seals import kinds
from yimen.vault import actions as vault


def play(now: Any) -> None:
    """The one seal is founded; of two offices the former ones are noted."""
    vault.found_seal(
        SYSTEM, "43992601", "云溪县行政审批专用章", counties.MARKET, tuple(kinds()),
        document="云政办〔2026〕1号", now=now,
    )  # fmt: skip
    rows = ((counties.MARKET, "市场监管局审批章", 42), (counties.HEALTH, "卫健局许可章", 9))
    for office, former, items in rows:
        vault.note_replaced(SYSTEM, office, former, date(2026, 11, 1), "云政办〔2026〕1号", items, now=now)
