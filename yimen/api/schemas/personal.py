"""Numbers of a case whole."""

from __future__ import annotations

from ninja import Field, Schema

from yimen.rules.unmasking import ViewReason

from ..typed import Strict, Text


class PersonalIn(Strict):
    """为什么要看。"""

    why: ViewReason = Field(description="原因")
    words: Text = Field(description="具体说明，4 到 200 个字，不要写号码")


class PersonalValue(Schema):
    """一个完整的号码或者地址。"""

    label: str
    value: str


class PersonalOut(Schema):
    """这一件里的完整号码。"""

    values: list[PersonalValue]
