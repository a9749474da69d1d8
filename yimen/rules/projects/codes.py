"""项目代码: the code that the national investment platform gives a project, 24 characters.

`年份4-行政区划6-行业2-类型2-流水6`, for example 2026-439926-33-03-000018. It has no check character: only its
shape can be checked. Source: 企业投资项目核准和备案管理条例第四条 (one code from beginning to end).
"""

from __future__ import annotations

import re
from datetime import date

from ..codes import half_width
from ..errors import Kind, RuleBroken

#: The platform began to give codes.
FIRST_YEAR = 2016
#: 类型: 01 审批, 02 核准, 03 备案, 04 其他, 05 技术改造.
TYPES = frozenset({"01", "02", "03", "04", "05"})
LENGTH = 24
_SHAPE = re.compile(r"(\d{4})-(\d{6})-(\d{2})-(\d{2})-(\d{6})", re.ASCII)


class BadProjectCode(RuleBroken):
    """A project code that does not have the national shape."""

    code = "project.bad_code"
    text = "项目代码要 24 位，像 2026-439926-33-03-000018，请照投资平台给的抄"
    kind = Kind.INVALID


def read_code(typed: str, today: date) -> str:
    """The code as it is stored. Full-width letters and spaces are put right. Raises BadProjectCode."""
    text = re.sub(r"\s", "", half_width(typed))
    found = _SHAPE.fullmatch(text)
    if found is None:
        raise BadProjectCode()
    year, region, _, kind, serial = found.groups()
    if not FIRST_YEAR <= int(year) <= today.year or kind not in TYPES:
        raise BadProjectCode()
    if region.startswith("0") or int(serial) == 0:
        raise BadProjectCode()
    return text
