"""Each row of the two national lists of 一件事 has its bundle, in the order of the row, with its promise.

The groups are derived from who issues what: members of one group run side by side, each group waits for one
before it. Sources: 国办发〔2022〕32号, 国发〔2024〕3号; joint ≤ 10 working days (邵阳) where the path allows.
"""

from __future__ import annotations

import pytest

from tests.demo.test_bundles_of_the_sample_county import BUNDLES, ISSUES, SPECS
from yimen.rules import bundle as rules
from yimen.rules.bundle import Handling, Part, Plan

DEPARTMENTS = (
    "市场监管",
    "税务",
    "人社",
    "公积金",
    "自然资源",
    "住建",
    "生态环境",
    "应急管理",
    "消防",
    "海关",
)
CLOSINGS = ("社会保险登记注销", "单位医保登记注销", "住房公积金单位销户", "企业银行账户撤销")
#: What a receiver asks of each register.
ASKED = ("登记", "不动产", "车辆", "税务", "社保", "公积金", "海关")
HOUSE = "国有建设用地使用权及房屋所有权转移登记（二手房）"
#: Row → name, groups of members in their order, promise in working days.
ROWS: dict[int, tuple[str, tuple[tuple[str, ...], ...], int]] = {
    1: ("企业开办", (
        ("有限责任公司设立登记",),
        ("公章刻制备案", "税务登记信息确认和发票领用", "企业职工参保登记（五险）",
         "单位医保参保登记和信息变更", "住房公积金缴存登记和信息变更", "企业银行账户预约开户")), 1),
    2: ("企业信息变更", (
        ("公司变更登记",),
        ("公章刻制备案", "税务登记信息确认和发票领用", "企业职工参保登记（五险）",
         "单位医保参保登记和信息变更", "住房公积金缴存登记和信息变更", "食品经营许可（变更）",
         "企业银行账户信息变更")), 4),
    3: ("企业注销登记（普通）", (
        ("清算组备案和债权人公告",), ("企业清税申报", "报关单位备案注销"), ("公司注销登记（普通）",),
        (*CLOSINGS, "公章缴销")), 4),
    4: ("企业简易注销", (("简易注销公告", "企业清税申报"), ("公司注销登记（简易）",), CLOSINGS), 3),
    5: ("开小餐馆", (
        ("个体工商户设立登记",),
        ("食品经营许可（新办）", "大型户外广告和招牌设置许可",
         "公众聚集场所投入使用、营业前消防安全检查", "烟草专卖零售许可（新办）",
         "污水排入排水管网许可")), 5),
    6: ("开商场超市", (
        ("有限责任公司设立登记",),
        ("公章刻制备案", "税务登记信息确认和发票领用", "食品经营许可（新办）", "公共场所卫生许可",
         "大型户外广告和招牌设置许可", "公众聚集场所投入使用、营业前消防安全检查",
         "建设项目环境影响登记表备案")), 6),
    7: ("开办运输企业", (
        ("有限责任公司设立登记",), ("道路普通货物运输经营许可（告知承诺）",),
        ("营运车辆登记", "货运从业人员资格核验"), ("道路运输证配发",)), 4),
    8: ("水电气网联合报装", (
        ("水电气网联合踏勘",),
        ("外线工程规划许可", "外线工程挖掘城市道路许可", "外线工程临时占用绿地许可", "外线工程交通安全意见"),
        ("供电接入", "供水接入", "燃气接入", "通信接入")), 6),
    9: ("信用修复", (("行政处罚信用修复", "企业公示信息修复"), ("信用修复结果共享",)), 9),
    10: ("企业上市合法合规信息核查", (
        tuple(f"上市合规信息核查（{one}）" for one in DEPARTMENTS), ("企业上市专用信用报告出具",)), 3),
    11: ("企业破产信息核查", (
        (*(f"破产企业{one}信息查询" for one in ASKED), "破产企业银行账户查询"),), 1),
    12: ("新生儿出生", (
        ("出生医学证明首次签发",), ("预防接种证办理", "出生登记（上户口）", "科学育儿指导登记"),
        ("城乡居民医保参保登记", "新生儿社会保障卡申领"), ("城乡居民医保费缴纳",), ("生育医疗费用报销",)), 5),
    13: ("教育入学", (
        ("入学信息采集",),
        ("入学户籍核验", "入学居住证核验", "入学住房核验", "入学社保核验", "入学预防接种查验"),
        ("入学资格审核和录取",)), 6),
    14: ("社会保障卡居民服务", (
        ("社会保障卡申领",),
        ("社保卡交通出行开通", "社保卡文化体验开通", "社保卡就医购药开通", "社保卡待遇补贴发放绑定")), 0),
    15: ("残疾人服务", (
        ("残疾人证办理",),
        ("困难残疾人生活补贴和重度残疾人护理补贴", "残疾人就业帮扶登记", "重度残疾人养老保险补助")), 22),
    16: ("职工退休", (
        ("退休户籍和年龄核验", "住房公积金账户封存"), ("职工正常退休申请",),
        ("职工医保退休待遇核定", "独生子女父母一次性奖励", "退休提取住房公积金")), 18),
    17: ("员工录用", (
        ("招用人员就业登记", "流动人员档案接收", "社会保障卡申领"),
        ("职工参保增员登记", "职工医保增员登记", "职工公积金开户和转移")), 3),
    18: ("灵活就业", (
        ("灵活就业登记",),
        ("灵活就业人员养老参保", "灵活就业人员职工医保参保", "灵活就业人员公积金自愿缴存",
         "灵活就业人员档案托管"), ("灵活就业社保补贴申领",)), 5),
    19: ("退役军人回乡", (
        ("退役军人报到",),
        ("自主就业退役士兵地方经济补助", "退役军人恢复户口登记", "预备役登记", "退役军人教育培训报名"),
        ("退役军人居民身份证办理",), ("退役军人社会保障卡申领", "退役军人医保接续")), 7),
    20: ("二手房过户和水电气联动", (
        ("存量房网签备案",), ("存量房交易税费申报",), (HOUSE,),
        ("用水报装和户名变更", "低压用电报装", "燃气报装和过户", "有线电视和网络过户",
         "住宅专项维修资金过户")), 8),
    21: ("涉企不动产登记", (("存量房网签备案",), ("存量房交易税费申报",), ("企业存量非住宅转移登记",)), 1),
    22: ("公民婚育", (("结婚登记",), ("户口迁入", "生育登记")), 3),
    23: ("公民身后", (
        ("死亡医学证明签发", "非正常死亡证明出具"),
        ("遗体火化和火化证明", "死亡注销户口", "不动产继承（受遗赠）登记"),
        ("医保个人账户一次性支取", "养老个人账户一次性待遇", "遗属待遇申领", "驾驶证注销（身故）",
         "公积金提取（身故）", "殡葬服务费用减免")), 10),
    24: ("扶残助困", (
        ("困难家庭身份认定",),
        ("困难家庭医疗救助", "困难残疾人家庭无障碍改造", "困难人员公益性岗位安置", "困难家庭房租补贴")), 10),
}  # fmt: skip
#: Law and practice give these a longer way; everything else of a row keeps within ten.
LONGER = {15: "残疾评定 10 个工作日在先", 16: "退休审核 15 个工作日在先"}
JOINT_MOST = 10


