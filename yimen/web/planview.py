"""The plan of a bundle as pages draw it: who waits for whom, as a table Gantt and as a picture; the savings.

Both say the same: the picture is for the eye, the table is its text. No library draws them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yimen.bureau import queries as bureau
from yimen.rules import bundle as rules
from yimen.rules.bundle import Part, Plan, Saving
from yimen.rules.condition_ops import BadCondition
from yimen.rules.conditions import parse, reason
from yimen.rules.item import ItemSpec

#: More working days than this are drawn several to a column.
MOST_COLUMNS = 24
#: Measures of a picture in units of its own: a box, and the space between boxes.
BOX, TALL, ACROSS, DOWN, EDGE = 196, 104, 48, 20, 8
#: Narrower pictures are not drawn larger than they are.
FEW = 720
#: So many wide letters fit into one line of a box, which has two.
LETTERS = 8.0


@dataclass(frozen=True)
class Line:
    """One member in the Gantt. `lead`, `span`, `rest`: columns before, under and after its bar."""

    item: str
    name: str
    department: str
    days: int
    waits: tuple[str, ...]
    when: str
    period: str
    lead: int
    span: int
    rest: int
    on_path: bool
    open: bool


def gantt(plan: Plan) -> dict[str, Any]:
    """The table: heads of the columns and one line a member, in the plan's order."""
    placed = {one.item: one for one in plan.schedule.placed}
    last = max((max(one.ends, one.starts + 1) for one in placed.values()), default=1)
    width = -(-last // MOST_COLUMNS)
    columns = -(-last // width)
    names = {part.item: part.spec.name for part in plan.parts}
    offices = departments(part.spec for part in plan.parts)
    lines = []
    for part in plan.parts:
        at = placed[part.item]
        lead = min(at.starts // width, columns - 1)
        span = max(1, -(-at.ends // width) - lead)
        lines.append(
            Line(
                part.item,
                part.spec.name,
                offices[part.item],
                at.days,
                tuple(names[one] for one in at.after),
                when_chosen(plan, part),
                _period(at.starts, at.days),
                lead,
                span,
                columns - lead - span,
                part.item in plan.schedule.path,
                not part.member.required,
            )
        )
    heads = [str(n + 1) if width == 1 else f"{n * width + 1}–{(n + 1) * width}" for n in range(columns)]
    return {"heads": heads, "lines": lines, "days": plan.schedule.days}


def _period(starts: int, days: int) -> str:
    if days == 0:
        return _("第 {n} 个工作日当场办").format(n=starts + 1)
    if days == 1:
        return _("第 {n} 个工作日").format(n=starts + 1)
    return _("第 {n} 到 {m} 个工作日").format(n=starts + 1, m=starts + days)


def departments(specs: Iterable[ItemSpec]) -> dict[str, str]:
    """Item code → the short name of its department, or what its version calls it."""
    listed = list(specs)
    short = bureau.department_names({one.department for one in listed})
    return {one.code: short.get(one.department) or one.department_name for one in listed}


def when_chosen(plan: Plan, part: Part) -> str:
    """When a member is part of an application, in plain words; "" for always."""
    if part.member.required:
        return ""
    try:
        return reason(parse(part.member.when, plan.known), _)
    except BadCondition:  # told among the faults of the bundle; the rest of the plan stands
        return ""


# --- the picture ------------------------------------------------------------------------------------------
def picture(plan: Plan) -> dict[str, Any]:
    """Boxes and lines of the plan, from handing in to handing out: for `c-dag`."""
    depths = _depths(plan)
    last = max(depths.values(), default=0) + 1
    columns: list[list[str]] = [[] for _n in range(last + 1)]
    columns[0], columns[last] = [""], ["."]
    for item, depth in depths.items():
        columns[depth].append(item)
    most = max(len(one) for one in columns)
    high = most * (TALL + DOWN) - DOWN + 2 * EDGE
    places = _places(columns, high)
    boxes = [_box(plan, item, at) for item, at in places.items()]
    wide = last * (BOX + ACROSS) + BOX + 2 * EDGE
    return {"wide": wide, "high": high, "few": wide <= FEW, "boxes": boxes, "lines": _lines(plan, places)}


def _depths(plan: Plan) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in plan.schedule.placed:
        found[one.item] = 1 + max((found[before] for before in one.after), default=0)
    return found


def _places(columns: Sequence[Sequence[str]], high: int) -> dict[str, tuple[int, int]]:
    """The upper left corner of each box, each column centred."""
    places: dict[str, tuple[int, int]] = {}
    for n, column in enumerate(columns):
        top = (high - len(column) * (TALL + DOWN) + DOWN) // 2
        for row, item in enumerate(column):
            places[item] = (EDGE + n * (BOX + ACROSS), top + row * (TALL + DOWN))
    return places


def _box(plan: Plan, item: str, at: tuple[int, int]) -> dict[str, Any]:
    x, y = at
    whole, note, kind = _words_of(plan, item)
    return {
        "x": x, "y": y, "wide": BOX, "high": TALL, "whole": whole, "note": note, "kind": kind,
        "text_x": x + 14, "note_y": y + 88,
        "name": [{"text": text, "y": y + 32 + 27 * n} for n, text in enumerate(_two_lines(whole))],
    }  # fmt: skip


def _words_of(plan: Plan, item: str) -> tuple[str, str, str]:
    if item == "":
        return _("一窗受理"), _("交一次"), "ends"
    if item == ".":
        return _("统一出件"), _days(plan.promise), "ends"
    part = next(one for one in plan.parts if one.item == item)
    note = _days(next(one.days for one in plan.schedule.placed if one.item == item))
    if part.member.required:
        return part.spec.name, note, "path" if item in plan.schedule.path else "sure"
    return part.spec.name, _("{days} · 看情况").format(days=note), "maybe"


def _days(days: int) -> str:
    if days == 0:
        return _("当场办结")
    return ngettext("{n} 个工作日", "{n} 个工作日", days).format(n=days)


def _two_lines(text: str) -> list[str]:
    """The name on one line or two, the end left out where it is longer; whole it stands in the title."""
    first = _fitting(text)
    if first == len(text):
        return [text]
    if text[first - 1 : first + 1].isascii():  # not within a word of letters
        first = text.rfind(" ", 0, first + 1) + 1 or first
    rest = text[first:]
    second = _fitting(rest)
    return [text[:first].rstrip(), rest if second == len(rest) else rest[: second - 1] + "…"]


def _fitting(text: str) -> int:
    """How many letters of a text one line holds."""
    room = LETTERS
    for n, letter in enumerate(text):
        room -= 0.55 if letter.isascii() else 1
        if room < 0:
            return n
    return len(text)


def _lines(plan: Plan, places: Mapping[str, tuple[int, int]]) -> list[dict[str, str]]:
    waited = {before for one in plan.schedule.placed for before in one.after}
    maybe = {part.item for part in plan.parts if not part.member.required}
    pairs = [(before, one.item) for one in plan.schedule.placed for before in (one.after or ("",))]
    pairs += [(one.item, ".") for one in plan.schedule.placed if one.item not in waited]
    return [
        {"d": _curve(places[a], places[b]), "kind": "maybe" if {a, b} & maybe else "sure"} for a, b in pairs
    ]


def _curve(start: tuple[int, int], end: tuple[int, int]) -> str:
    x, y, to_x, to_y = start[0] + BOX, start[1] + TALL // 2, end[0] - 8, end[1] + TALL // 2
    middle = x + ACROSS // 2
    return f"M{x} {y}C{middle} {y} {middle} {to_y} {to_x} {to_y}"


# --- figures ----------------------------------------------------------------------------------------------
#: What a card shows, with short words and the unit.
ON_CARD = (rules.Measure.DAYS, rules.Measure.MATERIALS, rules.Measure.FORMS, rules.Measure.VISITS)


def pairs(savings: Iterable[Saving]) -> list[dict[str, Any]]:
    """The four now/before pairs of a card."""
    words = {
        rules.Measure.DAYS: (_("承诺办结"), _("工作日")), rules.Measure.MATERIALS: (_("材料"), _("份")),
        rules.Measure.FORMS: (_("表单"), _("张")), rules.Measure.VISITS: (_("跑动"), _("次")),
    }  # fmt: skip
    found = {one.what: one for one in savings}
    return [
        {"name": words[what][0], "unit": words[what][1], "now": found[what].after,
         "before": found[what].before}
        for what in ON_CARD
    ]  # fmt: skip


def savings_lines(plan: Plan) -> list[dict[str, Any]]:
    """All six figures with their formulas."""
    return [
        {
            "name": _(one.what.label), "before": one.before, "after": one.after, "saved": one.saved,
            "percent": one.percent, "formulas": [_(words) for words in one.formula],
        }
        for one in rules.savings(plan)
    ]  # fmt: skip


def policy_words(plan: Plan) -> str:
    """What happens where one member is not granted."""
    if plan.bundle.policy is rules.Policy.STOP:
        return _(
            "有一个事项没办成，还没办完的事项就全部停下，已经办好的结果照样给您。原因会写清楚，改好可以再来。"
        )
    return _(
        "有一个事项没办成，别的事项接着办。要等它结果的事项办不下去，会告诉您为什么、怎么补。"
        "已经办好的结果照样给您。"
    )
