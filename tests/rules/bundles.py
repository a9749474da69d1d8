"""Bundles that several tests look at: a restaurant, and arbitrary ones for hypothesis."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from yimen.rules.bundle import BundleSpec, Member, Part
from yimen.rules.item import Fee, FieldUse, ItemSpec, Limit, MaterialUse, Step
from yimen.rules.terms import Audience, Duty, FieldType, ItemType, MaterialForm, Need, Promise, Role

ENTERPRISE = (Audience.ENTERPRISE, Audience.PERSON)
SHOP, AREA = FieldUse("shop_name", "店名"), FieldUse("area", "经营面积（平方米）", FieldType.DECIMAL)
SIGN = FieldUse("has_sign", "要不要挂户外招牌", FieldType.BOOL, question=True)
SMOKES = FieldUse("sells_tobacco", "卖不卖烟", FieldType.BOOL, question=True)
PLACE = FieldUse("place", "经营地址", FieldType.ADDRESS)


def material(code: str, name: str = "", **more: Any) -> MaterialUse:
    return MaterialUse(code, name or code, **more)


def item(code: str, name: str = "", days: int = 5, **more: Any) -> ItemSpec:
    kept: dict[str, Any] = {
        "type": ItemType.LICENCE, "audiences": ENTERPRISE, "promise": Limit(days), "legal": Limit(20),
        "promise_type": Promise.PROMISED if days else Promise.INSTANT, **more,
    }  # fmt: skip
    return ItemSpec(code, name or code, f"D{code}", **kept)


def part(spec: ItemSpec, *issues: str, when: dict[str, Any] | None = None) -> Part:
    return Part(Member(spec.code, when), spec, frozenset(issues))


def leaf(key: str, value: Any, op: str = "eq") -> dict[str, Any]:
    return {"field": key, "op": op, "value": value}


def restaurant() -> tuple[BundleSpec, list[Part]]:
    """开办餐饮店 (domain 5.3, 5): a → (b ∥ c ∥ d ∥ e); c where a sign is hung, e where tobacco is sold."""
    licence = item(
        "a", "营业执照", 1, form=(SHOP, PLACE), visits=1, result_name="营业执照",
        materials=(material("id", "身份证"), material("lease", "场所证明", copies=1)),
        steps=(Step("核准", Duty.APPROVE, Role.OFFICER),),
    )  # fmt: skip
    food = item(
        "b", "食品经营许可", 5, form=(SHOP, AREA, PLACE), visits=1, result_name="食品经营许可证",
        fees=(Fee("工本费", "", unit_price=Decimal(10)),),
        materials=(
            material("bl", "营业执照"), material("id", "身份证"), material("plan", "平面布局图"),
            material("lease", "场所证明", copies=2),
            material("big", "检测报告", when=leaf("area", "300", "gt")),
        ),
    )  # fmt: skip
    sign = item(
        "c", "户外招牌设置", 3, form=(SHOP, PLACE),
        materials=(
            material("bl", "营业执照"), material("picture", "招牌效果图", form=MaterialForm.ELECTRONIC),
        ),
    )  # fmt: skip
    fire = item(
        "d", "消防安全检查", 3, form=(PLACE, AREA), visits=1,
        materials=(
            material("bl", "营业执照"), material("plan", "平面布局图", form=MaterialForm.PAPER),
            material("notes", "消防制度", need=Need.OPTIONAL),
        ),
    )  # fmt: skip
    tobacco = item("e", "烟草专卖零售许可", 5, form=(SHOP, PLACE), materials=(material("bl", "营业执照"),))
    bundle = BundleSpec(
        "restaurant", "开办餐饮店", "D1", audiences=ENTERPRISE, questions=(SIGN, SMOKES),
        members=tuple(
            Member(code, when)
            for code, when in (
                ("a", None), ("b", None), ("c", leaf("has_sign", True)), ("d", None),
                ("e", leaf("sells_tobacco", True)),
            )
        ),
    )  # fmt: skip
    whens = {one.item: one.when for one in bundle.members}
    parts = [
        Part(Member(spec.code, whens[spec.code]), spec, frozenset({"bl"} if spec.code == "a" else ()))
        for spec in (licence, food, sign, fire, tobacco)
    ]
    return bundle, parts


#: Data elements from which arbitrary forms are made; one key always has one type.
POOL = (
    FieldUse("q1", "问题一", FieldType.BOOL, question=True),
    FieldUse("q2", "问题二", FieldType.CHOICE, options=(("x", "甲"), ("y", "乙"), ("z", "丙"))),
    FieldUse("n1", "数一", FieldType.INTEGER, minimum=Decimal(0), maximum=Decimal(100)),
    FieldUse("t1", "字一", max_length=50),
    FieldUse("t2", "字二", required=False),
)
_LEAVES = st.sampled_from(
    [leaf("q1", True), leaf("q1", False), leaf("q2", "x"), leaf("q2", "y", "ne"), leaf("n1", 10, "gt")]
)


def trees(leaves: st.SearchStrategy[Any] = _LEAVES) -> st.SearchStrategy[dict[str, Any]]:
    """Stored conditions over POOL, up to three levels."""
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=3).map(lambda many: {"all": many}),
            st.lists(inner, min_size=1, max_size=3).map(lambda many: {"any": many}),
            inner.map(lambda one: {"not": one}),
        ),
        max_leaves=5,
    )


@st.composite
def _forms(draw: st.DrawFn) -> tuple[FieldUse, ...]:
    picked = draw(st.lists(st.sampled_from(range(len(POOL))), unique=True, min_size=3))
    made = []
    for place in sorted({0, 1, 2, *picked}):
        use = POOL[place]
        when = None if place < 3 else draw(st.none() | trees())
        limits = {"max_length": draw(st.integers(5, 50))} if use.type is FieldType.TEXT else {}
        made.append(replace(use, required=draw(st.booleans()), when=when, **limits))
    return tuple(made)


@st.composite
def bundles(draw: st.DrawFn, most: int = 5) -> tuple[BundleSpec, list[Part]]:
    """A bundle without a circle: a member needs only what members before it issue."""
    count = draw(st.integers(2, most))
    parts: list[Part] = []
    for number in range(count):
        code = f"i{number}"
        materials = draw(
            st.lists(
                st.builds(
                    MaterialUse,
                    st.sampled_from(["m0", "m1", "m2", *(f"r{n}" for n in range(number))]),
                    st.sampled_from(["甲材料", "乙材料"]),
                    form=st.sampled_from(MaterialForm),
                    need=st.sampled_from(Need),
                    copies=st.integers(1, 4),
                    exempt_by=st.sampled_from(["", "", "", "共享"]),
                    when=st.none() | trees(),
                ),
                unique_by=lambda one: one.code,
                max_size=4,
            )
        )
        spec = item(
            code, days=draw(st.integers(0, 10)), form=draw(_forms()), materials=tuple(materials),
            visits=draw(st.integers(0, 2)),
        )  # fmt: skip
        when = None if number == 0 else draw(st.none() | trees())
        parts.append(Part(Member(code, when), spec, frozenset({f"r{number}"})))
    bundle = BundleSpec("b", "一件事", "D", audiences=ENTERPRISE, members=tuple(one.member for one in parts))
    return bundle, parts


#: Whole answers to POOL.
ANSWERS = st.fixed_dictionaries(
    {
        "q1": st.booleans(), "q2": st.sampled_from(["x", "y", "z"]), "n1": st.integers(0, 100),
        "t1": st.just("字"), "t2": st.just("字"),
    }
)  # fmt: skip
