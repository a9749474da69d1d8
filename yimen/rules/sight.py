"""谁看得到什么: what of a case each capacity shows. Whether it exists for somebody is `authority.sights`.

个人信息保护法第六条: the least that the purpose needs. Who judges a case reads all of it; who only hands the
result over reads what is handed over; who runs the system reads that it happened, never what was written.
"""

from __future__ import annotations

from collections.abc import Iterable

from .authority import NotPermitted, Sight
from .events import Kind
from .terms import Document, Term


class Part(Term):
    """办件的哪一部分: the parts of a case that not everybody sees."""

    ANSWERS = "answers", "填的表"
    FILES = "files", "材料"
    COURSE = "course", "环节和经过"
    PAPERS = "papers", "全部文书"
    HANDING = "handing", "出件的文书"


_ALL = frozenset({Part.ANSWERS, Part.FILES, Part.COURSE, Part.PAPERS, Part.HANDING})
#: The applicant reads the course without what officials said to each other: the doors leave that out.
SHOWN: dict[Sight, frozenset[Part]] = {
    Sight.OWN: _ALL,
    Sight.WINDOW: _ALL,
    Sight.REVIEW: _ALL,
    Sight.COPY: _ALL,
    Sight.WATCH: _ALL,
    Sight.HANDOUT: frozenset({Part.HANDING}),
    Sight.RUN: frozenset({Part.COURSE}),
}
#: What is handed over, and the slips of handing it over.
HANDED = frozenset({Document.APPROVAL, Document.REFUSAL, Document.PICKUP, Document.DELIVERY})
#: What a hall that hands out reads of the course.
_HANDING_EVENTS = frozenset(
    {
        Kind.CASE_GRANTED, Kind.CASE_REFUSED, Kind.DELIVERY_CHOSEN, Kind.RESULT_ISSUED, Kind.RESULT_SENT,
        Kind.RESULT_ARRIVED, Kind.RESULT_DELIVERED, Kind.RESULT_ONLINE, Kind.RESULT_CONFIRMED,
    }
)  # fmt: skip


def parts(sights: Iterable[Sight]) -> frozenset[Part]:
    """Everything that these capacities show together."""
    return frozenset().union(*(SHOWN[one] for one in sights))


def lists_paper(shown: frozenset[Part], kind: Document) -> bool:
    """Whether a document of this kind is named in the list."""
    return Part.COURSE in shown or may_read(shown, kind)


def may_read(shown: frozenset[Part], kind: Document) -> bool:
    """Whether a document of this kind may be opened."""
    return Part.PAPERS in shown or (Part.HANDING in shown and kind in HANDED)


def require_readable(sights: Iterable[Sight], kind: Document) -> None:
    """Raise NotPermitted unless a document of this kind may be opened in these capacities."""
    if not may_read(parts(sights), kind):
        raise NotPermitted()


def tells(shown: frozenset[Part], kind: str) -> bool:
    """Whether this kind of event is told."""
    return Part.COURSE in shown or kind in _HANDING_EVENTS
