"""The answer of every act."""

from __future__ import annotations

from ninja import Field

from yimen.cases.actions import Done
from yimen.rules.terms import State

from ..typed import Out
from ..words import label


class DoneOut(Out):
    """办件现在的样子。"""

    number: str = Field(description="办件编号，22 位")
    state: State = Field(description="状态代码")
    state_label: str = Field(description="状态")
    rev: int = Field(description="版本号；下一次办理用 If-Match 带上")
    document: str = Field("", description="这一步产生的文书编号，可能为空")
    query_code: str = Field("", description="查询码，只在开始申请时给一次")

    @classmethod
    def of(cls, done: Done) -> DoneOut:
        """From the answer of an action."""
        state = State(done.state)
        return cls(
            number=done.number, state=state, state_label=label(state), rev=done.rev, document=done.document,
            query_code=done.query_code,
        )  # fmt: skip
