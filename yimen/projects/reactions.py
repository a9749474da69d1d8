"""What follows when an application of a project moved: its results lie with what comes after."""

from __future__ import annotations

from datetime import datetime

from yimen.cases import actions as cases
from yimen.trail.queries import Row

from . import actions, queries


def carry_on(row: Row, now: datetime) -> None:
    """A result was made, of an application or of one of its members: later drafts of its project have it."""
    numbers = [one for one in (row.stream, cases.parent_of(row.stream)) if one]
    code = queries.project_of_case(numbers)
    if code:
        actions.came(code, now=now)
