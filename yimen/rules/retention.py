"""保管期限: how long a closed case is kept, when it is filed away, and ONE table of what becomes of it.

Sources: 机关文件材料归档范围和文书档案保管期限规定（国家档案局令第8号）第六条 (永久、30 年、10 年);
DA/T 22-2015 (代码 Y、D30、D10); 档案法第三十一条 (nobody destroys records on their own);
个人信息保护法第十九条、第四十七条 (personal data are held no longer than needed).
Days are natural days, years end on 31 December.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from .errors import Kind, RuleBroken
from .records import RecordsEvent
from .term import Happened
from .terms import ItemType, ResultType, Role, State, Term

#: A closed case stays in hand as long as 行政复议 may be asked for (行政复议法第二十条: 60 days).
ARCHIVE_AFTER = timedelta(days=60)
#: A draft that nobody touched for so long goes; its owner is told so long before (个人信息保护法第四十七条).
DRAFT_LASTS = timedelta(days=180)
DRAFT_NOTICE = timedelta(days=15)
#: What was typed into a draft that its owner dropped goes after so long: time to notice a mistake.
DROPPED_LASTS = timedelta(days=30)
#: Every package is opened and proved again so often.
RECHECK_EVERY = timedelta(days=90)
REASON_LEAST, REASON_MOST = 4, 300


class Keep(Term):
    """保管期限: how long a record is kept, with the codes of DA/T 22-2015."""

    YEARS_10 = "D10", "10 年"
    YEARS_30 = "D30", "30 年"
    PERMANENT = "Y", "永久"

    @property
    def years(self) -> int | None:
        """Full years; None for ever."""
        return {Keep.YEARS_10: 10, Keep.YEARS_30: 30}.get(self)


class Stage(Term):
    """档案状态: where the record of a case stands."""

    OPEN = "open", "还在办"
    CLOSED = "closed", "办结待归档"
    FILED = "filed", "归档中"
    KEPT = "kept", "保管中"
    DUE = "due", "期满待鉴定"
    LISTED = "listed", "已列入销毁清册"
    DESTROYED = "destroyed", "已销毁"


class Move(Term):
    """档案动作: what may be done to the record of a case."""

    FILE = "file", "归档"
    PACK = "pack", "封存档案包"
    EXPIRE = "expire", "保管期满"
    RETAIN = "retain", "鉴定续存"
    LIST = "list", "列入销毁清册"
    UNLIST = "unlist", "移出销毁清册"
    DESTROY = "destroy", "销毁"


class NotInThisStage(RuleBroken):
    """The move does not exist in the stage the record is in."""

    code = "archive.not_here"
    text = "档案现在是“{stage}”，不能{move}"


class NotYourMove(RuleBroken):
    """The move belongs to another post."""

    code = "archive.not_yours"
    text = "{move}要由{who}来做"
    kind = Kind.FORBIDDEN


class UnderHold(RuleBroken):
    """Somebody put a hold on the case: nothing of it may be destroyed until it is lifted."""

    code = "archive.under_hold"
    text = "这一件被冻结（{name}，{document}），解除以前不能销毁"
    basis = "档案法第三十一条"


class LicenceStands(RuleBroken):
    """A licence of the case still holds: what it rests on is kept."""

    code = "archive.licence_stands"
    text = "这一件发的证照 {number} 还有效，不能销毁"


class ArchiveNotFound(RuleBroken):
    """No such record, or not this person's to see: told the same."""

    code = "archive.not_found"
    text = "没有找到这份档案"
    kind = Kind.NOT_FOUND


class NotClosedYet(RuleBroken):
    """A case is filed away when it has ended and the time for remedies is over, once."""

    code = "archive.not_closed_yet"
    text = "办件办结满 60 天才归档"


class HoldNotFound(RuleBroken):
    """No such hold, or it was lifted before."""

    code = "archive.hold_not_found"
    text = "没有找到这条冻结，或者已经解除"
    kind = Kind.NOT_FOUND


class TermUnknown(RuleBroken):
    """No such retention term."""

    code = "archive.term_unknown"
    text = "请选保管期限"
    kind = Kind.INVALID


class WordsMissing(RuleBroken):
    """A hold, its end, a longer term and a list of destruction are reasoned in writing."""

    code = "archive.words_missing"
    text = "请写{label}，{least} 到 {most} 个字"
    kind = Kind.INVALID


@dataclass(frozen=True)
class Row:
    """One arrow. `who`: the posts that may (none: the system only); `free`: not while the case is held."""

    move: Move
    sources: frozenset[Stage]
    target: Stage
    who: frozenset[Role]
    event: Happened
    free: bool = False
    basis: str = ""


def _row(
    move: Move, sources: Iterable[Stage], target: Stage, who: Iterable[Role], event: Happened, *,
    free: bool = False, basis: str = "",
) -> Row:  # fmt: skip
    return Row(move, frozenset(sources), target, frozenset(who), event, free, basis)


_S, _M, _E = Stage, Move, RecordsEvent

