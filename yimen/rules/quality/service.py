"""质检 rules 3 to 7: visits, results, fees, telephones and places, whom it serves (domain 1.5)."""

from __future__ import annotations

import re

from ..item import ItemSpec
from ..terms import Audience, Channel, ResultType
from .finding import Faults, Rule, error, warning, when

#: The one government hotline needs no area code (国办发〔2020〕53 号).
HOTLINE = "12345"
#: 网上办理深度 Ⅳ: everything online, nobody comes (domain 1.3).
WHOLLY_ONLINE = 4

D3, D4, D5, D6, D7 = (f"质检规则 {n}" for n in range(3, 8))

# Area code and number (or service number), a mobile, a service number, 400 or 800; words may stand around.
_PHONE = re.compile(
    r"(?<!\d)(?:0\d{2,3}[-－— )）]?(?:\d{7,8}|1[0-2]\d{3})|1[3-9]\d{9}|12\d{3}|9[56]\d{3,4}"
    r"|[48]00-?\d{3,4}-?\d{3,4})(?!\d)"
)
_HOUSE = re.compile(r"[0-9０-９一二三四五六七八九十]+ *(?:号|弄|栋|幢|楼|层|室|组)")
_HOURS = re.compile(r"工作日|周[一1]|星期一|24 *小时|全天|法定节假日")


def _online(spec: ItemSpec) -> bool:
    return Channel.WEB in spec.channels or Channel.MOBILE in spec.channels


def _no_way(spec: ItemSpec) -> Faults:
    return when(spec.visits == 0 and not _online(spec) and not spec.express, "visits")


def _visit_reason(spec: ItemSpec) -> Faults:
    return when(spec.visits > 0 and not spec.visit_reason.strip(), "visit_reason", visits=spec.visits)


def _needless_reason(spec: ItemSpec) -> Faults:
    return when(spec.visits == 0 and spec.visit_reason.strip(), "visit_reason")


def _deep_but_visits(spec: ItemSpec) -> Faults:
    return when(spec.online_depth >= WHOLLY_ONLINE and spec.visits > 0, "visits", visits=spec.visits)


def _licence_result(spec: ItemSpec) -> Faults:
    name = spec.result_name.strip()
    licence = name.endswith(("证", "证书")) and not name.endswith("凭证")
    return when(licence and spec.result_type is not ResultType.LICENCE, "result_type", name=name)


def _approval_result(spec: ItemSpec) -> Faults:
    # 批复, 批文 and other 文 share one code of the national table: 批文.
    name = spec.result_name.strip()
    wrong = name.endswith(("批复", "文")) and spec.result_type is not ResultType.APPROVAL
    return when(wrong, "result_type", name=name)


def _result_no_type(spec: ItemSpec) -> Faults:
    name = spec.result_name.strip()
    return when(name and spec.result_type is ResultType.NONE, "result_type", name=name)


def _result_no_sample(spec: ItemSpec) -> Faults:
    name = spec.result_name.strip()
    return when(name and not spec.result_sample.strip(), "result_sample", name=name)


def _result_no_name(spec: ItemSpec) -> Faults:
    wants = spec.result_type in {ResultType.LICENCE, ResultType.APPROVAL}
    return when(wants and not spec.result_name.strip(), "result_name", type=spec.result_type.label)


def _charged_nothing(spec: ItemSpec) -> Faults:
    return when(spec.charged and not spec.fees, "fees")


def _fee_lacks(spec: ItemSpec) -> Faults:
    if not spec.charged:
        return []
    found = []
    for i, fee in enumerate(spec.fees):
        parts = (("项目名称", fee.name), ("标准", fee.standard), ("依据", fee.basis))
        lacking = [words for words, text in parts if not text.strip()]
        if lacking:
            found.append((f"fees[{i}]", {"number": i + 1, "names": "、".join(lacking)}))
    return found


def _free_but_pay(spec: ItemSpec) -> Faults:
    return when(not spec.charged and spec.pay_online, "pay_online")


def _free_but_fees(spec: ItemSpec) -> Faults:
    return when(not spec.charged and spec.fees, "fees", count=len(spec.fees))


def _reduction_basis(spec: ItemSpec) -> Faults:
    return [
        (f"fees[{i}]", {"name": fee.name})
        for i, fee in enumerate(spec.fees)
        if fee.reducible and not fee.reduction_basis.strip()
    ]


def _same_phone(spec: ItemSpec) -> Faults:
    phone = spec.consult_phone.strip()
    return when(phone and phone != HOTLINE and phone == spec.complain_phone.strip(), "complain_phone")


