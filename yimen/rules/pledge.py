"""告知承诺: a written promise in place of a proof, its check after the decision, what an untrue one leads to.

Source: domain 2.5; 国办发〔2020〕42号. The keeper says of a material what is promised instead of it; the
applicant is free to choose, is told the conditions and what an untrue promise costs, and signs. The organ
then decides on the promise and does not ask for the proof, unless it says why the promise does not hold.
The window for the check is configuration: per material, in calendar months or working days (工作日); where
it names none, 2 months ([G], typical). Whoever is to lose a decision is heard before (行政许可法第七条).
"""

from __future__ import annotations

import calendar as months
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from .authority import Actor, NotPermitted
from .calendar import WorkCalendar
from .condition_words import LIST_JOIN
from .errors import Kind, RuleBroken
from .intake import Checked, Gaps, Given
from .item import FieldUse, ItemSpec, MaterialUse
from .pledge_terms import CheckState, Found, WindowUnit
from .terms import GetType, Role

BASIS = "国办发〔2020〕42号（证明事项告知承诺制）"
HEARD = "《中华人民共和国行政许可法》第七条"
#: The window for the check where the material names none (configuration, [G]).
DEFAULT_WINDOW, DEFAULT_UNIT = 2, WindowUnit.MONTHS
#: Working days in which the applicant may answer before a promise is found untrue ([G]).
ANSWER_DAYS = 5
#: Working days before the last day of a check on which department and applicant are reminded: a working week,
#: enough to go and look ([G]).
REMIND_DAYS = 5
#: Longest words of evidence, of a reason and of a statement.
MOST_WORDS = 500
#: What an untrue promise leads to, told before anybody signs.
CONSEQUENCES = (
    "批准以后核查；查不清可以延长一次",
    "承诺不实的，先听取陈述，再认定；认定以后撤销据此作出的决定",
    "承诺不实记入承诺失信记录，修复以前不能再用告知承诺和容缺受理",
)
#: Who signs for an organ checks for it what was promised to it.
CHECKERS = frozenset({Role.OFFICER, Role.HEAD, Role.DIRECTOR})


class NothingPledged(RuleBroken):
    """A promise names the proofs it takes the place of."""

    code = "pledge.nothing"
    text = "请选要用承诺代替的证明"
    basis = BASIS
    kind = Kind.INVALID


class NotPledgeable(RuleBroken):
    """This proof has to be given: the item does not let a promise stand for it, or it is there already."""

    code = "pledge.not_allowed"
    text = "不能用承诺代替：{names}"
    basis = BASIS
    kind = Kind.INVALID


class PledgeNotSigned(RuleBroken):
    """Nobody is taken at a word that they have not given: the promise is read, ticked and signed."""

    code = "pledge.not_signed"
    text = "要先看过告知和承诺的内容，勾选“我承诺”，写上姓名"
    basis = BASIS
    kind = Kind.INVALID


class PledgeNotMandated(RuleBroken):
    """Who promises for another needs a mandate."""

    code = "pledge.not_mandated"
    text = "{name}没有申请人的授权，不能替申请人承诺"
    basis = BASIS
    kind = Kind.FORBIDDEN


class PledgeBarred(RuleBroken):
    """Who broke a promise gives proofs, until the breach is repaired (信用修复)."""

    code = "pledge.barred"
    text = "有 {count} 次承诺没有兑现或者不实，修复以前不能用告知承诺，请交证明"
    basis = BASIS


class ProofNotAsked(RuleBroken):
    """A proof for which a promise stands is not asked for without saying why the promise does not hold."""

    code = "pledge.proof_not_asked"
    text = "“{name}”申请人已经承诺，不能再要证明；承诺不能采信的，写明理由"
    basis = BASIS
    kind = Kind.INVALID


class CheckUnknown(RuleBroken):
    """There is no such check for this reader."""

    code = "pledge.check_unknown"
    text = "没有这一条承诺核查"
    kind = Kind.NOT_FOUND


