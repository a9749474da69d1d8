"""Reading checks of promises: an officer's list, one check, the watch's lists, a party's own."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from yimen.parties import queries as parties
from yimen.rules import pledge as rules
from yimen.rules.authority import Actor
from yimen.rules.calendar import china_date
from yimen.rules.licences import LicenceAct
from yimen.rules.pledge_terms import CheckState
from yimen.vault import queries as vault

from .models import RUNNING, Check

#: Rows of a page.
PAGE = 30
#: Where a list by due day goes on: the day and the row's id.
After = tuple[date, int] | None


@dataclass(frozen=True)
class CheckView:
    """One check whole. `party`: the applicant's name, masked; `said`: their statement."""

    id: int
    case: str
    title: str
    party: str
    party_id: int
    department: str
    name: str
    promised: str
    basis: str
    granted_on: date
    due: date
    state: CheckState
    extended_at: datetime | None
    extension: str
    evidence: str
    found_at: datetime | None
    answer_by: date | None
    said: str
    said_at: datetime | None
    closed_at: datetime | None
    revocation: str

    @property
    def running(self) -> bool:
        """Not decided yet."""
        return self.state in {CheckState.OPEN, CheckState.HEARING}

    def late(self, today: date) -> bool:
        """The last day has passed and nothing was found."""
        return self.state is CheckState.OPEN and self.due < today


@dataclass(frozen=True)
class Way:
    """How the licence of a case is revoked: the item whose case does it, and the licence."""

    item: str
    licence: int
    name: str


def _view(one: Check) -> CheckView:
    case = one.case
    return CheckView(
        one.pk, case.number, case.title, parties.masked(one.party).name, one.party_id,
        one.department.short_name, one.name, one.promised, one.basis, one.granted_on, one.due,
        CheckState(one.state), one.extended_at, one.extension, one.evidence, one.found_at, one.answer_by,
        one.statement, one.stated_at, one.closed_at, one.revocation,
    )  # fmt: skip


def _rows() -> QuerySet[Check]:
    return Check.objects.select_related("case", "party", "department")


def _after(rows: QuerySet[Check], after: After, limit: int) -> list[CheckView]:
    if after is not None:
        rows = rows.filter(Q(due__gt=after[0]) | Q(due=after[0], pk__gt=after[1]))
    return [_view(one) for one in rows.order_by("due", "pk")[: limit + 1]]


def to_check(actor: Actor, *, after: After = None, limit: int = PAGE) -> list[CheckView]:
    """Running checks of the departments for which the actor checks, the nearest due day first; keyset by
    (due, id). One row over `limit` tells of more. Raises NotPermitted."""
    mine = rules.departments_of(actor)
    return _after(_rows().filter(RUNNING, department__credit_code__in=mine), after, limit)


def decided(actor: Actor, *, before: int | None = None, limit: int = PAGE) -> list[CheckView]:
    """Decided checks of these departments, the newest first; keyset by id. Raises NotPermitted."""
    mine = rules.departments_of(actor)
    rows = _rows().filter(department__credit_code__in=mine).exclude(RUNNING)
    return _newest(rows, before, limit)


def _newest(rows: QuerySet[Check], before: int | None, limit: int) -> list[CheckView]:
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [_view(one) for one in rows.order_by("-pk")[: limit + 1]]


def to_do(actor: Actor, check: int) -> CheckView:
    """One check of a department for which the actor checks. Raises NotPermitted, CheckUnknown."""
    mine = rules.departments_of(actor)
    found = _rows().filter(pk=check, department__credit_code__in=mine).first()
    if found is None:
        raise rules.CheckUnknown()
    return _view(found)


def late(today: date, *, after: After = None, limit: int = PAGE) -> list[CheckView]:
    """Checks whose last day has passed, the longest ago first; keyset by (due, id)."""
    return _after(_rows().filter(RUNNING, state=CheckState.OPEN, due__lt=today), after, limit)


def running(*, after: After = None, limit: int = PAGE) -> list[CheckView]:
    """All checks under way, the nearest due day first; keyset by (due, id)."""
    return _after(_rows().filter(RUNNING), after, limit)


def untrue(*, before: int | None = None, limit: int = PAGE) -> list[CheckView]:
    """Promises found untrue, the newest first; keyset by id."""
    return _newest(_rows().filter(state=CheckState.FALSE), before, limit)


def near(today: date, until: date) -> list[int]:
    """Checks (rows) that end between two days and of which nobody was reminded yet."""
    rows = Check.objects.filter(RUNNING, state=CheckState.OPEN, due__range=(today, until))
    return list(rows.filter(reminded_at__isnull=True).order_by("due", "pk").values_list("pk", flat=True))


def count_late(today: date) -> int:
    """How many checks are late."""
    return Check.objects.filter(RUNNING, state=CheckState.OPEN, due__lt=today).count()


def of_party(party_ids: Collection[int], *, before: int | None = None, limit: int = PAGE) -> list[CheckView]:
    """What these parties promised and where its check stands, the newest first; keyset by id."""
    return _newest(_rows().filter(party_id__in=list(party_ids)), before, limit)


def everything_of(party: int) -> dict[str, list[dict[str, Any]]]:
    """What one promised, what came of its check, and the breaches on record: for one's copy, oldest first."""
    found = (_view(one) for one in _rows().filter(party_id=party).order_by("pk"))
    return {
        "promises": [
            {
                "case": one.case, "name": one.name, "promised": one.promised, "basis": one.basis,
                "check_due": one.due.isoformat(), "state": one.state.label, "evidence": one.evidence,
                "answer_by": one.answer_by.isoformat() if one.answer_by else "", "said": one.said,
                "closed": one.closed_at.isoformat() if one.closed_at else "", "revocation": one.revocation,
            }
            for one in found
        ],
        "breaches": [
            {
                "case": one.case, "kind": one.kind.label, "materials": one.materials, "basis": one.basis,
                "at": one.at.isoformat(), "repaired": one.repaired.isoformat() if one.repaired else "",
            }
            for one in reversed(parties.breaches(party))
        ],
    }  # fmt: skip


def of_case(number: str) -> list[CheckView]:
    """The checks of one case. Whether the reader may see the case is asked before."""
    return [_view(one) for one in _rows().filter(case__number=number).order_by("pk")]


def one_of(party_ids: Collection[int], check: int) -> CheckView:
    """One check of these parties. Raises CheckUnknown."""
    found = _rows().filter(pk=check, party_id__in=list(party_ids)).first()
    if found is None:
        raise rules.CheckUnknown()
    return _view(found)


def plain(check: int) -> CheckView:
    """The check itself, for reactions: no reader, no rights. Raises Check.DoesNotExist."""
    return _view(_rows().get(pk=check))


def way_to_revoke(number: str, now: datetime) -> Way | None:
    """The licence that this case made and that still stands, with the item that revokes it; None: there is
    none, or no item does it."""
    today = china_date(now)
    for face in reversed(vault.of_case(number, now)):
        for course in vault.courses(face, today, organ=True):
            if course.act is LicenceAct.REVOKE:
                return Way(course.item, face.id, face.name)
    return None


def counts(today: date) -> dict[str, int]:
    """How many checks run, are late, were found true and untrue: for the watch (1 statement)."""
    return Check.objects.aggregate(
        running=Count("pk", filter=RUNNING),
        late=Count("pk", filter=RUNNING & Q(state=CheckState.OPEN, due__lt=today)),
        true=Count("pk", filter=Q(state=CheckState.TRUE)),
        false=Count("pk", filter=Q(state=CheckState.FALSE)),
    )
