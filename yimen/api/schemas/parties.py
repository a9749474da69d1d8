"""Applicants as callers may know them: masked, with the id that an application names."""

from __future__ import annotations

from typing import Annotated, Literal

from ninja import Field
from pydantic import StringConstraints

from yimen.parties.queries import PartyView

from ..typed import Line, Out, Strict


class SearchIn(Strict):
    """按号码找申请人，要写全。"""

    number: Annotated[Line, StringConstraints(min_length=1, max_length=40)] = Field(
        description="身份证号、统一社会信用代码或手机号"
    )


class KnownPartyOut(Out):
    """一位申请人，姓名、号码隐去。"""

    id: int = Field(description="登记号，开始申请时用")
    kind: Literal["person", "enterprise"]
    name: str
    number: str
    phone: str

    @classmethod
    def of(cls, view: PartyView) -> KnownPartyOut:
        """From the masked view."""
        kind: Literal["person", "enterprise"] = "person" if view.is_person else "enterprise"
        return cls(id=view.id, kind=kind, name=view.name, number=view.number, phone=view.phone)


class PartiesOut(Out):
    """申请人。"""

    parties: list[KnownPartyOut]