class CheckClosed(RuleBroken):
    """This step of the check is over, or has not come yet."""

    code = "pledge.check_closed"
    text = "这条核查现在是“{state}”，不能这样办"


class EvidenceMissing(RuleBroken):
    """True, untrue or not found out: a check says how it knows."""

    code = "pledge.evidence_missing"
    text = "请写明怎么查的、查到什么"
    kind = Kind.INVALID


class ExtendedAlready(RuleBroken):
    """The time for a check is extended once."""

    code = "pledge.extended_already"
    text = "已经延长过一次，请写明属实还是不实"


class NotHeardYet(RuleBroken):
    """Before a promise is found untrue its giver is heard, or has had the time to answer."""

    code = "pledge.not_heard"
    text = "申请人可以陈述到 {day}，现在还没有说，到期以后再认定"
    basis = HEARD


class StatementMissing(RuleBroken):
    """A statement has words."""

    code = "pledge.statement_missing"
    text = "请写明您的说明"
    kind = Kind.INVALID


class NothingToRevoke(RuleBroken):
    """Only a licence in force that this case made, after a promise was found untrue, is revoked from here."""

    code = "pledge.nothing_to_revoke"
    text = "没有要撤销的证照，或者撤销已经启动"


@dataclass(frozen=True)
class Pledged:
    """One promise as it is told and signed: what it stands for, what the applicant is told, what they say."""

    code: str
    name: str
    told: str
    words: str


def offers(spec: ItemSpec, gaps: Gaps, given: Iterable[Given]) -> tuple[MaterialUse, ...]:
    """Materials of this case for which a promise may stand: needed, marked so, not found right already, and
    no promise for it was turned down. None in the fields that 国办发〔2020〕42号 leaves out."""
    if spec.risks:
        return ()
    lines = {one.material_code: one for one in given}
    return tuple(use for use in gaps.required if use.pledge and _free(lines.get(use.code)))


def _free(line: Given | None) -> bool:
    turned_down = line is not None and line.how is GetType.PROMISE and line.status is Checked.REJECTED
    return line is None or not (turned_down or line.status is Checked.PASSED)


def require_pledge(
    offered: Iterable[MaterialUse], codes: Collection[str], names: Iterable[str],
    *, agreed: bool, signer: str, mandated: bool, breaches: int,
) -> tuple[MaterialUse, ...]:  # fmt: skip
    """The materials for which the promise stands. `names`: of what was asked for, for the refusal;
    `mandated`: who signs is the applicant or holds a mandate; `breaches`: unrepaired ones of the applicant.

    Raises NothingPledged, NotPledgeable, PledgeBarred, PledgeNotSigned, PledgeNotMandated.
    """
    free = {use.code: use for use in offered}
    if not codes:
        raise NothingPledged()
    if not set(codes) <= free.keys():
        raise NotPledgeable(names=LIST_JOIN.join(names))
    if breaches:
        raise PledgeBarred(count=breaches)
    if not agreed or not signer.strip():
        raise PledgeNotSigned()
    if not mandated:
        raise PledgeNotMandated(name=signer.strip())
    return tuple(free[code] for code in free if code in codes)


def paper(use: MaterialUse) -> Pledged:
    """What the 告知承诺书 says of one proof: its condition with the law, and the words of the promise."""
    told = use.standard or use.hint or use.name
    return Pledged(use.code, use.name, f"{use.name}：{told}（{use.pledge_basis}）", use.pledge)


def require_reason(name: str, how: GetType | str, reason: str) -> None:
    """Raise ProofNotAsked where a proof is asked for that a promise stands for, without a reason."""
    if how == GetType.PROMISE and not reason.strip():
        raise ProofNotAsked(name=name)


# --- the check after the decision ---------------------------------------------------------------------------


