"""导办 noted in ten seconds: what it was about, where, how, what came of it. Nothing of the person is kept:
every answer is chosen from a list, so none can slip in."""

from __future__ import annotations

from typing import TypeVar

from ..errors import Kind, RuleBroken
from ..term import Term
from ..terms import Role
from .terms import GuidedHow, GuidedTo, NoHelpWhy

T = TypeVar("T", bound=Term)

#: Helpers, and who stands at the reception of a hall.
GUIDES = (Role.HELPER, Role.CLERK)


class GuidanceBlank(RuleBroken):
    """A guidance is noted with its item, place, way and outcome; where nobody could help, with the reason."""

    code = "help.guidance_blank"
    text = "请选{label}"
    kind = Kind.INVALID


def read_how(raw: str) -> GuidedHow:
    """How it was done. Raises GuidanceBlank."""
    return _read(GuidedHow, raw, "怎么导的")


def read_to(raw: str) -> GuidedTo:
    """What came of it. Raises GuidanceBlank."""
    return _read(GuidedTo, raw, "结果")


def read_why(to: GuidedTo, raw: str) -> NoHelpWhy | None:
    """Why nobody could help; None where somebody could. Raises GuidanceBlank."""
    return _read(NoHelpWhy, raw, "为什么没帮上") if to is GuidedTo.NOWHERE else None


def require_item(*, known: bool, why: NoHelpWhy | None) -> None:
    """Raise GuidanceBlank without an item in force (`known`), but where the reason is that there is none."""
    if not known and why is not NoHelpWhy.NO_ITEM:
        raise GuidanceBlank(label="什么事项")


def _read(terms: type[T], raw: str, label: str) -> T:
    if raw not in set(terms):
        raise GuidanceBlank(label=label)
    return terms(raw)
