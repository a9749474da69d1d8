"""联办的一次告知: what the departments of one application find wanting is told in one notice, not in many.

行政许可法第三十二条第一款第四项: all that is to be mended is told once, within 5 working days. Here those
run from the acceptance of the whole: a department notes what its part lacks, or that it lacks nothing; when
all who are at it have answered, on the last day at the latest, one notice goes out; only that stops a clock.
What somebody finds later needs a reason, goes out by the end of the next working day and is supervised.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from .bundle.common import together
from .calendar import WorkCalendar
from .errors import Kind, RuleBroken
from .intake import LAW_ONE_NOTICE, Line
from .item import ItemSpec
from .terms import Act, State

#: Working days from the acceptance of the whole in which the one notice goes out.
NOTICE_DAYS = 5
#: Working days that the others have to join where something is found after that.
LATE_DAYS = 1
WORDS_MOST = 200


class OneNotice(RuleBroken):
    """A member of a bundle never asks for corrections by itself."""

    code = "collecting.one_notice"
    text = "这是一件事里的一项，不单独发补正告知。请记下要补的，和其他部门的一起告知"
    basis = LAW_ONE_NOTICE


class NotForApplicant(RuleBroken):
    """The applicant does not give this: another member makes it, or another asks it."""

    code = "collecting.not_for_applicant"
    text = "“{name}”不由申请人提供，不能要申请人补"
    kind = Kind.INVALID


class LateGap(RuleBroken):
    """The applicant was asked once, or the days for it are over: whoever asks for more says why only now."""

    code = "collecting.late_gap"
    text = "已经请申请人补过一次，或者一次告知的时间过了；现在再提，要写明为什么当时没有提"
    basis = LAW_ONE_NOTICE
    kind = Kind.INVALID


class NothingCollected(RuleBroken):
    """No department has found anything wanting."""

    code = "collecting.nothing_collected"
    text = "各部门都没有记要补的，不用告知"


class SupplyTheWhole(RuleBroken):
    """What one notice asks is supplied once, with the application, for all members."""

    code = "collecting.supply_the_whole"
    text = "要补的在整件事里一次补齐，请到整件事去补"


@dataclass(frozen=True)
class Gap:
    """One thing wanting: a material by `code` or a field of the form by `field`; what of it, in words."""

    name: str
    words: str
    code: str = ""
    field: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What it is about: gaps of the same key are one line of the notice."""
        return self.field, self.code


@dataclass(frozen=True)
class Answer:
    """What one department says of its part; without gaps: nothing is wanting. `again`: why only now."""

    gaps: tuple[Gap, ...] = ()
    again: str = ""

    def to_json(self) -> dict[str, Any]:
        """The stored form."""
        return {"gaps": [vars(gap) for gap in self.gaps], "again": self.again}


@dataclass(frozen=True)
class Merged:
    """One line of the notice; `members`: whose part needs it."""

    gap: Gap
    members: tuple[str, ...]


def answer_of(kept: Mapping[str, Any]) -> Answer | None:
    """What a member keeps of its answer; None where it has not answered since the last notice."""
    found = kept.get("answer")
    if found is None:
        return None
    return Answer(tuple(Gap(**one) for one in found["gaps"]), found["again"])


def asked_of(kept: Mapping[str, Any]) -> frozenset[str] | None:
    """Codes of the materials that the notice which is out asks for this member; None: it asks nothing."""
    found = kept.get("asked")
    return None if found is None else frozenset(found)


def require_notes(kept: Mapping[str, Any]) -> None:
    """Raise SupplyTheWhole where what this member waits for is supplied with the whole."""
    if asked_of(kept) is not None:
        raise SupplyTheWhole()


def offered(acts: Iterable[Act], *, member: bool, whole: bool, asked: bool) -> tuple[Act, ...]:
    """Of the acts of the table those that a case has by what it is: a member of a bundle, the whole, or
    neither. `asked`: the one notice is out and asks for this member."""
    unfit = set() if member else {Act.NOTE_GAPS}
    unfit |= set() if whole else {Act.SEND_NOTICE}
    unfit |= {Act.ASK_CORRECTION} if member else set()
    unfit |= {Act.SUPPLY, Act.SAVE} if asked else set()
    return tuple(act for act in acts if act not in unfit)


