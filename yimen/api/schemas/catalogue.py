"""Items, their versions, and shared materials: public."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from ninja import Field

from yimen.catalogue.queries import Body, ItemPage, ItemRow, MaterialRow, VersionRow
from yimen.rules import situations
from yimen.rules.item import Limit
from yimen.rules.terms import ItemState, ItemType, MaterialForm, MaterialKind, Promise, Source, Unit

from ..paging import Paged
from ..typed import Code, Line, Moment, Out
from ..words import label


class ItemsIn(Paged):
    """怎么找事项。q 按相关度排，其余按编码排。"""

    q: Line | None = Field(None, description="用平常的话找，如“开饭馆”；拼音、首字母也行")
    audience: Literal["person", "enterprise"] | None = Field(
        None, alias="for", description="给谁办：person 个人，enterprise 企业"
    )
    topic: Line | None = Field(None, description="主题名称，不能和 q 一起用")
    department: Code | None = Field(None, description="部门的统一社会信用代码，不能和 q 一起用")


class MaterialsIn(Paged):
    """怎么找材料。"""

    q: Line | None = Field(None, description="名称里的字，或编码的开头")


class LimitOut(Out):
    """天数和单位。"""

    days: int
    unit: Unit = Field(description="1 工作日，2 自然日")

    @classmethod
    def of(cls, limit: Limit | None) -> LimitOut | None:
        """From the fact; None where no limit is given."""
        return cls(days=limit.days, unit=limit.unit) if limit else None


class ItemOut(Out):
    """列表里的一个事项。"""

    code: str
    name: str
    type: ItemType
    type_label: str
    state: ItemState
    department: str = Field(description="部门的统一社会信用代码")
    department_name: str
    promise_type: Promise = Field(description="1 即办件，2 承诺件")
    promise: LimitOut | None = Field(description="承诺时限")
    minutes: int = Field(description="即办件的分钟数")
    visits: int = Field(description="最多跑几次")
    online: bool = Field(description="能不能网上办")

    @classmethod
    def of(cls, row: ItemRow) -> ItemOut:
        """From a row of a list."""
        kind = ItemType(row.type)
        return cls(
            code=row.code, name=row.name, type=kind, type_label=label(kind), state=ItemState(row.state),
            department=row.department, department_name=row.department_short,
            promise_type=Promise(row.promise_type), promise=LimitOut.of(row.promise), minutes=row.minutes,
            visits=row.visits, online=row.online,
        )  # fmt: skip


class ItemsOut(Out):
    """一页事项。"""

    items: list[ItemOut]
    next: str = Field(description="下一页的地址，没有了是空的")


class BodyOut(Out):
    """办理部门。"""

    credit_code: str
    name: str
    short_name: str
    address: str
    consult_phone: str
    complain_phone: str

    @classmethod
    def of(cls, body: Body) -> BodyOut:
        """From the department of a guide page."""
        return cls(
            credit_code=body.credit_code, name=body.name, short_name=body.short_name, address=body.address,
            consult_phone=body.consult_phone, complain_phone=body.complain_phone,
        )  # fmt: skip


class ItemFullOut(Out):
    """一个事项的全部内容。"""

    code: str
    name: str
    state: ItemState
    is_open: bool = Field(description="现在能不能申请")
    version: int
    effective_from: date
    document: str = Field(description="依据的文件")
    next_from: date | None = Field(description="下一个版本的生效日期")
    department: BodyOut
    spec: dict[str, Any] = Field(description="实施清单：材料、表单、步骤、时限、收费等；没写的是默认值")
    reasons: dict[str, str] = Field(description="有条件的材料：编码 → 什么时候要")

    @classmethod
    def of(cls, page: ItemPage) -> ItemFullOut:
        """From the facts of a guide page."""
        return cls(
            code=page.code, name=page.spec.name, state=ItemState(page.state), is_open=page.is_open,
            version=page.number, effective_from=page.effective_from, document=page.document,
            next_from=page.next_from, department=BodyOut.of(page.body), spec=page.spec.to_dict(),
            reasons=situations.reasons(page.spec),
        )  # fmt: skip


class VersionOut(Out):
    """一个已发布的版本。"""

    number: int
    name: str
    effective_from: date | None
    document: str
    published_at: Moment | None
    current: bool
    digest: str = Field(description="内容的 SM3 摘要")

    @classmethod
    def of(cls, row: VersionRow) -> VersionOut:
        """From a row of the version list."""
        return cls(
            number=row.number, name=row.name, effective_from=row.effective_from, document=row.document,
            published_at=row.published_at, current=row.current, digest=row.digest,
        )  # fmt: skip


class VersionsOut(Out):
    """已发布的版本，新的在前。"""

    versions: list[VersionOut]


class MaterialOut(Out):
    """一份共用的材料。"""

    code: str
    name: str
    kind: MaterialKind
    form: MaterialForm
    source: Source
    issuer: str
    exempt_by: str = Field(description="凭什么免交，空的是要交")
    hint: str
    items: int = Field(description="多少个事项要它")

    @classmethod
    def of(cls, row: MaterialRow) -> MaterialOut:
        """From a shared definition."""
        return cls(
            code=row.code, name=row.name, kind=MaterialKind(row.kind), form=MaterialForm(row.form),
            source=Source(row.source), issuer=row.issuer, exempt_by=row.exempt_by, hint=row.hint,
            items=row.items,
        )  # fmt: skip


class MaterialsOut(Out):
    """一页材料。"""

    materials: list[MaterialOut]
    next: str = Field(description="下一页的地址，没有了是空的")
