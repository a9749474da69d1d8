"""离线收件编号 as their helper, and whoever holds the paper, sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.utils.crypto import salted_hmac

from yimen.cases import queries as cases
from yimen.rules.helping import receipts as rules
from yimen.rules.helping.receipts import SlipState

from ..models import ReceiptSlip

PAGE = 30


@dataclass(frozen=True)
class SlipView:
    """One number. `case`: number of the application it stands for, "" for none; `why`: of a void one."""

    id: int
    number: str
    sheet: int
    state: SlipState
    printed_at: datetime
    case: str
    title: str
    why: str
    staff: str


def mark_of(serial: int) -> int:
    """What proves a serial, under the key of this site."""
    made = salted_hmac("yimen.helping.receipts", str(serial), algorithm="sha256").hexdigest()
    mark: int = int(made, 16) % 10**rules.MARK
    return mark


def shown(serial: int) -> str:
    """The whole number of a serial."""
    return rules.number_of(serial, mark_of(serial))


def slips_of(staff: str, state: SlipState, *, before: int | None = None, limit: int = PAGE) -> list[SlipView]:
    """Numbers of a helper in one state, newest first, keyset; one more than `limit`."""
    rows = ReceiptSlip.objects.filter(staff=staff, state=state).select_related("sheet", "case")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [_view(one) for one in rows.order_by("-pk")[: limit + 1]]


def slip_counts(staff: str) -> dict[SlipState, int]:
    """How many numbers of a helper stand where."""
    rows = ReceiptSlip.objects.filter(staff=staff).order_by().values_list("state").annotate(Count("pk"))
    return {state: dict(rows).get(str(state), 0) for state in SlipState}


def sheet_of(staff: str, sheet: int) -> list[SlipView]:
    """The numbers of a helper's own sheet; none for somebody else's."""
    rows = ReceiptSlip.objects.filter(sheet=sheet, sheet__staff=staff).select_related("sheet", "case")
    return [_view(one) for one in rows.order_by("pk")]


def slip(typed: str) -> SlipView | None:
    """A number for whoever holds the paper; None for one that was never printed."""
    try:
        serial = rules.read(typed, mark_of)
    except rules.SlipWrong:
        return None
    found = ReceiptSlip.objects.filter(pk=serial).select_related("sheet", "case").first()
    return _view(found) if found is not None else None


def without_slip(staff: str, *, limit: int = PAGE) -> list[tuple[str, str]]:
    """(number, title) of the newest applications that a helper handed in and that have no receipt number."""
    rows = cases.handed_in_by(staff, limit=limit * 2)
    taken = set(
        ReceiptSlip.objects.filter(case__in=[one for one, _n, _t in rows]).values_list("case", flat=True)
    )
    return [(number, title) for one, number, title in rows if one not in taken][:limit]


def _view(one: ReceiptSlip) -> SlipView:
    case = one.case
    return SlipView(
        one.pk, shown(one.pk), one.sheet_id, SlipState(one.state), one.sheet.printed_at,
        case.number if case is not None else "", case.title if case is not None else "", one.why, one.staff,
    )  # fmt: skip
