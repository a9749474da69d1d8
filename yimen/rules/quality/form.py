"""质检 rules 9 and 10 on materials, and Q0: what form, conditions and codes must keep to work at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from .. import situations
from ..codes import credit_code_ok, parse_task_code
from ..errors import Said
from ..item import ItemSpec
from ..terms import ON_APPLICATION, FieldType, Need, Source, Unit
from .finding import Faults, Rule, error, warning, when

D9, D10 = "质检规则 9", "质检规则 10"
OWN = "平台数据要求"
DEFER = "容缺受理规则：补交不晚于承诺时限"
CODES = "GB/T 39046-2020 表 4、GB 32100-2015"

#: 兜底条款: a catch-all lets a window ask for anything.
_CATCH_ALL = re.compile(
    r"其[他它](?:相关|有关|必要|需要|需|所需|应当|应|业务|相应|佐证|证明|补充|辅助|提交|提供|的)*(?:材料|资料|文件)"
    r"|等(?:相关|有关)?(?:材料|资料|文件)$"
)
_CATCH_ALL_CONDITION = re.compile(r"其他条件|其它条件")
# A condition that says one must hold a paper; its name is what follows, up to 证明, 证书 and the like.
_HOLDS_PAPER = re.compile(
    r"(?:提供|提交|出具|持有|取得|具有)(?:有效|合法|相应|以下|下列|相关|的)*《?"
    r"((?!有效|合法|相应|以下|下列|相关)[^，。；：、《》（）():提交具持取]{2,20}?(?:证明|证书|许可证|执照))"
)


def _catch_all(spec: ItemSpec) -> Faults:
    return [
        (f"materials[{i}].name", {"name": one.name})
        for i, one in enumerate(spec.materials)
        if _CATCH_ALL.search(one.name)
    ]


def _catch_all_condition(spec: ItemSpec) -> Faults:
    return [
        (f"conditions[{i}]", {"number": i + 1})
        for i, text in enumerate(spec.conditions)
        if _CATCH_ALL_CONDITION.search(text)
    ]


def _proof_not_listed(spec: ItemSpec) -> Faults:
    names = [one.name for one in spec.materials]
    found = []
    for i, text in enumerate(spec.conditions):
        for paper in _HOLDS_PAPER.findall(text):
            if not any(paper in name or name in paper for name in names if name):
                found.append((f"conditions[{i}]", {"number": i + 1, "paper": paper}))
    return found


def _not_exempt(spec: ItemSpec) -> Faults:
    return [
        (f"materials[{i}].exempt_by", {"name": one.name})
        for i, one in enumerate(spec.materials)
        if one.source is Source.GOVERNMENT and not one.exempt_by.strip()
    ]


def _unnamed(spec: ItemSpec) -> Faults:
    pairs = (
        ("code", "事项编码", spec.code),
        ("name", "事项名称", spec.name),
        ("department", "部门", spec.department),
    )
    return [(place, {"name": name}) for place, name, text in pairs if not text.strip()]


def _conditions(spec: ItemSpec) -> Faults:
    return [("when", {"problem": Said(bad.text, bad.facts)}) for bad in situations.problems(spec)]


def _twice(values: Iterable[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]


def _double_materials(spec: ItemSpec) -> Faults:
    return [("materials", {"code": code}) for code in _twice(one.code for one in spec.materials)]


def _double_fields(spec: ItemSpec) -> Faults:
    return [("form", {"key": key}) for key in _twice(use.key for use in spec.form)]


def _no_options(spec: ItemSpec) -> Faults:
    chosen = {FieldType.CHOICE, FieldType.MULTI}
    return [
        (f"form[{i}].options", {"label": use.label})
        for i, use in enumerate(spec.form)
        if use.type in chosen and (not use.options or _twice(code for code, _ in use.options))
    ]


def _bad_pattern(spec: ItemSpec) -> Faults:
    found = []
    for i, use in enumerate(spec.form):
        try:
            re.compile(use.pattern)
        except (re.error, OverflowError, RecursionError):
            found.append((f"form[{i}].pattern", {"label": use.label}))
    return found


def _empty_range(spec: ItemSpec) -> Faults:
    return [
        (f"form[{i}].minimum", {"label": use.label})
        for i, use in enumerate(spec.form)
        if _crossed(use.minimum, use.maximum)
    ]


def _crossed(low: object, high: object) -> bool:
    try:
        return low is not None and high is not None and bool(low > high)  # type: ignore[operator]
    except ArithmeticError:  # a NaN in the catalogue is no order at all
        return True


def _deferral(spec: ItemSpec) -> Faults:
    promise = spec.promise
    most = promise.days if promise is not None and promise.unit is Unit.WORKING else None
    found = []
    for i, one in enumerate(spec.materials):
        late = most is not None and one.deferral_days > most
        if one.need is Need.DEFERRABLE and (one.deferral_days < 1 or late):
            facts = {"name": one.name, "days": one.deferral_days}
            found.append((f"materials[{i}].deferral_days", facts))
    return found


def _credit_code(spec: ItemSpec) -> Faults:
    code = spec.department.strip()
    return when(code and not credit_code_ok(code), "department", code=code)


def _task_code(spec: ItemSpec) -> Faults:
    code = (spec.handle_code or spec.code).strip()
    return when(code and parse_task_code(code) is None, "code", code=code)


def _ex_officio(spec: ItemSpec) -> Faults:
    return when(spec.type not in ON_APPLICATION, "type", type=spec.type.label)


RULES: tuple[Rule, ...] = (
    error("Q0.1", "没有填{name}", OWN, _unnamed),
    error("Q0.2", "{problem}", OWN, _conditions),
    error("Q0.3", "材料“{code}”列了两次", OWN, _double_materials),
    error("Q0.4", "表单栏“{key}”列了两次", OWN, _double_fields),
    error("Q0.5", "“{label}”是选择题，选项没有填好", OWN, _no_options),
    error("Q0.6", "“{label}”的格式要求不是正则表达式", OWN, _bad_pattern),
    error("Q0.7", "“{label}”的最小值大于最大值", OWN, _empty_range),
    error("Q0.8", "“{name}”可容缺，补交期限 {days} 个工作日，应至少 1 天、不超过承诺时限", DEFER, _deferral),
    warning("Q0.9", "部门信用代码“{code}”的校验位对不上，请核对", CODES, _credit_code),
    warning("Q0.10", "编码“{code}”不是 31 位或 33 位的实施编码", CODES, _task_code),
    error("Q0.11", "{type}是依职权的事项，不接受申请", "GB/T 39046-2020 附录 A.1", _ex_officio),
    warning("Q9.3", "第 {number} 条受理条件要求有{paper}，材料清单里没有", D9, _proof_not_listed),
    error("Q9.4", "材料“{name}”是兜底条款，要写清是什么材料", D9, _catch_all),
    warning("Q9.5", "第 {number} 条受理条件是兜底条款，要写清是什么条件", D9, _catch_all_condition),
    warning("Q10.1", "“{name}”是政府部门核发的，能查到就该免提交", D10, _not_exempt),
)
