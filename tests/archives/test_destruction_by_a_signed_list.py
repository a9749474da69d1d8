"""When the term is over a list that three people signed destroys; the trail stays whole, a record is kept."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pypdf
import pytest

from tests.archives.conftest import LATER, NOW, closed, lies, picture
from tests.vault import licencekit
from yimen.archives import actions, queries
from yimen.archives.models import Archive, Destruction
from yimen.cases import actions as cases
from yimen.cases.models import Case, CaseDocument
from yimen.config.worker import drain
from yimen.rules.destruction import ListNotFound, ListNotHere, ListNotYours, NothingListed
from yimen.rules.retention import (
    ArchiveNotFound,
    LicenceStands,
    NotInThisStage,
    NotYourMove,
    TermUnknown,
    WordsMissing,
)
from yimen.trail import queries as trail
from yimen.trail import sealing
from yimen.trail.export import Scope, lines
from yimen.trail.proof import verify as verify_trail
from yimen.vault import actions as vault
from yimen.vault.models import HeldMaterial, Licence, LicenceTypeVersion, StoredFile
from yimen.vault.queries import by_ids, by_key, open_content, path_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
OVER = datetime(2057, 1, 2, 2, 0, tzinfo=UTC)
OPINION = "三十年期满，没有继续保存的价值"
DAY = timedelta(days=1)


def signed(county, *numbers: str) -> int:
    """A list that all three signed."""
    actions.expire_due(OVER)
    made = actions.propose(county["keeper"], list(numbers), OPINION, now=OVER)
    actions.approve(county["supervisor"], made.id, now=OVER)
    actions.witness(county["audit"], made.id, now=OVER)
    return made.id


def test_a_record_is_due_the_day_after_its_last(packed):
    packed()
    assert actions.expire_due(datetime(2056, 12, 31, 15, 59, tzinfo=UTC)) == 0, (
        "still New Year's Eve in China"
    )
    assert actions.expire_due(datetime(2056, 12, 31, 16, 0, tzinfo=UTC)) == 1


def test_nothing_is_destroyed_before_three_people_signed(county, packed):
    row = packed()
    actions.expire_due(OVER)
    made = actions.propose(county["keeper"], [row.case.number], OPINION, now=OVER)
    assert actions.destroy_due(OVER) == 0
    with pytest.raises(ListNotHere):
        actions.witness(county["audit"], made.id, now=OVER)
    for other in ("keeper", "audit", "admin", "clerk"):
        with pytest.raises(ListNotYours):
            actions.approve(county[other], made.id, now=OVER)
    actions.approve(county["supervisor"], made.id, now=OVER)
    assert actions.destroy_due(OVER) == 0
    for other in ("keeper", "supervisor", "admin"):
        with pytest.raises(ListNotYours):
            actions.witness(county[other], made.id, now=OVER)
    actions.witness(county["audit"], made.id, now=OVER)
    assert actions.destroy_due(OVER) == 1
    with pytest.raises(ListNotFound):
        actions.approve(county["supervisor"], 999, now=OVER)


def test_what_is_personal_goes_and_what_proves_stays(county, packed):
    row = packed()
    number, sm3 = row.case.number, row.sm3
    stored = StoredFile.objects.get(media_type="image/png")
    papers = list(CaseDocument.objects.filter(case=row.case).values_list("pdf__digest", flat=True))
    before = [(e.seq, e.hash) for e in trail.history(number)]
    HeldMaterial.objects.all().delete()  # as if the library had been emptied: see the next test
    listing = signed(county, number)
    actions.destroy_due(OVER)
    actions.sweep(OVER)
    case = Case.objects.get(number=number)
    assert (case.answers, case.contact_phone, case.contact_name, case.received_result_by) == ({}, "", "", "")
    assert case.delivery == {} and {s.text for s in case.seats.all()} == {""}
    assert all(paper.data == {} for paper in case.documents.all()) and not case.messages.exists()
    assert by_key(stored.key) is None
    gone = [path_of(digest) for digest in (stored.digest, *papers, sm3)]
    assert [path for path in gone if path.exists()] == []
    assert [(e.seq, e.hash) for e in trail.history(number)] == before and not list(trail.broken_links(number))
    row.refresh_from_db()
    assert (row.stage, row.sm3, row.listing_id) == ("destroyed", sm3, listing), "number and digest are kept"
    event = trail.history(f"archive:{number}")[-1]
    assert event.kind == "archive.destroyed" and event.data["sm3"] == sm3
    assert event.data["by"] == ["0901", "0903", "0905"] and event.data["head"] == before[-1][1]


def test_the_trail_still_proves_itself_afterwards(county, packed):
    row = packed()
    sealing.seal_due(LATER)
    signed(county, row.case.number)
    actions.destroy_due(OVER)
    sealing.seal_due(OVER + DAY)
    report = verify_trail(lines(Scope(), now=OVER + DAY))
    assert report.findings == [] and report.seals == 2


def test_the_list_is_printed_and_kept_for_good(county, packed):
    rows = [packed(1), packed(2)]
    listing = signed(county, *(row.case.number for row in rows))
    actions.destroy_due(OVER)
    made = Destruction.objects.get(pk=listing)
    assert (made.state, made.proposed_by, made.approved_by, made.witnessed_by) == (
        "done", "0901", "0903", "0905",
    )  # fmt: skip
    with open_content(by_ids([made.paper_id])[made.paper_id]) as content:
        pages = [page.extract_text() for page in pypdf.PdfReader(BytesIO(content.read())).pages]
    text = "".join("".join(pages).split())
    for row in rows:
        assert row.number.rpartition("-")[0].rpartition("-")[0] in text
        assert row.sm3 in text
    assert OPINION in text and "已销毁" in text and "员0901" in text and "员0905" in text
    event = trail.history(f"destruction:{listing}")[-1]
    assert (event.kind, event.data["destroyed"]) == ("destruction.done", 2)


def test_materials_in_the_partys_library_stay(county, packed):
    row = packed()
    held = StoredFile.objects.get(media_type="image/png")
    assert HeldMaterial.objects.filter(case=row.case.number).exists()
    signed(county, row.case.number)
    actions.destroy_due(OVER)
    actions.sweep(OVER)
    assert by_key(held.key) is not None and path_of(held.digest).exists()


def test_a_licence_that_served_as_a_material_stays_in_the_register(county, packed):
    """It was issued by another case and still stands: only its use goes."""
    row = packed()
    HeldMaterial.objects.all().delete()
    stored = StoredFile.objects.get(media_type="image/png")
    licencekit.define(NOW)
    version = LicenceTypeVersion.objects.get()
    Licence.objects.create(
        type=version.type, version=version, party=county.parties["li"], number="JY1", identifier="1",
        check_code="1", holder="李敏", issued_on=NOW.date(), valid_from=NOW.date(), issued_at=NOW,
        case_number="4399262611169999999999", department="11439926MB0000001L", file=stored,
    )  # fmt: skip
    signed(county, row.case.number)
    assert actions.destroy_due(OVER) == 1
    actions.sweep(OVER)
    assert by_key(stored.key) is not None and path_of(stored.digest).exists()


def test_destruction_goes_on_where_it_was_killed(county, packed, monkeypatch):
    rows = [packed(n) for n in range(3)]
    signed(county, *(row.case.number for row in rows))
    real, calls = actions.running.destroy, []  # type: ignore[attr-defined]

    def killed(case, *, now):
        calls.append(case)
        if len(calls) == 2:
            raise SystemExit
        return real(case, now=now)

    monkeypatch.setattr("yimen.archives.actions.running.destroy", killed)
    with pytest.raises(SystemExit):
        actions.destroy_due(OVER)
    assert Archive.objects.filter(stage="destroyed").count() == 1
    monkeypatch.undo()
    actions.destroy_due(OVER)
    assert Archive.objects.filter(stage="destroyed").count() == 3
    assert Destruction.objects.get().state == "done"
    actions.sweep(OVER)
    assert [row for row in rows if lies(row).exists()] == []


def test_a_list_is_done_only_when_none_of_its_records_waits(county, packed):
    signed(county, *(packed(n).case.number for n in range(2)))
    assert actions.destroy_due(OVER, most=1) == 1
    assert Destruction.objects.get().state == "signed"
    assert actions.destroy_due(OVER, most=1) == 1
    assert Destruction.objects.get().state == "done"


def test_a_hold_after_the_signatures_still_saves_a_record(county, packed):
    first, second = packed(1), packed(2)
    signed(county, first.case.number, second.case.number)
    words = ("行政复议", "云复〔2057〕1号", "复议机关调卷")
    actions.set_hold(county["supervisor"], first.case.number, *words, now=OVER)
    assert actions.destroy_due(OVER) == 1
    first.refresh_from_db(), second.refresh_from_db()
    assert (first.stage, second.stage) == ("due", "destroyed")
    assert Destruction.objects.get().state == "done"


def test_a_licence_that_stands_keeps_its_case(county, packed, monkeypatch):
    row = packed()
    actions.expire_due(OVER)
    monkeypatch.setattr("yimen.archives.actions.lists.standing_licences", lambda case, now: ["JY0001"])
    with pytest.raises(LicenceStands):
        actions.propose(county["keeper"], [row.case.number], OPINION, now=OVER)
    monkeypatch.undo()
    listing = signed(county, row.case.number)
    monkeypatch.setattr("yimen.archives.actions.running.standing_licences", lambda case, now: ["JY0001"])
    assert actions.destroy_due(OVER) == 0
    row.refresh_from_db()
    assert row.stage == "due" and Destruction.objects.get(pk=listing).state == "done"


def test_a_list_sent_back_leaves_everything_as_it_was(county, packed):
    row = packed()
    actions.expire_due(OVER)
    made = actions.propose(county["keeper"], [row.case.number], OPINION, now=OVER)
    with pytest.raises(WordsMissing):
        actions.reject(county["supervisor"], made.id, " ", now=OVER)
    actions.reject(county["supervisor"], made.id, "还有复议没有完", now=OVER)
    row.refresh_from_db()
    assert (row.stage, row.listing) == ("due", None) and lies(row).exists()
    assert Destruction.objects.get().state == "rejected"


def test_the_keeper_may_keep_a_record_on(county, packed):
    row = packed()
    case = row.case.number
    with pytest.raises(NotInThisStage):
        actions.retain(county["keeper"], case, "Y", "有史料价值", now=LATER)
    actions.expire_due(OVER)
    with pytest.raises(NotYourMove):
        actions.retain(county["supervisor"], case, "Y", "有史料价值", now=OVER)
    with pytest.raises(TermUnknown):
        actions.retain(county["keeper"], case, "D15", "有史料价值", now=OVER)
    with pytest.raises(ArchiveNotFound):
        actions.retain(county["keeper"], "4399262611169999999999", "Y", "有史料价值", now=OVER)
    actions.retain(county["keeper"], case, "D10", "有史料价值", now=OVER)
    row.refresh_from_db()
    assert (row.stage, row.until) == ("kept", date(2067, 12, 31))
    assert queries.ready() == []


@pytest.mark.parametrize("count", [0, 501])
def test_a_list_of_nothing_or_of_too_much(county, count):
    with pytest.raises(NothingListed):
        actions.propose(county["keeper"], [str(n) for n in range(count)], OPINION, now=OVER)


def test_sent_twice_it_is_one_list(county, packed):
    row = packed()
    actions.expire_due(OVER)
    once = "the-same-form-sent-twice"
    made = {
        actions.propose(county["keeper"], [row.case.number], OPINION, now=OVER, once=once).id for _ in "ab"
    }
    assert len(made) == 1 == Destruction.objects.count()


def test_a_destroyed_case_can_still_be_opened_by_its_owner_and_says_so(county, packed):
    row = packed()
    number, code = row.case.number, row.case.query_code
    signed(county, number)
    actions.destroy_due(OVER)
    kept = queries.kept(number)
    assert (kept.stage.value, kept.erased_on) == ("destroyed", date(2057, 1, 2))
    assert Case.objects.get(number=number).query_code != code


def test_a_case_filed_late_is_not_destroyed_with_another(county, packed):
    """Two cases share one file: the first goes, the second keeps it."""
    first = packed()
    stored = StoredFile.objects.get(media_type="image/png")
    HeldMaterial.objects.all().delete()
    other = cases.open_draft(
        county["li"], first.case.item.code, county.parties["li"].pk, channel="2", region=first.case.region,
        now=LATER,
    ).number  # fmt: skip
    cases.attach(county["li"], other, "M-PLAN", stored.pk, now=LATER)
    signed(county, first.case.number)
    actions.destroy_due(OVER)
    actions.sweep(OVER)
    assert by_key(stored.key) is not None and path_of(stored.digest).exists()


def test_what_somebody_just_gave_again_is_not_swept_away(county, packed):
    row = packed()
    HeldMaterial.objects.all().delete()
    signed(county, row.case.number)
    actions.destroy_due(OVER)
    stashed = vault.stash([picture(1)], "又来.png")
    touched = datetime.fromtimestamp(path_of(stashed.digest).stat().st_mtime, tz=UTC)
    actions.sweep(touched + timedelta(minutes=5))
    assert path_of(stashed.digest).exists(), "its row may be on the way"
    actions.sweep(touched + timedelta(hours=2))
    assert not path_of(stashed.digest).exists()


def test_the_worker_walks_the_whole_way(county):
    number = closed(county)
    drain(NOW + timedelta(hours=1))
    assert actions.turn(LATER).packed == 1
    assert actions.turn(OVER).expired == 1
    signed(county, number)
    assert actions.turn(OVER).destroyed == 1
    assert actions.turn(OVER + DAY).total == 0
