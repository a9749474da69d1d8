"""A document is made into a PDF after commit, once; what cannot be printed is named and kept as facts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from yimen.cases import actions
from yimen.cases import queries as cases
from yimen.cases.models import CaseDocument
from yimen.config.worker import drain
from yimen.parties.models import Party
from yimen.rules.authority import NotPermitted
from yimen.trail import queries as trail
from yimen.vault import press
from yimen.vault import queries as vault
from yimen.vault.models import StoredFile

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
BEYOND = "\U0002a6a5"


def papers(case) -> list[CaseDocument]:
    return list(CaseDocument.objects.filter(case=case).select_related("pdf").order_by("id"))


def test_every_document_of_the_way_gets_its_file_and_its_digest_goes_on_record(reach, now):
    case = reach("delivered")
    assert all(one.pdf is None for one in papers(case)), "nothing is printed inside the act"
    drain(now + timedelta(hours=1))
    made = papers(case)
    assert [one.kind for one in made] == ["receipt", "acceptance", "approval", "pickup", "delivery"]
    for one in made:
        content = vault.open_digest(one.pdf.digest).read()
        assert content.startswith(b"%PDF-1.7")
        assert one.pdf.name == f"{one.number}.pdf"
        events = trail.history(f"paper:{one.number}")
        assert [(e.kind, e.data["digest"]) for e in events] == [("paper.printed", one.pdf.digest)]


def test_printing_leaves_the_case_as_it_is_so_no_open_page_becomes_stale(reach, now):
    case = reach("accepted")
    before = case.rev
    drain(now + timedelta(hours=1))
    case.refresh_from_db()
    assert case.rev == before


def test_a_second_printing_finds_the_first(reach, now):
    case = reach("received")
    number = papers(case)[0].number
    first = actions.print_paper(number, now=now)
    again = actions.print_paper(number, now=now + timedelta(days=1))
    drain(now + timedelta(hours=1))
    assert first == again
    assert StoredFile.objects.filter(digest=first.digest).count() == 1
    assert len(trail.history(f"paper:{number}")) == 1


def test_a_name_beyond_all_fonts_is_named_and_nothing_is_lost(reach, county, now):
    Party.objects.filter(pk=county.parties["li"].pk).update(name=f"李{BEYOND}")
    case = reach("received")
    drain(now + timedelta(hours=1))
    one = papers(case)[0]
    assert (one.pdf, one.unprintable) == (None, BEYOND)
    assert one.data["party"] == f"李{BEYOND}", "kept as facts, whole"
    event = trail.history(f"paper:{one.number}")[-1]
    assert (event.kind, event.data["characters"]) == ("paper.unprintable", BEYOND)
    assert [(row.number, row.characters) for row in cases.unprintable()] == [(one.number, BEYOND)]
    assert trail.health().dead == 0, "it is no failure of the worker"


def test_once_a_font_is_there_the_administrator_has_it_printed(reach, county, now, monkeypatch):
    Party.objects.filter(pk=county.parties["li"].pk).update(name=f"李{BEYOND}")
    case = reach("received")
    drain(now + timedelta(hours=1))
    assert actions.print_again(county["admin"], now=now) == 0
    with pytest.raises(NotPermitted):
        actions.print_again(county["clerk"], now=now)
    Party.objects.filter(pk=county.parties["li"].pk).update(name="李敏")
    row = papers(case)[0]
    CaseDocument.objects.filter(pk=row.pk).update(data={**row.data, "party": "李敏"})  # stands for the font
    assert actions.print_again(county["admin"], now=now) == 1
    assert papers(case)[0].unprintable == ""
    assert cases.unprintable() == []


def test_number_and_check_code_prove_a_document_to_anybody(reach, now):
    case = reach("received")
    drain(now + timedelta(hours=1))
    one = papers(case)[0]
    found = cases.document_by_check(one.number, f"{one.code[:4]}-{one.code[4:].lower()}")
    assert (found.number, found.kind, found.void) == (one.number, "receipt", False)
    assert found.party == "李*", "nothing personal beyond the masked name"
    assert found.digest == one.pdf.digest
    assert cases.document_by_check(one.number, "22222222") is None
    assert cases.document_by_check(one.number, "") is None
    assert cases.document_by_check("SJ1", one.code) is None


def test_a_document_of_a_voided_case_says_so(reach, county, now):
    case = reach("received")
    actions.void(county["admin"], case.number, reason="录错了", now=now + timedelta(hours=1))
    one = papers(case)[0]
    assert cases.document_by_check(one.number, one.code).void


def test_an_older_document_without_a_code_gets_one_when_printed(reach, now):
    case = reach("received")
    CaseDocument.objects.update(code="")
    one = papers(case)[0]
    assert cases.document_by_check(one.number, "") is None
    actions.print_paper(one.number, now=now)
    one.refresh_from_db()
    assert len(one.code) == 8


def test_the_press_looks_at_the_fonts_anew_when_told(monkeypatch):
    first = press.press()
    assert press.press() is first
    press.forget()
    assert press.press() is not first
