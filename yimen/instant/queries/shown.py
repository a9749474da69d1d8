"""Decisions as people read them: on a case's page, in the list of the watch, in the list to check again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from yimen.rules.authority import Actor
from yimen.rules.instant.judge import Check, Outcome
from yimen.rules.instant.recheck import departments_of

from ..models import Decision, Switch
from .words import read_check

#: Rows of a page.
PAGE = 30


@dataclass(frozen=True)
class DecisionView:
    """One decision whole. `version`: number of the item's version whose rules were used; `right` None: not
    checked again (`chosen`: but drawn)."""

    id: int
    case: str
    title: str
    department: str
    item: str
    version: int
    rules: str
    outcome: Outcome
    checks: tuple[Check, ...]
    inputs: tuple[dict[str, str], ...]
    sources: tuple[dict[str, Any], ...]
    at: datetime
    chosen: bool
    right: bool | None
    words: str
    checked_at: datetime | None
    checked_by: str

    @property
    def reasons(self) -> tuple[Check, ...]:
        """What did not hold."""
        return tuple(one for one in self.checks if not one.ok)


def _view(one: Decision) -> DecisionView:
    case = one.case
    return DecisionView(
        one.pk, case.number, case.title, case.department.short_name, one.item.code, one.version.number,
        one.rules, Outcome(one.outcome), tuple(read_check(check) for check in one.checks), tuple(one.inputs),
        tuple({**source, "at": datetime.fromisoformat(source["at"])} for source in one.sources), one.at,
        one.chosen, one.right, one.words, one.checked_at, one.checked_by,
    )  # fmt: skip


def _rows() -> QuerySet[Decision]:
    return Decision.objects.select_related("case__department", "item", "version")


def of_case(number: str) -> list[DecisionView]:
    """The decisions on one case, newest first. Whether the reader may see the case is asked before."""
    return [_view(one) for one in _rows().filter(case__number=number).order_by("-pk")]


def everything_of(party: int) -> list[dict[str, Any]]:
    """What machines decided in one's own cases, and why: for one's copy, oldest first."""
    return [
        {
            "case": one.case, "at": one.at.isoformat(), "outcome": one.outcome.label,
            "checks": [{"ok": check.ok, "words": check.words} for check in one.checks],
            "inputs": list(one.inputs),
            "sources": [{**source, "at": source["at"].isoformat()} for source in one.sources],
            "checked_by_a_person": one.words if one.checked_at else "",
        }
        for one in (_view(row) for row in _rows().filter(case__party_id=party).order_by("pk"))
    ]  # fmt: skip


@dataclass(frozen=True)
class Counts:
    """How many decisions of which kind, and of the checks how many found them wrong."""

    approve: int
    ask_back: int
    person: int
    chosen: int
    checked: int
    wrong: int


def counts(since: datetime) -> Counts:
    """Decisions from a moment on."""
    found = Decision.objects.filter(at__gte=since).aggregate(
        **{str(one): Count("pk", filter=Q(outcome=one)) for one in Outcome},
        chosen=Count("pk", filter=Q(chosen=True)),
        checked=Count("pk", filter=Q(checked_at__isnull=False)),
        wrong=Count("pk", filter=Q(right=False)),
    )
    return Counts(**found)


def listed(kind: str = "", *, before: int | None = None, limit: int = PAGE) -> list[DecisionView]:
    """Decisions, newest first, keyset by id. `kind`: an outcome, `wrong` (found so by a person), or all."""
    rows = _rows()
    if kind == "wrong":
        rows = rows.filter(right=False)
    elif kind:
        rows = rows.filter(outcome=kind)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [_view(one) for one in rows.order_by("-pk")[:limit]]


def to_check(actor: Actor, *, limit: int = PAGE) -> list[DecisionView]:
    """Drawn decisions of the actor's departments that nobody has checked, the oldest first.

    Raises NotPermitted for who signs nowhere.
    """
    rows = _rows().filter(chosen=True, checked_at__isnull=True)
    rows = rows.filter(case__department__credit_code__in=departments_of(actor))
    return [_view(one) for one in rows.order_by("pk")[:limit]]


@dataclass(frozen=True)
class SwitchView:
    """The switch of an item that was thrown at least once."""

    off: bool
    why: str
    by: str
    at: datetime


def switch_of(item: int) -> SwitchView | None:
    """How the switch of an item (id) stands; None: never thrown, so on."""
    found = Switch.objects.filter(item=item).first()
    return SwitchView(found.off, found.why, found.by, found.at) if found else None


@dataclass(frozen=True)
class Stopped:
    """An item whose 秒批 is off, why and since when."""

    code: str
    name: str
    why: str
    at: datetime


def stopped_items() -> list[Stopped]:
    """Items whose 秒批 is off, the last stopped first."""
    rows = Switch.objects.filter(off=True).select_related("item__current").order_by("-at")
    return [
        Stopped(one.item.code, one.item.current.name if one.item.current else "", one.why, one.at)
        for one in rows
    ]
