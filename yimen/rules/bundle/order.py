"""Who waits for whose result, and how long the whole takes.

An item that asks for a material which another member's result is comes after that member; all others run
side by side. Nothing of this is drawn by hand.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ..condition_words import LIST_JOIN
from ..errors import Kind, RuleBroken
from ..item import FieldUse, ItemSpec, Limit, MaterialUse
from ..licences import FaceField
from ..likeness import core_name
from ..terms import MaterialKind, Need, Promise, Unit
from .results import asks_number, results_of
from .spec import Member

#: 行政许可法第四十二条第一款: where an item says nothing, it is decided within 20 working days.
DEFAULT_DAYS = 20


class Circle(RuleBroken):
    """Members that each need what another of them issues: none could ever begin."""

    code = "bundle.circle"
    text = "这几个事项互相等着对方的结果，谁也开始不了：{names}"
    kind = Kind.INVALID


@dataclass(frozen=True)
class Issued:
    """What a member's licence is: codes of the shared `materials` that it satisfies, and its `face`."""

    materials: tuple[str, ...] = ()
    face: tuple[FaceField, ...] = ()


#: Of an item without a licence.
NO_LICENCE = Issued()


@dataclass(frozen=True)
class Part:
    """A member with the version of its item. `issues`: codes of the materials that its result is; `face`: the
    lines of its licence; `asks`: items of the members whose result its form asks the number of."""

    member: Member
    spec: ItemSpec
    issues: frozenset[str] = frozenset()
    version: int = 0
    face: tuple[FaceField, ...] = ()
    asks: frozenset[str] = frozenset()

    @property
    def item(self) -> str:
        """Code of the item."""
        return self.member.item

    @cached_property
    def needs(self) -> frozenset[str]:
        """Codes of the materials without which it cannot be handled."""
        return frozenset(m.code for m in self.spec.materials if waits_for(m))


@dataclass(frozen=True)
class Placed:
    """One member in the plan: after whom, and on which working days (0 is the day of acceptance)."""

    item: str
    after: tuple[str, ...]
    days: int
    starts: int

    @property
    def ends(self) -> int:
        """The working day on which its result is promised."""
        return self.starts + self.days


@dataclass(frozen=True)
class Schedule:
    """All members in an order in which each comes after whom it waits for; `path` is the longest way."""

    placed: tuple[Placed, ...] = ()
    days: int = 0
    path: tuple[str, ...] = ()


def waits_for(material: MaterialUse) -> bool:
    """Whether its item waits until this material is made: what is only optional holds nobody up."""
    return material.need is not Need.OPTIONAL


def with_results(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The members with all that they issue: what the licence types say, and results that bear the name of a
    material which another member asks for (营业执照), for catalogues that know no licence types yet.

    A form is nobody's result, whatever it is called.
    """
    listed = list(parts)
    codes: dict[str, set[str]] = {}
    for part in listed:
        for one in part.spec.materials:
            if one.kind is not MaterialKind.FORM and (name := core_name(one.name)):
                codes.setdefault(name, set()).add(one.code)
    made = [
        replace(
            part,
            issues=part.issues.union(*(codes.get(core_name(name), ()) for name in results_of(part.spec))),
        )
        for part in listed
    ]
    return tuple(replace(part, asks=_asks(part, made)) for part in made)


def _asks(part: Part, parts: Sequence[Part]) -> frozenset[str]:
    uses = [use for use in part.spec.form if use.required]
    return frozenset(one.item for one in parts if any(numbers_first(one, use, part) for use in uses))


def numbers_first(maker: Part, use: FieldUse, part: Part) -> bool:
    """Whether this field of a member asks for a number that is not there before that maker gives it.

    Not of who only replaces a paper, for its number is known; nor of one whose own form asks it too.
    """
    if maker.item == part.item or not asks_number(use, maker.spec) or maker.issues & maker.needs:
        return False
    return not any(own.required and asks_number(own, maker.spec) for own in maker.spec.form)


def days_of(spec: ItemSpec) -> int:
    """The working days promised for one item; 0 for 即办. A limit in 自然日 is reckoned at 5 of 7, up.

    Only the plan reckons so: the due date of each case is its own clock's.
    """
    if spec.promise_type is Promise.INSTANT:
        return 0
    limit = spec.promise or spec.legal or Limit(DEFAULT_DAYS)
    return limit.days if limit.unit is Unit.WORKING else -(-limit.days * 5 // 7)


def after(parts: Iterable[Part]) -> dict[str, frozenset[str]]:
    """For each member the members whose results it needs (see `makers_for`), or whose numbers it asks."""
    listed = list(parts)
    makers: dict[str, list[Part]] = {}
    for part in listed:
        for code in part.issues:
            makers.setdefault(code, []).append(part)
    here = {part.item for part in listed}
    return {
        part.item: frozenset(
            one.item for code in part.needs & makers.keys() for one in makers_for(part, code, makers[code])
        )
        | part.asks & here
        for part in listed
    }


def makers_for(part: Part, code: str, parts: Iterable[Part]) -> list[Part]:
    """The members whose result is the material that this one needs.

    Who replaces a paper (a change, a renewal: it needs what it issues) needs the old one, so it waits for who
    issues it anew, never for another one that only replaces it.
    """
    replaces = code in part.issues
    return [
        one
        for one in parts
        if code in one.issues and one.item != part.item and not (replaces and code in one.needs)
    ]


def in_order(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The members so that each comes after whom it waits for, else by code. Raises Circle naming them."""
    left = {part.item: part for part in sorted(parts, key=lambda one: one.item)}
    waits = after(left.values())
    done: list[Part] = []
    known: set[str] = set()
    while left:
        ready = [item for item in left if waits[item] <= known]
        if not ready:
            raise Circle(names=LIST_JOIN.join(left[item].spec.name for item in _in_circle(left, waits)))
        done += [left.pop(item) for item in ready]
        known.update(ready)
    return tuple(done)


def _in_circle(left: Collection[str], waits: Mapping[str, frozenset[str]]) -> list[str]:
    """One circle among these, not those that only wait for it: each waits for the next, the last for the
    first."""
    at = min(left)
    way: list[str] = []
    while at not in way:
        way.append(at)
        at = min(one for one in waits[at] if one in left)
    return way[way.index(at) :]


def schedule(parts: Sequence[Part], only: Collection[str] | None = None) -> Schedule:
    """When each member runs, and the critical path in working days. `only`: the members chosen so far.

    A member waits for those of its makers that are chosen. Raises Circle.
    """
    chosen = [part for part in parts if only is None or part.item in only]
    waits = after(chosen)
    placed: dict[str, Placed] = {}
    for part in in_order(chosen):
        before = tuple(sorted(waits[part.item]))
        starts = max((placed[one].ends for one in before), default=0)
        placed[part.item] = Placed(part.item, before, days_of(part.spec), starts)
    return Schedule(
        tuple(placed.values()), max((one.ends for one in placed.values()), default=0), _path(placed)
    )


def _path(placed: Mapping[str, Placed]) -> tuple[str, ...]:
    """The longest way, first member first; of several the one whose codes sort first."""
    if not placed:
        return ()
    at: Placed | None = min(placed.values(), key=lambda one: (-one.ends, one.item))
    way: list[str] = []
    while at is not None:
        way.append(at.item)
        at = next((placed[one] for one in at.after if placed[one].ends == at.starts), None)
    return tuple(reversed(way))