def _plan(name: str) -> Plan:
    one = next(one for one in BUNDLES if one.name == name)
    parts = [Part(member, SPECS[member.item], ISSUES.get(member.item, frozenset())) for member in one.members]
    return rules.compile_plan(one, parts)


def _groups(plan: Plan) -> list[set[str]]:
    """The members by how many others stand before them on the longest way of waiting."""
    names = {part.item: part.spec.name for part in plan.parts}
    depth: dict[str, int] = {}
    for one in plan.schedule.placed:
        depth[one.item] = 1 + max((depth[before] for before in one.after), default=-1)
    return [{names[item] for item in depth if depth[item] == at} for at in range(max(depth.values()) + 1)]


@pytest.mark.parametrize("row", ROWS)
def test_the_order_comes_out_as_the_row_says(row: int) -> None:
    name, groups, promise = ROWS[row]
    plan = _plan(name)
    assert _groups(plan) == [set(group) for group in groups]
    assert plan.promise == promise
    assert promise <= JOINT_MOST or row in LONGER


@pytest.mark.parametrize("row", ROWS)
def test_what_takes_longer_says_why_link_by_link(row: int) -> None:
    """残疾人证 comes before what only its holder has; the review of a retirement alone takes 15 (L ≤ 30)."""
    plan = _plan(ROWS[row][0])
    links = rules.longest(plan)
    assert bool(links) is (row in LONGER)
    if row in LONGER:
        assert sum(one.days for one in links) == plan.promise > rules.JOINT_MOST
        assert all(one.basis for one in links)
        assert max(one.days for one in links) >= rules.JOINT_MOST, "one of them alone fills ten days"
        assert all(one.waits for one in links[1:]), "each is bound to the one before by a result"


def test_there_are_thirty_that_take_applications_and_ten_that_only_lead() -> None:
    assert sum(one.handling is Handling.JOINT for one in BUNDLES) >= 30
    assert sum(one.handling is Handling.GUIDANCE for one in BUNDLES) >= 10
    assert set(range(1, 25)) == set(ROWS)


def test_what_comes_out_of_the_bundle_is_not_asked_for() -> None:
    plan = _plan("新生儿出生")
    made = {one.use.name: one for one in plan.materials if one.made_by}
    assert {"出生医学证明", "户口簿", "城乡居民医保参保凭证", "城乡居民医保缴费凭证"} <= set(made)
    assert not any(made[name].given for name in ("出生医学证明", "城乡居民医保参保凭证"))
