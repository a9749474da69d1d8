"""A bundle compiled: one form, one set of materials, one sheet of fees, one order, one promise.

The compiled plan is an item itself (`as_item`): it is applied for, received, checked and corrected as any
other, and only what it sets off is different. See docs/why/0017.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from .. import situations
from ..condition_ops import BadCondition
from ..conditions import Condition, parse
from ..errors import Kind, RuleBroken, Said
from ..item import Fee, FieldUse, ItemSpec, Limit
from ..situations import Situations
from ..terms import Audience, Channel, ItemType, Promise, ResultType
from .fields import SharedField, conflicts, merge_fields
from .materials import SharedMaterial, merge_materials
from .order import Circle, Part, Schedule, in_order, schedule, with_results
from .spec import BundleSpec, Handling

#: 行政许可法第四十二条第二款: 统一、联合、集中办理 is done within 45 days, once extended by 15.
JOINT_LIMIT, JOINT_EXTENSION = 45, 15
#: 国办发〔2022〕32号: an 一件事 joins at least two items.
LEAST_MEMBERS = 2


class TooFew(RuleBroken):
    """One item alone is no bundle."""

    code = "bundle.too_few"
    text = "一件事至少要有 {least} 个事项，现在 {count} 个"
    kind = Kind.INVALID


class NoStops(RuleBroken):
    """A bundle that only leads through has to say where to go."""

    code = "bundle.no_stops"
    text = "导办要写明一步一步到哪里办，现在一步也没有"
    kind = Kind.INVALID


class Twice(RuleBroken):
    """An item is a member once."""

    code = "bundle.twice"
    text = "“{name}”列了两次"
    kind = Kind.INVALID


class NoneForSure(RuleBroken):
    """Where every member is chosen by a condition an application could be for nothing."""

    code = "bundle.none_for_sure"
    text = "至少要有一个事项是必办的"
    kind = Kind.INVALID


class BelowPath(RuleBroken):
    """Nobody can promise less than what the members one after another take."""

    code = "bundle.below_path"
    text = "承诺 {days} 个工作日不够：{names}要依次办，最少 {path} 个工作日"
    kind = Kind.INVALID


class OverJointLimit(RuleBroken):
    """Joint handling has a limit of its own in the law."""

    code = "bundle.over_joint_limit"
    text = "联合办理最多 {most} 个工作日，这样排要 {days} 个"
    basis = "行政许可法第四十二条第二款"
    kind = Kind.INVALID


class NobodyServed(RuleBroken):
    """The members have no kind of applicant in common with the bundle."""

    code = "bundle.nobody_served"
    text = "“{name}”不给{who}办，不能放进这件事"
    kind = Kind.INVALID


@dataclass(frozen=True)
class Charge:
    """One charge on the common sheet, and whose it is."""

    item: str
    name: str
    fee: Fee


@dataclass(frozen=True)
class Plan:
    """What one version of a bundle compiles to. `parts` stand in the order of the plan."""

    bundle: BundleSpec
    parts: tuple[Part, ...]
    schedule: Schedule
    fields: tuple[SharedField, ...]
    materials: tuple[SharedMaterial, ...]
    charges: tuple[Charge, ...]

    @property
    def promise(self) -> int:
        """Working days promised for the whole: tightened by hand or the critical path."""
        tightened = self.bundle.promise_days
        return self.schedule.days if tightened is None else tightened

    @cached_property
    def known(self) -> dict[str, FieldUse]:
        """The fields that conditions of this bundle may look at."""
        return {one.use.key: one.use for one in self.fields}

    @cached_property
    def choosing(self) -> dict[str, Condition]:
        """When each conditional member is chosen, typed. Raises BadCondition naming the member."""
        return {
            part.item: _typed(part.member.when, self.known, part.spec.name)
            for part in self.parts
            if part.member.when is not None
        }

    @cached_property
    def situations(self) -> Situations:
        """All conditions of the common form and list, typed. Raises BadCondition."""
        return situations.read(as_item(self))


def _typed(tree: object, known: dict[str, FieldUse], name: str) -> Condition:
    try:
        return parse(tree, known)
    except BadCondition as bad:
        where = Said("选“{name}”的条件", {"name": name})
        raise BadCondition(where=where, problem=bad.facts["problem"], path=bad.path) from bad


def compile_plan(bundle: BundleSpec, parts: Iterable[Part]) -> Plan:
    """The plan of a bundle and its members, whatever order they come in.

    Raises Circle, Conflict; what else is wrong with it `faults` tells.
    """
    ordered = in_order(with_results(parts))
    return Plan(
        bundle,
        ordered,
        schedule(ordered),
        merge_fields(bundle.questions, ordered),
        merge_materials(ordered),
        tuple(Charge(part.item, part.spec.name, fee) for part in ordered for fee in part.spec.fees),
    )


def faults(bundle: BundleSpec, parts: Sequence[Part]) -> list[RuleBroken]:
    """Everything that keeps the bundle from being put in force; empty when it may be."""
    if bundle.handling is Handling.GUIDANCE:
        return [] if bundle.stops else [NoStops()]
    found = [*_of_members(bundle, parts), *conflicts(bundle.questions, parts)]
    try:
        plan = None if found else compile_plan(bundle, parts)
    except Circle as bad:
        return [bad]
    return [*found, *(_of_plan(plan) if plan else [])]


def _of_members(bundle: BundleSpec, parts: Sequence[Part]) -> list[RuleBroken]:
    found: list[RuleBroken] = []
    codes = [part.item for part in parts]
    if len(set(codes)) < LEAST_MEMBERS:
        found.append(TooFew(least=LEAST_MEMBERS, count=len(set(codes))))
    if parts and not any(part.member.required for part in parts):
        found.append(NoneForSure())
    for part in parts:
        if codes.count(part.item) > 1:
            found.append(Twice(name=part.spec.name))
        if not set(part.spec.audiences) & set(bundle.audiences):
            who = "、".join(one.label for one in bundle.audiences)
            found.append(NobodyServed(name=part.spec.name, who=who))
    return list({(one.code, str(one)): one for one in found}.values())


def _of_plan(plan: Plan) -> list[RuleBroken]:
    found: list[RuleBroken] = []
    days, tightened = plan.schedule.days, plan.bundle.promise_days
    names = {part.item: part.spec.name for part in plan.parts}
    if tightened is not None and tightened < days:
        way = "、".join(names[item] for item in plan.schedule.path)
        found.append(BelowPath(days=tightened, names=way, path=days))
    if plan.promise > JOINT_LIMIT:
        found.append(OverJointLimit(most=JOINT_LIMIT, days=plan.promise))
    found += situations.problems(as_item(plan))
    try:
        _ = plan.choosing
    except BadCondition as bad:
        found.append(bad)
    return found


def as_item(plan: Plan) -> ItemSpec:
    """The bundle as an item: what one applies for, what the window receives and corrects."""
    bundle, members = plan.bundle, [part.spec for part in plan.parts]
    return ItemSpec(
        code=bundle.code,
        name=bundle.name,
        department=bundle.department,
        department_name=bundle.department_name,
        type=ItemType.PUBLIC_SERVICE,
        promise_type=Promise.PROMISED if plan.promise else Promise.INSTANT,
        legal=Limit(JOINT_LIMIT),
        promise=Limit(plan.promise),
        audiences=bundle.audiences or (Audience.PERSON,),
        channels=_channels(members),
        visits=min(1, max((spec.visits for spec in members), default=0)),
        express=all(spec.express for spec in members),
        bookable=any(spec.bookable for spec in members),
        person_topics=bundle.person_topics,
        corp_topics=bundle.corp_topics,
        words=bundle.words,
        summary=bundle.summary,
        conditions=bundle.conditions,
        materials=tuple(one.use for one in plan.materials),
        form=tuple(one.use for one in plan.fields),
        charged=any(spec.charged for spec in members),
        pause_on_correction=any(spec.pause_on_correction for spec in members),
        fees=tuple(one.fee for one in plan.charges),
        result_type=ResultType.OTHER,
        result_name="、".join(dict.fromkeys(spec.result_name for spec in members if spec.result_name)),
        windows=tuple(dict.fromkeys(one for spec in members for one in spec.windows))[:1],
        consult_phone=bundle.consult_phone,
        complain_phone=bundle.complain_phone,
        faq=bundle.faq,
        members=tuple(part.item for part in plan.parts),
        guide_only=bundle.handling is Handling.GUIDANCE,
    )


def outline(bundle: BundleSpec) -> ItemSpec:
    """What can be said of a bundle before it compiles: a draft with faults, as lists show it."""
    empty = Plan(bundle, (), Schedule(), (), (), ())
    return replace(as_item(empty), members=tuple(one.item for one in bundle.members))


def _channels(members: Collection[ItemSpec]) -> tuple[Channel, ...]:
    """Where all members can be filed, in the usual order; the counter always."""
    return tuple(
        one for one in Channel if one is Channel.COUNTER or all(one in spec.channels for spec in members)
    )
