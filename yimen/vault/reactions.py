"""What follows an event of the vault, after commit: an issued licence becomes a sealed file, once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from yimen.catalogue import actions as catalogue_actions
from yimen.catalogue import queries as catalogue
from yimen.rules import licences, papers, seals
from yimen.rules.licences import FaceSource, LicenceSpec
from yimen.rules.paper_lines import day_words
from yimen.rules.vocabulary import event_of
from yimen.trail.queries import Row

from . import actions, press, qr, queries

#: The words at the foot of the seal's picture.
SEAL_WORDS = "行政审批专用章"
#: What stands on a specimen instead of a number.
SPECIMEN = "样张"


def refresh_bundles(row: Row, now: datetime) -> None:
    """An item has another version in force, or another state: the bundles it is a member of follow.

    Again changes nothing: a bundle that is as its members are stays as it is.
    """
    _refresh(catalogue.bundles_with(row.stream.removeprefix("item:")), now)


def refresh_all_bundles(row: Row, now: datetime) -> None:
    """A type of licence says otherwise which item issues it: the order of any bundle may be another."""
    _refresh(catalogue.bundle_codes(), now)


def _refresh(codes: Iterable[str], now: datetime) -> None:
    for code in codes:
        issues = queries.issued_by(catalogue.members_of(code))
        catalogue_actions.refresh_bundle(code, issues=issues, now=now)


def seal_licence(row: Row, now: datetime) -> None:
    """Typeset, seal and keep the file of the edition that this event issued. Again changes nothing.

    Raises CannotPrint, the seal's refusals and NoKey: the event is then tried again, and the licence says
    that its file is still being made.
    """
    one = queries.by_id(int(row.data["licence"]), now)
    if one is None or one.file is not None:
        return
    cause = actions.Cause(row.id, event_of(row.kind), one.case_number, one.department)
    pdf = press.typeset("licence", face_sheet(one, row.at))
    name = f"{one.name} {one.number}.pdf"
    number = f"{one.number}-{one.edition:03d}"
    made = actions.seal_file(cause, seals.LICENCE, number, pdf, name, now=now)
    actions.settle_file(one.id, made.id, made.digest, now=now)


def specimen(spec: LicenceSpec, day: date, at: datetime) -> bytes:
    """A PDF of a type's face with placeholders: no number, no seal, no signature. Raises CannotPrint."""
    rows = [[f.label, f.key if f.source is FaceSource.CONSTANT else "××××"] for f in spec.fields]
    address = qr.public_address("/verify/")
    period = str(licences.period(day, licences.valid_to(spec, day)))
    return press.typeset("licence", {
        "title": spec.name, "number": SPECIMEN, "edition": 1, "identifier": SPECIMEN, "rows": rows,
        "organ": spec.organ, "seal": "", "period": period, "day": day_words(day), "notice": spec.notice,
        "code": SPECIMEN, "verify": address, "qr_svg": qr.svg(address), "issued_at": at.isoformat(),
    })  # fmt: skip


def face_sheet(one: queries.Face, at: datetime) -> dict[str, object]:
    """The facts of `sheets/licence.typ` for one edition, dated by the moment of issue."""
    verify = qr.verify_address(one.number, one.check_code)
    return {
        "title": one.name, "number": one.number, "edition": one.edition, "identifier": one.identifier,
        "rows": [list(pair) for pair in one.rows], "organ": one.organ, "seal": SEAL_WORDS,
        "period": str(licences.period(one.valid_from, one.valid_to)), "day": day_words(one.issued_on),
        "notice": one.notice, "code": papers.shown_code(one.check_code), "verify": verify,
        "qr_svg": qr.svg(verify), "issued_at": at.isoformat(),
    }  # fmt: skip
