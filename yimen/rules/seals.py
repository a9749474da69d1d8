"""行政审批专用章: the one seal for all (二道, 42 → 1): who may use it, for what, when, because of what.

A seal is used only as the effect of an act of a case (a document was issued, a licence was granted), never
by hand: so a use always names the event that caused it. Sources: domain 7.3; 行政许可法第三十八、三十九条;
国务院关于国家行政机关和企业事业单位社会团体印章管理的规定 (keeping of seals).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from .errors import Kind, RuleBroken, Said
from .events import Kind as EventKind
from .lifecycle import TABLE
from .papers import SEALED
from .projects.events import ProjectEvent
from .tasks.events import TaskEvent
from .tasks.papers import SEALED as SEALED_OF_TASKS
from .tasks.terms import TaskPaper
from .term import Happened
from .terms import Document, Term

#: What may be sealed besides the documents of a case.
LICENCE, FEE_NOTICE = "licence", "fee_notice"


class Signature(Term):
    """文件的电子签章: what the signature in a file says."""

    UNSIGNED = "unsigned", "没有签章"
    INTACT = "intact", "签章有效，内容没有改动"
    ALTERED = "altered", "盖章以后内容被改过"
    FOREIGN = "foreign", "不是本机关盖的章"


class SealStatus(Term):
    """印章状态."""

    ACTIVE = "active", "在用"
    SUSPENDED = "suspended", "停用"
    REPLACED = "replaced", "已更换"


class NoSeal(RuleBroken):
    """The register holds no seal in use."""

    code = "seal.none"
    text = "还没有登记行政审批专用章"


class SealNotActive(RuleBroken):
    """A seal that is suspended or replaced seals nothing."""

    code = "seal.not_active"
    text = "印章现在是“{status}”，不能盖章"


class KindNotAllowed(RuleBroken):
    """The register does not let this seal stand on this kind of document."""

    code = "seal.kind_not_allowed"
    text = "这枚印章的用印范围里没有“{kind}”"


class NoCustodian(RuleBroken):
    """A seal that nobody answers for today may not be used."""

    code = "seal.no_custodian"
    text = "印章今天没有保管人，不能盖章"


class NoCause(RuleBroken):
    """Only an act that issues a document or a licence causes a use of the seal."""

    code = "seal.no_cause"
    text = "盖章要由办件的决定或出件引起，不能单独盖章"
    kind = Kind.FORBIDDEN


class NotCertified(RuleBroken):
    """The key that would sign has a certificate that the register does not know, or that is not in force."""

    code = "seal.not_certified"
    text = "签章证书没有登记或者不在有效期内，请管理员运行 yimen seal renew"


class BadSealEntry(RuleBroken):
    """An entry of the seal register is missing or does not fit."""

    code = "seal.bad_entry"
    text = "{what}不对：{problem}"
    kind = Kind.INVALID


class SealStands(RuleBroken):
    """There is one seal: another may be entered only when it has been replaced."""

    code = "seal.stands"
    text = "已经有一枚专用章“{name}”，更换以后才能登记新的"


class AlreadyCustodian(RuleBroken):
    """The person keeps the seal on some of these days already."""

    code = "seal.already_custodian"
    text = "{name}在这段时间已经是保管人"


class OwnCustody(RuleBroken):
    """Nobody makes themselves a custodian: who gives rights and who uses the seal are two people."""

    code = "seal.own_custody"
    text = "不能指定自己保管印章，请另一位安全管理员来办"
    basis = "GB/T 22239-2019 8.1.5"
    kind = Kind.FORBIDDEN


class AlreadyReplaced(RuleBroken):
    """The same seal of the same department is on record as replaced."""

    code = "seal.already_replaced"
    text = "“{name}”已经登记过并入"


@dataclass(frozen=True)
class Custodian:
    """保管人: a member of staff (number), from a day to a day inclusive (None: until released)."""

    staff: str
    from_day: date
    to_day: date | None = None


@dataclass(frozen=True)
class Seal:
    """One seal as the register has it; `holder` is the organ's credit code, `kinds` what it may stand on."""

    code: str
    name: str
    holder: str
    status: SealStatus
    kinds: frozenset[str]
    custodians: tuple[Custodian, ...] = ()


