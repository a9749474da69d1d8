"""A finding of the 质检: which rule, how grave, where in the item, in which words."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..item import ItemSpec
from ..terms import Term


class Severity(Term):
    """An error keeps an item from being published, a warning is shown to its keeper."""

    ERROR = "error", "要改"
    WARNING = "warning", "建议改"


@dataclass(frozen=True)
class Finding:
    """One thing found. `place`: field of ItemSpec; `text` is a message template filled with `facts`."""

    code: str
    severity: Severity
    place: str
    text: str
    facts: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def words(self) -> str:
        """The finding in plain Chinese."""
        return self.text.format(**self.facts)


#: What a rule says of an item: the place and the facts of each fault, nothing where it is kept.
Faults = Iterable[tuple[str, Mapping[str, Any]]]


@dataclass(frozen=True)
class Rule:
    """One rule of the 质检: `code` by domain 1.5 (Q2.1 = rule 2, first part; Q0 = the form of the data)."""

    code: str
    severity: Severity
    text: str
    source: str
    faults: Callable[[ItemSpec], Faults]

    def check(self, spec: ItemSpec) -> list[Finding]:
        """The findings of this rule on one item."""
        return [Finding(self.code, self.severity, at, self.text, facts) for at, facts in self.faults(spec)]


def error(code: str, text: str, source: str, faults: Callable[[ItemSpec], Faults]) -> Rule:
    """A rule whose breach keeps the item from being published."""
    return Rule(code, Severity.ERROR, text, source, faults)


def warning(code: str, text: str, source: str, faults: Callable[[ItemSpec], Faults]) -> Rule:
    """A rule whose breach is shown to the keeper."""
    return Rule(code, Severity.WARNING, text, source, faults)


def when(broken: object, place: str, **facts: Any) -> Faults:
    """One fault where `broken` is true, none else."""
    return [(place, facts)] if broken else []
