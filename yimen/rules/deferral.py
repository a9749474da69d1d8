"""容缺受理: who may be accepted with gaps, by when the rest must come, what happens until and at the end.

Source: domain 2.4. Core materials are never deferred; the applicant is free to ask and signs a promise
(《容缺受理承诺书》), the organ answers with a notice (《容缺受理通知书》). Days are working days (工作日).
The result waits for the last gap.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum
from fractions import Fraction
from math import ceil
from typing import Any

from .authority import Sight
from .calendar import WorkCalendar, day_begins
from .condition_words import LIST_JOIN
from .errors import Kind, RuleBroken
from .intake import Gap, Gaps, NotDeferrable, may_accept
from .terms import Document

#: Where the material names no days of its own: as many working days (configuration, [G]).
DEFAULT_DAYS = 5
#: Shares of the time at which the applicant is reminded.
REMINDERS = (Fraction(1, 2), Fraction(4, 5))
BASIS = "容缺受理规定：申请人自愿、书面承诺，主审材料不容缺"


class NothingPromised(RuleBroken):
    """A promise names materials that are missing; one that names none, or others, defers nothing."""

    code = "deferral.nothing_promised"
    text = "请选要后补的材料，只能选还缺的"
    basis = BASIS
    kind = Kind.INVALID


class PromiseNotSigned(RuleBroken):
    """容缺 is the applicant's own wish, and a promise: nobody is taken at a word they have not given."""

    code = "deferral.not_signed"
    text = "要先看过承诺书，勾选“我承诺”，写上姓名"
    basis = BASIS
    kind = Kind.INVALID


class PromiseNotMandated(RuleBroken):
    """Who promises for another needs a mandate."""

    code = "deferral.not_mandated"
    text = "{name}没有申请人的授权，不能替申请人承诺"
    basis = BASIS
    kind = Kind.FORBIDDEN


class NotPromised(RuleBroken):
    """The window may not defer what the applicant has not promised."""

    code = "deferral.not_promised"
    text = "申请人没有承诺后补：{names}"
    basis = BASIS


class BreachOnRecord(RuleBroken):
    """Who broke a promise is not taken at the next, until the breach is repaired (信用修复)."""

    code = "deferral.breach_on_record"
    text = "有 {count} 次承诺没有兑现或者不实，修复以前不能再容缺，请交齐材料"
    basis = BASIS


class NoTime(RuleBroken):
    """The promise is so short that nothing could come after acceptance and before it."""

    code = "deferral.no_time"
    text = "这个事项 {days} 个工作日就办好，来不及后补，请交齐材料"
    basis = BASIS


class Outstanding(RuleBroken):
    """The result is issued only when every promised material is there and found right."""

    code = "deferral.outstanding"
    text = "还有 {count} 份后补材料没有核对合格，不能出证：{names}"
    basis = BASIS


class DecisionWaits(RuleBroken):
    """The decision goes to the applicant with the result: not before every promised material is right."""

    code = "deferral.decision_waits"
    text = "后补的材料核对合格以后才能看决定书，还差 {count} 份：{names}"
    basis = BASIS


class NotOwedLater(RuleBroken):
    """This material was not promised for later, or is there already."""

    code = "deferral.not_owed"
    text = "“{name}”不是要后补的材料"
    kind = Kind.INVALID


class NotSupplied(RuleBroken):
    """There is nothing to check yet."""

    code = "deferral.not_supplied"
    text = "“{name}”还没有交来，不能核对"


class BreachUnknown(RuleBroken):
    """There is no such breach, or it is repaired already."""

    code = "deferral.breach_unknown"
    text = "没有这条失信记录，或者已经修复"
    kind = Kind.NOT_FOUND


class RepairUnreasoned(RuleBroken):
    """A breach is repaired for a reason, which is kept."""

    code = "deferral.repair_unreasoned"
    text = "请写明修复的理由"
    kind = Kind.INVALID


class Due(Enum):
    """What is due at a moment of a deferral."""

    NOTHING = "nothing"
    REMIND = "remind"
    END = "end"


