"""Sixty days after it was closed a case is filed away under its number, and its package is made, once."""

from __future__ import annotations

import json
from datetime import date, timedelta
from zipfile import ZipFile

import pytest

from tests import county as counties
from tests.archives.conftest import LATER, NOW, closed, lies, package, picture
from yimen.archives import actions, packing
from yimen.archives.models import Archive
from yimen.archives.proof import verify
from yimen.cases import actions as cases
from yimen.cases.models import Case, CaseDocument
from yimen.config.worker import drain
from yimen.rules.authority import SYSTEM
from yimen.rules.retention import NotClosedYet, NotInThisStage, NotYourMove
from yimen.rules.terms import State
from yimen.trail import queries as trail
from yimen.vault.models import StoredFile
from yimen.vault.queries import path_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
HOUR = timedelta(hours=1)


def manifest(row: Archive) -> dict:
    with ZipFile(package(row)) as archive:
        return json.loads(archive.read("manifest.json"))


def test_a_case_is_filed_sixty_days_after_it_ended_and_not_before(county):
    number = closed(county)
    drain(NOW + HOUR)
    assert actions.turn(NOW + timedelta(days=59)).filed == 0
    with pytest.raises(NotClosedYet):
        actions.file_away(SYSTEM, number, now=NOW + timedelta(days=59))
    done = actions.turn(NOW + timedelta(days=60))
    assert (done.filed, done.packed) == (1, 1)
    case, row = Case.objects.get(number=number), Archive.objects.get()
    assert (case.state, row.stage, case.filed_at is not None) == (State.ARCHIVED, "kept", True)
    assert row.number == f"{number}-2026-D30-000001"
    assert (row.closed_on, row.until) == (NOW.date(), date(2056, 12, 31))
    event = trail.history(number)[-1]
    assert (event.kind, event.data["archive"], event.data["until"]) == (
        "case.archived", row.number, "2056-12-31",
    )  # fmt: skip
    assert [e.kind for e in trail.history(f"archive:{number}")] == ["archive.filed", "archive.packed"]
    assert actions.turn(LATER).total == 0, "done once"


def test_only_the_system_files_away_and_an_open_case_never(county, reach):
    with pytest.raises(NotInThisStage):
        actions.file_away(SYSTEM, reach("accepted").number, now=LATER)
    number = closed(county)
    with pytest.raises(NotYourMove):
        actions.file_away(county["keeper"], number, now=LATER)


def test_serials_count_within_year_and_term(county, packed):
    rows = [packed(1), packed(2), packed(3, at=NOW + timedelta(days=90))]
    assert [row.serial for row in rows] == [1, 2, 1]
    assert len({row.number for row in rows}) == 3


def test_the_package_holds_everything_and_proves_itself(county, packed):
    row = packed()
    report = verify(package(row))
    assert report.findings == [] and report.number == row.number
    told = manifest(row)
    assert told["metadata"]["档号"] == row.number
    assert told["metadata"]["保管期限"] == "30 年" and told["metadata"]["责任者"] == "云溪县市场监管局"
    assert told["case"]["party"]["number"] == county.parties["li"].id_number
    assert told["case"]["answers"]["shop_name"] == "青石面馆"
    assert told["item"]["version"] == 1 and told["item"]["spec"]["name"] == "食品经营许可"
    roles = sorted(one["role"] for one in told["files"])
    papers = CaseDocument.objects.filter(case=row.case).count()
    assert roles == sorted(["material", "summary", "trail", *["document"] * papers]) and papers == 4
    (plan,) = [one for one in told["files"] if one["role"] == "material"]
    assert (plan["ref"], plan["name"]) == ("M-PLAN", "平面图.png")
    assert StoredFile.objects.filter(digest=plan["sm3"]).exists()
    with ZipFile(package(row)) as archive:
        assert archive.read(plan["path"]) == picture(1)
        page = archive.read("summary.html").decode()
    assert "青石面馆" in page and "归档" in page and "<script" not in page
    case = Case.objects.get(pk=row.case_id)
    assert told["chain"] == {"stream": case.number, "rows": case.rev, "head": case.head_hash}


def test_the_same_case_gives_the_same_bytes(county, packed):
    row = packed()
    before = package(row).read()
    lies(row).unlink()
    Archive.objects.filter(pk=row.pk).update(stage="filed", sm3="", package=None)
    assert actions.pack(row.case.number, now=LATER)
    row.refresh_from_db()
    assert package(row).read() == before


