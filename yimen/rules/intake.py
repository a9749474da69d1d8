"""Intake (收件与受理): which materials are needed on these answers, what is missing, one complete notice.

Source: 行政许可法 article 32 (accept, tell all gaps once within 5 working days, refuse); 容缺 per domain 2.4:
core materials never, others only where the item says so and the applicant has promised.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from . import situations
from .condition_words import LIST_JOIN
from .conditions import Answers, fields_used, reason, state
from .errors import Kind, RuleBroken
from .item import ItemSpec, MaterialUse
from .terms import GetType, Need, Term

LAW_ONE_NOTICE = "《行政许可法》第三十二条第一款第四项"
#: Ways of coming in that leave no file.
WITHOUT_FILES = frozenset({GetType.PAPER, GetType.LICENCE, GetType.PROMISE, GetType.SHARED})
LAW_ACCEPT = "《行政许可法》第三十二条第一款第五项"


_NOT_BELIEVED = "“{name}”的承诺不能采信：{reason}，请交证明"


class Checked(Term):
    """What the clerk found of one material handed in."""

    PENDING = "pending", "待核对"
    PASSED = "passed", "合格"
    REJECTED = "rejected", "不合格"


class GapsRemain(RuleBroken):
    """Materials are missing, do not conform, or a question that decides on materials is open."""

    code = "intake.gaps_remain"
    text = "还差 {count} 样，不能受理：{names}"
    basis = LAW_ACCEPT


class SecondNotice(RuleBroken):
    """All gaps are told once; a second notice needs a reason, which is recorded and supervised."""

    code = "intake.second_notice"
    text = "已经一次告知过要补的内容，再次告知要写明理由"
    basis = LAW_ONE_NOTICE


class NothingMissing(RuleBroken):
    """A notice of corrections without a gap would only send the applicant away."""

    code = "intake.nothing_missing"
    text = "材料齐了，没有要补的，请受理"
    basis = LAW_ACCEPT


class FieldUnknown(RuleBroken):
    """The form of this item has no such field."""

    code = "intake.field_unknown"
    text = "表里没有这一栏：{field}"
    kind = Kind.INVALID


class NotDeferrable(RuleBroken):
    """A core material cannot come later."""

    code = "intake.not_deferrable"
    text = "不能容缺后补：{names}"
    kind = Kind.INVALID


@dataclass(frozen=True)
class Given:
    """One material as handed in: how many files or sheets, how it came, what the clerk found and why."""

    material_code: str
    files: int = 0
    status: Checked = Checked.PENDING
    reason: str = ""
    how: GetType = GetType.UPLOAD

    @property
    def present(self) -> bool:
        """There is something to look at: files, or a form that has none (paper, licence, promise)."""
        return self.files > 0 or self.how in WITHOUT_FILES


@dataclass(frozen=True)
class Gap:
    """One material that keeps the case from acceptance; `rejected` holds the clerk's reason, if any, and
    `pledged` tells that it is one why a promise in its place does not hold (告知承诺)."""

    material: MaterialUse
    rejected: str = ""
    pledged: bool = False

    @property
    def deferrable(self) -> bool:
        """可容缺: may come later if the applicant promises."""
        return self.material.need is Need.DEFERRABLE


@dataclass(frozen=True)
class Gaps:
    """The state of the materials on these answers. `undecided`: labels of questions still to be answered."""

    required: tuple[MaterialUse, ...] = ()
    missing: tuple[Gap, ...] = ()
    rejected: tuple[Gap, ...] = ()
    exempt: tuple[MaterialUse, ...] = ()
    optional: tuple[MaterialUse, ...] = ()
    undecided: tuple[str, ...] = ()
    unexpected: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[Gap, ...]:
        """Every gap, missing first."""
        return self.missing + self.rejected

    @property
    def deferrable(self) -> tuple[Gap, ...]:
        """Gaps that could come later."""
        return tuple(gap for gap in self.all if gap.deferrable)

    @property
    def complete(self) -> bool:
        """Nothing is missing, rejected or open."""
        return not self.all and not self.undecided


@dataclass(frozen=True)
class Line:
    """One line of a notice: a message template and its facts; `hint` and `standard` say how to mend it."""

    code: str
    name: str
    text: str
    reason: str = ""
    hint: str = ""
    standard: str = ""
    field: str = ""

    @property
    def words(self) -> str:
        """The line in plain Chinese."""
        return self.text.format(name=self.name, reason=self.reason)


@dataclass(frozen=True)
class Notice:
    """一次性补正告知: every gap, one line each. `reason` is set on a second notice only."""

    lines: tuple[Line, ...]
    reason: str = ""


@dataclass(frozen=True)
class Eligible:
    """Whether the answers meet the item's conditions; None = not yet decided by the answers given."""

    state: bool | None
    words: str = ""


