"""The words of joint tasks: kinds, states, acts, standings, opinions, findings, people and papers."""

from __future__ import annotations

from ..term import Term


class TaskKind(Term):
    """联合任务种类."""

    VISIT = "visit", "联合踏勘"
    DRAWINGS = "drawings", "联合审图"
    ACCEPTANCE = "acceptance", "联合验收"
    SUPERVISION = "supervision", "联合监管"
    EXPERTS = "experts", "专家评审"
    HEARING = "hearing", "听证"


class TaskState(Term):
    """联合任务状态: where a joint task stands."""

    PROPOSED = "proposed", "待约时间"
    APPOINTED = "appointed", "已约定"
    GATHERING = "gathering", "各部门提意见"
    CONCLUDING = "concluding", "待出结论"
    MENDING = "mending", "整改中"
    CLOSED = "closed", "已完成"
    CANCELLED = "cancelled", "已取消"


class TaskAct(Term):
    """联合任务动作."""

    PROPOSE = "propose", "另提时间"
    CHOOSE = "choose", "选定时间"
    ASK_OTHER = "ask_other", "请另约时间"
    APPOINT = "appoint", "电话约定"
    RECORD = "record", "开始现场记录"
    FIND = "find", "记发现"
    PHOTO = "photo", "加照片"
    SAY = "say", "提意见"
    LAPSE = "lapse", "到期没提意见"
    READY = "ready", "意见到齐"
    SIGN_OFF = "sign_off", "签署记录"
    DRAW = "draw", "交新图"
    HOLD = "hold", "记笔录"
    CONCLUDE = "conclude", "作出结论"
    ANSWER = "answer", "答复整改"
    CHECK = "check", "复查整改"
    REVISIT = "revisit", "再约现场"
    FINISH = "finish", "办完"
    CANCEL = "cancel", "取消"


class Standing(Term):
    """在任务里的身份."""

    LEAD = "lead", "牵头部门"
    PARTICIPANT = "participant", "参加部门"
    APPLICANT = "applicant", "申请人"
    WATCH = "watch", "监督"
    SYSTEM = "system", "系统"


class Saying(Term):
    """部门意见."""

    AGREE = "agree", "同意"
    CONDITIONS = "conditions", "整改后同意"
    DISAGREE = "disagree", "不同意"


class FindingState(Term):
    """发现的问题走到哪一步."""

    NOTED = "noted", "只记录"
    OPEN = "open", "待整改"
    ANSWERED = "answered", "待复查"
    DONE = "done", "已整改"


class PersonRole(Term):
    """在场身份."""

    STAFF = "staff", "工作人员"
    APPLICANT = "applicant", "申请人一方"
    EXPERT = "expert", "专家"
    HOST = "host", "主持人"
    RECORDER = "recorder", "记录员"
    PARTY = "party", "利害关系人"
    WITNESS = "witness", "证人"
    ATTESTOR = "attestor", "见证人"


class Signed(Term):
    """签字情况."""

    NOT_YET = "", "没有签"
    SIGNED = "signed", "已签字"
    REFUSED = "refused", "拒绝签字"


class TaskPaper(Term):
    """联合任务文书."""

    APPOINTMENT = "appointment", "联合踏勘通知书"
    RECORD = "record", "现场勘查记录"
    RECTIFICATION = "rectification", "整改通知书"
    JOINT_OPINION = "joint_opinion", "联合意见书"
    HEARING_NOTICE = "hearing_notice", "听证公告"
    HEARING_MINUTES = "hearing_minutes", "听证笔录"
    EXPERT_OPINION = "expert_opinion", "专家评审意见"
    SUPERVISION = "supervision_record", "联合监管记录"
