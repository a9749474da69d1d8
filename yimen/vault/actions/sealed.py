"""The one way to seal a file. Nothing else in the program may sign (a test of the source tree holds that)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from pyhanko.sign import signers

from yimen.rules import seals
from yimen.rules.authority import SYSTEM
from yimen.rules.calendar import china_date
from yimen.rules.events import Kind
from yimen.rules.term import Happened
from yimen.trail import actions as trail

from .. import sealing, sealkeys
from ..models import Seal, SealCertificate, SealUse
from ..queries.seals import facts_of, the_seal
from . import files


@dataclass(frozen=True)
class Cause:
    """Why a seal is used: the event (its row's id and kind) and what it was about.

    `department`: credit code of the department whose item it is, for the figures of 42 → 1.
    """

    event: int
    kind: Happened
    case_number: str = ""
    department: str = ""


@dataclass(frozen=True)
class Sealed:
    """The sealed file as it is kept: row id, address and SM3 digest."""

    id: int
    key: str
    digest: str


def seal_file(cause: Cause, kind: str, number: str, pdf: bytes, name: str, *, now: datetime) -> Sealed:
    """Seal a PDF, keep it, record the use and its event; in the caller's transaction.

    `kind`: a Document or `seals.LICENCE`; `number`: what is sealed; `name`: of the file. The same cause again
    gives the file that was sealed then. Raises rules.seals' refusals, and sealkeys.NoKey where the key is
    not to be had (the caller's event is then tried again).
    """
    trail.require_transaction()
    done = SealUse.objects.select_related("file").filter(kind=kind, number=number, event=cause.event)
    earlier = done.first()
    if earlier is not None:
        return Sealed(earlier.file_id, earlier.file.key, earlier.digest)
    row = the_seal()
    _allowed(row, cause, kind, now)
    signer = sealkeys.open_key(settings.SEAL_KEY, settings.SEAL_PASSPHRASE)
    reason = f"{seals.kinds()[kind]} {number}"
    made = sealing.seal_pdf(pdf, signer, at=now, reason=reason)
    kept = files.record(SYSTEM, files.stash([made], name), now=now)
    # Locked only now: signing takes its time, and the register may have changed meanwhile.
    row = the_seal(lock=True)
    seal = _allowed(row, cause, kind, now)
    _certified(seal, signer, now)
    _note(seal, cause, kind, number, kept, now)
    return Sealed(kept.id, kept.key, kept.digest)


def _allowed(row: Seal | None, cause: Cause, kind: str, now: datetime) -> Seal:
    seals.require_use(facts_of(row) if row else None, kind, cause.kind, china_date(now))
    if row is None:
        raise seals.NoSeal()
    return row


def _certified(seal: Seal, signer: signers.Signer, now: datetime) -> None:
    """The key that signed is the one whose certificate the register has, and it is in force."""
    own = sealkeys.certificate_of(signer)
    known = SealCertificate.objects.filter(seal=seal, fingerprint=own.fingerprint).first()
    seals.require_certificate((known.not_before, known.not_after) if known else None, now)


def _note(seal: Seal, cause: Cause, kind: str, number: str, kept: files.Kept, now: datetime) -> None:
    SealUse.objects.create(
        seal=seal, kind=kind, number=number, case_number=cause.case_number, department=cause.department,
        digest=kept.digest, file_id=kept.id, cause=str(cause.kind), event=cause.event, at=now,
    )  # fmt: skip
    data = {"kind": kind, "number": number, "case": cause.case_number, "digest": kept.digest,
            "cause": str(cause.kind), "event": cause.event}  # fmt: skip
    trail.append(f"seal:{seal.code}", Kind.SEAL_USED, SYSTEM.label, now, data)