def judge(spec: ItemSpec, answers: Answers, given: Iterable[Given], today: date) -> Gaps:
    """What is needed on these finished answers, against what was handed in.

    Of several rows of one material a good one is enough. Raises BadCondition where the item is broken.
    """
    found = situations.read(spec)
    known = found.settle(answers, today, final=True)
    rows = list(given)
    needed: list[MaterialUse] = []
    open_fields: set[str] = set()
    for place, material in enumerate(spec.materials):
        condition = found.materials.get(place)
        wanted = True if condition is None else state(condition, known, today)
        if wanted:
            needed.append(material)
        elif wanted is None and condition is not None and material.need is not Need.OPTIONAL:
            open_fields |= fields_used(condition) - known.keys()
    exempt = tuple(m for m in needed if m.exempt_by)
    owed = [m for m in needed if not m.exempt_by and m.need is not Need.OPTIONAL]
    gaps = [(m, _fault([row for row in rows if row.material_code == m.code])) for m in owed]
    codes = {m.code for m in spec.materials}
    pledged = {row.material_code for row in rows if row.how is GetType.PROMISE}
    return Gaps(
        required=tuple(owed),
        missing=tuple(Gap(m) for m, fault in gaps if fault == ""),
        rejected=tuple(Gap(m, fault, m.code in pledged) for m, fault in gaps if fault),
        exempt=exempt,
        optional=tuple(m for m in needed if not m.exempt_by and m.need is Need.OPTIONAL),
        undecided=tuple(use.label for use in spec.form if use.key in open_fields),
        unexpected=tuple(sorted({row.material_code for row in rows} - codes)),
    )


def _fault(rows: list[Given]) -> str | None:
    """None: fine. "": nothing there. Else why the clerk rejected it."""
    present = [row for row in rows if row.present]
    if any(row.status is not Checked.REJECTED for row in present):
        return None
    if not present:
        return ""
    return present[-1].reason or "不符合要求"


def form_lines(spec: ItemSpec, wrong: Mapping[str, str]) -> tuple[Line, ...]:
    """Lines for fields of the form: key → what is wrong, in the form's order. Raises FieldUnknown."""
    labels = {use.key: use.label for use in spec.form}
    for key in wrong:
        if key not in labels:
            raise FieldUnknown(field=key)
    text = "表里的“{name}”要改：{reason}"
    return tuple(Line("", labels[key], text, wrong[key].strip(), field=key) for key in labels if key in wrong)


def notice(gaps: Gaps, earlier: int = 0, reason: str = "", form: Collection[Line] = ()) -> Notice:
    """All gaps in one list, of the form and of the materials. `form`: see `form_lines`.

    `earlier`: notices this case has had already; a further one needs `reason`.
    Raises NothingMissing, SecondNotice (行政许可法 32 (1) 4: 一次告知).
    """
    if gaps.complete and not form:
        raise NothingMissing()
    if earlier > 0 and not reason.strip():
        raise SecondNotice()
    lines = [*form, *(Line("", label, "请回答“{name}”") for label in gaps.undecided)]
    for gap in gaps.all:
        m = gap.material
        text = _NOT_BELIEVED if gap.pledged else "{name}要重交：{reason}" if gap.rejected else "请补交{name}"
        lines.append(Line(m.code, m.name, text, gap.rejected, m.hint, m.standard))
    return Notice(tuple(lines), reason.strip() if earlier > 0 else "")


def may_accept(gaps: Gaps, deferred: Collection[str] = ()) -> None:
    """Nothing stands against acceptance. `deferred`: codes of materials promised to be supplied later.

    Raises GapsRemain naming them all; NotDeferrable where a promise covers what must be there now.
    """
    core = [gap.material.name for gap in gaps.all if not gap.deferrable and gap.material.code in deferred]
    if core:
        raise NotDeferrable(names=LIST_JOIN.join(core))
    names = [gap.material.name for gap in gaps.all if gap.material.code not in deferred]
    names += list(gaps.undecided)
    if names:
        raise GapsRemain(count=len(names), names=LIST_JOIN.join(names))


def eligible(spec: ItemSpec, answers: Answers, today: date) -> Eligible:
    """Whether the applicant meets the item's conditions, with the keeper's words or the condition's own."""
    found = situations.read(spec)
    if found.eligible is None:
        return Eligible(True)
    words = spec.eligibility_words or reason(found.eligible)
    return Eligible(state(found.eligible, found.settle(answers, today), today), words)