def test_a_file_that_the_disk_lost_or_spoilt_keeps_the_package_waiting(county):
    number = closed(county)
    drain(NOW + HOUR)
    stored = StoredFile.objects.get(media_type="image/png")
    content = path_of(stored.digest).read_bytes()
    path_of(stored.digest).write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    assert actions.turn(LATER).packed == 0
    row = Archive.objects.get(case__number=number)
    assert (row.stage, row.waits) == ("filed", stored.digest)
    path_of(stored.digest).unlink()
    assert actions.turn(LATER + HOUR).packed == 0, "not again at once"
    assert actions.turn(LATER + 7 * HOUR).packed == 0
    path_of(stored.digest).write_bytes(content)
    assert actions.turn(LATER + 14 * HOUR).packed == 1
    row.refresh_from_db()
    assert (row.stage, row.waits) == ("kept", "")
    kinds = [e.kind for e in trail.history(f"archive:{number}")]
    assert kinds == ["archive.filed", "archive.waits", "archive.packed"], "said once"


def test_another_file_in_the_place_of_one_keeps_the_package_waiting(county):
    """In clear, as old files lie: no seal says that it is not the one that was given."""
    number = closed(county)
    drain(NOW + HOUR)
    stored = StoredFile.objects.get(media_type="image/png")
    path_of(stored.digest).write_bytes(picture(2))
    assert actions.turn(LATER).packed == 0
    assert Archive.objects.get(case__number=number).waits == stored.digest


def test_a_document_without_its_file_keeps_the_package_waiting(county):
    number = closed(county)  # no worker came: nothing is printed
    actions.turn(LATER)
    row = Archive.objects.get(case__number=number)
    assert row.stage == "filed" and row.waits == CaseDocument.objects.filter(case=row.case).first().number
    drain(LATER + HOUR)
    assert actions.turn(LATER + 7 * HOUR).packed == 1


def test_killed_between_the_file_and_its_row_nothing_is_half(county, monkeypatch):
    number = closed(county)
    drain(NOW + HOUR)

    def killed(*args: object) -> None:
        raise SystemExit

    monkeypatch.setattr("yimen.archives.actions.filing._packed", killed)
    with pytest.raises(SystemExit):
        actions.turn(LATER)
    row = Archive.objects.get(case__number=number)
    assert (row.stage, row.sm3) == ("filed", "")
    monkeypatch.undo()
    assert actions.turn(LATER + HOUR).packed == 1
    row.refresh_from_db()
    assert verify(package(row)).findings == []


def test_a_full_disk_leaves_no_half_package(county, monkeypatch, settings):
    number = closed(county)
    drain(NOW + HOUR)

    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(packing, "summary", full)
    with pytest.raises(OSError, match="No space"):
        _filed_and_packed(number)
    assert not list((settings.FILES_ROOT / "tmp").iterdir())
    assert Archive.objects.get().stage == "filed"


def _filed_and_packed(number: str) -> None:
    actions.file_away(SYSTEM, number, now=LATER)
    actions.pack(number, now=LATER)


def test_a_voided_case_is_filed_and_stays_voided(county, reach):
    case = reach("received")
    drain(NOW + HOUR)
    cases.void(county["admin"], case.number, reason="重复申请", now=NOW + HOUR)
    actions.turn(LATER)
    case.refresh_from_db()
    row = Archive.objects.get(case=case)
    assert (case.state, row.stage, case.filed_at is not None) == (State.VOIDED, "kept", True)
    assert verify(package(row)).findings == []


def test_a_case_that_a_clerk_archived_by_hand_is_filed_too(county):
    number = closed(county)
    drain(NOW + HOUR)
    cases.archive(county["clerk"], number, now=NOW + HOUR)
    assert actions.turn(LATER).packed == 1
    assert Case.objects.get(number=number).rev == trail.history(number)[-1].seq


def test_the_item_says_for_how_long(county, reach):
    case = reach("submitted", item=counties.PLAIN)
    drain(NOW + HOUR)
    cases.withdraw(county["li"], case.number, reason="不办了", now=NOW + HOUR)
    drain(NOW + 2 * HOUR)
    actions.turn(LATER)
    row = Archive.objects.get(case=case)
    assert (row.keep, row.until) == ("D10", date(2036, 12, 31))
