"""签收: what the receiver drew stands on the 送达回证; any other file is refused, none is a must."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from tests import samples
from tests.web import staffkit
from yimen.cases.models import CaseDocument
from yimen.config.worker import drain
from yimen.vault import queries as vault
from yimen.vault.models import StoredFile

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> staffkit.Hall:
    return staffkit.open_hall(monkeypatch)


def drawn() -> bytes:
    """As a canvas makes it: strokes on nothing."""
    picture = Image.new("RGBA", (900, 300))
    ImageDraw.Draw(picture).line(
        [(80, 220), (300, 60), (520, 240), (820, 90)], fill=(17, 17, 17, 255), width=6
    )
    made = BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()


def deliver(hall: staffkit.Hall, number: str, content: bytes | None, name: str = "signature.png") -> Any:
    page = f"/desk/cases/{number}/"
    typed: dict[str, Any] = {"receiver": "李敏", "seen": "居民身份证"}
    if content is not None:
        typed["signature"] = SimpleUploadedFile(name, content, "image/png")
    return hall.form("clerk", f"{page}deliver/", typed, page=page)


def receipt(number: str) -> CaseDocument:
    return CaseDocument.objects.get(case__number=number, kind="delivery")


def test_it_is_printed_into_the_receipt(hall: staffkit.Hall) -> None:
    number = hall.walk("issued")
    assert "data-sign" in hall.get("clerk", f"/desk/cases/{number}/").content.decode()
    answer = deliver(hall, number, drawn())
    assert answer.status_code == 302
    paper = receipt(number)
    assert paper.signature is not None
    assert paper.data["signature"] == paper.signature.digest
    for who, page in (("clerk", f"/desk/cases/{number}/papers/"), ("li", f"/cases/{number}/papers/")):
        shown = hall.get(who, f"{page}{paper.number}/").content.decode()
        assert 'alt="领取人的签名"' in shown and "____" not in shown
    drain(hall.now + timedelta(hours=1))
    pdf = receipt(number).pdf
    assert pdf is not None
    with vault.open_digest(pdf.digest) as content:
        with_picture = content.read()
    assert b"/Subtype /Image" in with_picture or b"/Subtype/Image" in with_picture
    assert hall.get("wang", f"/cases/{number}/papers/{paper.number}/").status_code == 404


def test_without_one_the_paper_leaves_room(hall: staffkit.Hall) -> None:
    number = hall.walk("issued")
    assert deliver(hall, number, None).status_code == 302
    paper = receipt(number)
    assert paper.signature is None and "signature" not in paper.data
    assert "____" in hall.get("clerk", f"/desk/cases/{number}/papers/{paper.number}/").content.decode()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (samples.pdf(), "a.pdf"), (b"<svg onload=alert(1)>", "a.svg"), (b"", "a.png"),
        (b"\x89PNG\r\n\x1a\n", "a.png"),
        (drawn() + b"<script>alert(1)</script>" * 20000, "large.png"),
    ],
    ids=["pdf", "svg", "empty", "broken", "too large"],
)  # fmt: skip
def test_anything_else_is_refused_at_its_box(hall: staffkit.Hall, content: bytes, name: str) -> None:
    number = hall.walk("issued")
    answer = deliver(hall, number, content, name)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'id="f-signature-error"' in page and 'value="李敏"' in page, "what was typed is kept"
    assert staffkit.case(number).state == "issued"


def test_sent_twice_it_is_signed_once(hall: staffkit.Hall) -> None:
    number = hall.walk("issued")
    page = f"/desk/cases/{number}/"
    hidden = staffkit.hidden(hall.get("clerk", page))
    for _ in range(2):
        typed = {"receiver": "李敏", "seen": "居民身份证", "signature": SimpleUploadedFile("s.png", drawn())}
        assert hall.post("clerk", f"{page}deliver/", {**hidden, **typed}).status_code == 302
    assert CaseDocument.objects.filter(case__number=number, kind="delivery").count() == 1


def test_nobody_signs_with_a_picture_of_somebody_elses(hall: staffkit.Hall) -> None:
    """The digest names an upload of the clerk who hands over; a page cannot send another."""
    number = hall.walk("issued")
    page = f"/desk/cases/{number}/"
    kept = StoredFile.objects.count()
    typed = {"receiver": "李敏", "seen": "居民身份证", "signature": "ab" * 32}
    assert hall.form("clerk", f"{page}deliver/", typed, page=page).status_code == 302
    assert receipt(number).signature is None and StoredFile.objects.count() == kept
