"""Refusals: each a fact with a stable code, plain Chinese words and the legal basis.

A rule raises or returns one of these; a door maps `kind` to HTTP once and shows the same words.
`text` is a gettext message with named places, `facts` fills them: the door translates, then fills.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, ClassVar


class Kind(Enum):
    """How a refusal reads in HTTP."""

    FORBIDDEN = 403
    NOT_FOUND = 404
    CONFLICT = 409
    STALE = 412
    INVALID = 422
    TOO_MANY = 429
    AWAY = 503
    NO_ROOM = 507


@dataclass(frozen=True)
class Said:
    """A fact that is a message itself: a door translates and fills it before the message around it."""

    text: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text.format(**self.facts)


#: How a door puts a message into the reader's language; `str` leaves it in Chinese.
Translate = Callable[[str], str]


def say(text: str, facts: Mapping[str, Any], translate: Translate) -> str:
    """A message and its facts as one sentence: the template is translated first, then filled."""
    return translate(text).format(**{name: worded(fact, translate) for name, fact in facts.items()})


def worded(fact: Any, translate: Translate) -> Any:
    """A fact as it goes into a sentence: labels and messages translated, all else as it is."""
    if isinstance(fact, Said):
        return say(fact.text, fact.facts, translate)
    return translate(fact) if isinstance(fact, str) and fact else fact


class RuleBroken(Exception):
    """A rule says no. Subclasses name the fact; the docstring is the short explanation."""

    code: ClassVar[str] = "rule.broken"
    text: ClassVar[str] = "这一步现在不能做"
    basis: str = ""
    kind: ClassVar[Kind] = Kind.CONFLICT
    #: Seconds after which the same request is worth sending again; 0 where waiting does not help.
    retry_after: int = 0

    def __init__(self, **facts: Any) -> None:
        self.facts = facts
        super().__init__(self.code)

    @property
    def words(self) -> str:
        """The refusal in plain Chinese, filled with its facts."""
        return self.text.format(**self.facts)

    def __str__(self) -> str:
        return f"{self.code}: {self.words}"


def all_refusals() -> list[type[RuleBroken]]:
    """Every refusal class, by code: for the reference page and for tests. Import the rules first."""
    found: list[type[RuleBroken]] = []
    todo: list[type[RuleBroken]] = [RuleBroken]
    while todo:
        one = todo.pop()
        todo.extend(one.__subclasses__())
        found.append(one)
    return sorted(found, key=lambda cls: cls.code)
