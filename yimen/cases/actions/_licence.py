"""What the result of a case does to a licence: handed down to the vault in the act's own transaction."""

from __future__ import annotations

from yimen.rules.calendar import china_date
from yimen.rules.item import ItemSpec
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
