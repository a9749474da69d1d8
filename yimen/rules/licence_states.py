"""证照状态: ONE table (act, status) → status, whether a new edition is made, and the event.

Each act but expiry is the effect of a case of its own, whose item says what it does. Sources:
行政许可法第四十九条 (change), 第五十条 (renewal), 第六十九条 (revocation), 第七十条 (cancellation).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .condition_words import LIST_JOIN
from .errors import Kind, RuleBroken
from .events import Kind as EventKind
from .licences import LicenceAct
from .terms import Term


class LicenceStatus(Term):
    """证照状态 (domain 7.2), with what became of an edition that a newer one took the place of."""

    VALID = "valid", "有效"
    SUSPENDED = "suspended", "暂停"
    CHANGED = "changed", "已变更"
    RENEWED = "renewed", "已延续"
    REVOKED = "revoked", "已撤销"
    CANCELLED = "cancelled", "已注销"
    EXPIRED = "expired", "已过期"


class NotThisLicence(RuleBroken):
    """The case must name a licence of the applicant and of the right type."""

    code = "licence.not_this"
    text = "没有找到您名下编号为“{number}”的{name}"
    kind = Kind.INVALID


class WrongStatus(RuleBroken):
    """The licence is not in a state in which this can be done to it."""

    code = "licence.wrong_status"
    text = "证照现在是“{status}”，不能{act}"


class RenewalTooLate(RuleBroken):
    """Renewal is applied for while the licence still holds."""

    code = "licence.renewal_too_late"
    text = "证照 {last} 已到期，不能延续，请重新申请"
    basis = "行政许可法第五十条"


class LicenceNotThere(RuleBroken):
    """The licence is not this person's to see: told as if there were none."""

    code = "licence.not_found"
    text = "没有找到这份证照"
    kind = Kind.NOT_FOUND


class FileWaits(RuleBroken):
    """The licence is issued, but its sealed file is not made yet."""

    code = "licence.file_waits"
    text = "证照文件正在制作，请过几分钟再来"


class OrgansOwn(RuleBroken):
    """What the organ begins against a licence is not withdrawn by its holder, who may state their case."""

    code = "licence.organs_own"
    text = "这一件是机关启动的，不能撤回；决定以前可以陈述、申辩"
    basis = "《中华人民共和国行政许可法》第七条、第六十九条"


class LicenceInForce(RuleBroken):
    """A case is not voided over a licence that it made: the licence ends first, by a case of its own."""

    code = "licence.in_force"
    text = "这一件已经发了{names}，要先撤销或者注销证照，才能作废"
    basis = "《中华人民共和国行政许可法》第六十九条、第七十条"


@dataclass(frozen=True)
class Row:
    """One arrow. `new_edition`: a new edition takes the place of this one."""

    act: LicenceAct
    sources: frozenset[LicenceStatus]
    target: LicenceStatus
    event: EventKind
    new_edition: bool = False
    basis: str = ""


def _row(
    act: LicenceAct, sources: Iterable[LicenceStatus], target: LicenceStatus, event: EventKind, *,
    new_edition: bool = False, basis: str = "",
) -> Row:  # fmt: skip
    return Row(act, frozenset(sources), target, event, new_edition, basis)


_S, _A, _E = LicenceStatus, LicenceAct, EventKind

#: Nothing leaves these.
FINAL = frozenset({_S.CHANGED, _S.RENEWED, _S.REVOKED, _S.CANCELLED})

TABLE: tuple[Row, ...] = (
    _row(_A.CHANGE, {_S.VALID}, _S.CHANGED, _E.LICENCE_CHANGED, new_edition=True,
         basis="行政许可法第四十九条"),
    # An application in time keeps the licence renewable, also when the decision came after its last day.
    _row(_A.RENEW, {_S.VALID, _S.EXPIRED}, _S.RENEWED, _E.LICENCE_CHANGED, new_edition=True,
         basis="行政许可法第五十条"),
    _row(_A.SUSPEND, {_S.VALID}, _S.SUSPENDED, _E.LICENCE_CHANGED),
    _row(_A.RESUME, {_S.SUSPENDED}, _S.VALID, _E.LICENCE_CHANGED),
    _row(_A.REVOKE, {_S.VALID, _S.SUSPENDED, _S.EXPIRED}, _S.REVOKED, _E.LICENCE_ENDED,
         basis="行政许可法第六十九条"),
    _row(_A.CANCEL, {_S.VALID, _S.SUSPENDED, _S.EXPIRED}, _S.CANCELLED, _E.LICENCE_ENDED,
         basis="行政许可法第七十条"),
    _row(_A.EXPIRE, {_S.VALID, _S.SUSPENDED}, _S.EXPIRED, _E.LICENCE_ENDED),
)  # fmt: skip

_BY_PLACE = {(status, row.act): row for row in TABLE for status in row.sources}


def step(status: LicenceStatus, act: LicenceAct) -> Row:
    """The arrow of an act from a status. Raises WrongStatus."""
    found = _BY_PLACE.get((status, act))
    if found is None:
        raise WrongStatus(status=status.label, act=act.label)
    return found


def require_renewable(last: date | None, applied: date) -> None:
    """Renewal is applied for on or before the last day. Raises RenewalTooLate; what holds for ever is never
    late."""
    if last is not None and applied > last:
        raise RenewalTooLate(last=last.isoformat())


#: What its holder applies for by themselves; the others are the organ's own acts (行政许可法第六十九条:
#: revocation on its own motion or at the request of those concerned).
_ASKED_BY_HOLDER = frozenset({_A.CHANGE, _A.RENEW, _A.RESUME, _A.CANCEL})


def require_withdrawable(act: LicenceAct | None) -> None:
    """Raise OrgansOwn for a case by which the organ suspends or revokes: its holder does not stop it."""
    if act is not None and act not in _ASKED_BY_HOLDER | {_A.ISSUE}:
        raise OrgansOwn()


def require_voidable(names: Iterable[str]) -> None:
    """Raise LicenceInForce where licences (their names) that the case made have not ended."""
    standing = tuple(dict.fromkeys(names))
    if standing:
        raise LicenceInForce(names=LIST_JOIN.join(standing))


def offered(status: LicenceStatus, last: date | None, today: date, *, organ: bool) -> tuple[LicenceAct, ...]:
    """What may be begun for a licence today, in the table's order: by its holder, or by the organ."""
    acts = []
    for row in TABLE:
        fits = status in row.sources and row.act is not _A.EXPIRE and (organ or row.act in _ASKED_BY_HOLDER)
        # What holds for ever needs no renewal; what has ended is applied for anew.
        unfit = row.act is _A.RENEW and (last is None or today > last)
        if fits and not unfit and row.act not in acts:
            acts.append(row.act)
    return tuple(acts)


def holds(status: LicenceStatus, first: date, last: date | None, today: date) -> bool:
    """Whether the licence is good today, whatever the watcher has already written down."""
    return status is LicenceStatus.VALID and first <= today and (last is None or today <= last)


def shown(status: LicenceStatus, last: date | None, today: date) -> LicenceStatus:
    """The status to tell: one past its last day is expired even before the watcher has said so."""
    over = last is not None and today > last
    open_ = status in {LicenceStatus.VALID, LicenceStatus.SUSPENDED}
    return LicenceStatus.EXPIRED if over and open_ else status
