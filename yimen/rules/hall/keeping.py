"""What is refused when the hall is entered or changed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from yimen.rules.errors import Kind, RuleBroken
from yimen.rules.hours import DAY, DayKind
from yimen.rules.terms import Role

from .away import Away, left_of
from .terms import Turn, WindowKind

#: Who keeps halls, windows, hours and shifts.
KEEPERS = (Role.ADMIN, Role.KEEPER)
_CODE = re.compile(r"[A-Z0-9][A-Z0-9\-]{1,19}", re.ASCII)
_NUMBER = re.compile(r"[A-Z0-9][A-Z0-9\-]{0,9}", re.ASCII)
_LINE = re.compile(r"[A-Z0-9]{1,2}", re.ASCII)
_SEASON = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])", re.ASCII)
#: Where China lies, degrees: a slip of the two numbers is found.
_EAST, _NORTH = (73.0, 136.0), (3.0, 54.0)


class SiteUnknown(RuleBroken):
    """There is no such site, or it is closed for good."""

    code = "hall.site_unknown"
    text = "没有找到这个大厅"
    kind = Kind.NOT_FOUND


class WindowUnknown(RuleBroken):
    """There is no such window."""

    code = "hall.window_unknown"
    text = "没有找到这个窗口"
    kind = Kind.NOT_FOUND


class BadSiteCode(RuleBroken):
    """A site's code: 2 to 20 letters, digits and hyphens; a window's number: up to 10 of them."""

    code = "hall.bad_code"
    text = "编号只用大写字母、数字和短横线，大厅 2 到 20 位，窗口 1 到 10 位"
    kind = Kind.INVALID


class SiteTaken(RuleBroken):
    """Another site has this code."""

    code = "hall.site_taken"
    text = "编号“{number}”已经有大厅在用"


class BadPlace(RuleBroken):
    """East and north are degrees, both or none."""

    code = "hall.bad_place"
    text = "经度和纬度要一起写，比如 113.25 和 28.2"
    kind = Kind.INVALID


class BadSeason(RuleBroken):
    """A season has a first and a last day, and only a seasonal window has one."""

    code = "hall.bad_season"
    text = "季节性窗口要写从哪天到哪天，像“09-01”到“12-31”；别的窗口不写"
    kind = Kind.INVALID


class DepartmentNeeded(RuleBroken):
    """A department's window says whose it is."""

    code = "hall.department_needed"
    text = "部门窗口要选是哪个部门的"
    kind = Kind.INVALID


class BadShift(RuleBroken):
    """A shift ends after it begins, on a day on or after its first."""

    code = "hall.bad_shift"
    text = "排班的时间要从早到晚，结束的日子不早于开始的日子"
    kind = Kind.INVALID


class ShiftClash(RuleBroken):
    """Nobody sits at two windows at once."""

    code = "hall.shift_clash"
    text = "{name}这段时间已经排在 {window} 号窗口"


class BadLine(RuleBroken):
    """A queue: one or two capital letters or digits, and how many minutes one service takes in the mean."""

    code = "hall.bad_line"
    text = "业务队列要一两个大写字母或数字，平均办理 1 到 240 分钟"
    kind = Kind.INVALID


class LineAlike(RuleBroken):
    """A1 beside A: the eleventh number of one is read aloud as the first of the other."""

    code = "hall.line_alike"
    text = "号码开头“{letter}”和“{other}”容易听混，请换一个"


class WeekendBasis(RuleBroken):
    """What is served on Saturdays is a list with a document."""

    code = "hall.weekend_basis"
    text = "列入延时服务要写依据的文件"
    kind = Kind.INVALID


@dataclass(frozen=True)
class ShiftFact:
    """When somebody sits somewhere. Minutes since midnight; `last` None: until further notice; `away`: when
    they do not, for they are on leave."""

    turn: Turn
    starts: int
    ends: int
    first: date
    last: date | None = None
    window: str = ""
    away: tuple[Away, ...] = ()


def read_site_code(raw: str) -> str:
    """A site's code in capitals. Raises BadSiteCode."""
    return _code(raw, _CODE)


def read_window_number(raw: str) -> str:
    """A window's number in capitals. Raises BadSiteCode."""
    return _code(raw, _NUMBER)


def read_line(letter: str, minutes: int) -> str:
    """The letter of a queue. Raises BadLine."""
    made = letter.strip().upper()
    if _LINE.fullmatch(made) is None or not 1 <= minutes <= 240:
        raise BadLine()
    return made


def require_unlike(letter: str, others: Iterable[str]) -> None:
    """Raise LineAlike where one of the queues of a site begins as another does. `others`: those in use."""
    for other in sorted(set(others) - {letter}):
        if other.startswith(letter) or letter.startswith(other):
            raise LineAlike(letter=letter, other=other)


def _code(raw: str, pattern: re.Pattern[str]) -> str:
    made = raw.strip().upper()
    if pattern.fullmatch(made) is None:
        raise BadSiteCode()
    return made


def read_spot(east: str, north: str) -> tuple[float, float] | None:
    """A place as typed, degrees; None where none is given. Raises BadPlace."""
    if not east.strip() and not north.strip():
        return None
    try:
        made = float(east), float(north)
    except ValueError as error:
        raise BadPlace() from error
    if not (_EAST[0] <= made[0] <= _EAST[1] and _NORTH[0] <= made[1] <= _NORTH[1]):
        raise BadPlace()
    return made


def check_window(kind: WindowKind, department: str, begins: str, ends: str) -> None:
    """Raises DepartmentNeeded, BadSeason."""
    if kind is WindowKind.DEPARTMENT and not department:
        raise DepartmentNeeded()
    typed = bool(begins or ends)
    whole = bool(_SEASON.fullmatch(begins) and _SEASON.fullmatch(ends))
    if typed != (kind is WindowKind.SEASONAL) or (typed and not whole):
        raise BadSeason()


def check_shift(shift: ShiftFact, held: Iterable[ShiftFact], name: str) -> None:
    """A shift beside those the same person has. Raises BadShift, ShiftClash."""
    days = shift.last is None or shift.last >= shift.first
    if not (days and 0 <= shift.starts < shift.ends <= DAY):
        raise BadShift()
    for other in held:
        if _meet(shift, other):
            raise ShiftClash(name=name, window=other.window)


def _meet(one: ShiftFact, other: ShiftFact) -> bool:
    kinds = one.turn is other.turn or Turn.DAILY in {one.turn, other.turn}
    hours = one.starts < other.ends and other.starts < one.ends
    first, last = max(one.first, other.first), min(one.last or date.max, other.last or date.max)
    return kinds and hours and first <= last


def sits(shift: ShiftFact, day: date, kind: DayKind) -> bool:
    """Whether a shift is worked on a day of that kind, if only for a part of it."""
    return bool(worked(shift, day, kind))


def worked(shift: ShiftFact, day: date, kind: DayKind) -> list[tuple[int, int]]:
    """From when to when a shift is worked on a day of that kind, minutes since midnight; nothing where it is
    not. On holidays only who sits every day does."""
    inside = shift.first <= day <= (shift.last or date.max)
    if not inside or not (shift.turn is Turn.DAILY or str(shift.turn) == str(kind)):
        return []
    return left_of(shift.starts, shift.ends, day, shift.away)
