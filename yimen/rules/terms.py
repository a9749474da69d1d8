"""The words of the trade: enums with Chinese labels and the national codes.

Codes are those of GB/T 39046-2020 Appendix A where a table is named; the labels are source-language
messages (Chinese), translated by the doors.  `docs/reference/terms.md` is generated from this file.
"""

from __future__ import annotations

from .procedures import EXCLUDED_BY_LAW as EXCLUDED_BY_LAW
from .procedures import Procedure as Procedure
from .term import Term as Term


class State(Term):
    """办件状态: where a case stands. Every change of state is one event row."""

    DRAFT = "draft", "暂存"
    SUBMITTED = "submitted", "待收件"
    RECEIVED = "received", "待受理"
    CORRECTION = "correction", "待补正"
    WAITING = "waiting", "等前面的事项"
    REVIEWING = "reviewing", "审查中"
    SUPPLEMENT = "supplement", "审查中待补正"
    SUSPENDED = "suspended", "特别程序中"
    GRANTED = "granted", "待出证"
    REFUSED = "refused", "不予许可"
    ISSUED = "issued", "待领取"
    DELIVERED = "delivered", "已办结"
    NOT_ACCEPTED = "not_accepted", "不予受理"
    NOT_REQUIRED = "not_required", "不用办"
    FORWARDED = "forwarded", "已转报"
    WITHDRAWN = "withdrawn", "已撤回"
    RETURNED = "returned", "已退件"
    TERMINATED = "terminated", "已终止"
    VOIDED = "voided", "已作废"
    ARCHIVED = "archived", "已归档"


class Act(Term):
    """办件动作: what may be done to a case. One row or more of `lifecycle.TABLE` each."""

    SAVE = "save", "暂存"
    SUBMIT = "submit", "提交申请"
    RECEIVE = "receive", "收件"
    PROMISE_LATER = "promise_later", "承诺后补"
    PLEDGE = "pledge", "告知承诺"
    ACCEPT = "accept", "受理"
    ACCEPT_DEFERRED = "accept_deferred", "容缺受理"
    SUPPLY_LATER = "supply_later", "交后补材料"
    CHECK_LATER = "check_later", "核对后补材料"
    TAKE_IN = "take_in", "并入一件事"
    START = "start", "前面办好，开始办理"
    NOT_ACCEPT = "not_accept", "不予受理"
    NOT_REQUIRED = "not_required", "告知不用办"
    ASK_CORRECTION = "ask_correction", "一次告知补正"
    NOTE_GAPS = "note_gaps", "记要补的"
    SEND_NOTICE = "send_notice", "发一次告知"
    ASK_ALONG = "ask_along", "随一件事补正"
    CLOSE_NOTICE = "close_notice", "不再等补正"
    SUPPLY = "supply", "补交材料"
    DEEM_ACCEPTED = "deem_accepted", "视为受理"
    OPINION = "opinion", "签意见"
    SEND_BACK = "send_back", "退回上一步"
    TAKE_BACK = "take_back", "撤回意见"
    ASSIGN = "assign", "转办"
    DELEGATE = "delegate", "委派拟意见"
    PREPARE = "prepare", "拟意见"
    ADD_SEAT = "add_seat", "加签"
    DROP_SEAT = "drop_seat", "减签"
    URGE = "urge", "催办"
    COPY_TO = "copy_to", "抄送"
    CONVENE = "convene", "三堂会诊"
    MINUTE = "minute", "记会诊纪要"
    PAUSE = "pause", "启动特别程序"
    RESUME = "resume", "结束特别程序"
    EXTEND = "extend", "延长期限"
    GRANT = "grant", "准予"
    DEEM_RENEWED = "deem_renewed", "视为准予延续"
    REFUSE = "refuse", "不予许可"
    FORWARD = "forward", "转报上级"
    ISSUE = "issue", "出证"
    HAND_UP = "hand_up", "结果交统一出件"
    CONCLUDE = "conclude", "一件事办结"
    GO_WITH = "go_with", "随一件事送达"
    ALL_DELIVERED = "all_delivered", "各项都已送达"
    CHOOSE_DELIVERY = "choose_delivery", "选取件方式"
    DELIVER = "deliver", "送达"
    SEND = "send", "寄出结果"
    ARRIVE = "arrive", "确认邮件送到"
    DELIVER_ONLINE = "deliver_online", "网上送达"
    CONFIRM = "confirm", "确认收到"
    WITHDRAW = "withdraw", "撤回申请"
    RETURN_UNFINISHED = "return_unfinished", "退件"
    TERMINATE = "terminate", "终止办理"
    VOID = "void", "作废"
    ARCHIVE = "archive", "归档"


