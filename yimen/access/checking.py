"""Whether the files of the access log are what was closed: a day changed, lost or added is named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from yimen.rules.accesslog import to_pack
from yimen.rules.calendar import china_date
from yimen.trail import queries as trail
from yimen.trail.sealing import day_to_close

from . import files, packing, queries

#: What may be wrong with a day, in words (messages).
WORDS = {
    "changed": "内容和封存时不一样",
    "missing": "文件不在了",
    "broken": "文件读不出来",
    "unsealed": "还没有封存",
    "appeared": "封存时没有这一天，现在有了",
    "chain": "这台机器的封存记录被改过",
}


@dataclass(frozen=True)
class Fault:
    """One day (None: the record itself) and what is wrong with it: a key of WORDS."""

    day: date | None
    what: str


@dataclass(frozen=True)
class Report:
    """So many days were compared, so many were removed by the policy, and what is wrong."""

    compared: int
    removed: int
    faults: tuple[Fault, ...]


def prove(now: datetime) -> Report:
    """Compare every file of this machine with what was recorded when its day closed. Reads all of them."""
    there, sealed, removed = files.listing(), queries.sealed_days(), queries.removed_days()
    found = [Fault(None, "chain")] if any(trail.broken_links(files.stream())) else []
    kept = [day for day in sorted(sealed) if day not in removed]
    for day in kept:
        wrong = _compare(there.get(day), sealed[day])
        if wrong:
            found.append(Fault(day, wrong))
    closed = day_to_close(now)
    found += [Fault(day, "unsealed") for day in sorted(there) if day <= closed and day not in sealed]
    return Report(len(kept), len(removed), tuple(found))


def _compare(path: Path | None, told: dict[str, Any]) -> str:
    if path is None:
        return "missing" if told["sm3"] else ""
    if not told["sm3"]:
        return "appeared"
    try:
        return "" if files.digest(path) == told["sm3"] else "changed"
    except (OSError, packing.NotPacked):
        return "broken"


def unpacked(now: datetime, late: int) -> list[date]:
    """Days that should have been packed `late` days ago and were not: their files are not what was closed."""
    plain = [day for day, path in files.listing().items() if not files.is_packed(path)]
    today = china_date(now)
    return [day for day in to_pack(plain, today) if (today - day).days > late]
