"""The real catalogue of a province goes in whole, twice without change, with figures that are known."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import call_command

from yimen.bureau.models import Department
from yimen.catalogue import actions, importing, queries
from yimen.catalogue.models import ImportRun, Item, ItemVersion, Material
from yimen.rules import review
from yimen.rules.authority import SYSTEM
from yimen.rules.terms import Duty, Mode
from yimen.trail import queries as trail

from .conftest import NOW

FILE = Path(__file__).resolve().parents[3] / "shared" / "data" / "catalogue" / "guangdong_items.ndjson"
pytestmark = [
    pytest.mark.skipif(not FILE.exists(), reason="the real catalogue is not here: ../shared/data/catalogue"),
    pytest.mark.slow,
]


@pytest.fixture(scope="module")
def imported(django_db_setup, django_db_blocker, tmp_path_factory):
    """The whole file, imported once by the command for all tests of this module; undone after it."""
    report = tmp_path_factory.mktemp("import") / "report.json"
    with django_db_blocker.unblock():
        call_command("import-catalogue", str(FILE), mapping="guangdong", report=report)
        try:
            yield json.loads(report.read_text(encoding="utf-8"))
        finally:
            call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def db_open(imported, db):
    """The imported database, with what a test writes rolled back."""
    return imported


def test_the_totals_are_those_measured(db_open):
    imported = db_open
    totals = imported["totals"]
    assert (imported["rows"], imported["created"], imported["refused"]) == (2262, 2262, [])
    assert (totals["codes_parsed"], totals["codes_31"], totals["codes_33"]) == (2262, 1899, 363)
    assert totals["credit_warned"] == len(imported["warnings"]) == 2
    assert totals["departments"] == 177 and totals["joint_items"] == 87
    assert (totals["pairs"], totals["pairs_within"]) == (1513, 1513)
    assert (totals["legal_days"], totals["promise_days"]) == (54774, 18827)
    assert totals["compressed"] == 65.6 and totals["by_type"]["01"]["compressed"] == 84.2
    assert totals["materials"] == 1441


def test_every_finding_has_its_row_code_and_words(db_open):
    imported = db_open
    found = imported["finding_list"]
    assert len(found) == imported["finding_total"] == sum(imported["findings"].values()) > 1000
    assert all(1 <= one["row"] <= 2262 and one["code"] and one["words"] for one in found)
    assert [one["row"] for one in found] == sorted(one["row"] for one in found)
    assert imported["findings"]["Q1.3"] == 539


def test_all_are_in_force_with_their_origin(db_open):
    assert queries.open_count() == 2262 and not Item.objects.exclude(origin="guangdong").exists()
    kinds = {row.kind for row in trail.history("catalogue")}
    assert kinds == {"catalogue.imported"} and ImportRun.objects.count() == 1
    assert not list(trail.broken_links("catalogue"))


def test_types_follow_the_mapping_of_the_source(db_open):
    by_type = {code: Item.objects.filter(type=code).count() for code in ("01", "10", "20", "21")}
    assert by_type == {"01": 510, "10": 77, "20": 1586, "21": 0}


def test_one_identity_card_for_all_items(db_open):
    card = Material.objects.get(name="居民身份证")
    assert card.code.startswith("G-") and queries.material(card.code).items == 199
    assert Material.objects.count() == 1441


def test_a_joint_item_is_reviewed_by_the_departments_its_row_names(db_open):
    spec = queries.item_page("1144000000694016742440109002002").spec
    assert [s.name for s in spec.steps] == [
        "市级司法受理", "市级司法审核", "省级司法审核", "省级司法决定与公开", "省级司法证件制定与送达",
    ]  # fmt: skip
    assert spec.mode is Mode.SERIAL
    seats = review.plan(spec)
    assert [s.duty for s in seats] == [Duty.REVIEW, Duty.REVIEW, Duty.APPROVE]
    assert seats[0].department.startswith("JOINT") and seats[1].department == spec.department
    body = Department.objects.get(credit_code=seats[0].department)
    assert body.name == "市级司法" and "不是统一社会信用代码" in body.warning and len(body.credit_code) <= 18


def test_every_joint_item_has_seats_in_departments_on_file(db_open):
    on_file = set(Department.objects.values_list("credit_code", flat=True))
    joint = [queries.spec(pk) for pk in ItemVersion.objects.values_list("pk", flat=True)]
    joint = [spec for spec in joint if spec.steps]
    assert len(joint) == 87
    for spec in joint:
        assert {seat.department for seat in review.plan(spec)} <= on_file


def test_the_same_file_again_changes_nothing(db_open):
    versions = ItemVersion.objects.count()
    again = actions.import_catalogue(SYSTEM, _source(FILE.read_bytes()), now=NOW)
    assert (again.created, again.changed, again.unchanged) == (0, 0, 2262)
    assert ItemVersion.objects.count() == versions


def test_one_row_changed_is_one_new_version(db_open):
    lines = FILE.read_text(encoding="utf-8").splitlines()
    row = json.loads(lines[0])
    row["handle_time_limit"] = "5(工作日)"
    lines[0] = json.dumps(row, ensure_ascii=False)
    later = NOW.replace(year=2027)
    done = actions.import_catalogue(SYSTEM, _source("\n".join(lines).encode()), now=later)
    assert (done.created, done.changed, done.unchanged) == (0, 1, 2261)
    new, old = queries.versions(row["TASK_CODE"])
    assert [c.place for c in queries.diff(old.id, new.id)] == ["承诺办结时限"]


@pytest.mark.parametrize("cut", [1000, 1_000_000, -1, -200])
def test_a_truncated_file_is_refused_whole(db_open, cut):
    content = FILE.read_bytes().rstrip(b"\n")[:cut]
    with pytest.raises(importing.ImportRefused) as refused:
        actions.import_catalogue(SYSTEM, replace(_source(content), name="cut"), now=NOW)
    assert "没有传完" in refused.value.words
    assert ImportRun.objects.count() == 1


def test_the_file_saved_as_gbk_is_the_same_catalogue(db_open):
    text = FILE.read_text(encoding="utf-8")
    done = actions.import_catalogue(SYSTEM, _source(text.encode("gb18030")), now=NOW)
    assert done.unchanged == 2262
    assert "GBK" in queries.import_run(done.run_id).report["notes"][0]["words"]


def test_real_questions_find_real_items(db_open):
    for typed, part in (
        ("驾使证", "驾驶证"),
        ("jszg", "教师资格"),
        ("换驾照", "驾驶证"),
        ("hunyindengji", "婚姻登记"),
    ):
        assert part in queries.search(typed).rows[0].row.name


def _source(content: bytes) -> importing.Source:
    return importing.Source(FILE.name, content, "guangdong")