TABLE: tuple[Row, ...] = (
    _row(_M.FILE, {_S.CLOSED}, _S.FILED, (), _E.FILED, basis="国家档案局令第8号"),
    _row(_M.PACK, {_S.FILED}, _S.KEPT, (), _E.PACKED),
    _row(_M.EXPIRE, {_S.KEPT}, _S.DUE, (), _E.DUE, free=True, basis="国家档案局令第8号第六条"),
    _row(_M.RETAIN, {_S.DUE}, _S.KEPT, {Role.KEEPER}, _E.RETAINED, basis="档案法第三十一条"),
    _row(_M.LIST, {_S.DUE}, _S.LISTED, {Role.KEEPER}, _E.LISTED, free=True,
         basis="档案法第三十一条"),
    _row(_M.UNLIST, {_S.LISTED}, _S.DUE, {Role.KEEPER, Role.SUPERVISOR, Role.AUDIT}, _E.UNLISTED),
    _row(_M.DESTROY, {_S.LISTED}, _S.DESTROYED, (), _E.DESTROYED, free=True,
         basis="档案法第三十一条"),
)  # fmt: skip

_BY_PLACE = {(stage, row.move): row for row in TABLE for stage in row.sources}


@dataclass(frozen=True)
class Holding:
    """冻结: a named hold on a case, with the document that ordered it."""

    name: str
    document: str


def step(
    stage: Stage, move: Move, roles: Iterable[Role], *, system: bool = False, held: Holding | None = None
) -> Row:
    """The arrow of a move from a stage. Raises NotInThisStage, NotYourMove, UnderHold."""
    found = _BY_PLACE.get((stage, move))
    if found is None:
        raise NotInThisStage(stage=stage.label, move=move.label)
    if not system and found.who.isdisjoint(roles):
        raise NotYourMove(move=move.label, who="或".join(sorted(one.label for one in found.who)) or "系统")
    if found.free and held is not None:
        raise UnderHold(name=held.name, document=held.document)
    return found


def default_keep(kind: ItemType, result: ResultType) -> Keep:
    """The term of an item whose keeper set none: 30 years for a licence or a permission, else 10."""
    weighty = kind is ItemType.LICENCE or result in {ResultType.LICENCE, ResultType.APPROVAL}
    return Keep.YEARS_30 if weighty else Keep.YEARS_10


def kept_until(keep: Keep, closed_on: date) -> date | None:
    """The last day a record is kept, counted from the end of the year in which the case was closed."""
    return None if keep.years is None else date(closed_on.year + keep.years, 12, 31)


def archivable(state: State, closed_on: date | None, submitted: bool, today: date) -> bool:
    """Whether a case may be filed away: ended after it was handed in, and the time for remedies is over."""
    ended = state in ENDS and submitted
    return ended and closed_on is not None and today >= closed_on + ARCHIVE_AFTER


#: States in which a case has ended and waits to be filed away; a voided one stays voided.
ENDS = frozenset(
    {
        State.DELIVERED, State.NOT_ACCEPTED, State.NOT_REQUIRED, State.FORWARDED, State.WITHDRAWN,
        State.RETURNED, State.TERMINATED, State.VOIDED, State.ARCHIVED,
    }
)  # fmt: skip


def stage_of(state: State, recorded: Stage | None) -> Stage:
    """Where the record of a case stands: as recorded, else by the state of the case."""
    if recorded is not None:
        return recorded
    return Stage.CLOSED if state in ENDS else Stage.OPEN


def archive_number(case: str, year: int, keep: Keep, serial: int) -> str:
    """档号: case number, year of closing, term and serial within both (DA/T 22-2015 names them so)."""
    return f"{case}-{year}-{keep}-{serial:06d}"


def require_lapsed(standing: Iterable[str]) -> None:
    """Raise LicenceStands with the first number of a licence that the case gave and that still stands."""
    for number in standing:
        raise LicenceStands(number=number)


def read_words(label: str, raw: str) -> str:
    """A reason in one line. Raises WordsMissing."""
    said = " ".join(raw.split())
    if not REASON_LEAST <= len(said) <= REASON_MOST:
        raise WordsMissing(label=label, least=REASON_LEAST, most=REASON_MOST)
    return said


def read_line(label: str, raw: str, most: int) -> str:
    """A name or the number of a document, 2 to `most` characters. Raises WordsMissing."""
    said = " ".join(raw.split())
    if not 2 <= len(said) <= most:
        raise WordsMissing(label=label, least=2, most=most)
    return said


def read_keep(code: str) -> Keep:
    """A term by its code. Raises TermUnknown."""
    try:
        return Keep(code)
    except ValueError as error:
        raise TermUnknown() from error


# --- drafts -------------------------------------------------------------------------------------------------
class Draft(Term):
    """What becomes of a draft that was never handed in."""

    STAYS = "stays", "保留"
    WARN = "warn", "提醒"
    ERASE = "erase", "清除"


def draft_fate(touched: date, warned: date | None, today: date) -> Draft:
    """Kept, told, or erased. `warned`: when its owner was told, since it was last touched.

    Told late (the worker slept), it goes late: never before the whole notice has run.
    """
    if warned is not None:
        return Draft.ERASE if today >= warned + DRAFT_NOTICE else Draft.STAYS
    return Draft.WARN if today >= touched + DRAFT_LASTS - DRAFT_NOTICE else Draft.STAYS
