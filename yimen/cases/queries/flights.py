"""在办件换版, for the keeper: how many cases are under way on which version, what moving them would do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from yimen.bureau import queries as bureau
from yimen.catalogue import queries as catalogue
from yimen.rules import authority, moving
from yimen.rules.authority import Actor
from yimen.rules.calendar import china_date
from yimen.rules.lifecycle import OPEN
from yimen.rules.moving import Trial
from yimen.rules.terms import Role, State

from ..actions.moving import flight_of
from ..models import Case, CaseMaterial, Pause

_OPEN = sorted(str(one) for one in OPEN)


@dataclass(frozen=True)
class OnVersion:
    """How many cases of an item are under way on one of its versions."""

    version: int
    cases: int


@dataclass(frozen=True)
class TrialRow:
    """One case under way on an older version, tried under the one in force. Nothing personal of it."""

    id: int
    number: str
    state: State
    member: bool
    trial: Trial


def on_versions(item_code: str) -> list[OnVersion]:
    """Cases under way by version id (one statement)."""
    found = Case.objects.filter(item__code=item_code, state__in=_OPEN).order_by()
    counted = found.values_list("version").annotate(n=Count("pk"))
    return [OnVersion(*row) for row in sorted(counted)]


def trials(
    actor: Actor, item_code: str, *, now: datetime, after: int = 0, limit: int = moving.MOST_AT_ONCE
) -> list[TrialRow]:
    """Cases under way on older versions, the oldest first, each tried under the version in force; keyset by
    id. One over `limit` tells of more. Raises NotPermitted, ItemUnknown."""
    authority.require_role(actor, Role.KEEPER, Role.ADMIN)
    target = catalogue.current_version(item_code, china_date(now))
    found = Case.objects.filter(item__code=item_code, state__in=_OPEN, pk__gt=after)
    cases = list(found.exclude(version=target.pk).order_by("pk")[: limit + 1])
    lines: dict[int, list[CaseMaterial]] = {case.pk: [] for case in cases}
    pauses: dict[int, list[Pause]] = {case.pk: [] for case in cases}
    for line in CaseMaterial.objects.filter(case__in=cases).order_by("case", "order"):
        lines[line.case_id].append(line)
    for pause in Pause.objects.filter(case__in=cases).order_by("case", "start"):
        pauses[pause.case_id].append(pause)
    return [_tried(case, target.pk, lines[case.pk], pauses[case.pk], now) for case in cases]


def _tried(
    case: Case, target: int, lines: list[CaseMaterial], pauses: list[Pause], now: datetime
) -> TrialRow:
    old, new = catalogue.spec(case.version_id), catalogue.spec(target)
    flight = flight_of(case, old, new, lines, pauses, bureau.work_calendar(), now)
    trial = moving.judge(old, new, flight, china_date(now))
    return TrialRow(case.pk, case.number, State(case.state), case.parent_id is not None, trial)
