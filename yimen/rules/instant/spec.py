"""What a keeper writes of 秒批 in one version of an item: rules over the answers, proof of each material,
the least identity level, the share that people check again.

Stored in `ItemSpec.instant` as JSON; `read` and `stored` are inverse. Conditions are those of `conditions`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..condition_ops import BadCondition
from ..conditions import Condition, fields_used, parse
from ..errors import Said
from ..identity import Level
from ..item import BadSpec, ItemSpec, check_keys, plain_part, read_list
from ..term import Term

#: 抽查比例, per cent of what was approved by machine (domain 2.6).
LEAST_SHARE, MOST_SHARE = 5, 10


class Then(Term):
    """符合时怎么办: what a rule of 秒批 leads to. No rule can refuse."""

    APPROVE = "approve", "准予"
    PERSON = "person", "转人工"
    MEND = "mend", "请申请人改"


class Proof(Term):
    """材料要到哪一步: how far a material must be proved before a machine may rely on it."""

    SHARED = "shared", "来自证照、数据共享，或核过再用"
    GIVEN = "given", "交了就行"


@dataclass(frozen=True)
class InstantRule:
    """One rule. `when` None: always. `words`: what the applicant reads; `field`: what is to be mended."""

    then: Then = Then.APPROVE
    when: Mapping[str, Any] | None = None
    words: str = ""
    field: str = ""


@dataclass(frozen=True)
class InstantSpec:
    """The rules of one version. `register`: the applicant's register must answer and agree with the form;
    `materials`: code → proof, where it is not SHARED; `share`: per cent checked again by people."""

    level: Level = Level.REAL_PERSON
    share: int = LEAST_SHARE
    register: bool = True
    materials: Mapping[str, Proof] = field(default_factory=dict)
    rules: tuple[InstantRule, ...] = ()


@dataclass(frozen=True)
class TypedRule:
    """One rule with its condition read; `number` as the keeper counts, from 1; None: always."""

    number: int
    rule: InstantRule
    condition: Condition | None

    @property
    def mends(self) -> str:
        """The field that is to be mended: the one named, else the first that the condition looks at."""
        if self.rule.field or self.condition is None:
            return self.rule.field
        return min(fields_used(self.condition))


def read(spec: ItemSpec) -> InstantSpec | None:
    """The rules of an item, None where it has no 秒批. Raises BadSpec naming the place."""
    data = spec.instant
    if data is None:
        return None
    check_keys(InstantSpec, data, "instant")
    rules = [_rule(one, here) for here, one in read_list(data.get("rules", []), "instant.rules")]
    return InstantSpec(
        _term(Level, data.get("level", Level.REAL_PERSON), "instant.level"), _share(data), _register(data),
        _materials(data.get("materials", {})), tuple(rules),
    )  # fmt: skip


def stored(instant: InstantSpec) -> dict[str, Any]:
    """The stored form: JSON types only."""
    made: dict[str, Any] = plain_part(instant)
    return {**made, "rules": [_plain_rule(one) for one in instant.rules]}


def typed(spec: ItemSpec, instant: InstantSpec) -> tuple[TypedRule, ...]:
    """The rules with their conditions read over the form. Raises BadCondition: an unknown field, a wrong
    comparison or type, a material that the item does not ask for, nothing named to mend."""
    fields = {use.key: use for use in spec.form}
    unknown = sorted(set(instant.materials) - {one.code for one in spec.materials})
    if unknown:
        raise BadCondition(where="秒批", problem=Said("没有材料“{code}”", {"code": unknown[0]}))
    made = []
    for number, rule in enumerate(instant.rules, 1):
        where = Said("秒批第 {number} 条", {"number": number})
        try:
            one = TypedRule(number, rule, parse(rule.when, fields) if rule.when is not None else None)
        except BadCondition as bad:
            raise BadCondition(where=where, problem=bad.facts["problem"], path=bad.path) from bad
        if rule.field and rule.field not in fields:
            problem = Said("表单里没有“{key}”这一栏", {"key": rule.field})
            raise BadCondition(where=where, problem=problem)
        if rule.then is Then.MEND and not one.mends:
            raise BadCondition(where=where, problem="要写明请申请人改哪一栏")
        made.append(one)
    return tuple(made)


def _rule(data: Any, where: str) -> InstantRule:
    check_keys(InstantRule, data, where)
    when = data.get("when")
    if when is not None and not isinstance(when, Mapping):
        raise BadSpec(where=f"{where}.when", problem="要一个对象")
    then = _term(Then, data.get("then", Then.APPROVE), f"{where}.then")
    return InstantRule(then, when, _text(data, "words", where), _text(data, "field", where))


def _plain_rule(rule: InstantRule) -> dict[str, Any]:
    return {"then": str(rule.then), **plain_part(rule)}


def _text(data: Mapping[str, Any], key: str, where: str) -> str:
    value = data.get(key, "")
    if not isinstance(value, str):
        raise BadSpec(where=f"{where}.{key}", problem="要文字")
    return value


def _term(kind: Any, value: Any, where: str) -> Any:
    try:
        return kind(value)
    except ValueError as error:
        raise BadSpec(where=where, problem=Said("没有这个代码：{value}", {"value": str(value)})) from error


def _share(data: Mapping[str, Any]) -> int:
    share = data.get("share", LEAST_SHARE)
    if isinstance(share, bool) or not isinstance(share, int) or not LEAST_SHARE <= share <= MOST_SHARE:
        words = Said("抽查比例要 {least} 到 {most}（%）", {"least": LEAST_SHARE, "most": MOST_SHARE})
        raise BadSpec(where="instant.share", problem=words)
    return share


def _register(data: Mapping[str, Any]) -> bool:
    value = data.get("register", True)
    if not isinstance(value, bool):
        raise BadSpec(where="instant.register", problem="要 true 或 false")
    return value


def _materials(data: Any) -> dict[str, Proof]:
    if not isinstance(data, Mapping):
        raise BadSpec(where="instant.materials", problem="要一个对象")
    return {str(code): _term(Proof, proof, f"instant.materials.{code}") for code, proof in data.items()}