def _phones(spec: ItemSpec) -> tuple[tuple[str, str, str], ...]:
    return (
        ("consult_phone", "咨询电话", spec.consult_phone),
        ("complain_phone", "投诉电话", spec.complain_phone),
    )


def _no_phone(spec: ItemSpec) -> Faults:
    return [(place, {"name": name}) for place, name, phone in _phones(spec) if not phone.strip()]


def _odd_phone(spec: ItemSpec) -> Faults:
    return [
        (place, {"name": name, "phone": phone})
        for place, name, phone in _phones(spec)
        if phone.strip() and not _PHONE.search(phone)
    ]


def _no_window(spec: ItemSpec) -> Faults:
    return when(Channel.COUNTER in spec.channels and not spec.windows, "windows")


def _vague_address(spec: ItemSpec) -> Faults:
    return [
        (f"windows[{i}].address", {"address": window.address or "空"})
        for i, window in enumerate(spec.windows)
        if not _HOUSE.search(window.address)
    ]


def _vague_hours(spec: ItemSpec) -> Faults:
    return [
        (f"windows[{i}].hours", {"hours": window.hours or "空"})
        for i, window in enumerate(spec.windows)
        if not _HOURS.search(window.hours)
    ]


def _topics(spec: ItemSpec) -> tuple[tuple[str, str, tuple[str, ...], bool], ...]:
    bodies = set(spec.audiences) - {Audience.PERSON}
    return (
        ("person_topics", "自然人", spec.person_topics, Audience.PERSON in spec.audiences),
        ("corp_topics", "法人", spec.corp_topics, bool(bodies)),
    )


def _topics_without_audience(spec: ItemSpec) -> Faults:
    return [(place, {"whom": whom}) for place, whom, topics, served in _topics(spec) if topics and not served]


def _audience_without_topics(spec: ItemSpec) -> Faults:
    return [(place, {"whom": whom}) for place, whom, topics, served in _topics(spec) if served and not topics]


def _no_retention(spec: ItemSpec) -> Faults:
    return when(spec.retention is None, "retention", keep=spec.keep.label)


def _nobody(spec: ItemSpec) -> Faults:
    return when(not spec.audiences, "audiences")


RULES: tuple[Rule, ...] = (
    error("Q3.1", "现场次数是 0，又不能网上办、不能邮寄，群众没有办法交材料", D3, _no_way),
    error("Q3.2", "要到现场 {visits} 次，没有写原因", D3, _visit_reason),
    error("Q3.3", "现场次数是 0，不该再写到现场的原因", D3, _needless_reason),
    error("Q3.4", "网办深度是 Ⅳ 级，却要到现场 {visits} 次", D3, _deep_but_visits),
    error("Q4.1", "结果“{name}”是证照，结果类型应为证照", D4, _licence_result),
    error("Q4.2", "结果“{name}”是批文，结果类型应为批文", D4, _approval_result),
    error("Q4.3", "有结果“{name}”，结果类型却是“无”", D4, _result_no_type),
    warning("Q4.4", "结果“{name}”没有样本", D4, _result_no_sample),
    error("Q4.5", "结果类型是{type}，没有写结果名称", D4, _result_no_name),
    error("Q5.1", "写着收费，没有收费项目", D5, _charged_nothing),
    error("Q5.2", "第 {number} 个收费项目缺：{names}", D5, _fee_lacks),
    error("Q5.3", "写着不收费，却开了网上缴费", D5, _free_but_pay),
    error("Q5.4", "写着不收费，却有 {count} 个收费项目", D5, _free_but_fees),
    warning("Q5.5", "“{name}”允许减免，没有写减免依据", D5, _reduction_basis),
    error("Q6.1", "咨询电话和投诉电话是同一个", D6, _same_phone),
    error("Q6.2", "没有填{name}", D6, _no_phone),
    warning("Q6.3", "{name}“{phone}”要带区号，或写 12345", D6, _odd_phone),
    error("Q6.4", "可以到窗口办，没有写窗口地点和时间", D6, _no_window),
    warning("Q6.5", "窗口地址“{address}”要写到门牌号或楼层", D6, _vague_address),
    warning("Q6.6", "窗口时间“{hours}”要写明工作日，或写 24 小时", D6, _vague_hours),
    error("Q7.1", "服务对象没有{whom}，却选了{whom}办事主题", D7, _topics_without_audience),
    warning("Q7.2", "服务对象有{whom}，没有选{whom}办事主题", D7, _audience_without_topics),
    error("Q7.3", "没有选服务对象", D7, _nobody),
    warning("Q0.12", "没有选保管期限，先按{keep}算", "国家档案局令第8号第六条", _no_retention),
)
