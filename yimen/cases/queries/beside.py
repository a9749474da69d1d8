"""重复申请: beside which open application a draft stands, and what was said of it."""

from __future__ import annotations

from dataclasses import dataclass

from yimen.rules import answers as answer_rules
from yimen.rules.applying import Beside
from yimen.rules.events import Kind

from ..actions._beside import same_open
from .page import CasePage


def beside(page: CasePage) -> Beside | None:
    """The applicant's other open application for the same item in the same situation (1 statement)."""
    return same_open(page.case, page.spec, answer_rules.to_json(page.answers))


@dataclass(frozen=True)
class Second:
    """A case that was handed in beside another one: the number of that one, and why, as it was said."""

    number: str
    why: str


def second(page: CasePage) -> Second | None:
    """What was said when the same was applied for again; None where it was not (0 statements)."""
    said = (row.data for row in page.history if row.kind == Kind.CASE_SUBMITTED and "beside" in row.data)
    data = next(said, None)
    return Second(str(data["beside"]), str(data.get("reason", ""))) if data else None
