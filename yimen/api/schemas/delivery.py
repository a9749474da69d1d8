"""How the result of a case comes to its applicant."""

from __future__ import annotations

from typing import Annotated

from ninja import Field
from pydantic import StringConstraints

from yimen.rules.delivery import Way

from ..typed import Line, Moment, Out, Rev, Strict


class HallOut(Out):
    """一个能领结果的大厅。"""

    code: str = Field(description="12 位区划代码")
    name: str
    address: str = Field(description="没有登记大厅的是空的")


class HallsOut(Out):
    """能领结果的大厅。"""

    halls: list[HallOut]


class ChoiceIn(Strict):
    """怎么取结果。到大厅领写 hall；邮寄写 name、phone、address；网上取不用写别的。"""

    way: Way = Field(description="pickup 到大厅领；post 邮寄；online 网上取")
    hall: Annotated[str, StringConstraints(pattern=r"^([0-9]{12})?$")] = Field(
        "", description="大厅的区划代码"
    )
    name: Annotated[Line, StringConstraints(max_length=80)] = Field("", description="收件人")
    phone: Annotated[Line, StringConstraints(max_length=20)] = Field("", description="收件人手机")
    address: Annotated[Line, StringConstraints(max_length=300)] = Field("", description="收件地址")
    each: bool = Field(False, description="一件事：true 办好一项给一项，false 都办好一起给")
    rev: Rev | None = Field(None, description="看到的版本号，也可以用 If-Match 带")


class ReceivedIn(Strict):
    """收到了。"""

    rev: Rev | None = Field(None, description="看到的版本号，也可以用 If-Match 带")


class DeliveryOut(Out):
    """怎么取、到哪一步。不是申请人本人看，收件人、手机、地址隐去，没有领取码。"""

    number: str
    rev: int
    way: Way
    way_label: str
    chosen: bool = Field(description="false：还没有选，办好后到受理窗口领")
    open: bool = Field(description="您现在还能改")
    hall: str = Field(description="选的大厅，12 位区划代码")
    hall_name: str
    name: str
    phone: str
    address: str
    pickup_code: str = Field(description="领取码，只给申请人；别人拿它可以代领")
    tracking: str = Field(description="快递单号")
    sent_at: Moment | None
    available_at: Moment | None = Field(description="放进申请人账户的时刻")
    confirmed_at: Moment | None = Field(description="申请人说收到了的时刻")
    delivered_at: Moment | None
    received_by: str
    waits: bool = Field(description="true：等申请人说收到了")
