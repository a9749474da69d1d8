"""What an applicant, or a clerk for one, sends to promise something."""

from __future__ import annotations

from typing import Annotated

from ninja import Field
from pydantic import StringConstraints

from ..typed import Line, Rev, Strict

Codes = Annotated[
    list[Annotated[Line, StringConstraints(max_length=40)]], Field(min_length=1, max_length=200)
]


class PromiseIn(Strict):
    """承诺：哪些材料、看过并同意、谁签的。"""

    materials: Codes = Field(description="材料编码，一次写全")
    agreed: bool = Field(strict=True, description="看过承诺书，愿意承诺")
    signer: Annotated[Line, StringConstraints(max_length=80)] = Field(description="承诺人姓名")
    proxy_number: Annotated[Line, StringConstraints(max_length=40)] = Field(
        "", description="窗口代录、由代办人签的，写代办人证件号"
    )
    rev: Rev | None = Field(None, description="看到的版本号，也可以用 If-Match 带")
