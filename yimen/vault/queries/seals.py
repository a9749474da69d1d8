"""Reading the seal register: the seal, its uses, its certificates, and the figures of 42 → 1."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from yimen.rules import seals
from yimen.rules.calendar import midnight
from yimen.rules.seals import SealStatus
from yimen.trail import rows

from ..models import Seal, SealCertificate, SealCustodian, SealReplaced, SealUse

#: Uses on one page of the register.
PAGE = 50


def the_seal(*, lock: bool = False) -> Seal | None:
    """The one seal that is not replaced, or None; `lock` holds its row until the transaction ends."""
    found = Seal.objects.exclude(status=SealStatus.REPLACED)
    return found.select_for_update(of=("self",)).first() if lock else found.select_related("holder").first()


def facts_of(row: Seal) -> seals.Seal:
    """A seal as the rules know it."""
    held = SealCustodian.objects.filter(seal=row).select_related("staff").order_by("from_day", "pk")
    return seals.Seal(
        row.code, row.name, row.holder.credit_code, SealStatus(row.status), frozenset(row.kinds),
        tuple(seals.Custodian(one.staff.number, one.from_day, one.to_day) for one in held),
    )  # fmt: skip


def custodians(row: Seal) -> list[SealCustodian]:
    """Everybody who ever kept the seal, the latest first."""
    return list(SealCustodian.objects.filter(seal=row).select_related("staff").order_by("-from_day", "-pk"))


#: Asked at every page of staff without a second step.
_CUSTODY: rows.Ready[SealCustodian] = rows.Ready(
    lambda staff: (
        SealCustodian.objects.filter(staff__number=staff)
        .exclude(seal__status=SealStatus.REPLACED)
        .only("from_day", "to_day")
    ),
    str,
)


def is_custodian(staff: str, day: date) -> bool:
    """Whether this member of staff (number) answers for the seal on this day."""
    held = _CUSTODY.rows(staff)
    return any(one.from_day <= day and (one.to_day is None or one.to_day >= day) for one in held)


def certificates(row: Seal) -> list[SealCertificate]:
    """The certificates of a seal, the newest first."""
    return list(SealCertificate.objects.filter(seal=row).order_by("-not_before", "-pk"))


def fingerprints() -> frozenset[str]:
    """Of every certificate that the bureau's seals ever had: by these a signature is known as ours."""
    return frozenset(SealCertificate.objects.values_list("fingerprint", flat=True))


def uses(row: Seal, *, number: str = "", before: int | None = None, most: int = PAGE) -> list[SealUse]:
    """用印记录, the newest first; `number`: of the document, the licence or the case; `before`: row id."""
    found = SealUse.objects.filter(seal=row)
    if number:
        found = found.filter(Q(number=number) | Q(case_number=number))
    if before is not None:
        found = found.filter(pk__lt=before)
    return list(found.select_related("file").order_by("-pk")[:most])


def uses_of_digest(digest: str) -> list[SealUse]:
    """What was sealed with this content (SM3)."""
    return list(SealUse.objects.filter(digest=digest).order_by("pk"))


@dataclass(frozen=True)
class Replaced:
    """One department's seal that ours replaced. `sealed`: documents of its items sealed since then, each of
    which its own seal would have stood on."""

    id: int
    department: str
    name: str
    former: str
    from_day: date
    document: str
    items: int
    sealed: int


@dataclass(frozen=True)
class Merger:
    """The report 42 → 1: the facts, how many seals of how many departments, items and documents they cover.

    `others`: documents sealed for departments of which no replaced seal is on record.
    """

    rows: tuple[Replaced, ...]
    seals: int
    departments: int
    items: int
    sealed: int
    others: int


def merger(row: Seal) -> Merger:
    """The figures from recorded facts and recorded uses, nothing else."""
    facts = list(
        SealReplaced.objects.filter(seal=row, withdrawn_at__isnull=True)
        .select_related("department")
        .order_by("from_day", "pk")
    )
    rows = tuple(_replaced(row, one) for one in facts)
    # Several seals of one department are counted once: it is the same document that they would have stood on.
    first: dict[str, Replaced] = {}
    for one in rows:
        first.setdefault(one.department, one)
    all_uses = SealUse.objects.filter(seal=row).exclude(department__in=first).aggregate(n=Count("pk"))["n"]
    return Merger(
        rows, len(rows), len(first), sum(one.items for one in rows),
        sum(one.sealed for one in first.values()), int(all_uses),
    )  # fmt: skip


def _replaced(row: Seal, one: SealReplaced) -> Replaced:
    code = one.department.credit_code
    since = SealUse.objects.filter(seal=row, department=code, at__gte=midnight(one.from_day))
    return Replaced(
        one.pk, code, one.department.name, one.former, one.from_day, one.document, one.items, since.count()
    )
