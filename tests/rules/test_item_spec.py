"""实施清单: the stored form and the facts are inverse; what does not fit is refused and its place named."""

from __future__ import annotations

import json
from dataclasses import MISSING, fields
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.rules.errors import Kind
from yimen.rules.item import (
    BadSpec,
    Basis,
    Fee,
    FieldUse,
    ItemSpec,
    Limit,
    MaterialUse,
    Question,
    SpecialStep,
    Step,
    Window,
)
from yimen.rules.retention import Keep
from yimen.rules.terms import Audience, Channel, Duty, FieldType, Mode, Need, Promise, Role, Unit

BARE = {"code": "A1", "name": "事项", "department": "11430000MB0000001A"}

_text = st.text(max_size=12)
_condition = st.one_of(
    st.none(), st.fixed_dictionaries({"field": _text, "op": st.just("eq"), "value": st.integers()})
)
_money = st.one_of(st.none(), st.decimals(-1000, 1000, places=2, allow_nan=False, allow_infinity=False))
_limits = st.builds(Limit, st.integers(0, 400), st.sampled_from(Unit))
_options = st.lists(st.tuples(_text, _text), max_size=2).map(tuple)


def _many(one: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(one, max_size=2).map(tuple)


_materials = st.builds(MaterialUse, code=_text, name=_text, copies=st.integers(0, 9), when=_condition)
_fields = st.builds(
    FieldUse, key=_text, label=_text, options=_options, minimum=_money, maximum=_money, when=_condition
)
_fees = st.builds(Fee, name=_text, standard=_text, unit_price=_money, reducible=st.booleans())
_special = st.builds(SpecialStep, basis=_text, days=st.integers(0, 99))
specs = st.builds(
    ItemSpec,
    code=_text,
    name=_text,
    department=_text,
    legal=st.one_of(st.none(), _limits),
    promise=st.one_of(st.none(), _limits),
    audiences=_many(st.sampled_from(Audience)),
    channels=_many(st.sampled_from(Channel)),
    words=_many(_text),
    conditions=_many(_text),
    basis=_many(st.builds(Basis)),
    materials=_many(_materials),
    form=_many(_fields),
    eligibility=_condition,
    mode=st.sampled_from(Mode),
    steps=_many(st.builds(Step)),
    special=_many(_special),
    fees=_many(_fees),
    windows=_many(st.builds(Window)),
    faq=_many(st.builds(Question)),
    minutes=st.integers(0, 600),
    express=st.booleans(),
    pause_on_correction=st.booleans(),
    retention=st.none() | st.sampled_from(Keep),
    extra=st.dictionaries(_text, _text, max_size=2),
)


# --- there and back -----------------------------------------------------------------------------------------


@given(specs)
@settings(max_examples=200, deadline=None)
def test_the_stored_form_gives_the_facts_back(spec: ItemSpec) -> None:
    stored = spec.to_dict()
    assert ItemSpec.from_dict(stored) == spec
    assert ItemSpec.from_dict(json.loads(json.dumps(stored))) == spec


@given(specs)
@settings(max_examples=100, deadline=None)
def test_the_stored_form_is_one_and_holds_no_default(spec: ItemSpec) -> None:
    stored = spec.to_dict()
    assert ItemSpec.from_dict(stored).to_dict() == stored
    assert list(stored) == [f.name for f in fields(ItemSpec) if f.name in stored]
    plain = ItemSpec(**BARE)
    for key, value in stored.items():
        assert key in BARE or getattr(spec, key) != getattr(plain, key), (key, value)


def test_a_bare_item_is_three_facts() -> None:
    assert ItemSpec(**BARE).to_dict() == BARE
    assert ItemSpec.from_dict(BARE) == ItemSpec(**BARE)


def test_defaults_inside_parts_are_left_out_too() -> None:
    spec = ItemSpec(
        **BARE,
        promise_type=Promise.INSTANT,
        legal=Limit(20),
        promise=Limit(0, Unit.NATURAL),
        materials=(MaterialUse("id", "身份证", need=Need.DEFERRABLE),),
        form=(FieldUse("area", "面积", FieldType.DECIMAL, minimum=Decimal("0.10")),),
        steps=(Step("审核", Duty.REVIEW, Role.HEAD),),
        fees=(Fee("工本费", "每本 10 元", unit_price=Decimal("10.00")),),
    )
    assert spec.to_dict() == {
        **BARE,
        "promise_type": "1",
        "legal": {"days": 20},
        "promise": {"days": 0, "unit": "2"},
        "materials": [{"code": "id", "name": "身份证", "need": "3"}],
        "form": [{"key": "area", "label": "面积", "type": "decimal", "minimum": "0.10"}],
        "steps": [{"name": "审核", "duty": "review", "role": "head"}],
        "fees": [{"name": "工本费", "standard": "每本 10 元", "unit_price": "10.00"}],
    }


def test_a_changed_default_is_kept_where_it_says_nothing() -> None:
    """An item for nobody in particular differs from one that says nothing."""
    stored = ItemSpec(**BARE, audiences=(), channels=()).to_dict()
    assert stored == {**BARE, "audiences": [], "channels": []}
    assert ItemSpec.from_dict(stored).audiences == ()


def test_money_is_exact() -> None:
    read = ItemSpec.from_dict({**BARE, "fees": [{"name": "费", "standard": "", "unit_price": 0.1}]})
    assert read.fees[0].unit_price == Decimal("0.1")


def test_one_item_does_not_share_its_extras_with_another() -> None:
    assert ItemSpec(**BARE).extra is not ItemSpec(**BARE).extra


# --- what does not fit --------------------------------------------------------------------------------------

_STEP = {"name": "审核", "duty": "review", "role": "head"}
_FIELD = {"key": "a", "label": "甲"}
BAD: list[tuple[str, dict[str, Any], str, str]] = [
    ("unknown key", {"colour": "red"}, "colour", "不认识这一栏"),
    ("unknown key in a part", {"steps": [_STEP, {**_STEP, "who": "x"}]}, "steps[1].who", "不认识这一栏"),
    ("unknown key in a limit", {"legal": {"days": 1, "hours": 2}}, "legal.hours", "不认识这一栏"),
    ("a part without its name", {"materials": [{"code": "id"}]}, "materials[0].name", "缺少这一栏"),
    ("a limit without days", {"legal": {}}, "legal.days", "缺少这一栏"),
    ("wrong code", {"type": "99"}, "type", "没有这个代码：99"),
    ("wrong code in a part", {"steps": [{**_STEP, "duty": "watch"}]}, "steps[0].duty", "没有这个代码：watch"),
    ("wrong code in a list", {"channels": ["1", "8"]}, "channels[1]", "没有这个代码：8"),
    ("a code as number", {"level": 4}, "level", "没有这个代码：4"),
    ("a code as list", {"mode": []}, "mode", "没有这个代码"),
    ("no code", {"mode": None}, "mode", "没有这个代码"),
    ("text for a list of parts", {"basis": "法"}, "basis", "要一个列表"),
    ("a part for a list", {"basis": {"law": "法"}}, "basis", "要一个列表"),
    ("text for a list of words", {"words": "办证"}, "words", "要一个列表"),
    ("a number for a list of words", {"conditions": 3}, "conditions", "要一个列表"),
    ("text for audiences", {"audiences": "12"}, "audiences", "要一个列表"),
    ("nothing for channels", {"channels": None}, "channels", "要一个列表"),
    ("a number among words", {"words": ["证", 3]}, "words[1]", "要文字：3"),
    ("nothing among conditions", {"conditions": [None]}, "conditions[0]", "要文字"),
    ("text for a part", {"materials": ["身份证"]}, "materials[0]", "要一个对象"),
    ("a number for a limit", {"promise": 5}, "promise", "要一个对象"),
    ("a negative number", {"minutes": -1}, "minutes", "整数"),
    ("a fraction", {"minutes": 1.5}, "minutes", "整数"),
    ("a number as text", {"visits": "1"}, "visits", "整数"),
    ("true for a number", {"visits": True}, "visits", "整数"),
    ("negative days", {"legal": {"days": -5}}, "legal.days", "整数"),
    ("one for true", {"express": 1}, "express", "true"),
    ("text for false", {"form": [{**_FIELD, "required": "false"}]}, "form[0].required", "true"),
    ("a number for text", {"name": 5}, "name", "要文字"),
    ("nothing for text", {"summary": None}, "summary", "要文字"),
    ("words for money", {"fees": [{"name": "", "standard": "", "unit_price": "十元"}]},
     "fees[0].unit_price", "要一个数：十元"),
    ("true for a bound", {"form": [{**_FIELD, "minimum": True}]}, "form[0].minimum", "要一个数"),
    ("no number at all", {"form": [{**_FIELD, "minimum": "NaN"}]}, "form[0].minimum", "要一个数"),
    ("no end", {"form": [{**_FIELD, "maximum": "Infinity"}]}, "form[0].maximum", "要一个数"),
    ("text for options", {"form": [{**_FIELD, "options": "ab"}]}, "form[0].options", "要一个列表"),
    ("a bare option", {"form": [{**_FIELD, "options": [["a", "甲"], "b"]}]}, "form[0].options[1]", "两项"),
    ("three in one", {"form": [{**_FIELD, "options": [["a", "b", "c"]]}]}, "form[0].options[0]", "两项"),
    ("text for a condition", {"form": [{**_FIELD, "when": "a=1"}]}, "form[0].when", "要一个对象"),
    ("a list for eligibility", {"eligibility": []}, "eligibility", "要一个对象"),
    ("nothing for extras", {"extra": None}, "extra", "要一个对象"),
]  # fmt: skip


@pytest.mark.parametrize(("more", "where", "problem"), [b[1:] for b in BAD], ids=[b[0] for b in BAD])
def test_what_does_not_fit_is_refused_and_its_place_named(
    more: dict[str, Any], where: str, problem: str
) -> None:
    with pytest.raises(BadSpec) as no:
        ItemSpec.from_dict({**BARE, **more})
    assert no.value.facts["where"] == where
    assert problem in str(no.value.facts["problem"])
    assert no.value.words.startswith(f"事项数据不对：{where}，")
    assert no.value.kind is Kind.INVALID


@pytest.mark.parametrize("missing", sorted(BARE))
def test_code_name_and_department_are_musts(missing: str) -> None:
    with pytest.raises(BadSpec) as no:
        ItemSpec.from_dict({key: value for key, value in BARE.items() if key != missing})
    assert no.value.facts == {"where": missing, "problem": "缺少这一栏"}


@pytest.mark.parametrize("data", [[], "A1", None, 5])
def test_an_item_is_an_object(data: Any) -> None:
    with pytest.raises(BadSpec):
        ItemSpec.from_dict(data)


_json = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=4)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["days", "name", "code"]), inner)
    ),
    max_leaves=6,
)


