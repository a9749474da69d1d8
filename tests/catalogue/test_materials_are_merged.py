"""合并统一材料: recorded, undone in any order that is safe, never touching versions; twins are found."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from tests.catalogue.conftest import NOW
from yimen.catalogue import actions, queries
from yimen.catalogue.models import ItemVersion, Material
from yimen.rules import likeness
from yimen.rules.authority import NotPermitted
from yimen.rules.terms import MaterialKind
from yimen.trail import queries as trail

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def named(keeper):
    """Seven definitions, one of them a form."""
    for code, name in [
        ("A", "居民身份证"), ("B", "身份证复印件"), ("C", "有效身份证件原件"), ("D", "身份证明"),
        ("E", "照片"), ("F", "相片"), ("G", "开业申请表"),
    ]:  # fmt: skip
        actions.define_material(keeper, code, name, now=NOW)


def stands(*codes: str) -> dict[str, str]:
    return {code: one.code for code, one in queries.merged(codes).items()}


def merge(keeper, into: str, *codes: str, once: str = "") -> int:
    return actions.merge_materials(keeper, into, list(codes), now=NOW, once=once).id


def test_one_stands_for_the_others_and_it_is_on_record(keeper, named) -> None:
    done = actions.merge_materials(keeper, "A", ["B", "C"], now=NOW)
    assert (done.into, done.members) == ("A", 2)
    assert stands("A", "B", "C", "D", "") == {"B": "A", "C": "A"}
    assert queries.merged(["B"])["B"].name == "居民身份证"
    assert {one.code for one in queries.standing_for("A")} == {"B", "C"}
    row = trail.history("catalogue")[-1]
    assert (row.kind, row.data["into"], row.data["members"]) == ("material.merged", "A", ["B", "C"])
    found = queries.merges()[0]
    assert (found.code, set(found.members), found.undone_at) == (
        "A",
        {"身份证复印件", "有效身份证件原件"},
        None,
    )


def test_undone_everything_stands_where_it_stood(keeper, named) -> None:
    first = merge(keeper, "B", "C")
    second = merge(keeper, "A", "B")
    assert stands("B", "C") == {"B": "A", "C": "A"}
    with pytest.raises(likeness.MergeUndone):
        actions.undo_merge(keeper, first, now=NOW)
    assert actions.undo_merge(keeper, second, now=NOW).members == 2
    assert stands("B", "C") == {"C": "B"}
    again = actions.undo_merge(keeper, second, now=NOW)
    assert (again.members, stands("B", "C")) == (2, {"C": "B"}), "done again it changes nothing"
    actions.undo_merge(keeper, first, now=NOW)
    assert stands("B", "C") == {}
    kinds = [row.kind for row in trail.history("catalogue") if row.kind.startswith("material.")]
    assert kinds == ["material.merged"] * 2 + ["material.parted"] * 2
    assert all(one.undone_at == NOW for one in queries.merges())


def test_sent_twice_is_merged_once(keeper, named) -> None:
    assert merge(keeper, "A", "B", once="k1") == merge(keeper, "A", "B", once="k1")
    assert len(queries.merges()) == 1


@pytest.mark.parametrize(
    ("into", "codes", "refusal"),
    [
        ("A", [], likeness.MergeWithItself),
        ("A", ["A"], likeness.MergeWithItself),
        ("A", ["G"], likeness.MergeOfForms),
        ("G", ["A"], likeness.MergeOfForms),
        ("A", ["NO"], likeness.MergeUnknown),
        ("NO", ["A"], likeness.MergeUnknown),
        ("A", ["F"], likeness.AlreadyMerged),
        ("F", ["A"], likeness.AlreadyMerged),
    ],
)
def test_what_cannot_be_merged_changes_nothing(keeper, named, into, codes, refusal) -> None:
    merge(keeper, "E", "F")
    with pytest.raises(refusal):
        actions.merge_materials(keeper, into, codes, now=NOW)
    assert stands(*"ABCDEFG") == {"F": "E"}


def test_only_keepers_merge_and_undo(keeper, clerk, named) -> None:
    made = merge(keeper, "A", "B")
    with pytest.raises(NotPermitted):
        actions.merge_materials(clerk, "A", ["C"], now=NOW)
    with pytest.raises(NotPermitted):
        actions.undo_merge(clerk, made, now=NOW)
    with pytest.raises(likeness.MergeUnknown):
        actions.undo_merge(keeper, made + 1, now=NOW)


def test_the_database_lets_nothing_stand_for_itself(named) -> None:
    row = Material.objects.get(code="A")
    with pytest.raises(IntegrityError), transaction.atomic():
        Material.objects.filter(pk=row.pk).update(merged_into=row)


def test_published_versions_keep_their_codes_and_words(keeper, bodies, sheet) -> None:
    actions.define_material(keeper, "ID", "居民身份证", kind="1", now=NOW)
    actions.define_material(keeper, "ID2", "身份证", now=NOW)
    actions.save_draft(keeper, sheet, now=NOW)
    before = ItemVersion.objects.get()
    merge(keeper, "ID2", "ID")
    after = ItemVersion.objects.get()
    assert (after.spec, after.digest) == (before.spec, before.digest)
    assert any(use.code == "ID" for use in queries.spec(after.pk).materials)


def test_pickers_leave_out_what_was_merged(keeper, named) -> None:
    merge(keeper, "A", "B", "C")
    assert {one.code for one in queries.materials(standing=True)} == set("ADEFG")
    listed = {one.code: one for one in queries.materials()}
    assert (listed["B"].into, listed["B"].into_name, listed["A"].into) == ("A", "居民身份证", "")


# --- twins -------------------------------------------------------------------------------------------------
def test_twins_are_found_by_name_and_by_search(keeper, named) -> None:
    assert [(one.one.code, one.score) for one in queries.alike("A")] == [("B", 1.0), ("C", 1.0), ("D", 0.8)]
    assert [one.one.code for one in queries.alike("A", text="片")] == ["E", "F"]
    assert queries.alike("G") == [] == queries.alike("NO")
    merge(keeper, "A", "B")
    assert [one.one.code for one in queries.alike("A")] == ["C", "D"]
    assert queries.alike("B") == [], "it stands under another already"


def test_groups_of_one_core_page_by_core_and_shrink_as_they_are_merged(keeper, named) -> None:
    cores = [group.core for group in queries.groups()]
    assert sorted(cores) == ["照片", "身份证"] and cores == sorted(cores)
    assert {m.code for group in queries.groups() for m in group.members} == set("ABCEF")
    assert [g.core for g in queries.groups(after=cores[0])] == cores[1:]
    assert [g.core for g in queries.groups(text="相片")] == ["照片"]
    assert len(queries.groups(limit=1)) == 2, "one more tells that there is more"
    merge(keeper, "E", "F")
    assert [g.core for g in queries.groups()] == ["身份证"]


def test_a_new_name_has_a_new_core_and_a_form_none(keeper, named) -> None:
    actions.define_material(keeper, "F", "营业执照复印件", now=NOW)
    assert Material.objects.get(code="F").plain == "营业执照"
    actions.define_material(keeper, "F", "营业执照", kind=MaterialKind.FORM, now=NOW)
    assert Material.objects.get(code="F").plain == Material.objects.get(code="G").plain == ""


# --- how long a file counts --------------------------------------------------------------------------------
def test_days_are_those_of_the_definition_else_of_what_stands_for_it(keeper, named) -> None:
    actions.define_material(keeper, "A", "居民身份证", usable_days=90, now=NOW)
    actions.define_material(keeper, "D", "身份证明", usable_days=30, now=NOW)
    merge(keeper, "A", "B", "D")
    assert queries.usable_days(["A", "B", "C", "D", "NO"]) == {"A": 90, "B": 90, "D": 30}
    with pytest.raises(likeness.DaysOutOfRange):
        actions.define_material(keeper, "A", "居民身份证", usable_days=0, now=NOW)
