"""质检: what an item must keep before it may be published. Rules are data; each has a code and a source.

The numbers follow the ten national quality rules (domain 1.5); Q0 is what our own pages need to work.
Incomplete, imported items are welcome: a rule reports, it never fails.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..errors import Kind, RuleBroken, Said
from ..item import ItemSpec
from . import form, instant, limits, pledge, service
from .finding import Finding, Rule, Severity

__all__ = ["RULES", "Finding", "NotPublishable", "Rule", "Severity", "check", "may_publish"]


def _order(rule: Rule) -> tuple[int, ...]:
    return tuple(int(part) for part in rule.code[1:].split("."))


RULES: tuple[Rule, ...] = tuple(
    sorted(form.RULES + instant.RULES + limits.RULES + pledge.RULES + service.RULES, key=_order)
)


class NotPublishable(RuleBroken):
    """The quality check found errors: they are mended before the item is published."""

    code = "quality.not_publishable"
    text = "有 {count} 处要改，改完才能发布：{first}"
    basis = "政务服务事项质检规则"
    kind = Kind.INVALID


def check(spec: ItemSpec) -> list[Finding]:
    """Every finding on one item, in the order of the rules; empty when all is right."""
    return [finding for rule in RULES for finding in rule.check(spec)]


def may_publish(findings: Iterable[Finding]) -> None:
    """No finding is an error. Raises NotPublishable with the count and the first one's words."""
    errors = [one for one in findings if one.severity is Severity.ERROR]
    if errors:
        first = Said(errors[0].text, errors[0].facts)
        raise NotPublishable(count=len(errors), first=first, codes=[one.code for one in errors])
