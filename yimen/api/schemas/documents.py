"""Documents handed out."""

from __future__ import annotations

from typing import Any

from ninja import Field

from ..typed import Moment, Out
from .cases import PaperOut


class PapersOut(Out):
    """办件的文书，先后为序。"""

    documents: list[PaperOut]


class PaperFullOut(Out):
    """一份文书的全部内容，出具时是什么样就是什么样。"""

    kind: str
    title: str
    number: str
    issued_at: Moment
    issued_by: str = Field(description="出具人；不是申请人本人看，隐去")
    opening: str = Field(description="正文第一句")
    remedy: str = Field(description="不服怎么办，可能为空")
    facts: dict[str, Any] = Field(description="正文里的其他内容")
