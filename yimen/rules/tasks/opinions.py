"""意见: what each department says, when its silence counts, what the lead must answer.

Silence is agreement only where the rule of the kind says so and names its basis (configuration); otherwise
whoever said nothing in time is overdue, and stays so until they have said something.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ..calendar import WorkCalendar, china_date
from ..errors import Kind, RuleBroken
from .terms import Saying


class SaidAlready(RuleBroken):
    """A department speaks once a round."""

    code = "task.said_already"
    text = "本部门在这一轮已经提过意见"


class SayingWordsMissing(RuleBroken):
    """Conditions and disagreement are given with words."""

    code = "task.words_missing"
    text = "“{saying}”要写明{what}"
    kind = Kind.INVALID


class OpenFindings(RuleBroken):
    """Who found something that must be mended does not agree before it is."""

    code = "task.open_findings"
    text = "本部门记了 {count} 条要整改的，请选“整改后同意”或“不同意”"


class NothingToMend(RuleBroken):
    """On site, 整改后同意 says what is to be mended: as findings, not in passing."""

    code = "task.nothing_to_mend"
    text = "“整改后同意”要先记下要整改的问题"


class NotAllHeard(RuleBroken):
    """The lead concludes when everybody has been heard."""

    code = "task.not_all_heard"
    text = "还有 {count} 个部门没提意见：{names}"


class DisagreementUnanswered(RuleBroken):
    """Every disagreement is answered in the conclusion, each by name."""

    code = "task.disagreement_unanswered"
    text = "请逐一回应不同意见，还差：{names}"
    kind = Kind.INVALID


class ConclusionMissing(RuleBroken):
    """A conclusion is written in words."""

    code = "task.conclusion_missing"
    text = "请写明结论"
    kind = Kind.INVALID


class NoBasis(RuleBroken):
    """Silence counts as agreement only by a rule that can be named."""

    code = "task.no_basis"
    text = "要把不提意见当作同意，请写明依据"
    kind = Kind.INVALID


@dataclass(frozen=True)
class Part:
    """One department in one task. `saying` None: not heard in this round; `silent`: agreed by silence."""

    department: str
    name: str
    due: datetime | None = None
    saying: Saying | None = None
    silent: bool = False
    overdue: bool = False

    @property
    def heard(self) -> bool:
        """Whether it has said something, or its silence counts."""
        return self.saying is not None


def due_of(calendar: WorkCalendar, now: datetime, days: int) -> datetime:
    """End of business of the `days`-th working day after today."""
    return calendar.end_of_business(calendar.add_working_days(china_date(now), days))


def require_say(part: Part, saying: Saying, text: str, *, open_findings: int, on_site: bool) -> None:
    """Raises SaidAlready, SayingWordsMissing, OpenFindings, NothingToMend."""
    if part.heard:
        raise SaidAlready()
    if saying is Saying.AGREE and open_findings:
        raise OpenFindings(count=open_findings)
    if saying is Saying.DISAGREE and not text.strip():
        raise SayingWordsMissing(saying=saying.label, what="理由")
    if saying is Saying.CONDITIONS:
        _require_conditions(text, open_findings, on_site)


def _require_conditions(text: str, open_findings: int, on_site: bool) -> None:
    if on_site and not open_findings:
        raise NothingToMend()
    if not on_site and not text.strip():
        raise SayingWordsMissing(saying=Saying.CONDITIONS.label, what="条件")


def is_late(part: Part, now: datetime) -> bool:
    """Whether its time ran out with nothing said, and nobody has noted that yet."""
    return not part.heard and not part.overdue and part.due is not None and part.due < now


def all_heard(parts: Sequence[Part]) -> bool:
    """Whether everybody was heard."""
    return all(one.heard for one in parts)


def require_heard(parts: Sequence[Part]) -> None:
    """Raises NotAllHeard with the names."""
    waiting = [one.name for one in parts if not one.heard]
    if waiting:
        raise NotAllHeard(count=len(waiting), names="、".join(waiting))


def require_conclusion(parts: Sequence[Part], text: str, answers: dict[str, str]) -> None:
    """`answers`: credit code → how its disagreement is met. Raises ConclusionMissing,
    DisagreementUnanswered."""
    if not text.strip():
        raise ConclusionMissing()
    bare = [
        p.name for p in parts if p.saying is Saying.DISAGREE and not answers.get(p.department, "").strip()
    ]
    if bare:
        raise DisagreementUnanswered(names="、".join(bare))


def require_basis(counts: bool, basis: str) -> str:
    """The basis of a rule on silence, trimmed. Raises NoBasis."""
    if counts and not basis.strip():
        raise NoBasis()
    return basis.strip()