class Capacity(Term):
    """以什么身份办: in which capacity a person stands to one case (see `authority`)."""

    APPLICANT = "applicant", "申请人"
    ACCEPTOR = "acceptor", "受理"
    REVIEWER = "reviewer", "审核"
    SURVEYOR = "surveyor", "踏勘"
    APPROVER = "approver", "批准"
    SYSTEM = "system", "系统"
    ADMINISTRATOR = "administrator", "管理员"
    HANDER = "hander", "出件"
    PARTICIPANT = "participant", "参与审批"
    HELPER = "helper", "受委派"
    EXPECTED = "expected", "将要审批"
    SUPERVISOR = "supervisor", "监督"
    ASSISTANT = "assistant", "帮办员"


class Duty(Term):
    """四定责: the four duties named for each item (二道, ED3)."""

    ACCEPT = "accept", "受理"
    REVIEW = "review", "审核"
    SURVEY = "survey", "踏勘"
    APPROVE = "approve", "批准"


class Role(Term):
    """岗位: what a post lets its holder do."""

    CLERK = "clerk", "窗口人员"
    OFFICER = "officer", "承办人"
    HEAD = "head", "科室负责人"
    DIRECTOR = "director", "局领导"
    KEEPER = "keeper", "目录管理员"
    SUPERVISOR = "supervisor", "监督员"
    ADMIN = "admin", "系统管理员"
    SECURITY = "security", "安全管理员"
    AUDIT = "audit", "审计管理员"
    HELPER = "helper", "帮办员"


class HelpKind(Term):
    """帮代办的种类: how much a principal lets a helper do (国办发〔2022〕5号: 导办、帮办、代办)."""

    GUIDE = "guide", "导办"
    ASSIST = "assist", "帮办"
    ACT = "act", "代办"


class Mode(Term):
    """会签方式: how the seats of one round answer."""

    SERIAL = "serial", "顺序签"
    ALL = "all", "会签"
    ANY = "any", "或签"


class Verdict(Term):
    """意见结论."""

    AGREE = "agree", "同意"
    DISAGREE = "disagree", "不同意"


class ClockEffect(Term):
    """动作对时限的作用."""

    NONE = "none", "不变"
    START_RECEIVE = "start_receive", "收件时限起算"
    START_DECISION = "start_decision", "办理时限起算"
    PAUSE = "pause", "暂停"
    RESUME = "resume", "恢复"
    EXTEND = "extend", "延长"
    STOP = "stop", "停止"


class Document(Term):
    """文书: what an act leaves on paper (domain 2.3)."""

    RECEIPT = "receipt", "收件凭证"
    CORRECTION_NOTICE = "correction_notice", "一次性补正告知书"
    ACCEPTANCE = "acceptance", "受理通知书"
    DEFERRAL_PROMISE = "deferral_promise", "容缺受理承诺书"
    DEFERRAL_NOTICE = "deferral_notice", "容缺受理通知书"
    PLEDGE = "pledge", "告知承诺书"
    NON_ACCEPTANCE = "non_acceptance", "不予受理通知书"
    NOT_REQUIRED = "not_required_notice", "不用办告知书"
    PROCEDURE = "procedure", "特别程序告知书"
    EXTENSION = "extension", "延期通知书"
    APPROVAL = "approval", "准予决定书"
    REFUSAL = "refusal", "不予许可决定书"
    FORWARDING = "forwarding", "转报通知书"
    RETURN = "return", "退件通知书"
    WITHDRAWAL = "withdrawal", "撤回申请确认书"
    TERMINATION = "termination", "终止办理通知书"
    PICKUP = "pickup", "领证凭证"
    DELIVERY = "delivery", "送达回证"


class Channel(Term):
    """办理形式 handle_type, GB/T 39046 A.5, with our own 5 to 7."""

    COUNTER = "1", "窗口"
    WEB = "2", "电脑"
    MOBILE = "3", "手机"
    POST = "4", "邮寄"
    KIOSK = "5", "自助终端"
    HELPER = "6", "帮代办"
    HOTLINE = "7", "热线"
    OTHER = "9", "其他"


class ItemType(Term):
    """事项类型 task_type, GB/T 39046 A.1."""

    LICENCE = "01", "行政许可"
    PENALTY = "02", "行政处罚"
    COERCION = "03", "行政强制"
    LEVY = "04", "行政征收"
    BENEFIT = "05", "行政给付"
    INSPECTION = "06", "行政检查"
    CONFIRMATION = "07", "行政确认"
    REWARD = "08", "行政奖励"
    ADJUDICATION = "09", "行政裁决"
    OTHER = "10", "其他行政权力"
    PUBLIC_SERVICE = "20", "公共服务"


