"""iCalendar (RFC 5545): an appointment as a file that any calendar takes."""

from __future__ import annotations

from datetime import UTC, datetime

_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})
#: Octets of one line without its end.
_LINE = 75


def event(
    *, uid: str, start: datetime, end: datetime, title: str, place: str, words: str, made: datetime
) -> str:
    """One VEVENT; times in UTC, lines folded at 75 octets, CRLF."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Yimen//ZH", "METHOD:PUBLISH", "BEGIN:VEVENT",
        f"UID:{_text(uid)}", f"DTSTAMP:{_utc(made)}", f"DTSTART:{_utc(start)}", f"DTEND:{_utc(end)}",
        f"SUMMARY:{_text(title)}", f"LOCATION:{_text(place)}", f"DESCRIPTION:{_text(words)}",
        "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _text(value: str) -> str:
    return value.translate(_ESCAPES)


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _folded(line: str) -> str:
    made, size = "", 0
    for one in line:
        wide = len(one.encode())
        if size + wide > _LINE:
            made, size = f"{made}\r\n ", 1
        made, size = made + one, size + wide
    return made
