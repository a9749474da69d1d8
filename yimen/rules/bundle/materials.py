"""One set of materials: what several members ask is given once, in the strictest form, by whom it is due."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..condition_words import LIST_JOIN
from ..item import MaterialUse
from ..pledge import window
from ..pledge_terms import WindowUnit
from ..terms import MaterialForm, MaterialKind, Need
from .common import own_when, together, usual
from .order import Part, makers_for
from .trees import Tree, any_of, both, denied, guarded

#: The strictest first.
_NEEDS = (Need.REQUIRED, Need.DEFERRABLE, Need.OPTIONAL)
_FORMS = (MaterialForm.PAPER, MaterialForm.ELECTRONIC, MaterialForm.EITHER)


@dataclass(frozen=True)
class SharedMaterial:
    """One line of the common list. `members`: items that use it; `made_by`: members whose result it is.

    `given`: somebody has to give it, at least in some case; otherwise it comes out of the bundle itself.
    """

    use: MaterialUse
    members: tuple[str, ...]
    made_by: tuple[str, ...] = ()
    given: bool = True


@dataclass(frozen=True)
class _Asked:
    part: Part
    use: MaterialUse
    when: Tree | None


def merge_materials(parts: Sequence[Part]) -> tuple[SharedMaterial, ...]:
    """The common list in the plan's order; nothing that a member asks is lost, nothing is asked twice."""
    asked: dict[str, list[_Asked]] = {}
    makers: dict[str, list[Part]] = {}
    for part in parts:
        own = own_when(part)
        for use in part.spec.materials:
            when = both(part.member.when, guarded(use.when, own) if use.when is not None else None)
            asked.setdefault(use.code, []).append(_Asked(part, use, when))
        for code in part.issues:
            makers.setdefault(code, []).append(part)
    return tuple(_one(many, makers.get(code, [])) for code, many in asked.items())


def _one(many: list[_Asked], makers: list[Part]) -> SharedMaterial:
    many = sorted(many, key=lambda one: one.part.item)
    uses = [one.use for one in many]
    due = [made for one in many if (made := _still_due(one, makers)) is not None]
    merged = replace(
        uses[0],
        name=usual(use.name for use in uses),
        kind=min((use.kind for use in uses), key=list(MaterialKind).index),
        form=min((use.form for use in uses), key=_FORMS.index),
        need=min((one.use.need for one in (due or many)), key=_NEEDS.index),
        source=min(use.source for use in uses),
        originals=max(use.originals for use in uses),
        copies=max(use.copies for use in uses),
        deferral_days=_fewest_days(uses),
        **_promised(many),
        hint=together(use.hint for use in uses),
        standard=together(use.standard for use in uses),
        basis=together(use.basis for use in uses),
        reason=together(use.reason for use in uses),
        exempt_by=together(use.exempt_by for use in uses) if all(use.exempt_by for use in uses) else "",
        when=any_of(one.when for one in due) if due else None,
    )
    if not due:
        names = LIST_JOIN.join(sorted(part.spec.name for part in makers))
        merged = replace(merged, exempt_by=together([merged.exempt_by, names]))
    return SharedMaterial(
        merged,
        tuple(dict.fromkeys(one.part.item for one in many)),
        tuple(sorted(part.item for part in makers)),
        bool(due),
    )


def _still_due(one: _Asked, makers: list[Part]) -> _Asked | None:
    """When the applicant has to give it to this member: where none of its makers is chosen; None: never."""
    when = one.when
    for part in makers_for(one.part, one.use.code, makers):
        if part.member.when is None:
            return None
        when = both(when, denied(part.member.when))
    return replace(one, when=when)


def _promised(many: Iterable[_Asked]) -> dict[str, Any]:
    """告知承诺: a promise stands for it only where every member that uses it lets it; the shortest window."""
    uses = [one.use for one in many]
    if not all(one.use.pledge and not one.part.spec.risks for one in many):
        return {"pledge": "", "pledge_basis": "", "pledge_window": 0, "pledge_unit": WindowUnit.MONTHS}
    length, unit = min((window(use) for use in uses), key=_length)
    return {
        "pledge": together(use.pledge for use in uses),
        "pledge_basis": together(use.pledge_basis for use in uses),
        "pledge_window": length, "pledge_unit": unit,
    }  # fmt: skip


def _length(one: tuple[int, WindowUnit]) -> int:
    """To compare windows only: a month is taken for 21 working days."""
    return one[0] * (21 if one[1] is WindowUnit.MONTHS else 1)


def _fewest_days(uses: Iterable[MaterialUse]) -> int:
    return min((use.deferral_days for use in uses if use.deferral_days), default=0)