@dataclass(frozen=True)
class Deferral:
    """A promise and, once accepted, its time. `by`: the actor's label; `owed`: codes that are not there, or
    were found wrong; `unchecked`: codes that came and wait for the window; `began`, `due`: days in China,
    None until acceptance; `reminded`: how many reminders were sent."""

    codes: tuple[str, ...] = ()
    owed: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()
    at: str = ""
    by: str = ""
    channel: str = ""
    began: date | None = None
    due: date | None = None
    reminded: int = 0

    @property
    def runs(self) -> bool:
        """Accepted with gaps: the time for the rest has begun."""
        return self.due is not None

    @property
    def open(self) -> tuple[str, ...]:
        """Codes for which the result waits."""
        return self.owed + self.unchecked

    def to_json(self) -> dict[str, Any]:
        """As it is kept on the case."""
        return {
            "codes": list(self.codes), "owed": list(self.owed), "unchecked": list(self.unchecked),
            "at": self.at, "by": self.by, "channel": self.channel,
            "began": self.began.isoformat() if self.began else "",
            "due": self.due.isoformat() if self.due else "", "reminded": self.reminded,
        }  # fmt: skip


def from_json(kept: Mapping[str, Any]) -> Deferral:
    """The deferral of a case as it is kept; an empty one where there is none."""
    if not kept:
        return Deferral()
    began, due = kept.get("began"), kept.get("due")
    return Deferral(
        tuple(kept["codes"]), tuple(kept["owed"]), tuple(kept["unchecked"]),
        kept["at"], kept["by"], kept["channel"],
        date.fromisoformat(began) if began else None, date.fromisoformat(due) if due else None,
        int(kept.get("reminded", 0)),
    )  # fmt: skip


def require_promise(
    gaps: Gaps, codes: Collection[str], *, agreed: bool, signer: str, mandated: bool, breaches: int
) -> tuple[Gap, ...]:
    """The gaps that may be promised for later. `mandated`: who signs is the applicant or holds a mandate;
    `breaches`: unrepaired breaches of the applicant.

    Raises NothingPromised, NotDeferrable, BreachOnRecord, PromiseNotSigned, PromiseNotMandated.
    """
    missing = {gap.material.code: gap for gap in gaps.missing}
    if not codes or not set(codes) <= missing.keys():
        raise NothingPromised()
    found = tuple(missing[code] for code in missing if code in codes)
    core = [gap.material.name for gap in found if not gap.deferrable]
    if core:
        raise NotDeferrable(names=LIST_JOIN.join(core))
    if breaches:
        raise BreachOnRecord(count=breaches)
    if not agreed or not signer.strip():
        raise PromiseNotSigned()
    if not mandated:
        raise PromiseNotMandated(name=signer.strip())
    return found


def allow(gaps: Gaps, deferred: Collection[str], promise: Deferral, *, breaches: int) -> tuple[Gap, ...]:
    """The gaps with which the case may be accepted: all that is missing is deferrable and promised, and all
    that is there is valid.

    Raises NotDeferrable, GapsRemain, NothingPromised, NotPromised, BreachOnRecord.
    """
    may_accept(gaps, set(deferred) - {gap.material.code for gap in gaps.rejected})
    found = tuple(gap for gap in gaps.missing if gap.material.code in deferred)
    if not found:
        raise NothingPromised()
    unpromised = [gap.material.name for gap in found if gap.material.code not in promise.codes]
    if unpromised:
        raise NotPromised(names=LIST_JOIN.join(unpromised))
    if breaches:
        raise BreachOnRecord(count=breaches)
    return found


def last_day(calendar: WorkCalendar, accepted: date, gaps: Iterable[Gap], promise_due: date | None) -> date:
    """The last day on which the rest may come: the fewest days that one of the materials allows
    (`DEFAULT_DAYS` where it names none), and at least one working day before the promised end.

    Raises NoTime where the promise leaves no working day for it.
    """
    days = min((gap.material.deferral_days or DEFAULT_DAYS for gap in gaps), default=DEFAULT_DAYS)
    if promise_due is not None:
        whole = calendar.working_days_between(accepted, promise_due)
        if whole < 2:
            raise NoTime(days=max(whole, 0))
        days = min(days, whole - 1)
    return calendar.add_working_days(accepted, days)


