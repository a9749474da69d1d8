"""A bureau with a seal for the tests: a key made in the test's own folder, and a PDF to seal."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from pyhanko.sign import signers

from yimen.bureau import actions as bureau
from yimen.rules.authority import SYSTEM
from yimen.rules.seals import kinds
from yimen.rules.terms import Level
from yimen.vault import actions, press, sealkeys

HOLDER = "11439926MB0000001L"
FACTS = {"title": "证照", "paragraphs": ["云溪县林记面馆"], "issued_at": "2026-11-23T10:00:00+08:00"}


def signer(folder: Path, holder: str, now: datetime) -> signers.Signer:
    """A fresh key for `holder` in `folder`."""
    return sealkeys.open_key(str(sealkeys.make(folder, holder, "", now=now)), "")


def paper() -> bytes:
    """A PDF/A to be sealed."""
    return press.typeset("plain", FACTS)


def register(now: datetime, folder: Path, *, custodian: bool = True, fresh: bool = True) -> str:
    """Enter organ, seal, certificate and one custodian; the path of the key. `fresh`: no region yet."""
    if fresh:
        bureau.add_region(SYSTEM, "439926000000", "云溪县", Level.COUNTY, now=now)
    bureau.add_department(SYSTEM, HOLDER, "云溪县行政审批局", source="import", now=now)
    bureau.hire(SYSTEM, "S01", "周敏", HOLDER, now=now)
    actions.found_seal(
        SYSTEM, "43992601", "云溪县行政审批专用章", HOLDER, tuple(kinds()), document="云政办〔2026〕1号",
        now=now,
    )  # fmt: skip
    where = sealkeys.make(folder, "云溪县行政审批局", "", now=now)
    actions.enrol(SYSTEM, sealkeys.certificate_of(sealkeys.open_key(str(where), "")), now=now)
    if custodian:
        actions.appoint(SYSTEM, "S01", date(2026, 1, 1), now=now)
    return str(where)
