"""告知承诺 in words: the fields it is not for, the units of the window for checking, where a check stands.

Source: domain 2.5; 国办发〔2020〕42号, 关于全面推行证明事项和涉企经营许可事项告知承诺制的指导意见.
"""

from __future__ import annotations

from .term import Term


class Risk(Term):
    """不适用告知承诺的领域: 国办发〔2020〕42号 leaves these out; a proof must be given there."""

    SECURITY = "security", "国家安全"
    SECRETS = "secrets", "国家秘密"
    PUBLIC_SAFETY = "public_safety", "公共安全"
    FINANCE = "finance", "金融业审慎监管"
    ECOLOGY = "ecology", "生态环境保护"
    LIFE = "life", "直接关系人身健康、生命财产安全"
    FOREIGN = "foreign", "重要涉外"


class WindowUnit(Term):
    """核查期限单位: months are calendar months, days are working days."""

    MONTHS = "months", "个月"
    WORKING = "working", "个工作日"


class CheckState(Term):
    """核查到哪一步: `heard` waits for what the applicant says to a promise that was found untrue."""

    OPEN = "open", "待核查"
    HEARING = "hearing", "听取陈述"
    TRUE = "true", "承诺属实"
    FALSE = "false", "承诺不实"


class BreachKind(Term):
    """失信的种类: which kind of promise was broken."""

    DEFERRAL = "deferral", "容缺没有补齐"
    PLEDGE = "pledge", "告知承诺不实"


class Found(Term):
    """核查结果: what an officer finds. Not found out: the time is extended, once."""

    TRUE = "true", "属实"
    FALSE = "false", "不实"
    UNCLEAR = "unclear", "查不清"
