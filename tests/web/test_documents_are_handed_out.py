"""The PDF of a document: for whoever may see the document, with the headers of files; the guide's for all."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.test import Client
from pypdf import PdfReader

from tests import county as counties
from tests.web.staff_world import NOW, county, signed_in  # noqa: F401
from yimen.cases import actions
from yimen.cases.models import CaseDocument
from yimen.config.worker import drain
from yimen.parties.models import Party

pytestmark = pytest.mark.django_db(transaction=True)
BEYOND = "\U0002a6a5"


@pytest.fixture
def paper(county: counties.County) -> CaseDocument:  # noqa: F811
    """The receipt of a case of 李敏 for the plain service."""
    party = county.parties["li"]
    opened = actions.open_draft(
        county["li"], counties.PLAIN, party.pk, channel="2", region=counties.REGION, now=NOW
    )
    actions.submit(county["li"], opened.number, now=NOW)
    actions.receive(county["clerk"], opened.number, now=NOW)
    return CaseDocument.objects.get(case__number=opened.number)


def address(paper: CaseDocument) -> str:
    return f"/cases/{paper.case.number}/papers/{paper.number}/file/"


def body(answer) -> bytes:
    return b"".join(answer.streaming_content)


def test_the_applicant_and_the_clerk_get_the_file_before_and_after_the_worker(county, paper):  # noqa: F811
    first = signed_in(county, "li").get(address(paper))
    assert first.status_code == 200
    assert first["Content-Type"] == "application/pdf"
    assert first["Content-Disposition"].startswith("attachment")
    assert first["X-Content-Type-Options"] == "nosniff"
    assert first["Cache-Control"] == "private, no-store"
    assert "sandbox" in first["Content-Security-Policy"]
    content = body(first)
    drain(NOW + timedelta(hours=1))
    assert body(signed_in(county, "clerk").get(address(paper))) == content
    text = PdfReader(io.BytesIO(content)).pages[0].extract_text()
    assert paper.number in text


def test_shown_in_the_browser_when_asked(county, paper):  # noqa: F811
    answer = signed_in(county, "li").get(address(paper) + "?view=1")
    assert answer["Content-Disposition"].startswith("inline")
    assert body(answer).startswith(b"%PDF")


def test_nobody_else_gets_it(county, paper):  # noqa: F811
    for who in ("firm", "health", "keeper"):
        assert signed_in(county, who).get(address(paper)).status_code == 404, who
    outside = Client().get(address(paper))
    assert outside.status_code == 302
    other = address(paper).replace(paper.number, "SJ0-1")
    assert signed_in(county, "li").get(other).status_code == 404
    drain(NOW + timedelta(hours=1))
    paper.refresh_from_db()
    assert signed_in(county, "li").get(f"/files/{paper.pdf.key}/").status_code == 404, "one address only"


def test_the_pages_link_to_it(county, paper):  # noqa: F811
    for who, page in (
        ("li", f"/cases/{paper.case.number}/papers/{paper.number}/"),
        ("clerk", f"/desk/cases/{paper.case.number}/papers/{paper.number}/"),
    ):
        assert f'href="{address(paper)}"' in signed_in(county, who).get(page).content.decode(), who


def test_what_cannot_be_printed_is_told_with_the_character(county, paper):  # noqa: F811
    CaseDocument.objects.filter(pk=paper.pk).update(data={**paper.data, "party": f"李{BEYOND}"})
    answer = signed_in(county, "li").get(address(paper))
    assert answer.status_code == 409
    assert BEYOND in answer.content.decode()
    page = signed_in(county, "admin").get("/admin/check/").content.decode()
    assert "yimen.W011" in page and BEYOND in page and paper.number in page


def test_the_check_page_names_what_is_wrong_and_prints_again(county, paper):  # noqa: F811
    admin = signed_in(county, "admin")
    Party.objects.filter(pk=county.parties["li"].pk).update(name=f"李{BEYOND}敏")
    page = admin.get("/admin/check/").content.decode()
    assert "yimen.W010" in page and f"“{BEYOND}”" in page
    assert f"李{BEYOND}敏" not in page, "a person's name is masked here too"
    assert "工作日历已发布" in page
    CaseDocument.objects.filter(pk=paper.pk).update(unprintable=BEYOND)
    answer = admin.post("/admin/check/print/", follow=True)
    assert "补打印出来 1 份文书" in answer.content.decode()
    assert "没有能补打印的文书" in admin.post("/admin/check/print/", follow=True).content.decode()
    assert signed_in(county, "clerk").get("/admin/check/").status_code == 403
    assert signed_in(county, "clerk").post("/admin/check/print/").status_code == 403


def test_the_guide_is_a_document_for_everybody(county):  # noqa: F811
    answer = Client().get(f"/items/{counties.LICENCE}/notice/")
    assert answer.status_code == 200
    pages = PdfReader(io.BytesIO(body(answer))).pages
    text = "".join(page.extract_text() for page in pages)
    for one in ("一次性告知书", "食品经营许可", "平面布局图", "消防安全检查合格证", "现场踏勘", "综合窗口"):
        assert one in text, one
    english = Client(headers={"cookie": "lang=en"}).get(f"/items/{counties.LICENCE}/notice/")
    assert "All you need at once" in PdfReader(io.BytesIO(body(english))).pages[0].extract_text()
    assert Client().get("/items/999/notice/").status_code == 404
