"""A document that wants the seal is signed with it when it is printed; the use is on record by its cause."""

from __future__ import annotations

import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as site

from tests import county as counties
from yimen.cases import actions
from yimen.cases.models import CaseDocument
from yimen.config.worker import drain
from yimen.rules.authority import SYSTEM
from yimen.rules.papers import NotSealedYet
from yimen.rules.seals import kinds
from yimen.trail.models import Event
from yimen.vault import actions as vault
from yimen.vault import queries, sealkeys
from yimen.vault.models import SealUse

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
REGISTERED = tuple(one for one in kinds() if one != "refusal")


@pytest.fixture
def seal(county, now, tmp_path, settings):
    """The bureau's seal, with a custodian, for everything but refusals."""
    vault.found_seal(
        SYSTEM,
        "43992601",
        "行政审批专用章",
        counties.MARKET,
        REGISTERED,
        document="云政办〔2026〕1号",
        now=now,
    )
    where = sealkeys.make(tmp_path / "seal", "云溪县行政审批局", "", now=now)
    settings.SEAL_KEY, settings.SEAL_PASSPHRASE = str(where), ""
    vault.enrol(SYSTEM, sealkeys.certificate_of(sealkeys.open_key(str(where), "")), now=now)
    vault.appoint(SYSTEM, "0101", now.date(), now=now)


def in_clear(one: CaseDocument) -> str:
    """The PDF as whoever holds it has it: on the disk it lies sealed."""
    path = Path(site.FILES_ROOT) / f"{one.number}.pdf"
    path.write_bytes(queries.open_digest(one.pdf.digest).read())
    return str(path)


def signatures(one: CaseDocument) -> str:
    path = in_clear(one)
    return subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=False).stdout


def test_acceptance_is_sealed_and_the_receipt_is_not(reach, seal, now):
    case = reach("accepted")
    drain(now + timedelta(hours=1))
    receipt, acceptance = CaseDocument.objects.filter(case=case).order_by("id")
    assert "Signature is Valid" in signatures(acceptance)
    assert "Signature #1" not in signatures(receipt)
    use = SealUse.objects.get()
    assert (use.kind, use.number, use.case_number) == ("acceptance", acceptance.number, case.number)
    assert use.cause == "case.accepted"
    assert use.event == Event.objects.get(stream=case.number, kind="case.accepted").pk


def test_a_kind_the_register_does_not_name_is_printed_without_a_seal(reach, seal, county, now):
    case = reach("opinion2")
    actions.refuse(county["director"], case.number, reason="不符合条件", now=now + timedelta(hours=1))
    drain(now + timedelta(hours=2))
    refusal = CaseDocument.objects.get(case=case, kind="refusal")
    assert "Signature #1" not in signatures(refusal)
    text = subprocess.run(
        ["pdftotext", in_clear(refusal), "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "（行政审批专用章）" in text, "room for a stamp by hand"


def test_without_a_custodian_the_document_waits_and_comes_when_there_is_one(reach, seal, now):
    (held,) = queries.custodians(queries.the_seal())
    vault.release(SYSTEM, held.pk, now=now)
    case = reach("accepted")
    drain(now + timedelta(minutes=10))
    one = CaseDocument.objects.get(case=case, kind="acceptance")
    assert one.pdf is None
    with pytest.raises(NotSealedYet):
        actions.hand_out(one.number, now=now)
    vault.appoint(SYSTEM, "0102", now.date(), now=now)
    drain(now + timedelta(hours=2))
    one.refresh_from_db()
    assert "Signature is Valid" in signatures(one)


def test_handed_out_before_the_worker_came_it_is_sealed_once(reach, seal, now):
    case = reach("accepted")
    number = CaseDocument.objects.get(case=case, kind="acceptance").number
    first = actions.hand_out(number, now=now)
    drain(now + timedelta(hours=1))
    assert actions.hand_out(number, now=now).digest == first.digest
    assert SealUse.objects.count() == 1
