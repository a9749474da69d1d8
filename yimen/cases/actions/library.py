"""免交: what is on file takes the place of a material, by itself where the law lets it, else with consent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from yimen.catalogue import queries as catalogue
from yimen.rules import authority, intake, lifecycle, reuse
from yimen.rules.applying import MaterialUnknown
from yimen.rules.authority import Actor
from yimen.rules.calendar import china_date
from yimen.rules.conditions import Answers
from yimen.rules.intake import Gaps
from yimen.rules.reuse import NotOnFile, Offer
from yimen.rules.terms import Act, GetType, Held, State
from yimen.trail.usecase import use_case
from yimen.vault import actions as vault_actions
from yimen.vault import queries as vault

from ..models import CaseFile, CaseMaterial
from ._work import Done, Work, decide, load

#: States in which the applicant's side may still give materials.
OPEN_FOR_MATERIAL = frozenset({State.DRAFT, State.CORRECTION, State.SUPPLEMENT})
#: Ways in which something on file came into a case.
REUSED = frozenset({GetType.LIBRARY, GetType.SHARED, GetType.LICENCE})


def require_open_for_material(work: Work) -> None:
    """Materials change while drafting or correcting; the window may add a scan while it has the case."""
    state = State(work.case.state)
    act = Act.SAVE if state in OPEN_FOR_MATERIAL else Act.ACCEPT
    if act not in lifecycle.acts_from(state, work.capacities):
        decide(work, act)
        raise lifecycle.NotHere(state=state.label, act=Act.SUPPLY.label)


def line_of(work: Work, code: str) -> CaseMaterial:
    """One material line of the case in hand. Raises MaterialUnknown."""
    line = work.case.materials.filter(code=code).first()
    if line is None:
        raise MaterialUnknown()
    return line


@use_case(Done)
def use_held(
    actor: Actor, number: str, code: str, *, now: datetime, agreed: bool = False, once: str = ""
) -> Done:
    """Use what is on file for one material. `agreed`: the party agreed, on the page or before the clerk.

    Raises NotOnFile, ConsentMissing, MaterialUnknown, and NotHere once materials may change no more.
    """
    work = load(actor, number, now=now)
    require_open_for_material(work)
    line = line_of(work, code)
    offer = _offers(work).get(code)
    if offer is None:
        raise NotOnFile(name=line.name)
    reuse.require_consent(offer, agreed)
    _take(work, line, offer)
    return Done(number, str(work.case.state), work.case.rev)


@use_case(Done)
def drop_held(actor: Actor, number: str, code: str, *, now: datetime, once: str = "") -> Done:
    """Use what is on file no longer: the material is given anew. Raises as `use_held`."""
    work = load(actor, number, now=now)
    require_open_for_material(work)
    line = line_of(work, code)
    if forget(work, line):
        line.status, line.get_type, line.note = CaseMaterial.MISSING, "", ""
        line.save(update_fields=["status", "get_type", "note"])
    return Done(number, str(work.case.state), work.case.rev)


def fill(work: Work, answers: Answers, gaps: Gaps) -> Gaps:
    """Before handing in: what is missing and on file without a question is taken; the gaps that remain."""
    if not gaps.missing:
        return gaps
    found = reuse.automatic(_offers(work))
    wanted = {gap.material.code for gap in gaps.missing} & found.keys()
    for line in work.lines:
        if line.code in wanted:
            _take(work, line, found[line.code])
    return intake.judge(work.spec, answers, given(work.lines), china_date(work.now)) if wanted else gaps


def given(lines: Iterable[CaseMaterial]) -> list[intake.Given]:
    """The material lines of a case as the intake rule reads them."""
    found = {CaseMaterial.ACCEPTED: intake.Checked.PASSED, CaseMaterial.REJECTED: intake.Checked.REJECTED}
    return [
        intake.Given(
            m.code, files=0 if m.status == CaseMaterial.MISSING else 1,
            status=found.get(m.status, intake.Checked.PENDING), reason=m.note,
            how=GetType(m.get_type) if m.get_type else GetType.UPLOAD,
        )
        for m in lines
    ]  # fmt: skip


def _offers(work: Work) -> dict[str, Offer]:
    case = work.case
    held = vault.holdings(case.party_id, work.now)
    merged = (
        catalogue.merged([m.code for m in work.spec.materials] + [one.code for one in held]) if held else {}
    )
    return reuse.offers(work.spec.materials, held, case.department.credit_code, china_date(work.now), merged)


def _take(work: Work, line: CaseMaterial, offer: Offer) -> None:
    forget(work, line)
    case, one = work.case, offer.holding
    kept = one.origin in {Held.CHECKED, Held.UPLOADED}
    files = vault.files_of([one.ref]).get(one.ref, []) if kept else one.files
    CaseFile.objects.bulk_create(
        CaseFile(material=line, stored_id=stored, added_at=work.now) for stored in files
    )
    line.status = CaseMaterial.EXEMPT if offer.checked else CaseMaterial.GIVEN
    line.get_type, line.note = offer.how, ""
    line.save(update_fields=["status", "get_type", "note"])
    own = authority.is_own(work.actor, work.stand)
    vault_actions.record_use(
        work.actor, case.party_id, line.code, offer, case=case.number, title=case.title,
        department=case.department.credit_code, oral=offer.asks_consent and not own, now=work.now,
    )  # fmt: skip


def forget(work: Work, line: CaseMaterial) -> bool:
    """Take out of a line what came from the library, for another version takes its place; whether any did."""
    if line.get_type not in REUSED:
        return False
    ended = vault_actions.end_use(work.actor, work.case.party_id, work.case.number, line.code, now=work.now)
    if ended:
        line.files.filter(removed_at__isnull=True).update(removed_at=work.now)
    return ended
