"""质检 rules 1, 2, 8 and the time part of 9: kinds, limits, steps, surveys (domain 1.5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..item import ItemSpec, Limit, Step
from ..review.seats import SIGNING
from ..terms import EXCLUDED_BY_LAW, Duty, ItemType, Mode, Procedure, Promise, Unit
from .finding import Faults, Rule, error, warning, when

#: 行政许可法 article 42: 20 working days from acceptance where no other law says otherwise.
LICENCE_DAYS = 20
#: Rule 9: a survey on the spot within fewer working days than this is hardly kept.
SURVEY_DAYS = 5

OTHER_UNIT = "承诺时限 {promise} 个{promise_unit}、法定时限 {legal} 个{legal_unit} 单位不同，请核对"

D1, D2, D8, D9 = "质检规则 1", "质检规则 2", "质检规则 8", "质检规则 9"
LAW42 = "《行政许可法》第四十二条"
LAW45 = "《行政许可法》第四十五条"


def _instant_days(spec: ItemSpec) -> Faults:
    days = spec.promise.days if spec.promise else 0
    return when(spec.promise_type is Promise.INSTANT and days > 0, "promise", days=days)


def _promised_zero(spec: ItemSpec) -> Faults:
    zero = spec.promise is not None and spec.promise.days == 0
    return when(zero and spec.promise_type is not Promise.INSTANT, "promise_type")


def _no_promise(spec: ItemSpec) -> Faults:
    return when(spec.promise is None and spec.promise_type is not Promise.INSTANT, "promise")


def _instant_steps(spec: ItemSpec) -> Faults:
    # 审查类型 has no field of its own: 即审即办 shows in that no step of the review takes a day.
    days = sum(step.days for step in spec.steps)
    return when(spec.promise_type is Promise.INSTANT and days > 0, "steps", days=days)


def _over_law(promise: Limit, legal: Limit) -> bool | None:
    """True: surely longer than the law allows. None: longer in number, but in another unit."""
    if promise.days <= legal.days:
        return False
    # n working days take at least n natural days, so they never fit into fewer natural days.
    if promise.unit is legal.unit or promise.unit is Unit.WORKING:
        return True
    return None


def _promise_over_law(spec: ItemSpec) -> Faults:
    if spec.promise is None or spec.legal is None:
        return []
    over = _over_law(spec.promise, spec.legal) is True
    return when(over, "promise", **_days("promise", spec.promise), **_days("legal", spec.legal))


def _promise_other_unit(spec: ItemSpec) -> Faults:
    if spec.promise is None or spec.legal is None:
        return []
    unclear = _over_law(spec.promise, spec.legal) is None
    return when(unclear, "promise", **_days("promise", spec.promise), **_days("legal", spec.legal))


def _days(name: str, limit: Limit) -> dict[str, Any]:
    """The facts `name` and `name`_unit: a number and the label of its unit."""
    return {name: limit.days, f"{name}_unit": limit.unit.label}


def _licence_no_limit(spec: ItemSpec) -> Faults:
    return when(spec.type is ItemType.LICENCE and spec.legal is None, "legal", days=LICENCE_DAYS)


def _licence_long_limit(spec: ItemSpec) -> Faults:
    if spec.type is not ItemType.LICENCE or spec.legal is None or spec.legal.unit is not Unit.WORKING:
        return []
    days = spec.legal.days
    return when(days > LICENCE_DAYS and not spec.basis, "legal", days=days, usual=LICENCE_DAYS)


def _licence_duties(spec: ItemSpec) -> Faults:
    # 办结 and 送达 are acts of every case here; the item itself names who accepts, reviews and decides.
    if spec.type is not ItemType.LICENCE:
        return []
    there = {step.duty for step in spec.steps}
    lacking = [duty.label for duty in (Duty.ACCEPT, Duty.REVIEW, Duty.APPROVE) if duty not in there]
    return when(lacking, "steps", names="、".join(lacking))


def _steps_over_promise(spec: ItemSpec) -> Faults:
    if spec.promise is None or not spec.steps:
        return []
    total = _days_of_steps(spec)
    return when(total > spec.promise.days, "steps", total=total, **_days("promise", spec.promise))


def _days_of_steps(spec: ItemSpec) -> int:
    """Working days until all have signed: those beside each other take as long as the slowest."""
    days: list[int] = []
    for step in spec.steps:
        joined = (step.beside if spec.mode is Mode.SERIAL else spec.mode) is not Mode.SERIAL
        if joined and days:
            days[-1] = max(days[-1], step.days)
        else:
            days.append(step.days)
    return sum(days)


def _beside(spec: ItemSpec, wrong: Callable[[int], bool]) -> Faults:
    return [
        (f"steps[{i}]", {"name": step.name})
        for i, step in enumerate(spec.steps)
        if step.beside is not Mode.SERIAL and wrong(i)
    ]


def _beside_nothing(spec: ItemSpec) -> Faults:
    """Beside what does not sign: the first step, or after one of the window."""
    return _beside(spec, lambda i: i == 0 or not _signs(spec.steps[i - 1]) or not _signs(spec.steps[i]))


def _signs(step: Step) -> bool:
    return step.duty is not Duty.ACCEPT and step.role in SIGNING


def _beside_deciding(spec: ItemSpec) -> Faults:
    last = max((i for i, s in enumerate(spec.steps) if s.duty is Duty.APPROVE and _signs(s)), default=-1)
    return _beside(spec, lambda i: last in {i, i - 1} and i > 0)


def _beside_mixed(spec: ItemSpec) -> Faults:
    """会签 and 或签 in one group contradict each other."""
    steps = spec.steps
    return _beside(spec, lambda i: i > 0 and steps[i - 1].beside not in {Mode.SERIAL, steps[i].beside})


def _beside_and_mode(spec: ItemSpec) -> Faults:
    odd = spec.mode is not Mode.SERIAL and any(s.beside is not Mode.SERIAL for s in spec.steps)
    return when(odd, "mode", mode=spec.mode.label)


def _licence_faq(spec: ItemSpec) -> Faults:
    return when(spec.type is ItemType.LICENCE and not spec.faq, "faq")


def _short_survey(spec: ItemSpec) -> Faults:
    survey = any(step.duty is Duty.SURVEY for step in spec.steps)
    survey = survey or any(one.procedure is Procedure.SITE_VISIT for one in spec.special)
    days = spec.promise.days if spec.promise else SURVEY_DAYS
    return when(survey and days < SURVEY_DAYS, "promise", days=days, least=SURVEY_DAYS)


def _on_the_spot(spec: ItemSpec) -> Faults:
    texts = [spec.summary, spec.review_standard, *(step.standard for step in spec.steps)]
    said = any(word in text for text in texts for word in ("当场办理", "当场办结"))
    days = spec.promise.days if spec.promise else 0
    return when(said and days > 1, "promise", days=days)


def _excluded_unlawfully(spec: ItemSpec) -> Faults:
    return [
        (f"special[{i}]", {"name": one.procedure.label})
        for i, one in enumerate(spec.special)
        if one.excluded_by_law and one.procedure not in EXCLUDED_BY_LAW
    ]


def _special_without_basis(spec: ItemSpec) -> Faults:
    return [
        (f"special[{i}]", {"name": one.procedure.label})
        for i, one in enumerate(spec.special)
        if not one.basis.strip() or one.days <= 0
    ]


RULES: tuple[Rule, ...] = (
    error("Q1.1", "办件类型是即办件，承诺时限却是 {days} 天，应为 0", D1, _instant_days),
    error("Q1.2", "承诺时限是 0，办件类型应为即办件", D1, _promised_zero),
    error("Q1.3", "没有填承诺时限", D1, _no_promise),
    error("Q1.4", "即办件要当场审完，审查步骤却要 {days} 个工作日", D1, _instant_steps),
    error(
        "Q2.1",
        "承诺时限 {promise} 个{promise_unit}，超过法定时限 {legal} 个{legal_unit}",
        D2,
        _promise_over_law,
    ),
    warning("Q2.2", OTHER_UNIT, D2, _promise_other_unit),
    warning("Q2.3", "行政许可没有填法定时限，没有别的法律规定时按 {days} 个工作日", LAW42, _licence_no_limit),
    warning("Q2.4", "法定时限 {days} 个工作日，多于 {usual} 个，要写设定依据", LAW42, _licence_long_limit),
    error("Q8.1", "行政许可的办理流程缺：{names}", D8, _licence_duties),
    error(
        "Q8.2", "各步骤共 {total} 个工作日，超过承诺时限 {promise} 个{promise_unit}", D8, _steps_over_promise
    ),
    error("Q8.4", "“{name}”写着和上一步同时签，可上一步不签意见", D8, _beside_nothing),
    error("Q8.5", "“{name}”和批准环节不能同时签：批准一个人最后签", D8, _beside_deciding),
    error("Q8.6", "“{name}”和上一步一个会签、一个或签，同一组只能一样", D8, _beside_mixed),
    error("Q8.7", "会签方式已经是{mode}，各环节不用再写和上一步怎么签", D8, _beside_and_mode),
    warning("Q8.3", "行政许可至少要有 1 条常见问题", D8, _licence_faq),
    warning("Q9.1", "要现场踏勘，承诺时限只有 {days} 天，少于 {least} 天，请核对做得到", D9, _short_survey),
    error("Q9.2", "写着当场办理，承诺时限却是 {days} 天", D9, _on_the_spot),
    error("Q9.6", "{name}不在法律列明的不计时程序里，不能从法定时限里扣除", LAW45, _excluded_unlawfully),
    warning("Q9.7", "特别程序“{name}”要写依据和天数", LAW45, _special_without_basis),
)
