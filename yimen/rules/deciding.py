"""Refusals around a decision: an opinion without words, a licence without number, an unfit assignee."""

from __future__ import annotations

from datetime import date

from .errors import Kind, RuleBroken
from .item import ItemSpec
from .terms import ResultType


class OpinionMissing(RuleBroken):
    """不同意 must be explained."""

    code = "review.opinion_missing"
    text = "不同意要写明意见"
    kind = Kind.INVALID


class AssigneeUnfit(RuleBroken):
    """Only a colleague of the same role and department can take over a seat."""

    code = "review.assignee_unfit"
    text = "只能转给同部门同岗位的同事"
    kind = Kind.INVALID


class NoResultNumber(RuleBroken):
    """A granted licence carries its number and the day from which it holds (result code 0, domain 3.3)."""

    code = "decide.no_result_number"
    text = "发证要填证件号和起始日期"
    kind = Kind.INVALID


class ResultDatesWrong(RuleBroken):
    """A licence cannot end before it begins."""

    code = "decide.result_dates_wrong"
    text = "有效期止不能早于有效期起"
    kind = Kind.INVALID


class NotSigned(RuleBroken):
    """The one who takes the result signs for it by name (送达回证)."""

    code = "deliver.not_signed"
    text = "请填写领取人姓名"
    kind = Kind.INVALID


class NotInList(RuleBroken):
    """A special procedure must be one that the item provides for, or one of the eight of the law."""

    code = "pause.not_in_list"
    text = "这个事项没有“{kind}”这道特别程序"
    basis = "行政许可法第四十五条"
    kind = Kind.INVALID


def require_result(
    spec: ItemSpec, number: str, first: date | None, last: date | None, *, drawn: bool = False
) -> None:
    """Raise NoResultNumber or ResultDatesWrong when a grant lacks what its result needs.

    `drawn`: the item has a licence type, so number and days are drawn when the result is issued.
    """
    if spec.result_type is ResultType.LICENCE and not drawn and (not number.strip() or first is None):
        raise NoResultNumber()
    if first is not None and last is not None and last < first:
        raise ResultDatesWrong()
