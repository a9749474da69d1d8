"""验真 by the file: a paper of a joint task is known by its content, and a changed one is told as such."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.ui import cases, jointly
from tests.vault import sealkit
from tests.web import staffkit
from tests.web.staffkit import NOW
from yimen.config.worker import drain
from yimen.rules.seals import kinds, left_out
from yimen.rules.tasks.terms import TaskPaper
from yimen.tasks.models import Paper
from yimen.vault import actions as vault
from yimen.vault import queries

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> staffkit.Hall:
    made = staffkit.open_hall(monkeypatch)
    settings.SEAL_KEY = sealkit.register(NOW, tmp_path / "seal", fresh=False)
    return made


def _content(kind: TaskPaper) -> tuple[Paper, bytes]:
    paper = Paper.objects.filter(kind=kind, pdf__isnull=False).select_related("pdf").first()
    with queries.open_digest(paper.pdf.digest) as held:
        return paper, held.read()


def _upload(content: bytes) -> str:
    file = SimpleUploadedFile("文书.pdf", content, "application/pdf")
    return Client().post("/verify/", {"file": file}).content.decode()


def test_a_sealed_notice_and_a_record_signed_on_the_spot(hall: staffkit.Hall) -> None:
    jointly.play(hall.county, NOW, cases.licence)
    drain(NOW)
    paper, content = _content(TaskPaper.APPOINTMENT)
    shown = _upload(content)
    assert "真实有效" in shown and paper.number in shown and "签章有效，内容没有改动" in shown
    assert "联合踏勘通知书" in shown and "李*" in shown and "李敏" not in shown
    middle = len(content) // 2
    altered = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
    shown = _upload(altered)
    assert "内容被改过" in shown and "真实有效" not in shown
    paper, content = _content(TaskPaper.RECORD)
    shown = _upload(content)
    assert "真实有效" in shown and paper.number in shown and "没有签章" in shown
    shown = _upload(content + b"\n%")
    assert "查不到" in shown and "真实有效" not in shown


def test_a_register_from_before_is_told_what_it_lacks(hall: staffkit.Hall) -> None:
    assert left_out(kinds()) == () and "不在范围里" not in hall.get("admin", "/admin/seal/").content.decode()
    before = [one for one in kinds() if one not in {str(kind) for kind in TaskPaper}]
    vault.change_kinds(hall.county["admin"], before, now=NOW)
    page = hall.get("admin", "/admin/seal/")
    shown = page.content.decode()
    assert "5 种要盖章的文书不在范围里" in shown
    assert "联合踏勘通知书" in shown and "现场勘查记录" not in page.context["left_out"]
    sent = {"once": page.context["once"], "kinds": list(kinds())}
    assert hall.post("admin", "/admin/seal/act/kinds/", sent).status_code == 302
    assert "不在范围里" not in hall.get("admin", "/admin/seal/").content.decode()
