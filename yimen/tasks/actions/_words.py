"""What a paper of a task says of departments and findings."""

from __future__ import annotations

from yimen.rules.calendar import china_date
from yimen.rules.tasks.papers import AGREED_BY_SILENCE, MEND_BY, MET_BY_LEAD
from yimen.rules.tasks.terms import FindingState, Saying

from ..models import Finding, Part


def said_words(part: Part) -> str:
    """What a department said, and how the lead met it."""
    words = Saying(part.saying).label if part.saying else ""
    if part.silent:
        words = AGREED_BY_SILENCE.format(saying=words)
    words = f"{words}：{part.text}" if part.text else words
    return MET_BY_LEAD.format(said=words, answer=part.met) if part.met else words


def finding_line(one: Finding) -> tuple[str, str]:
    """Who found what, and until when it is to be mended ("" where it need not be)."""
    until = ""
    if one.due_at and one.state == FindingState.OPEN:
        until = MEND_BY.format(day=china_date(one.due_at).isoformat())
    return f"{one.part.department.short_name}：{one.text}", until
