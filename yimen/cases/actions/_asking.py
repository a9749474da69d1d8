"""What every notice of corrections does to a case: lines marked wrong, the promise clock stopped."""

from __future__ import annotations

from collections.abc import Mapping

from yimen.rules import intake, pledge
from yimen.rules.applying import MaterialUnknown
from yimen.rules.masking import behind_mask

from ..models import CaseMaterial, Pause
from ._work import Work


def told(line: intake.Line) -> dict[str, str]:
    """One line of a notice as document and event keep it."""
    made = {"code": line.code, "name": line.name, "words": line.words, "hint": line.hint}
    return {**made, "field": line.field} if line.field else made


def reject(work: Work, found: Mapping[str, str]) -> None:
    """Mark these materials wrong, each with what is wrong. Raises MaterialUnknown, and what
    `pledge.require_reason` says."""
    lines = [m for m in work.lines if m.code in found]
    if len(lines) != len(found):
        raise MaterialUnknown()
    for line in lines:
        words = behind_mask(found[line.code][:500], line.note)
        pledge.require_reason(line.name, line.get_type, words)
        line.status, line.note = CaseMaterial.REJECTED, words
    if lines:
        CaseMaterial.objects.bulk_update(lines, ["status", "note"])


def pause_for_correction(work: Work) -> None:
    """The promise clock waits for the applicant; the legal clock never does."""
    row = Pause.objects.create(
        case=work.case, kind="correction", reason=work.reason[:1000], start=work.now, by=work.actor.label
    )
    work.case.pause_count += 1
    work.pauses.append(row)
