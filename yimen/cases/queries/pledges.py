"""Promises in place of proofs on one case, for whoever checks them: no reader, no rights."""

from __future__ import annotations

from yimen.catalogue import queries as catalogue
from yimen.rules.item import MaterialUse
from yimen.rules.terms import GetType

from ..models import Case, CaseMaterial


def promised_proofs(number: str) -> tuple[Case, tuple[MaterialUse, ...]]:
    """The case, and the materials for which a promise stands on it (2 statements)."""
    case = Case.objects.get(number=number)
    rows = case.materials.filter(
        get_type=GetType.PROMISE, status__in=[CaseMaterial.GIVEN, CaseMaterial.ACCEPTED]
    )
    codes = set(rows.values_list("code", flat=True))
    return case, tuple(one for one in catalogue.spec(case.version_id).materials if one.code in codes)
