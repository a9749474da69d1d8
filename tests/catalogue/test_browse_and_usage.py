"""Lists for the public and the keeper, who uses a material, the quality report."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction

from yimen.catalogue import actions, queries
from yimen.catalogue.actions import _store
from yimen.catalogue.models import ItemVersion
from yimen.rules.errors import Said
from yimen.rules.item import FieldUse, ItemSpec
from yimen.rules.quality import check

from .conftest import NOW, PARTNER

pytestmark = pytest.mark.django_db


@pytest.fixture
def many(bodies, keeper, sheet):
    sheets = [{**sheet, "code": f"ITEM{n:02d}", "name": f"第{n}项许可"} for n in range(7)]
    sheets[1] |= {"department": PARTNER, "audiences": ["1"], "corp_topics": []}
    sheets[2] |= {"audiences": ["2"], "person_topics": [], "corp_topics": ["开办企业"], "channels": ["1"]}
    sheets[3] |= {"materials": [], "consult_phone": "12345", "faq": []}
    with transaction.atomic():
        specs = [ItemSpec.from_dict(one) for one in sheets]
        actions.bulk_publish(
            keeper, specs, effective_from=date(2026, 6, 1), document="文", origin="样例", now=NOW
        )
    return [one["code"] for one in sheets]


def _codes(page):
    return [row.code for row in page.rows]


def test_pages_follow_each_other_without_gap_or_repeat(many):
    seen, after = [], ""
    for _ in range(10):
        page = queries.browse(after=after, limit=3)
        seen += _codes(page)
        after = page.next
        if not after:
            break
    assert seen == many


def test_one_page_is_one_statement(many, django_assert_num_queries):
    with django_assert_num_queries(1):
        queries.browse(audience="person", topic="准营准办", online=True)


def test_filters(many):
    assert _codes(queries.browse(department=PARTNER)) == ["ITEM01"]
    assert "ITEM02" not in _codes(queries.browse(audience="person"))
    assert "ITEM01" not in _codes(queries.browse(audience="enterprise"))
    assert _codes(queries.browse(topic="开办企业", audience="enterprise")) == ["ITEM02"]
    assert "ITEM02" not in _codes(queries.browse(online=True))
    assert queries.browse(audience="nobody").rows == []
    assert queries.browse(topic="没有").rows == []


def test_a_row_has_what_a_list_shows(many):
    row = queries.browse().rows[0]
    assert (row.name, row.promise.days, row.visits, row.online) == ("第0项许可", 8, 0, True)
    assert row.department_short == "市监局"


def test_themes_and_departments_are_counted(many):
    assert [(t.name, t.count) for t in queries.topics("enterprise")] == [("准营准办", 5), ("开办企业", 1)]
    assert {(d.name, d.count) for d in queries.departments_with_items()} == {("市监局", 6), ("司法局", 1)}
    assert queries.open_count() == 7


def test_popular_items_come_first(many):
    with transaction.atomic():
        actions.count_filed(queries.item("ITEM05").pk)
    assert queries.popular(limit=2)[0].code == "ITEM05"
    assert [row.code for row in queries.by_codes(["ITEM03", "NONE", "ITEM01"])] == ["ITEM03", "ITEM01"]


def test_who_else_uses_a_material(many, keeper, sheet):
    assert [use.code for use in queries.usage("PLAN")] == [code for code in many if code != "ITEM03"]
    assert [use.code for use in queries.usage("PLAN", after="ITEM04", limit=1)] == ["ITEM05"]
    assert queries.material("PLAN").items == 6
    without = {**sheet, "code": "ITEM06", "materials": []}
    actions.save_draft(keeper, without, now=NOW)
    actions.publish(keeper, "ITEM06", effective_from=date(2026, 6, 1), document="文", now=NOW)
    assert queries.material("PLAN").items == 5
    assert [m.code for m in queries.materials(text="平面")] == ["PLAN"]
    assert queries.material("NONE") is None


def test_the_keeper_sees_drafts_too(many, keeper, sheet):
    actions.save_draft(keeper, {**sheet, "code": "NEW", "name": "新事项"}, now=NOW)
    assert [r.code for r in queries.kept(draft_state="draft")] == ["NEW"]
    row = queries.kept(text="新事项")[0]
    assert (row.current_number, row.draft_number, row.draft_state) == (0, 1, "draft")
    assert [r.code for r in queries.kept(origin="样例", limit=2)] == ["ITEM00", "ITEM01"]
    assert [r.code for r in queries.kept(after="ITEM05", text="ITEM")] == ["ITEM06"]


def test_the_quality_report_counts_and_lists(many):
    counts = {one.code: one for one in queries.finding_counts()}
    assert counts["Q8.3"].count == 1 and counts["Q8.3"].text
    rows = queries.findings(code="Q8.3")
    assert [(row.item, row.code) for row in rows] == [("ITEM03", "Q8.3")] and rows[0].words
    assert queries.findings(after="ITEM06") == []
    assert {row.severity for row in queries.findings(severity="error")} <= {"error"}
    assert sum(one.count for one in queries.finding_counts(department=PARTNER)) == len(
        queries.findings(department=PARTNER)
    )


def test_a_message_inside_a_finding_is_kept_as_a_message(many):
    broken = ItemSpec("X", "开餐馆", "", form=(FieldUse("a", "甲", when={"field": "b", "op": "filled"}),))
    version = ItemVersion.objects.order_by("pk").first()
    ItemVersion.objects.filter(pk=version.pk).update(findings=_store.findings(broken))
    (told,) = [one for one in queries.version_findings(version.pk) if one.code == "Q0.2"]
    (given,) = [one for one in check(broken) if one.code == "Q0.2"]
    assert told.facts == given.facts and isinstance(told.facts["problem"], Said)
    assert told.words == "“甲”的显示条件写得不对：表单里没有“b”这一栏"


def test_a_guide_names_its_department(many, django_assert_num_queries):
    queries.item_page("ITEM00")
    with django_assert_num_queries(2):
        page = queries.item_page("ITEM00")
    assert page.body.short_name == "市监局" and page.origin == "样例"