def window(use: MaterialUse) -> tuple[int, WindowUnit]:
    """How long after the decision the promise is checked: as the material says, else the default."""
    if use.pledge_window:
        return use.pledge_window, use.pledge_unit
    return DEFAULT_WINDOW, DEFAULT_UNIT


def due(calendar: WorkCalendar, start: date, length: int, unit: WindowUnit) -> date:
    """The last day of a window. Calendar months end on the same day of the month (or its last), moved to the
    next working day where that is none (民法典第二百零三条)."""
    if unit is WindowUnit.WORKING:
        return calendar.add_working_days(start, length)
    year, month = divmod(start.year * 12 + start.month - 1 + length, 12)
    last = months.monthrange(year, month + 1)[1]
    return calendar.next_working(date(year, month + 1, min(start.day, last)))


def remind_until(calendar: WorkCalendar, today: date) -> date:
    """Checks that end by this day are near: who checks and who promised are reminded once."""
    return calendar.add_working_days(today, REMIND_DAYS)


def departments_of(actor: Actor) -> frozenset[str]:
    """Departments (credit codes) for which the actor checks. Raises NotPermitted where there is none."""
    found = frozenset(post.department for post in actor.posts if post.role in CHECKERS)
    if not found:
        raise NotPermitted()
    return found


def require_found(state: CheckState, found: Found, words: str, *, extended: bool) -> tuple[CheckState, str]:
    """Where the check stands after a finding, and its words trimmed. Untrue: the applicant is heard first.

    Raises CheckClosed, EvidenceMissing, ExtendedAlready.
    """
    if state is not CheckState.OPEN and not (state is CheckState.HEARING and found is Found.TRUE):
        raise CheckClosed(state=state.label)
    if not words.strip():
        raise EvidenceMissing()
    if found is Found.UNCLEAR and extended:
        raise ExtendedAlready()
    after = {Found.TRUE: CheckState.TRUE, Found.FALSE: CheckState.HEARING, Found.UNCLEAR: CheckState.OPEN}
    return after[found], words.strip()[:MOST_WORDS]


def answer_by(calendar: WorkCalendar, told: date) -> date:
    """The last day on which the applicant may answer: 5 working days after being told."""
    return calendar.add_working_days(told, ANSWER_DAYS)


def require_statement(state: CheckState, words: str) -> str:
    """The words, trimmed. Raises CheckClosed, StatementMissing."""
    if state is not CheckState.HEARING:
        raise CheckClosed(state=state.label)
    if not words.strip():
        raise StatementMissing()
    return words.strip()[:MOST_WORDS]


def require_heard(state: CheckState, *, said: bool, until: date | None, today: date) -> None:
    """Untrue for good: the applicant has spoken, or the last day to do so has passed.

    Raises CheckClosed, NotHeardYet.
    """
    if state is not CheckState.HEARING or until is None:
        raise CheckClosed(state=state.label)
    if not said and today <= until:
        raise NotHeardYet(day=until)


def require_revocable(state: CheckState, *, licence: bool, begun: bool) -> None:
    """Raise CheckClosed unless the promise was found untrue; NothingToRevoke without a licence in force, or
    where its revocation has begun."""
    if state is not CheckState.FALSE:
        raise CheckClosed(state=state.label)
    if not licence or begun:
        raise NothingToRevoke()


#: Of a question why a licence is revoked, the answer that fits: 行政许可法第六十九条第二款.
_DECEIT = "欺骗"


def revocation_answers(
    form: Iterable[FieldUse], known: Mapping[str, Any], carried: Mapping[str, Any]
) -> dict[str, Any]:
    """What the form of a revocation begins with (stored form): what the licence carries, what the case that
    it stands on said under the same keys, and by deceit (第六十九条第二款) where the ground is asked."""
    made: dict[str, Any] = {}
    for use in form:
        ground = next((code for code, words in use.options if _DECEIT in words), None)
        value = carried.get(use.key, known.get(use.key, ground))
        if value not in (None, ""):
            made[use.key] = value
    return made
