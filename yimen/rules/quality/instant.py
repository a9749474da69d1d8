"""质检 of the rules of 秒批: what would let nobody through stops, what surprises is told."""

from __future__ import annotations

from ..errors import Said
from ..instant import findings
from ..item import ItemSpec
from .finding import Faults, Rule, error, warning

OWN = "秒批规则检查"


def _faults(spec: ItemSpec, stops: bool) -> Faults:
    if spec.instant is None:
        return []
    told = (one for one in findings.check(spec) if one.stops is stops)
    return [("instant", {"problem": Said(one.text, one.facts)}) for one in told]


RULES: tuple[Rule, ...] = (
    error("Q0.13", "秒批：{problem}", OWN, lambda spec: _faults(spec, True)),
    warning("Q0.14", "秒批请核对：{problem}", OWN, lambda spec: _faults(spec, False)),
)
