"""Reading the library: what is on file of a party, what satisfies a line, who used what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from yimen.bureau import queries as bureau
from yimen.parties import queries as parties
from yimen.rules.calendar import china_date
from yimen.rules.licence_states import LicenceStatus
from yimen.rules.registers import SATISFIES, USABLE, Record, Status
from yimen.rules.reuse import Holding, is_usable
from yimen.rules.terms import Held, UseBasis
from yimen.trail import rows as ready

from ..models import HeldFile, HeldMaterial, HeldUse
from . import licences
from .files import FileFacts, by_ids
from .licences import held_by

PAGE = 30


@dataclass(frozen=True)
class HeldRow:
    """One material on file as its party sees it. `usable`: it would be offered today."""

    id: int
    name: str
    code: str
    origin: Held
    department: str
    case: str
    since: date
    valid_to: date | None
    usable: bool
    hidden: bool
    replaced: bool
    files: tuple[FileFacts, ...]


@dataclass(frozen=True)
class UseRow:
    """One use as the party sees it. `by`: how the trail names who did it."""

    id: int
    name: str
    origin: Held
    case: str
    title: str
    department: str
    basis: UseBasis
    oral: bool
    at: datetime
    by: str
    ended_at: datetime | None


def holdings(party_id: int, now: datetime) -> list[Holding]:
    """What is on file of a party, neither hidden nor replaced: materials, licences, a register (4 reads)."""
    rows = list(
        HeldMaterial.objects.filter(party_id=party_id, superseded_by__isnull=True, hidden_at__isnull=True)
    )
    licences_ = held_by(party_id, now)
    offices = ({one.department for one in rows} | {one.department for one in licences_}) - {""}
    names = bureau.department_names(offices) if offices else {}
    return [
        *(_holding(one, names) for one in rows),
        *(_licence(one, names) for one in licences_),
        *_registered(parties.register_record(party_id)),
    ]


def _licence(one: licences.Held, names: dict[str, str]) -> Holding:
    files = (one.file,) if one.file else ()
    office = names.get(one.department, one.department)
    return Holding(
        Held.LICENCE, one.licence, one.material, one.name, one.valid_from, one.valid_to, one.department,
        office, files=files,
    )  # fmt: skip


def _registered(record: Record | None) -> list[Holding]:
    """What a register's answer stands for; its name says which material."""
    if record is None or record.status is not Status.ANSWERED:
        return []
    since = china_date(record.fetched_at)
    ends = china_date(record.fetched_at + USABLE)
    return [
        Holding(Held.REGISTER, record.ref, "", name, since, ends, department_name=record.register.label)
        for name in SATISFIES[record.register]
    ]


def _holding(one: HeldMaterial, names: dict[str, str]) -> Holding:
    return Holding(
        Held(one.origin), one.pk, one.code, one.name, one.since, one.valid_to, one.department,
        names.get(one.department, one.department), one.case,
    )  # fmt: skip


def files_of(held: Iterable[int]) -> dict[int, list[int]]:
    """Ids of the stored files by held material."""
    found: dict[int, list[int]] = {}
    rows = HeldFile.objects.filter(held__in=list(held)).order_by("id").values_list("held", "stored")
    for one, stored in rows:
        found.setdefault(one, []).append(stored)
    return found


def held_rows(party_id: int, today: date, *, before: int | None = None, limit: int = PAGE) -> list[HeldRow]:
    """The library of a party, newest first, hidden and replaced ones too; keyset by id (4 statements)."""
    found = HeldMaterial.objects.filter(party_id=party_id)
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found.order_by("-pk")[: limit + 1])
    names = bureau.department_names({one.department for one in rows} - {""})
    files = files_of(one.pk for one in rows)
    facts = by_ids(stored for ids in files.values() for stored in ids)
    return [_row(one, names, [facts[i] for i in files.get(one.pk, [])], today) for one in rows]


def _row(one: HeldMaterial, names: dict[str, str], files: list[FileFacts], today: date) -> HeldRow:
    hidden, replaced = one.hidden_at is not None, one.superseded_by_id is not None
    return HeldRow(
        one.pk, one.name, one.code, Held(one.origin), names.get(one.department, ""), one.case, one.since,
        one.valid_to, is_usable(_holding(one, names), today) and not (hidden or replaced), hidden, replaced,
        tuple(files),
    )  # fmt: skip


def use_rows(party_id: int, *, before: int | None = None, limit: int = PAGE) -> list[UseRow]:
    """Who used what of this party, newest first, keyset by id (2 statements)."""
    found = HeldUse.objects.filter(party_id=party_id)
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found.order_by("-pk")[: limit + 1])
    names = bureau.department_names({one.department for one in rows})
    return [
        UseRow(
            one.pk, one.name, Held(one.origin), one.case, one.title,
            names.get(one.department, one.department), UseBasis(one.basis), one.oral, one.at, one.by,
            one.ended_at,
        )
        for one in rows
    ]  # fmt: skip


@dataclass(frozen=True)
class Used:
    """What one line of a case uses. `since`, `department`, `case`: of the held material it came from.

    `licence`, `status`: of a licence, its number and how the licence of that number stands today.
    """

    origin: Held
    basis: UseBasis
    oral: bool
    at: datetime
    since: date | None = None
    department: str = ""
    case: str = ""
    licence: str = ""
    status: LicenceStatus | None = None

    @property
    def ended(self) -> bool:
        """A licence that was good when it was taken and is so no longer."""
        return self.status is not None and self.status is not LicenceStatus.VALID


_USES = ready.Ready(lambda case: HeldUse.objects.filter(case=case, ended_at__isnull=True), str)


def used_in(case: str, today: date) -> dict[str, Used]:
    """What a case uses of its party's library, by material line (up to 5 statements)."""
    uses = _USES.rows(case)
    refs = {one.ref for one in uses if one.origin in {Held.CHECKED, Held.UPLOADED}}
    held = {one.pk: one for one in HeldMaterial.objects.filter(pk__in=refs)} if refs else {}
    names = bureau.department_names({one.department for one in held.values()} - {""}) if held else {}
    numbers = licences.numbers_of(one.ref for one in uses if one.origin == Held.LICENCE)
    stand = licences.newest(numbers.values(), today) if numbers else {}
    return {one.code: _used(one, held.get(one.ref), names, numbers, stand) for one in uses}


def _used(
    use: HeldUse, held: HeldMaterial | None, names: dict[str, str], numbers: dict[int, str],
    stand: dict[str, LicenceStatus],
) -> Used:  # fmt: skip
    made = Used(Held(use.origin), UseBasis(use.basis), use.oral, use.at)
    if use.origin == Held.LICENCE:
        number = numbers.get(use.ref, "")
        return replace(made, licence=number, status=stand.get(number))
    if held is None or use.origin not in {Held.CHECKED, Held.UPLOADED}:
        return made
    department = names.get(held.department, held.department)
    return replace(made, since=held.since, department=department, case=held.case)


def opens_file(party_id: int | None, key: str) -> bool:
    """Whether a file lies in this party's own library."""
    if party_id is None:
        return False
    return HeldFile.objects.filter(stored__key=key, held__party_id=party_id).exists()
