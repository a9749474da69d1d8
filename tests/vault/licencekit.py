"""Licence types for the small county of the tests: food licences, issued and acted on by its items."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests import county as counties
from yimen.rules.authority import SYSTEM
from yimen.vault import actions

CODE = "11100000MB0143028RSP1"
TYPE: dict[str, Any] = {
    "code": CODE, "name": "食品经营许可证", "organ": "云溪县行政审批局", "organ_code": "11439926MB0000001L",
    "prefix": "JY", "validity": "years", "years": 5, "material": "M-FOOD",
    "fields": [
        {"name": "holder", "label": "经营者名称", "source": "party", "key": "name"},
        {"name": "id", "label": "证件号码", "source": "party", "key": "number"},
        {"name": "shop", "label": "店名", "source": "answer", "key": "shop_name", "required": False},
        {
            "name": "area", "label": "面积", "source": "answer", "key": "area", "type": "decimal",
            "required": False,
        },
        {"name": "kind", "label": "主体业态", "source": "constant", "key": "餐饮服务经营者"},
    ],
    "items": [[counties.LICENCE, "issue"]],
}  # fmt: skip


def define(now: datetime, **change: Any) -> None:
    """Enter the type, with `change`."""
    actions.define_type(SYSTEM, {**TYPE, **change}, now=now)
