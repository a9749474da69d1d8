"""The tool that signs a PDF and reads a signature: PAdES by pyhanko. What may be sealed, when and by whom is
in `rules.seals`; the only caller that seals is `vault.actions.seal_file`.

A seal is a certification signature over the whole file that allows no change at all (ISO 32000 DocMDP 1), so
one changed byte and one added byte both show. Ours is whoever's certificate stands in the bureau's list (as
GB/T 38540 does it): that a certificate comes from a well-known authority does not make it the bureau's.
"""

from __future__ import annotations

import asyncio
import io
import warnings
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from asn1crypto import x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfDecodeLimitError
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.validation import EmbeddedPdfSignature, SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from yimen.rules.files import TooMuchInside
from yimen.rules.seals import Signature

from .content import pdfs

T = TypeVar("T")

#: The name of the signature field; one file has one.
FIELD = "Seal"
#: Hexadecimal digits kept free for the signature with its certificates; asked for, it would be signed twice.
RESERVED = 16384
#: What a signed PDF always carries, however badly the rest was damaged.
_MARK = b"/ByteRange"
#: So many bytes are unpacked of a file from anybody: ours need some tens of thousands.
MOST_UNPACKED = 2 * 1024 * 1024


@dataclass(frozen=True)
class Examined:
    """What a file's signature says. `signer` is the certificate's subject, `fingerprint` its SHA-256 in
    hexadecimal, `signed_at` the time the signer wrote; all empty where the file cannot tell."""

    verdict: Signature
    signer: str = ""
    fingerprint: str = ""
    signed_at: datetime | None = None


def seal_pdf(pdf: bytes, signer: signers.Signer, *, at: datetime, reason: str, place: str = "") -> bytes:
    """The same PDF with the seal's signature: PAdES B-B, all of the file covered, no change allowed after.

    `signer` comes from `sealkeys.open_key`; `at` (aware) is written as the time of signing. Raises ValueError
    for a file that is signed already, and pyhanko's errors where the file cannot be read.
    """
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    if writer.prev.embedded_signatures:
        raise ValueError("signed already")
    meta = signers.PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", reason=reason, location=place or None, certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES, subfilter=fields.SigSeedSubFilter.PADES,
        name=fingerprint_name(signer.signing_cert),
    )  # fmt: skip
    with warnings.catch_warnings():
        # pyhanko announces changes of its own interface; they are its business and not this file's.
        warnings.simplefilter("ignore", DeprecationWarning)
        signed: Any = _apart(
            lambda: _At(meta, signer, at).sign_pdf(writer, output=io.BytesIO(), bytes_reserved=RESERVED)
        )
    made: bytes = signed.getvalue()
    return made


def _apart(work: Callable[[], T]) -> T:
    """Do it here, or in a thread of its own where an event loop runs here: pyhanko starts one itself."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return work()
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(work).result()


class _At(signers.PdfSigner):
    """A signer that writes the time it is told instead of the clock's."""

    def __init__(self, meta: signers.PdfSignatureMetadata, signer: signers.Signer, at: datetime) -> None:
        super().__init__(meta, signer)
        self._at = at

    def init_signing_session(
        self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False
    ) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._at
        return session


def examine(pdf: bytes, ours: Collection[str]) -> Examined:
    """What the signature in a file says: none, intact, altered since, or by somebody who is not the bureau.

    `ours` are the fingerprints of all certificates that the bureau's seals ever had. A signed file so
    damaged that nothing can be read in it is altered; anything else that cannot be read is unsigned.
    Raises TooMuchInside alone.
    """
    pdfs.check_table(pdf)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            signatures = list(pdfs.open_pdf(io.BytesIO(pdf), MOST_UNPACKED).embedded_signatures)
            found = _apart(lambda: [_one(one, ours) for one in signatures])
    except TooMuchInside:
        raise
    except PdfDecodeLimitError as error:
        raise pdfs.too_much() from error
    except Exception:  # whoever uploads may send anything, and a parser may fail at it in any way
        return Examined(Signature.ALTERED if _MARK in pdf else Signature.UNSIGNED)
    if not found:
        return Examined(Signature.ALTERED if _MARK in pdf else Signature.UNSIGNED)
    own = [one for one in found if one.verdict is not Signature.FOREIGN]
    return own[0] if own else found[0]


def _one(signature: EmbeddedPdfSignature, ours: Collection[str]) -> Examined:
    certificate = signature.signer_cert
    print_, at = certificate.sha256.hex(), signature.self_reported_timestamp
    signer = certificate.subject.human_friendly
    if print_ not in ours:
        return Examined(Signature.FOREIGN, signer, print_, at)
    verdict = Signature.INTACT if _whole(signature, certificate, at) else Signature.ALTERED
    return Examined(verdict, signer, print_, at)


def _whole(signature: EmbeddedPdfSignature, certificate: x509.Certificate, at: datetime | None) -> bool:
    """Signature and digest right, the whole file covered, and signed while the certificate was in force."""
    if at is None or not certificate.not_valid_before <= at <= certificate.not_valid_after:
        return False
    context = ValidationContext(
        trust_roots=[certificate], moment=at, allow_fetching=False, revocation_mode="soft-fail"
    )
    status = validate_pdf_signature(signature, signer_validation_context=context, skip_diff=True)
    return bool(status.intact and status.valid) and status.coverage is SignatureCoverageLevel.ENTIRE_FILE


def fingerprint_name(certificate: x509.Certificate | None) -> str | None:
    """The name on a certificate, as readers of PDF show it."""
    return str(certificate.subject.native.get("common_name", "")) if certificate is not None else None
