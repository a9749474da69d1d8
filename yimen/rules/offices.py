"""Regions, departments, staff, posts and calendar days: what is refused when they are entered."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from .errors import Kind, RuleBroken
from .terms import Role

_REGION = re.compile(r"[0-9]{12}", re.ASCII)
_STAFF = re.compile(r"[A-Z0-9][A-Z0-9\-]{1,19}", re.ASCII)
_WEEKDAYS = "一二三四五六日"


class BadRegionCode(RuleBroken):
    """A region code has 12 digits (GB/T 2260 and the statistical extension)."""

    code = "bureau.bad_region_code"
    text = "行政区划代码要 12 位数字"
    kind = Kind.INVALID


class BadStaffNumber(RuleBroken):
    """A staff number: 2 to 20 letters, digits and hyphens."""

    code = "bureau.bad_staff_number"
    text = "工号要 2 到 20 位，只用字母、数字和短横线"
    kind = Kind.INVALID


class AlreadyThere(RuleBroken):
    """A region, department or staff number is on file already."""

    code = "bureau.already_there"
    text = "{what}“{number}”已经有了"


class NotThere(RuleBroken):
    """A region, department, member of staff or post that is named does not exist."""

    code = "bureau.not_there"
    text = "没有找到{what}“{number}”"
    kind = Kind.NOT_FOUND


class StaffRetired(RuleBroken):
    """Posts are given to people in service only."""

    code = "bureau.staff_retired"
    text = "这位工作人员已经离岗，不能再给岗位"


class PostDays(RuleBroken):
    """A post ends on or after the day it begins."""

    code = "bureau.post_days"
    text = "岗位的结束日期早于开始日期"
    kind = Kind.INVALID


class YearUnknown(RuleBroken):
    """The notice of that year's holidays is not in the calendar package."""

    code = "calendar.year_unknown"
    text = "还没有 {year} 年的放假通知，请等国务院办公厅发布后逐日录入"
    basis = "全国年节及纪念日放假办法"
    kind = Kind.INVALID


class SameAsWeekday(RuleBroken):
    """Only days that differ from the weekday rule are entered."""

    code = "calendar.same_as_weekday"
    text = "{day} 是星期{weekday}，本来就{rule}，不用录入"
    kind = Kind.INVALID


class DocumentNeeded(RuleBroken):
    """A calendar is published on the strength of a notice, which is named."""

    code = "calendar.document_needed"
    text = "发布工作日历要写明依据的通知文号"
    basis = "国务院办公厅节假日安排通知"
    kind = Kind.INVALID


class PartnerOnlyHelps(RuleBroken):
    """People of a partner organisation (a bank, a post office) help, and hold no other post."""

    code = "office.partner_only_helps"
    text = "合作单位的人只能做帮办员"
    basis = "行政许可法第二十四条"


def require_fit_partner(role: Role, partners: Iterable[bool]) -> None:
    """Raise PartnerOnlyHelps where one of the departments is a partner and the post is no helper's."""
    if any(partners) and role is not Role.HELPER:
        raise PartnerOnlyHelps()


def read_region_code(raw: str) -> str:
    """A 12-digit region code. Raises BadRegionCode."""
    if _REGION.fullmatch(raw.strip()) is None:
        raise BadRegionCode()
    return raw.strip()


def read_staff_number(raw: str) -> str:
    """A staff number in capitals. Raises BadStaffNumber."""
    number = raw.strip().upper()
    if _STAFF.fullmatch(number) is None:
        raise BadStaffNumber()
    return number


def check_differs(day: date, working: bool) -> None:
    """Raise SameAsWeekday where the weekday rule alone says the same of this day."""
    if working == (day.weekday() < 5):
        rule = "上班" if working else "休息"
        raise SameAsWeekday(day=day.isoformat(), weekday=_WEEKDAYS[day.weekday()], rule=rule)


def check_post_days(from_day: date | None, to_day: date | None) -> None:
    """Raise PostDays where both days are given and out of order."""
    if from_day and to_day and to_day < from_day:
        raise PostDays()