#: 依申请事项: only these get windows, materials and cases (domain 1.2).
ON_APPLICATION = frozenset(
    {
        ItemType.LICENCE, ItemType.BENEFIT, ItemType.CONFIRMATION, ItemType.REWARD,
        ItemType.ADJUDICATION, ItemType.OTHER, ItemType.PUBLIC_SERVICE,
    }
)  # fmt: skip


class Promise(Term):
    """办件类型 project_type, GB/T 39046 A.6."""

    INSTANT = "1", "即办件"
    PROMISED = "2", "承诺件"
    OTHER = "9", "其他"


class Level(Term):
    """行使层级 use_level, GB/T 39046 A.2."""

    NATION = "1", "国家级"
    PROVINCE = "2", "省级"
    CITY = "3", "市级"
    COUNTY = "4", "县级"
    TOWN = "5", "镇级"
    VILLAGE = "6", "村级"
    MIXED = "7", "分级管理"


class Audience(Term):
    """服务对象 server_type, GB/T 39046 A.4."""

    PERSON = "1", "自然人"
    ENTERPRISE = "2", "企业法人"
    INSTITUTION = "3", "事业法人"
    SOCIETY = "4", "社会组织法人"
    ORGAN = "5", "行政机关"
    OTHER = "6", "其他组织"


class Unit(Term):
    """时限单位: a number of days always carries its unit."""

    WORKING = "1", "工作日"
    NATURAL = "2", "自然日"


class Need(Term):
    """材料必要性 is_need."""

    REQUIRED = "1", "必要"
    OPTIONAL = "2", "非必要"
    DEFERRABLE = "3", "可容缺"


class MaterialKind(Term):
    """材料类型 material_type."""

    CERTIFICATE = "1", "证件证书证明"
    FORM = "2", "申请表格文书"
    OTHER = "3", "其他"


class MaterialForm(Term):
    """材料形式 material_format."""

    PAPER = "1", "纸质"
    ELECTRONIC = "2", "电子"
    EITHER = "3", "纸质或电子"


class Source(Term):
    """材料来源渠道 source_type."""

    APPLICANT = "10", "申请人自备"
    GOVERNMENT = "20", "政府部门核发"
    THIRD_PARTY = "30", "中介或第三方出具"
    OTHER = "99", "其他"


class GetType(Term):
    """材料收取方式 get_type."""

    PAPER = "1", "纸质收取"
    UPLOAD = "2", "上传"
    SCAN = "3", "扫描"
    DEFERRED = "4", "容缺后补"
    LICENCE = "5", "证照库调取"
    SHARED = "6", "数据共享"
    PROMISE = "7", "告知承诺"
    QR = "8", "扫码上传"
    LIBRARY = "9", "材料库"


class Held(Term):
    """在库材料的来历: where something on file of a party comes from, best vouched for first."""

    REGISTER = "register", "数据共享"
    LICENCE = "licence", "电子证照"
    CHECKED = "checked", "窗口核对过"
    UPLOADED = "uploaded", "本人上传"


class UseBasis(Term):
    """用材料的依据: on which ground an organ used what is on file."""

    CONSENT = "consent", "本人同意"
    SAME_ORGAN = "same_organ", "同一部门再次使用"
    OWN = "own", "本人存入备用"
    LICENCE = "licence", "电子证照依法共享"
    REGISTER = "register", "数据依法共享"


class ResultType(Term):
    """审批结果类型 result_type."""

    LICENCE = "10", "证照"
    APPROVAL = "20", "批文"
    OTHER = "30", "其他"
    NONE = "99", "无"


class FieldType(Term):
    """数据元类型: how an answer is typed and asked."""

    TEXT = "text", "文字"
    LONG_TEXT = "long_text", "多行文字"
    INTEGER = "integer", "整数"
    DECIMAL = "decimal", "小数"
    MONEY = "money", "金额（元）"
    DATE = "date", "日期"
    CHOICE = "choice", "单选"
    MULTI = "multi", "多选"
    BOOL = "bool", "是或否"
    PHONE = "phone", "手机号"
    ID_NUMBER = "id_number", "身份证号"
    CREDIT_CODE = "credit_code", "统一社会信用代码"
    ADDRESS = "address", "地址"


class VersionState(Term):
    """实施清单版本: 草稿 → 已检查 → 已发布 (editorial workflow, domain 1.3)."""

    DRAFT = "draft", "草稿"
    CHECKED = "checked", "已检查"
    PUBLISHED = "published", "已发布"


class ItemState(Term):
    """事项状态 task_state."""

    ACTIVE = "1", "在用"
    SUSPENDED = "2", "暂停"
    CANCELLED = "3", "取消"


class Light(Term):
    """红黄牌: how near the deadline is."""

    GREEN = "green", "正常"
    BLUE = "blue", "提醒"
    YELLOW = "yellow", "快到期"
    RED = "red", "超期"
