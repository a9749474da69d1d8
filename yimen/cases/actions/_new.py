"""A new case: its row with a number of its own, and a line for each material."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction

from yimen.rules.calendar import china_date
from yimen.rules.item import ItemSpec
from yimen.rules.numbers import MAX_SERIAL, case_number
from yimen.rules.terms import Channel, GetType

from ..models import Case, CaseMaterial


def insert(case: Case, now: datetime) -> Case:
    """Insert with a fresh random serial; a clash with a number already given draws again."""
    for _ in range(20):
        serial = secrets.randbelow(MAX_SERIAL) + 1
        case.number = case_number(case.region[:6], china_date(now), Channel(case.channel), serial)
        try:
            with transaction.atomic():
                case.save(force_insert=True)
        except IntegrityError:
            if not Case.objects.filter(number=case.number).exists():
                raise
            continue
        return case
    raise RuntimeError("20 case numbers in a row were taken")


def lines(case: Case, spec: ItemSpec) -> None:
    """A line for each material of the item; what is exempt needs nothing."""
    CaseMaterial.objects.bulk_create(
        CaseMaterial(
            case=case, code=m.code, name=m.name, order=i,
            status=CaseMaterial.EXEMPT if m.exempt_by else CaseMaterial.MISSING,
            get_type=GetType.LICENCE if m.exempt_by else "",
        )
        for i, m in enumerate(spec.materials)
    )  # fmt: skip
