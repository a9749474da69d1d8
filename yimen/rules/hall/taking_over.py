"""A hall is taken over from a list: which sites and windows it becomes, and what somebody must look at.

An office with an address of its own is a site of its own. A window is of the department that the office is
called by; where the county has none of that name (a bank, the water works) it is a window for convenience,
which the keeper then makes what it is. A number that stands twice at one site is a fault: nothing is taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from ..errors import Kind, RuleBroken
from .keeping import SiteTaken, read_window_number
from .terms import WindowKind


class NumberTwice(RuleBroken):
    """Two windows of one site have the same number."""

    code = "hall.number_twice"
    text = "“{site}”有两个 {number} 号窗口"
    kind = Kind.INVALID


@dataclass(frozen=True)
class WindowsRow:
    """One line of the list: a name, what it is for, and one window for each number."""

    name: str
    business: str = ""
    numbers: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()


@dataclass(frozen=True)
class OfficeRow:
    """An office of the list; `address` where it stands in a place of its own."""

    name: str
    address: str = ""
    windows: tuple[WindowsRow, ...] = ()


@dataclass(frozen=True)
class NewWindow:
    """A window to be entered. `department`: credit code, "" for one for convenience."""

    number: str
    name: str
    kind: WindowKind
    department: str
    phone: str


@dataclass(frozen=True)
class NewSite:
    """A site to be entered with its windows."""

    code: str
    name: str
    address: str
    windows: tuple[NewWindow, ...]


def plan(
    rows: Sequence[OfficeRow], code: str, name: str, address: str, departments: Mapping[str, str]
) -> tuple[NewSite, ...]:
    """The sites that a list becomes: the main one, then one for each office with an address of its own.

    `departments`: name or short name → credit code. Raises NumberTwice, BadSiteCode.
    """
    here = [row for row in rows if not row.address]
    sites = [NewSite(code, name, address, _windows(here, departments))]
    for count, row in enumerate((row for row in rows if row.address), 2):
        sites.append(NewSite(f"{code}-{count}", row.name, row.address, _windows([row], departments)))
    for site in sites:
        _require_once(site)
    return tuple(site for site in sites if site.windows)


def require_new(sites: Sequence[NewSite], there: Collection[str]) -> None:
    """Raise SiteTaken for the first whose code a site has already. `there`: the codes of all sites."""
    for one in sites:
        if one.code in there:
            raise SiteTaken(number=one.code)


def unknown(rows: Sequence[OfficeRow], departments: Mapping[str, str]) -> tuple[str, ...]:
    """Offices that the county has no department for, in the order of the list."""
    return tuple(row.name for row in rows if row.name not in departments)


def _windows(rows: Sequence[OfficeRow], departments: Mapping[str, str]) -> tuple[NewWindow, ...]:
    made = []
    for row in rows:
        department = departments.get(row.name, "")
        kind = WindowKind.DEPARTMENT if department else WindowKind.CONVENIENCE
        for line in row.windows:
            name = f"{line.name} {line.business}".strip()
            phone = " ".join(line.phones)
            made += [NewWindow(read_window_number(n), name, kind, department, phone) for n in line.numbers]
    return tuple(made)


def _require_once(site: NewSite) -> None:
    number, times = Counter(one.number for one in site.windows).most_common(1)[0] if site.windows else ("", 1)
    if times > 1:
        raise NumberTwice(site=site.name, number=number)
