"""更正登记信息: a person asks for verified facts to be put right; a clerk decides with the paper in hand.

个人信息保护法第四十六条: whoever finds their data wrong may ask for correction; it is verified, then done.
第四十五条: and may see and copy them. Telephone and address need no proof and are changed at once.
"""

from __future__ import annotations

from datetime import date

from .authority import Actor, OwnCase, require_role
from .errors import Kind, RuleBroken
from .people import FIRM_NAME_MAX, PERSON_NAME_MAX, read_credit_code, read_id_number, read_name, same_name
from .terms import Role, Term

WORDS_LEAST, WORDS_MOST = 4, 300
LAW = "个人信息保护法第四十六条"


class Fact(Term):
    """可以申请更正的: facts that were checked against a paper when they were registered."""

    NAME = "name", "姓名或者名称"
    NUMBER = "number", "证件号"
    LEGAL = "legal_person", "法定代表人"


class Stand(Term):
    """更正申请状态."""

    ASKED = "asked", "等窗口核对"
    DONE = "done", "已更正"
    DECLINED = "declined", "没有更正"
    WITHDRAWN = "withdrawn", "已撤回"


class FactUnknown(RuleBroken):
    """What is asked to be corrected is no fact of this party."""

    code = "correction.fact_unknown"
    text = "请选要更正哪一项"
    kind = Kind.INVALID


class SameAsNow(RuleBroken):
    """The value asked for is what is registered."""

    code = "correction.same_as_now"
    text = "和现在登记的一样，不用更正"
    basis = LAW
    kind = Kind.INVALID


class AskedBefore(RuleBroken):
    """One request for a fact at a time."""

    code = "correction.asked_before"
    text = "这一项已经申请更正，等窗口核对。要改就先撤回"


class ReasonWanted(RuleBroken):
    """A request, and an answer that declines it, say why."""

    code = "correction.reason_wanted"
    text = "请写明理由，{least} 到 {most} 个字"
    basis = LAW
    kind = Kind.INVALID


class ProofWanted(RuleBroken):
    """A verified fact is corrected by a paper."""

    code = "correction.proof_wanted"
    text = "请传证明材料，比如新的身份证、户口簿的变更页"
    basis = LAW
    kind = Kind.INVALID


class RequestNotFound(RuleBroken):
    """No such request, or not this person's: told the same."""

    code = "correction.not_found"
    text = "没有找到这个更正申请"
    kind = Kind.NOT_FOUND


class AnsweredBefore(RuleBroken):
    """The request was answered or withdrawn already."""

    code = "correction.answered_before"
    text = "这个申请已经是“{state}”"


class PaperDiffers(RuleBroken):
    """What the clerk read on the paper is not what was asked for: it cannot be corrected to that."""

    code = "correction.paper_differs"
    text = "原件上的和申请的不一样，照原件核对；确实不一样就不予更正"
    basis = LAW
    kind = Kind.INVALID


def facts_of(is_person: bool) -> tuple[Fact, ...]:
    """What a person, or an enterprise, may ask to have corrected."""
    return (Fact.NAME, Fact.NUMBER) if is_person else (Fact.NAME, Fact.NUMBER, Fact.LEGAL)


def read_fact(code: str, is_person: bool) -> Fact:
    """Which fact. Raises FactUnknown."""
    found = next((one for one in facts_of(is_person) if str(one) == code), None)
    if found is None:
        raise FactUnknown()
    return found


def read_value(fact: Fact, raw: str, is_person: bool, today: date) -> str:
    """The value as it is stored. Raises Blank, BadEntry."""
    if fact is Fact.NUMBER:
        return read_id_number(raw, today) if is_person else read_credit_code(raw, today)
    if fact is Fact.LEGAL:
        return read_name(raw, today, label="法定代表人", most=PERSON_NAME_MAX)
    most = PERSON_NAME_MAX if is_person else FIRM_NAME_MAX
    return read_name(raw, today, label="姓名" if is_person else "企业名称", most=most)


def require_other(fact: Fact, value: str, now: str) -> None:
    """Raise SameAsNow where nothing would change."""
    if value == now:
        raise SameAsNow()


def read_reason(raw: str) -> str:
    """The reason in one line. Raises ReasonWanted."""
    said = " ".join(raw.split())
    if not WORDS_LEAST <= len(said) <= WORDS_MOST:
        raise ReasonWanted(least=WORDS_LEAST, most=WORDS_MOST)
    return said


def require_open(state: Stand) -> None:
    """Raise AnsweredBefore unless the request waits."""
    if state is not Stand.ASKED:
        raise AnsweredBefore(state=state.label)


def require_clerk(actor: Actor, party: int) -> None:
    """Clerks decide, never on a request of their own (回避). Raises NotPermitted, OwnCase."""
    require_role(actor, Role.CLERK)
    if actor.party == party:
        raise OwnCase()


def require_paper(fact: Fact, asked: str, seen: str) -> None:
    """What was read on the paper is what was asked for. Raises PaperDiffers."""
    same = asked == seen if fact is Fact.NUMBER else same_name(asked, seen)
    if not same:
        raise PaperDiffers()