@given(st.sampled_from([f.name for f in fields(ItemSpec)]), _json)
@settings(max_examples=500, deadline=None)
def test_no_rubbish_breaks_the_reading(key: str, rubbish: Any) -> None:
    """It is refused with its place, or it fits and comes back as it is."""
    try:
        spec = ItemSpec.from_dict({**BARE, key: rubbish})
    except BadSpec as no:
        assert str(no.facts["where"]).startswith(key)
        return
    assert ItemSpec.from_dict(spec.to_dict()) == spec


def test_every_part_of_an_item_can_be_read_with_its_musts_alone() -> None:
    """Guards against a new list of parts that `from_dict` does not know."""
    words = {"days": 3, "duty": "review", "role": "head", "procedure": "hearing"}
    parts = {
        "basis": Basis, "materials": MaterialUse, "form": FieldUse, "steps": Step, "special": SpecialStep,
        "fees": Fee, "windows": Window, "faq": Question,
    }  # fmt: skip
    for key, cls in parts.items():
        musts = {f.name: words.get(f.name, "文") for f in fields(cls) if f.default is MISSING}
        read = ItemSpec.from_dict({**BARE, key: [musts]})
        (one,) = getattr(read, key)
        assert isinstance(one, cls)
        assert ItemSpec.from_dict(read.to_dict()) == read