#: Acts that leave a document or a licence behind: nothing else may cause a use of the seal.
CAUSES: frozenset[Happened] = frozenset({row.event for row in TABLE if row.document}) | {
    EventKind.LICENCE_ISSUED, TaskEvent.APPOINTED, TaskEvent.LISTED, TaskEvent.CONCLUDED,
    TaskEvent.PLANNED, TaskEvent.HELD, ProjectEvent.FEES_BILLED,
}  # fmt: skip


def kinds() -> dict[str, str]:
    """Every kind that a seal may be allowed for, with its Chinese name."""
    of_tasks = {str(one): one.label for one in TaskPaper if one in SEALED_OF_TASKS}
    own = {LICENCE: "证照", FEE_NOTICE: "缴费通知书"}
    return {**own, **{str(one): one.label for one in Document}, **of_tasks}


def left_out(held: Iterable[str]) -> tuple[str, ...]:
    """Chinese names of what is to bear a seal and is not in the range `held` of the one in use: kinds of
    paper that came after the register was entered. They go out unsealed until somebody enters them."""
    wanted = {LICENCE, FEE_NOTICE, *map(str, SEALED), *map(str, SEALED_OF_TASKS)}
    return tuple(words for code, words in kinds().items() if code in wanted - set(held))


def keeps(one: Custodian, day: date) -> bool:
    """Whether somebody answers for the seal on this day."""
    return one.from_day <= day and (one.to_day is None or day <= one.to_day)


def keepers(seal: Seal, day: date) -> tuple[Custodian, ...]:
    """Who answers for the seal on this day."""
    return tuple(one for one in seal.custodians if keeps(one, day))


def require_use(seal: Seal | None, kind: str, cause: Happened, day: date) -> Seal:
    """The seal, if it may stand on this kind of document today because of this event.

    Raises NoSeal, SealNotActive, NoCause, KindNotAllowed, NoCustodian, in this order.
    """
    if seal is None:
        raise NoSeal()
    if seal.status is not SealStatus.ACTIVE:
        raise SealNotActive(status=seal.status.label)
    if cause not in CAUSES:
        raise NoCause()
    if kind not in seal.kinds:
        raise KindNotAllowed(kind=kinds().get(kind, kind))
    if not keepers(seal, day):
        raise NoCustodian()
    return seal


def require_certificate(days: tuple[datetime, datetime] | None, now: datetime) -> None:
    """`days`: from and to of the registered certificate, None for one not registered. Raises NotCertified."""
    if days is None or not days[0] <= now <= days[1]:
        raise NotCertified()


def check_kinds(chosen: Iterable[str]) -> tuple[str, ...]:
    """The chosen kinds in the register's order, each once. Raises BadSealEntry for one that is no kind."""
    wanted, known = set(chosen), kinds()
    strange = sorted(wanted - set(known))
    if strange:
        raise BadSealEntry(what="用印范围", problem=strange[0])
    return tuple(one for one in known if one in wanted)


def check_custody(held: Iterable[Custodian], new: Custodian, name: str) -> Custodian:
    """A new custodian's days. Raises BadSealEntry (days out of order), AlreadyCustodian (days overlap)."""
    if new.to_day is not None and new.to_day < new.from_day:
        raise BadSealEntry(what="保管日期", problem="结束早于开始")
    for one in held:
        late = new.to_day is not None and new.to_day < one.from_day
        early = one.to_day is not None and one.to_day < new.from_day
        if one.staff == new.staff and not (late or early):
            raise AlreadyCustodian(name=name)
    return new


def require_another(giver: str, custodian: str) -> None:
    """Raise OwnCustody where both are one member of staff (numbers; "": no member of staff)."""
    if giver and giver == custodian:
        raise OwnCustody()


def require_words(what: str, text: str, most: int = 200) -> str:
    """A written entry of the register, trimmed. Raises BadSealEntry when it is blank or over `most` signs."""
    said = " ".join(text.split())
    if not said:
        raise BadSealEntry(what=what, problem="没有填写")
    if len(said) > most:
        raise BadSealEntry(what=what, problem=Said("最多 {most} 字", {"most": most}))
    return said


def check_items(items: int) -> int:
    """How many items a replaced seal stood for: one at least. Raises BadSealEntry."""
    if items < 1:
        raise BadSealEntry(what="事项数", problem="至少一项")
    return items
