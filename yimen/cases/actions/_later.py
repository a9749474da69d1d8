"""What several acts ask of a deferral (容缺): what is kept of it, whether the result must wait, and what a
bundle's members are told."""

from __future__ import annotations

from dataclasses import replace

from yimen.rules import deferral
from yimen.rules.deferral import Deferral
from yimen.rules.terms import GetType

from ..models import Case, CaseFile, CaseMaterial
from ._work import Work


def held(case: Case) -> Deferral:
    """The deferral of a case; an empty one where there is none."""
    return deferral.from_json(case.deferral)


def require_settled(work: Work) -> None:
    """Raise Outstanding while a promised material is not there and found right."""
    waits = held(work.case).open
    if waits:
        deferral.require_settled(names_of(work, waits))


def names_of(work: Work, codes: tuple[str, ...]) -> list[str]:
    """The names of these materials in the order of the case."""
    return [line.name for line in work.lines if line.code in codes]


def promised(case: Case) -> tuple[str, ...]:
    """Codes of the materials without which the case may be handed in: promised for later."""
    return held(case).codes


def hand_down(child: Work, parent: Case) -> None:
    """A member is told what of the application's promise is its own: its result waits for that."""
    whole = held(parent)
    mine = tuple(line.code for line in child.lines if line.code in whole.owed)
    if not whole.runs or not mine:
        return
    child.case.deferral = replace(whole, codes=mine, owed=mine, unchecked=()).to_json()
    lines = [line for line in child.lines if line.code in mine]
    for line in lines:
        line.get_type = GetType.DEFERRED
    CaseMaterial.objects.bulk_update(lines, ["get_type"])


def keep_on(work: Work, one: Deferral, line: CaseMaterial) -> None:
    """Keep how the deferral stands now; of a bundle, its members get the material and know it too."""
    work.case.deferral = one.to_json()
    if not work.spec.members:
        return
    given = CaseFile.objects.filter(material=line, removed_at__isnull=True).order_by("pk")
    stored = list(given.values_list("stored", flat=True))
    for child in work.case.children.select_for_update().order_by("pk"):
        _tell(child, one, line, stored, work)


def _tell(child: Case, one: Deferral, line: CaseMaterial, stored: list[int], work: Work) -> None:
    own = held(child)
    mine = child.materials.filter(code=line.code).first()
    if line.code not in own.codes or mine is None:
        return
    owed = tuple(code for code in one.owed if code in own.codes)
    unchecked = tuple(code for code in one.unchecked if code in own.codes)
    told = replace(own, owed=owed, unchecked=unchecked, due=one.due)
    Case.objects.filter(pk=child.pk).update(deferral=told.to_json())
    mine.status, mine.get_type, mine.note = line.status, line.get_type, line.note
    mine.save(update_fields=["status", "get_type", "note"])
    known = set(mine.files.filter(removed_at__isnull=True).values_list("stored", flat=True))
    CaseFile.objects.bulk_create(
        CaseFile(material=mine, stored_id=pk, added_at=work.now) for pk in stored if pk not in known
    )
