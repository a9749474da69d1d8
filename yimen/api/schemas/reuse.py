"""What is on file of a party, what an application uses of it, and who used what."""

from __future__ import annotations

from datetime import date

from ninja import Field

from yimen.cases.queries.page import MaterialRow
from yimen.rules.reuse import Offer
from yimen.rules.terms import Held, UseBasis
from yimen.vault.queries import HeldRow, Used, UseRow

from ..typed import Moment, Out, Strict
from ..words import label


class UseHeldIn(Strict):
    """用材料库里的一份。"""

    agreed: bool = Field(False, description="本人同意这个部门用；不同意就另交一份，不影响办理")


class OfferOut(Out):
    """材料库里能用的一份。"""

    name: str
    origin: Held = Field(description="来源代码")
    origin_label: str
    checked: bool = Field(description="有人核对过，或者来自证照、数据共享")
    asks_consent: bool = Field(description="要本人同意才能用")
    department: str = Field(description="谁收的；本人自己存的是空的")
    case: str = Field(description="来自哪个办件，可能为空")
    since: date
    valid_to: date | None = Field(description="空：长期有效")


class UsedOut(Out):
    """已经用了的一份。"""

    origin: Held
    origin_label: str
    basis: UseBasis = Field(description="依据代码")
    basis_label: str
    oral: bool = Field(description="本人在窗口当面同意的")
    at: Moment


class LineOut(Out):
    """这一件的一份材料。"""

    code: str
    name: str
    status: str
    status_label: str
    offer: OfferOut | None = Field(description="能用的一份；没有，或者已经交了，是空的")
    used: UsedOut | None = Field(description="用着的一份；没用是空的")


class OnFileOut(Out):
    """这一件哪些材料能免交。"""

    number: str
    materials: list[LineOut]


class HeldOut(Out):
    """材料库里的一份。"""

    id: int
    code: str
    name: str
    origin: Held
    origin_label: str
    department: str
    case: str
    since: date
    valid_to: date | None
    usable: bool = Field(description="今天办事能用")
    hidden: bool
    replaced: bool = Field(description="有了新的")
    files: int = Field(description="几个文件")


class LibraryOut(Out):
    """材料库，新的在前。"""

    materials: list[HeldOut]
    next: str = Field(description="下一页的地址，没有了是空的")


class FiledOut(Out):
    """存好了。"""

    id: int = Field(description="材料库里的编号")


class UseOut(Out):
    """一次使用。"""

    id: int
    name: str
    origin: Held
    origin_label: str
    department: str
    case: str
    title: str = Field(description="办的什么")
    basis: UseBasis
    basis_label: str
    oral: bool
    at: Moment
    ended_at: Moment | None = Field(description="什么时候收回的；还用着是空的")


class UsesOut(Out):
    """使用记录，新的在前。"""

    uses: list[UseOut]
    next: str = Field(description="下一页的地址，没有了是空的")


def line_out(line: MaterialRow, offer: Offer | None, used: Used | None) -> LineOut:
    """One line of an application with what is on file for it."""
    return LineOut(
        code=line.code, name=line.name, status=line.status, status_label=line.status_label,
        offer=_offer(offer) if offer else None, used=_used(used) if used else None,
    )  # fmt: skip


def _offer(offer: Offer) -> OfferOut:
    one = offer.holding
    return OfferOut(
        name=one.name, origin=one.origin, origin_label=label(one.origin), checked=offer.checked,
        asks_consent=offer.asks_consent, department=one.department_name, case=one.case, since=one.since,
        valid_to=one.valid_to,
    )  # fmt: skip


def _used(one: Used) -> UsedOut:
    return UsedOut(
        origin=one.origin, origin_label=label(one.origin), basis=one.basis, basis_label=label(one.basis),
        oral=one.oral, at=one.at,
    )  # fmt: skip


def held_out(one: HeldRow) -> HeldOut:
    """One material of the library."""
    return HeldOut(
        id=one.id, code=one.code, name=one.name, origin=one.origin, origin_label=label(one.origin),
        department=one.department, case=one.case, since=one.since, valid_to=one.valid_to, usable=one.usable,
        hidden=one.hidden, replaced=one.replaced, files=len(one.files),
    )  # fmt: skip


def use_out(one: UseRow) -> UseOut:
    """One use as its party reads it."""
    return UseOut(
        id=one.id, name=one.name, origin=one.origin, origin_label=label(one.origin),
        department=one.department, case=one.case, title=one.title, basis=one.basis,
        basis_label=label(one.basis), oral=one.oral, at=one.at, ended_at=one.ended_at,
    )  # fmt: skip
