"""What the catalogue's tests share: a keeper, a clerk, two departments, a well-formed item."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from yimen.bureau.models import Department
from yimen.catalogue import queries
from yimen.rules.authority import Actor, Post
from yimen.rules.terms import Role

NOW = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)
OWNER, PARTNER = "11439926000000101F", "114399260000002028"


@pytest.fixture(autouse=True)
def _no_old_specs() -> None:
    queries.forget_specs()


@pytest.fixture
def keeper() -> Actor:
    return Actor(account=1, name="目录员", staff="K001", posts=(Post(Role.KEEPER, OWNER),))


@pytest.fixture
def clerk() -> Actor:
    return Actor(account=2, name="窗口", staff="C001", posts=(Post(Role.CLERK, OWNER),))


@pytest.fixture
def bodies(db: None) -> None:
    Department.objects.create(credit_code=OWNER, name="云溪县市场监督管理局", short_name="市监局")
    Department.objects.create(credit_code=PARTNER, name="云溪县司法局", short_name="司法局")


@pytest.fixture
def sheet() -> dict[str, Any]:
    """The stored form of one item without quality errors."""
    return {
        "code": OWNER + "4000131001001",
        "name": "食品经营许可证核发",
        "department": OWNER,
        "department_name": "云溪县市场监督管理局",
        "type": "01",
        "promise_type": "2",
        "legal": {"days": 20},
        "promise": {"days": 8},
        "audiences": ["1", "2"],
        "person_topics": ["准营准办"],
        "corp_topics": ["准营准办"],
        "words": ["开餐馆", "卫生证"],
        "summary": "卖食品、开餐馆前要办的许可",
        "basis": [{"law": "中华人民共和国食品安全法", "clause": "第三十五条"}],
        "materials": [
            {"code": "ID", "name": "居民身份证", "kind": "1", "source": "20", "exempt_by": "电子证照库"},
            {"code": "PLAN", "name": "经营场所平面图", "when": {"field": "area", "op": "gt", "value": 300}},
        ],
        "form": [
            {"key": "shop", "label": "店名"},
            {"key": "area", "label": "经营面积", "type": "decimal", "question": True},
        ],
        "steps": [
            {"name": "受理", "duty": "accept", "role": "clerk", "days": 1},
            {"name": "审查", "duty": "review", "role": "officer", "days": 4},
            {"name": "决定", "duty": "approve", "role": "director", "days": 2},
            {"name": "办结、送达", "duty": "accept", "role": "clerk", "days": 1},
        ],
        "result_type": "10",
        "result_name": "食品经营许可证",
        "result_sample": "样本",
        "windows": [{"name": "综合窗口", "address": "云溪县民生路 18 号 1 楼", "hours": "工作日 8:30–12:00"}],
        "consult_phone": "0799-6000001",
        "complain_phone": "12345",
        "faq": [{"q": "要多久？", "a": "8 个工作日。"}],
    }
