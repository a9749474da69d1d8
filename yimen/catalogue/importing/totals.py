"""Figures of a whole catalogue: codes, credit codes, how far promises stay under the law's limits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from yimen.rules.codes import credit_code_ok, parse_task_code
from yimen.rules.item import ItemSpec

from .plan import Body


def totals(specs: Sequence[ItemSpec], bodies: Iterable[Body]) -> dict[str, Any]:
    """Counts over the specs; days are those of the items whose two limits have one unit.

    `compressed` is 1 − promised days ÷ legal days in percent, one decimal (压缩比).
    """
    parsed = [code for code in (parse_task_code(spec.code) for spec in specs) if code is not None]
    own = [body for body in bodies if not body.joint]
    types = sorted({spec.type for spec in specs})
    return {
        "items": len(specs),
        "codes_parsed": len(parsed),
        "codes_31": sum(1 for code in parsed if not code.handling),
        "codes_33": sum(1 for code in parsed if code.handling),
        "departments": len(own),
        "credit_warned": sum(1 for body in own if not credit_code_ok(body.code)),
        "joint_items": sum(1 for spec in specs if any(step.department_name for step in spec.steps)),
        "materials": len({use.code for spec in specs for use in spec.materials}),
        **limits(specs),
        "by_type": {str(t): {"label": t.label, **limits([s for s in specs if s.type is t])} for t in types},
    }


def limits(specs: Iterable[ItemSpec]) -> dict[str, Any]:
    """Pairs of a legal and a promised limit in one unit: how many, how many within the law, the days."""
    pairs = [
        (spec.legal.days, spec.promise.days)
        for spec in specs
        if spec.legal and spec.promise and spec.legal.unit is spec.promise.unit
    ]
    legal, promised = sum(one for one, _ in pairs), sum(one for _, one in pairs)
    return {
        "pairs": len(pairs),
        "pairs_within": sum(1 for law, promise in pairs if promise <= law),
        "legal_days": legal,
        "promise_days": promised,
        "compressed": round(100 * (1 - promised / legal), 1) if legal else None,
    }
