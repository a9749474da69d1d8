"""Licences as callers read them: one's own whole but for personal numbers."""

from __future__ import annotations

from datetime import date

from ninja import Field

from yimen.vault.queries import Face

from ..typed import Out


class FaceLineOut(Out):
    """照面上的一项。"""

    label: str
    value: str


class LicenceOut(Out):
    """一份电子证照，证件号码隐去。"""

    id: int
    number: str
    edition: int = Field(description="第几版，变更、延续一次加一")
    identifier: str = Field(description="电子证照标识，GB/T 36904")
    name: str
    organ: str
    status: str = Field(description="valid 有效、suspended 暂停、revoked 撤销、cancelled 注销、expired 过期")
    issued_on: date
    valid_from: date
    valid_to: date | None = Field(description="空：长期有效")
    file_ready: bool = Field(description="盖章的 PDF 做好了没有")
    face: list[FaceLineOut]

    @classmethod
    def of(cls, one: Face) -> LicenceOut:
        """From one edition."""
        return cls(
            id=one.id, number=one.number, edition=one.edition, identifier=one.identifier, name=one.name,
            organ=one.organ, status=str(one.status), issued_on=one.issued_on, valid_from=one.valid_from,
            valid_to=one.valid_to, file_ready=one.file is not None,
            face=[FaceLineOut(label=label, value=value) for label, value in one.shown],
        )  # fmt: skip


class LicencesOut(Out):
    """电子证照，新的在前。"""

    licences: list[LicenceOut]
    next: str = Field(description="下一页的地址，没有了是空的")
