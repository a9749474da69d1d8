"""Which shared definitions are likely the same: forms never, and what a merge may not be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.rules import likeness
from yimen.rules.likeness import Definition, alike, core_name
from yimen.rules.terms import MaterialKind

OTHER, FORM = MaterialKind.OTHER, MaterialKind.FORM
NAMES = st.text(alphabet="身份证件明居民户口簿本照相片申请人的复印原（）一份营业执照表", max_size=14)


def one(name: str, *, kind: MaterialKind = OTHER, items: int = 1, into: str = "") -> Definition:
    return Definition(name, name, kind, items, into)


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("居民身份证", "身份证"),
        ("有效身份证件复印件", "身份证"),
        ("申请人身份证（正反面）", "身份证"),
        ("《医师资格证书》", "医师资格证书"),
        ("居民户口簿", "户口簿"),
        ("户口本", "户口簿"),
        ("申请人相片", "照片"),
        ("个人档案原件", "档案"),
        ("资信证明材料", "资信证明"),
        ("法定代表人身份证", "法定代表人身份证"),
        ("外国人签证证件申请表", ""),
        ("专职律师执业许可申请表格", "专职律师执业许可申请表格"),
        ("材料", "材料"),
    ],
)
def test_the_core_of_a_name(name: str, core: str) -> None:
    assert core_name(name) == core


@pytest.mark.parametrize(
    ("a", "b", "low", "high"),
    [
        ("居民身份证", "有效身份证件原件", 1, 1),
        ("营业执照", "营业执照等申请人身份证明文件", 0.6, 0.7),
        ("企业营业执照", "营业执照", 0.7, 0.9),
        ("医师执业证书", "律师执业证书", 0.6, 0.9),
        ("居民身份证", "照片", 0, 0),
        ("居民身份证", "身份证申请表", 0, 0),
        ("", "居民身份证", 0, 0),
    ],
)
def test_how_alike_two_names_are(a: str, b: str, low: float, high: float) -> None:
    assert low <= likeness.likeness(a, b) <= high


@given(NAMES, NAMES)
def test_likeness_is_symmetric_and_whole_for_a_name_itself(a: str, b: str) -> None:
    assert likeness.likeness(a, b) == likeness.likeness(b, a)
    assert 0 <= likeness.likeness(a, b) <= 1
    assert likeness.likeness(a, a) == (1 if core_name(a) else 0)


def test_the_likeliest_and_most_used_first_without_forms_itself_and_what_is_merged() -> None:
    seed = one("居民身份证", items=9)
    listed = [
        seed, one("身份证"), one("身份证件", items=5), one("身份证明"), one("照片"), one("身份证申请表"),
        one("身份证复印件", into="x"), one("身份证（表）", kind=FORM),
    ]  # fmt: skip
    assert [(d.name, score) for d, score in alike(seed, listed)] == [
        ("身份证件", 1.0), ("身份证", 1.0), ("身份证明", 0.8),
    ]  # fmt: skip
    assert alike(one("开业申请表"), listed) == []
    assert len(alike(seed, listed, most=1)) == 1


@pytest.mark.parametrize(
    ("into", "members", "refusal"),
    [
        (one("身份证"), [], likeness.MergeWithItself),
        (one("身份证"), [one("身份证")], likeness.MergeWithItself),
        (one("身份证"), [one("开业申请表")], likeness.MergeOfForms),
        (one("身份证"), [one("照片", kind=FORM)], likeness.MergeOfForms),
        (one("开业申请表"), [one("身份证")], likeness.MergeOfForms),
        (one("身份证"), [one("身份证件", into="居民身份证")], likeness.AlreadyMerged),
        (one("身份证", into="居民身份证"), [one("身份证件")], likeness.AlreadyMerged),
        (one("身份证"), [one(f"身份证{n}") for n in range(101)], likeness.MergeTooMany),
    ],
)
def test_what_cannot_be_merged(into, members, refusal) -> None:
    with pytest.raises(refusal):
        likeness.require_merge(into, {m.code: m for m in members}, {"居民身份证": "居民身份证"})


def test_what_can() -> None:
    likeness.require_merge(one("身份证"), {"身份证件": one("身份证件")}, {})


@pytest.mark.parametrize(
    ("days", "good"), [(None, True), (1, True), (3650, True), (0, False), (3651, False), (-1, False)]
)
def test_how_long_a_file_may_count(days, good) -> None:
    if good:
        likeness.require_days(days)
    else:
        with pytest.raises(likeness.DaysOutOfRange):
            likeness.require_days(days)
