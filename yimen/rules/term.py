"""What every table of words is made of: a stable code with its Chinese label."""

from __future__ import annotations

from enum import StrEnum


class Term(StrEnum):
    """A word with a stable code (`value`) and a Chinese label (a gettext message)."""

    label: str

    def __new__(cls, code: str, label: str = "") -> Term:
        # The default only tells type checkers that State("draft") is a look-up; every member has a label.
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Pairs (code, Chinese label) for columns and selects."""
        return [(str(member.value), member.label) for member in cls]

    @classmethod
    def label_of(cls, code: str) -> str:
        """The Chinese label of a code; a code outside the table stays as it is."""
        found = cls._value2member_map_.get(code)
        return found.label if isinstance(found, Term) else code


class Happened(Term):
    """One kind of row of the trail, in the past tense: each noun has a vocabulary of its own made of this."""