def begun(promise: Deferral, gaps: Iterable[Gap], accepted: date, due: date) -> Deferral:
    """The promise with its time running; only what is still missing is owed."""
    codes = tuple(gap.material.code for gap in gaps)
    return replace(promise, codes=codes, owed=codes, unchecked=(), began=accepted, due=due, reminded=0)


def came(one: Deferral, code: str, name: str) -> Deferral:
    """One of the promised materials came, or came once more; the window has to look at it.

    Raises NotOwedLater.
    """
    if not one.runs or code not in one.open:
        raise NotOwedLater(name=name)
    rest = tuple(other for other in one.owed if other != code)
    return replace(one, owed=rest, unchecked=(*(c for c in one.unchecked if c != code), code))


def checked(
    calendar: WorkCalendar, one: Deferral, code: str, name: str, *, ok: bool, today: date
) -> Deferral:
    """The window looked at it: right, or owed again. Raises NotSupplied where nothing came."""
    if code not in one.unchecked:
        raise NotSupplied(name=name)
    left = replace(one, unchecked=tuple(other for other in one.unchecked if other != code))
    if ok:
        return left
    return after_rejection(calendar, replace(left, owed=(*left.owed, code)), today)


def after_rejection(calendar: WorkCalendar, one: Deferral, today: date) -> Deferral:
    """What came in time and does not conform may come again: the window's delay never takes the last day
    away, so there is at least one working day more."""
    if one.due is None:
        return one
    return replace(one, due=max(one.due, calendar.add_working_days(today, 1)))


def reminders(calendar: WorkCalendar, began: date, due: date) -> tuple[date, ...]:
    """The days on which the applicant is reminded, at half and at four fifths of the time, each once."""
    whole = calendar.working_days_between(began, due)
    days = (calendar.add_working_days(began, ceil(whole * share)) for share in REMINDERS)
    return tuple(dict.fromkeys(days))


def next_moment(calendar: WorkCalendar, one: Deferral) -> datetime | None:
    """When to look at it again: the next reminder, or the day after the last. None where nothing runs."""
    if one.began is None or one.due is None or not one.owed:
        return None
    ahead = reminders(calendar, one.began, one.due)[one.reminded :]
    return day_begins(ahead[0]) if ahead else ends_at(one.due)


def ends_at(due: date) -> datetime:
    """The day after the last: from its first moment on the case is ended."""
    return day_begins(due + timedelta(days=1))


def due_now(calendar: WorkCalendar, one: Deferral, now: datetime) -> Due:
    """What is due now. What lies unchecked came in time and ends nothing."""
    if one.began is None or one.due is None or not one.owed:
        return Due.NOTHING
    if now >= ends_at(one.due):
        return Due.END
    ahead = reminders(calendar, one.began, one.due)[one.reminded :]
    return Due.REMIND if ahead and now >= day_begins(ahead[0]) else Due.NOTHING


def passed(calendar: WorkCalendar, one: Deferral, now: datetime) -> Deferral:
    """With every reminder counted whose day has come."""
    if one.began is None or one.due is None:
        return one
    gone = sum(day_begins(day) <= now for day in reminders(calendar, one.began, one.due))
    return replace(one, reminded=max(one.reminded, gone))


def require_repair(reason: str, *, unrepaired: bool) -> None:
    """Raise BreachUnknown, RepairUnreasoned."""
    if not unrepaired:
        raise BreachUnknown()
    if not reason.strip():
        raise RepairUnreasoned()


def require_settled(open_names: Collection[str]) -> None:
    """Raise Outstanding while a promised material is not there and found right."""
    if open_names:
        raise Outstanding(count=len(open_names), names=LIST_JOIN.join(open_names))


def withheld(kind: Document, one: Deferral, sights: Collection[Sight]) -> bool:
    """Whether this document is kept from whoever sees the case in these capacities: the applicant's side
    reads the decision to grant when the result is issued, officials read it at once."""
    return kind is Document.APPROVAL and result_withheld(one, sights)


def result_withheld(one: Deferral, sights: Collection[Sight]) -> bool:
    """Whether the name and number of the result are kept from whoever sees the case in these capacities: the
    applicant's side learns that it waits and for what."""
    return bool(one.open) and set(sights) <= {Sight.OWN}
