"""What the actions of the bureau share: the answer, the stream, and finding rows by their codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yimen.rules import offices
from yimen.rules.authority import Actor
from yimen.rules.events import Kind
from yimen.trail import actions as trail

from ..models import Department, Region, Staff

STREAM = "bureau"


@dataclass(frozen=True)
class Made:
    """The row that was written, and what a check found wrong with it ("" when nothing)."""

    id: int
    warning: str = ""


def note(kind: Kind, actor: Actor, now: datetime, data: Mapping[str, Any]) -> None:
    """Append one event of the bureau."""
    trail.append(STREAM, kind, actor.label, now, data)


def the_region(code: str) -> Region:
    """The region of this code. Raises NotThere."""
    found = Region.objects.filter(code=code).first()
    if found is None:
        raise offices.NotThere(what="行政区划", number=code)
    return found


def the_department(credit_code: str) -> Department:
    """The department of this credit code. Raises NotThere."""
    found = Department.objects.filter(credit_code=credit_code).first()
    if found is None:
        raise offices.NotThere(what="部门", number=credit_code)
    return found


def the_staff(number: str) -> Staff:
    """The member of staff of this number, locked. Raises NotThere."""
    found = Staff.objects.select_for_update(of=("self",)).filter(number=number.strip().upper()).first()
    if found is None:
        raise offices.NotThere(what="工号", number=number)
    return found
