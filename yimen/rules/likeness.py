"""像是同一种材料: which shared definitions are likely the same, for the keeper to look at and decide.

A suggestion only. Catalogues call one paper by many names (营业执照, 营业执照等申请人身份证明文件), and
only a person knows whether two names ask for the same paper. Forms are left out: each item has its own
(申请表 of two items are two papers). Source: domain 5.2 (one material code); how names are compared is
a local rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .errors import Kind, RuleBroken
from .reuse import is_form_by_name, plain_name
from .terms import MaterialKind

#: Names that share so much of their letters in pairs are shown as likely the same.
LIKELY = 0.6
#: A merge of more definitions than this is most likely a mistake of the keeper.
MOST_MERGED = 100
#: Days for which a given file may be said to count: ten years.
MOST_DAYS = 3650

#: Who gives it, and what copy of it: said of almost any paper and meaning none. 法定代表人, 监护人 … stay:
#: it is another person's paper.
_LEAD = re.compile(
    r"^(?:(?:申请人|本人|个人|申请单位|申请者|当事人)(?:的|之)?|有效的?|合法的?|相关的?|本人的?)+"
)
#: Names of one paper, and the usual one behind the bar.
_SAME = tuple(
    pair.split("|")
    for pair in ("身份证件|身份证", "居民身份证|身份证", "户口本|户口簿", "居民户口簿|户口簿", "相片|照片")
)
_TAIL = re.compile(r"(?:原件|复印件|影印件|扫描件|文本|文件|材料|资料|一份|各一份|\d份)+$")


class MergeWithItself(RuleBroken):
    """At least one other definition is merged into the one that stays."""

    code = "merge.nothing"
    text = "请至少再选一种材料，并进“{name}”"
    kind = Kind.INVALID


class MergeOfForms(RuleBroken):
    """A form belongs to its item: two forms of one name are two papers."""

    code = "merge.form"
    text = "“{name}”是表，每个事项的表都不一样，不能合并"
    kind = Kind.INVALID


class AlreadyMerged(RuleBroken):
    """It was merged into another one already."""

    code = "merge.already"
    text = "“{name}”已经并进“{into}”了，要改先撤销那一次"
    kind = Kind.CONFLICT


class MergeTooMany(RuleBroken):
    """More at once than anybody can have looked at."""

    code = "merge.too_many"
    text = "一次最多合并 {most} 种，现在选了 {n} 种"
    kind = Kind.INVALID


class MergeUnknown(RuleBroken):
    """There is no such definition, or no such merge."""

    code = "merge.unknown"
    text = "没有找到要合并的材料，或者这一次合并"
    kind = Kind.NOT_FOUND


class MergeUndone(RuleBroken):
    """A later merge stands on this one: that one is undone first."""

    code = "merge.later_stands"
    text = "“{name}”后来又并进了“{into}”，先撤销后一次"
    kind = Kind.CONFLICT


class DaysOutOfRange(RuleBroken):
    """A file counts for a day at least and for ten years at most."""

    code = "material.days_out_of_range"
    text = "一份能用多少天，要写 1 到 {most} 的整数，不写是按类型定"
    kind = Kind.INVALID


@dataclass(frozen=True)
class Definition:
    """A shared definition; `items`: how many ask for it now; `into`: the code it was merged into, or ""."""

    code: str
    name: str
    kind: MaterialKind
    items: int = 0
    into: str = ""


def core_name(name: str) -> str:
    """What is left of a name when all is taken off that makes it no other paper; "" for a form."""
    if is_form_by_name(name):
        return ""
    text = plain_name(name)
    for name, usual in _SAME:
        text = text.replace(name, usual)
    lead = _LEAD.sub("", text)
    short = _TAIL.sub("", lead)
    return short or lead or text


def likeness(one: str, other: str) -> float:
    """From 0 to 1: how much two names have of each other (Dice over pairs of letters of the core names).

    Symmetric; 1 for equal cores. A name that stands whole within the other is likely (0.6 at least) where it
    has 3 letters or more.
    """
    a, b = core_name(one), core_name(other)
    if not a or not b:
        return 0.0
    if a == b:
        return 1.0
    left, right = _pairs(a), _pairs(b)
    shared = 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0
    short, long = sorted((a, b), key=len)
    return max(shared, LIKELY) if len(short) >= 3 and short in long else shared


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def alike(one: Definition, others: Iterable[Definition], most: int = 30) -> list[tuple[Definition, float]]:
    """Of these definitions the ones likely the same as `one`, the likeliest and most used first."""
    if not may_merge(one):
        return []
    found = [
        (other, likeness(one.name, other.name))
        for other in others
        if other.code != one.code and not other.into and may_merge(other)
    ]
    kept = [(other, score) for other, score in found if score >= LIKELY]
    return sorted(kept, key=lambda pair: (-pair[1], -pair[0].items, pair[0].code))[:most]


def may_merge(one: Definition) -> bool:
    """Whether it is no form."""
    return one.kind is not MaterialKind.FORM and bool(core_name(one.name))


def require_merge(into: Definition, members: Mapping[str, Definition], names: Mapping[str, str]) -> None:
    """Refuse a merge of `members` (by code) into `into` that cannot be. `names`: code → name, of those that
    something was merged into.

    Raises MergeWithItself, MergeTooMany, MergeOfForms, AlreadyMerged.
    """
    if not members or set(members) == {into.code}:
        raise MergeWithItself(name=into.name)
    if len(members) > MOST_MERGED:
        raise MergeTooMany(most=MOST_MERGED, n=len(members))
    for one in (into, *members.values()):
        if not may_merge(one):
            raise MergeOfForms(name=one.name)
        if one.into:
            raise AlreadyMerged(name=one.name, into=names.get(one.into, one.into))


def require_days(days: int | None) -> None:
    """Raise DaysOutOfRange for what no file can count for."""
    if days is not None and not 1 <= days <= MOST_DAYS:
        raise DaysOutOfRange(most=MOST_DAYS)
