"""What the result of a case does to a licence: handed down to the vault in the act's own transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from yimen.rules import licence_states as states
from yimen.rules import renewal
from yimen.rules.calendar import china_date
from yimen.rules.item import FieldUse, ItemSpec
from yimen.rules.licence_states import LicenceNotThere
from yimen.rules.licences import LicenceAct, renew_by
from yimen.rules.terms import ResultType
from yimen.vault import actions as vault
from yimen.vault import queries as kept

from ..models import Case
from ._work import Work


def draws_licence(spec: ItemSpec) -> bool:
    """Whether number and days of the result are drawn when it is issued, by the type of its licence."""
    return spec.result_type is ResultType.LICENCE and kept.act_of_item(spec.code) is not None


def act_on_licence(work: Work) -> None:
    """Issue, change, renew or end the licence that this case is about; nothing where its item does none."""
    if kept.act_of_item(work.spec.code) is None:
        return
    effect = vault.carry_out(work.actor, _result(work.case), now=work.now)
    if effect is not None:
        work.case.result_number = effect.number
        work.case.result_from = effect.valid_from or work.case.result_from
        work.case.result_to = effect.valid_to if effect.valid_from else work.case.result_to


def filled_from(licence: int, party: int, form: Sequence[FieldUse], now: datetime) -> dict[str, str]:
    """What an application about a licence of this party begins with. Raises LicenceNotThere."""
    held = kept.by_id(licence, now)
    if held is None or held.party != party:
        raise LicenceNotThere()
    return kept.carried(licence, form)


def name_licence(work: Work) -> None:
    """Handing in: a case about a licence names one it can act on; a renewal in time is remembered as such.

    Raises NotThisLicence, WrongStatus, RenewalTooLate.
    """
    case, today = work.case, china_date(work.now)
    named = kept.require_named(case.item.code, case.party_id, case.answers, today)
    if named is not None and named[0] is LicenceAct.RENEW:
        last = named[1]
        latest = renew_by(work.calendar, last) if last else None
        case.renews_until = renewal.counts_from(last, latest, today)


def require_withdrawable(work: Work) -> None:
    """Raise OrgansOwn where the organ acts against a licence by this case."""
    found = kept.act_of_item(work.spec.code)
    states.require_withdrawable(found[1] if found is not None else None)


def require_voidable(numbers: Collection[str]) -> None:
    """Raise LicenceInForce where one of these cases made a licence that did not end."""
    states.require_voidable(kept.standing_of(numbers))


def supplied(work: Work) -> None:
    """What was asked came in: whether a renewal may still count as granted by silence."""
    case, today = work.case, china_date(work.now)
    if case.renews_until is None:
        return
    if case.accepted_at is not None:
        case.renews_until = renewal.kept_open(case.renews_until, today)
        return
    latest = renew_by(work.calendar, case.renews_until)
    case.renews_until = renewal.counts_from(case.renews_until, latest, today)


def _result(case: Case) -> vault.Result:
    if case.decided_at is None or case.submitted_at is None:
        raise RuntimeError("a result is issued after the decision")
    party = case.party
    holder = {"name": party.name, "number": party.id_number, "legal_person": party.legal_person,
              "address": party.address}  # fmt: skip
    return vault.Result(
        case.number, case.item.code, case.title, case.region, case.department.credit_code, party.pk, holder,
        case.answers, china_date(case.decided_at), china_date(case.submitted_at),
    )  # fmt: skip
