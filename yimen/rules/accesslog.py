"""访问日志: what one request leaves, how long the files are kept, which line a reader asked for.

Every request is one line. A line names who acted by number of staff or account, never by a personal number:
the path and the browser are masked, what stands behind the "?" is not kept at all (search words, check codes,
sign-in codes). Sources: 互联网政务应用安全管理规定 (logs complete, backed up, kept one year at least);
网络安全法第二十一条 (six months at least); GB/T 22239-2019 8.1.4.3 (audit records protected and backed up).
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from .masking import mask_text
from .terms import Role

#: Who reads the access log: the audit administrator alone (三员分立).
READERS = (Role.AUDIT,)
#: The shortest time in days that a site may keep it, and the law that says so.
LEAST_DAYS = 365
BASIS = "互联网政务应用安全管理规定；网络安全法第二十一条"
#: A file is packed when its day lies so many days back.
PACKED_AFTER = 7
#: Longest of what is kept of a browser's name, a path and a method, in characters.
AGENT_MOST, PATH_MOST, METHOD_MOST = 120, 400, 16
PLAIN, PACKED = ".jsonl", ".jsonl.gz"
_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})\.jsonl(?:\.gz)?")
#: Shorter runs of digits are no number of a person: such a text need not be looked at closer.
_DIGITS = re.compile(r"\d.{0,2}\d.{0,2}\d.{0,2}\d.{0,2}\d.{0,2}\d.{0,2}\d")


@dataclass(frozen=True)
class Line:
    """One answered request. `at` when the answer was made, `ms` until then, `size` in bytes of its body."""

    at: datetime
    id: str
    method: str
    path: str
    status: int
    ms: float
    size: int
    who: str
    address: str
    agent: str


@dataclass(frozen=True)
class Gap:
    """So many lines could not be written since a moment: the disk was full or gone."""

    at: datetime
    lost: int
    since: datetime


@functools.lru_cache(maxsize=1024)
def browser(name: str) -> str:
    """A browser's name as lines write it; the same few come again and again."""
    return veiled(name, AGENT_MOST)


def veiled(text: str, most: int) -> str:
    """A text with personal numbers masked, then cut: cut first, half a number would pass."""
    return (mask_text(text) if _DIGITS.search(text) else text)[:most]


def moment(at: datetime) -> str:
    """A time as lines write it: UTC, to the millisecond."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def encode(one: Line | Gap) -> bytes:
    """One line of the file with its end. What cannot be written in UTF-8 is escaped."""
    facts: dict[str, Any]
    if isinstance(one, Gap):
        facts = {"at": moment(one.at), "lost": one.lost, "since": moment(one.since)}
    else:
        facts = {
            "at": moment(one.at), "id": one.id, "method": one.method[:METHOD_MOST],
            "path": veiled(one.path, PATH_MOST), "status": one.status, "ms": one.ms, "bytes": one.size,
            "who": one.who, "from": one.address, "agent": browser(one.agent),
        }  # fmt: skip
    text = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace") + b"\n"


def decode(raw: bytes) -> Line | Gap | None:
    """What a line says, None where it cannot be read (torn by a full disk, or changed)."""
    try:
        told = json.loads(raw)
        if "lost" in told:
            return Gap(_read(told["at"]), int(told["lost"]), _read(told["since"]))
        return Line(
            _read(told["at"]), str(told["id"]), str(told["method"]), str(told["path"]), int(told["status"]),
            float(told["ms"]), int(told["bytes"]), str(told["who"]), str(told["from"]), str(told["agent"]),
        )  # fmt: skip
    except (ValueError, TypeError, KeyError):
        return None


def _read(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(text)
    return found


# --- reading ----------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Wanted:
    """What a reader looks for: who exactly, how the path begins, a status (404) or its class (4)."""

    who: str = ""
    path: str = ""
    status: str = ""

    @property
    def anything(self) -> bool:
        """Whether nothing is asked for in particular."""
        return not (self.who or self.path or self.status)

    def fits(self, one: Line) -> bool:
        """Whether a line is one of those."""
        return (
            self.who in {"", one.who}
            and one.path.startswith(self.path)
            and str(one.status).startswith(self.status)
        )


#: What may be typed before a number, as the page shows it and as lines write it.
_KINDS = {"工号": "staff", "staff": "staff", "账号": "account", "account": "account"}
_TYPED = re.compile(r"(工号|账号|staff|account)[\s:：]*(\S.*)")
_NOBODY = frozenset({"-", "没有登录"})


def read_wanted(who: str, path: str, status: str) -> Wanted:
    """What was typed. A bare number is one of staff; 4xx is the class; what is no status asks for none."""
    wanted = re.fullmatch(r"([1-5])(?:xx|[0-9]{2})?", status.strip().lower())
    digits = wanted.group().replace("x", "") if wanted else ""
    return Wanted(_read_who(who.strip()), path.strip(), digits)


def _read_who(typed: str) -> str:
    if not typed or typed in _NOBODY:
        return "-" if typed else ""
    found = _TYPED.fullmatch(typed)
    kind, number = (_KINDS[found.group(1)], found.group(2)) if found else ("staff", typed)
    return f"{kind}:{number.upper()}"


# --- files ------------------------------------------------------------------------------------------------
def name_of(day: date, *, packed: bool = False) -> str:
    """The name of a day's file."""
    return f"{day.isoformat()}{PACKED if packed else PLAIN}"


def day_of(name: str) -> date | None:
    """The day that a file's name says, None for other files."""
    found = _NAME.fullmatch(name)
    try:
        return date.fromisoformat(found.group(1)) if found else None
    except ValueError:
        return None


def to_pack(days: Iterable[date], today: date) -> list[date]:
    """Days whose files are old enough to be packed, oldest first."""
    return sorted(day for day in set(days) if today - day > timedelta(days=PACKED_AFTER))


def to_remove(days: Iterable[date], today: date, kept: int) -> list[date]:
    """Days older than `kept` days, oldest first; never younger than LEAST_DAYS, whatever is set."""
    return sorted(day for day in set(days) if (today - day).days > max(kept, LEAST_DAYS))


def to_seal(files: Iterable[date], sealed: date | None, closed: date) -> list[date]:
    """Days up to the last closed one that wait for their digest, oldest first.

    After the last sealed day every day in turn, also one without a file: that there is none is on record.
    """
    if sealed is None:
        there = [day for day in files if day <= closed]
        sealed = min(there) - timedelta(days=1) if there else closed
    return [sealed + timedelta(days=n) for n in range(1, (closed - sealed).days + 1)]
