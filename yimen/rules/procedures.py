"""特别程序: which there are, and which of them the law does not count."""

from __future__ import annotations

from .term import Term


class Procedure(Term):
    """特别程序: 许可法 art. 45 names the first eight; the rest are local (domain 1.3)."""

    HEARING = "hearing", "听证"
    TENDER = "tender", "招标"
    AUCTION = "auction", "拍卖"
    INSPECTION = "inspection", "检验"
    TESTING = "testing", "检测"
    QUARANTINE = "quarantine", "检疫"
    APPRAISAL = "appraisal", "鉴定"
    EXPERT_REVIEW = "expert_review", "专家评审"
    SITE_VISIT = "site_visit", "现场踏勘"
    PUBLICITY = "publicity", "公示"
    ASSESSMENT = "assessment", "中介评估"
    SUPERIOR = "superior", "上级审批"
    CONSULTATION = "consultation", "征求意见"


#: 许可法 art. 45: time of these is not counted in the legal limit, if told in writing.
EXCLUDED_BY_LAW = frozenset(
    {
        Procedure.HEARING,
        Procedure.TENDER,
        Procedure.AUCTION,
        Procedure.INSPECTION,
        Procedure.TESTING,
        Procedure.QUARANTINE,
        Procedure.APPRAISAL,
        Procedure.EXPERT_REVIEW,
    }
)
