"""质检 of 告知承诺: never in the fields that 国办发〔2020〕42号 leaves out, and whole where it stands."""

from __future__ import annotations

from ..condition_words import LIST_JOIN
from ..item import ItemSpec
from ..terms import Need
from .finding import Faults, Rule, error, when

SOURCE = "国办发〔2020〕42号"


def _excluded(spec: ItemSpec) -> Faults:
    marked = [(i, one) for i, one in enumerate(spec.materials) if one.pledge.strip()]
    fields = LIST_JOIN.join(one.label for one in spec.risks)
    return [
        (f"materials[{i}].pledge", {"name": one.name, "fields": fields}) for i, one in marked if spec.risks
    ]


def _without_basis(spec: ItemSpec) -> Faults:
    return [
        (f"materials[{i}].pledge_basis", {"name": one.name})
        for i, one in enumerate(spec.materials)
        if one.pledge.strip() and not one.pledge_basis.strip()
    ]


def _needless(spec: ItemSpec) -> Faults:
    return [
        found
        for i, one in enumerate(spec.materials)
        for found in when(
            one.pledge.strip() and (one.need is Need.OPTIONAL or one.exempt_by.strip()),
            f"materials[{i}].pledge", name=one.name,
        )
    ]  # fmt: skip


RULES: tuple[Rule, ...] = (
    error("Q10.2", "事项涉及{fields}，“{name}”不能用承诺代替", SOURCE, _excluded),
    error("Q10.3", "“{name}”可以用承诺代替，要写告知承诺的依据", SOURCE, _without_basis),
    error("Q10.4", "“{name}”本来就可以不交，不用承诺", SOURCE, _needless),
)