def read_gaps(
    spec: ItemSpec,
    rejected: Mapping[str, str],
    fields: Mapping[str, str],
    *,
    exempt: Collection[str],
    asked: Collection[str],
) -> tuple[Gap, ...]:
    """What a department typed, in the order of its item: first the form, then the materials.

    `exempt`: codes that nobody gives for this case; `asked`: keys of the common form. Blank words are no gap.
    Raises NotForApplicant.
    """
    labels = {use.key: use.label for use in spec.form if use.key in asked}
    names = {use.code: use.name for use in spec.materials if use.code not in exempt}
    for key in [
        *(one for one in fields if one not in labels),
        *(one for one in rejected if one not in names),
    ]:
        raise NotForApplicant(name=_name(spec, key))
    typed = [Gap(name, fields.get(key, "").strip(), field=key) for key, name in labels.items()]
    typed += [Gap(name, rejected.get(code, "").strip(), code=code) for code, name in names.items()]
    return tuple(gap for gap in typed if gap.words)


def _name(spec: ItemSpec, key: str) -> str:
    known = {use.key: use.label for use in spec.form} | {use.code: use.name for use in spec.materials}
    return known.get(key, key)


def is_late(calendar: WorkCalendar, accepted_on: date, today: date, *, sent: int) -> bool:
    """Whether what is found today is found too late for the one notice. `sent`: notices that went out; where
    the question is whether a reason is owed, those before acceptance too: the applicant came for them."""
    return sent > 0 or today > calendar.add_working_days(accepted_on, NOTICE_DAYS)


def require_reason(found: Answer, *, late: bool) -> None:
    """Raise LateGap where something is asked late without saying why."""
    if found.gaps and late and not found.again.strip():
        raise LateGap()


def last_day(calendar: WorkCalendar, accepted_on: date, today: date, *, sent: int) -> date:
    """The day on which the list that is open now goes out at the latest."""
    if is_late(calendar, accepted_on, today, sent=sent):
        return calendar.add_working_days(today, LATE_DAYS)
    return calendar.add_working_days(accepted_on, NOTICE_DAYS)


def goes_out_at(calendar: WorkCalendar, last: date) -> datetime:
    """The moment at which the list is sent by itself: at the end of business of its last day."""
    return calendar.end_of_business(last)


def is_complete(states: Mapping[str, State], answers: Mapping[str, Answer]) -> bool:
    """Whether the notice need wait for nobody: something is wanting, and who is at it has answered."""
    at_it = {item for item, state in states.items() if state is State.REVIEWING}
    return at_it <= answers.keys() and any(one.gaps for one in answers.values())


def merged(answers: Mapping[str, Answer], edited: Mapping[str, str] | None = None) -> tuple[Merged, ...]:
    """The lines of the notice, by material and not by department: each thing once, in the words of all.

    `edited`: key of a gap (see `line_key`) → the words of who leads; blank words leave the departments'.
    """
    typed, found = edited or {}, _by_key(answers)
    made = [
        Merged(
            Gap(
                gaps[0].name,
                typed.get(line_key(gaps[0]), "").strip() or together(gap.words for gap in gaps),
                gaps[0].code,
                gaps[0].field,
            ),
            tuple(items),
        )
        for items, gaps in found.values()
    ]
    return tuple(sorted(made, key=lambda one: not one.gap.field))


def _by_key(answers: Mapping[str, Answer]) -> dict[tuple[str, str], tuple[list[str], list[Gap]]]:
    found: dict[tuple[str, str], tuple[list[str], list[Gap]]] = {}
    for item, answer in sorted(answers.items()):
        for gap in answer.gaps:
            items, gaps = found.setdefault(gap.key, ([], []))
            items.append(item)
            gaps.append(gap)
    return found


def line_key(gap: Gap) -> str:
    """By what a line is named while it is edited."""
    return f"field-{gap.field}" if gap.field else f"material-{gap.code}"


def lines(found: Iterable[Merged]) -> tuple[Line, ...]:
    """The lines as a notice has them. Raises NothingCollected where there is none."""
    made = tuple(
        Line(one.gap.code, one.gap.name, _text(one.gap), one.gap.words, field=one.gap.field) for one in found
    )
    if not made:
        raise NothingCollected()
    return made


def _text(gap: Gap) -> str:
    return "表里的“{name}”要改：{reason}" if gap.field else "{name}要重交：{reason}"


def reasons(answers: Iterable[Answer]) -> str:
    """Why a further notice is sent, in the words of all who ask for it."""
    return together(one.again for one in answers if one.gaps)
