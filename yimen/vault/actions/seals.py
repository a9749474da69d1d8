"""Writing the seal register: entering the seal, custodians, kinds, its status, and the seals it replaced."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from yimen.bureau import queries as bureau
from yimen.rules import offices, seals
from yimen.rules.authority import Actor, require_role
from yimen.rules.calendar import china_date
from yimen.rules.events import Kind
from yimen.rules.seals import SealStatus
from yimen.rules.terms import Role
from yimen.trail import actions as trail
from yimen.trail.usecase import use_case

from ..models import Seal, SealCertificate, SealCustodian, SealReplaced
from ..queries.seals import facts_of, the_seal
from ..sealkeys import Certificate


@dataclass(frozen=True)
class Registered:
    """The row that was written in the register."""

    id: int


@use_case(Registered)
def found_seal(
    actor: Actor, code: str, name: str, holder: str, kinds: Collection[str], *, document: str,
    now: datetime, once: str = "",
) -> Registered:  # fmt: skip
    """Enter the seal: its code and name, the organ that holds it (credit code), what it may stand on, and the
    document that ordered it. ADMIN. Raises SealStands while another is not replaced, NotThere, BadSealEntry.
    """
    require_role(actor, Role.ADMIN)
    standing = the_seal(lock=True)
    if standing is not None:
        raise seals.SealStands(name=standing.name)
    organ = bureau.department(holder)
    if organ is None:
        raise offices.NotThere(what="部门", number=holder)
    made = Seal.objects.create(
        code=seals.require_words("印章编码", code, 40), name=seals.require_words("印章名称", name, 80),
        holder=organ, kinds=list(seals.check_kinds(kinds)),
        document=seals.require_words("启用文号", document), since=china_date(now),
    )  # fmt: skip
    _note(made, actor, now, "found", {"name": made.name, "holder": holder, "kinds": made.kinds,
                                      "document": made.document})  # fmt: skip
    return Registered(made.pk)


@use_case(Registered)
def enrol(actor: Actor, certificate: Certificate, *, now: datetime, once: str = "") -> Registered:
    """Enter the certificate of the seal's key, so that what it signs is known as ours.

    ADMIN. The same again changes nothing. Raises NoSeal.
    """
    require_role(actor, Role.ADMIN)
    seal = _standing()
    made, fresh = SealCertificate.objects.get_or_create(
        fingerprint=certificate.fingerprint,
        defaults={"seal": seal, "subject": certificate.subject[:300], "pem": certificate.pem,
                  "not_before": certificate.not_before, "not_after": certificate.not_after, "added_at": now},
    )  # fmt: skip
    if fresh:
        _note(seal, actor, now, "enrol", {"certificate": made.fingerprint, "subject": made.subject})
    return Registered(made.pk)


@use_case(Registered)
def appoint(
    actor: Actor, staff: str, from_day: date, to_day: date | None = None, *, now: datetime, once: str = ""
) -> Registered:
    """Make a member of staff (number) a custodian between two days inclusive. SECURITY, and not themselves.

    It is a right over other people's papers, so who runs the system does not give it.
    Raises NoSeal, NotThere, StaffRetired, OwnCustody, BadSealEntry, AlreadyCustodian.
    """
    require_role(actor, Role.SECURITY)
    seal, person = _standing(), bureau.staff_by_number(staff)
    if person is None:
        raise offices.NotThere(what="工号", number=staff)
    if not person.active:
        raise offices.StaffRetired()
    seals.require_another(actor.staff, person.number)
    new = seals.Custodian(person.number, from_day, to_day)
    seals.check_custody(facts_of(seal).custodians, new, person.name)
    made = SealCustodian.objects.create(seal=seal, staff=person, from_day=from_day, to_day=to_day)
    _note(seal, actor, now, "appoint", {"staff": person.number, "from": from_day.isoformat(),
                                        "to": to_day.isoformat() if to_day else ""})  # fmt: skip
    return Registered(made.pk)


@use_case(Registered)
def release(actor: Actor, custodian: int, *, now: datetime, once: str = "") -> Registered:
    """End a custodian's duty (row id) with yesterday; one that has not begun goes altogether. SECURITY.

    Raises NoSeal, NotThere.
    """
    require_role(actor, Role.SECURITY)
    seal, last = _standing(), china_date(now) - timedelta(days=1)
    held = SealCustodian.objects.select_related("staff").filter(pk=custodian, seal=seal).first()
    if held is None:
        raise offices.NotThere(what="保管人", number=custodian)
    if held.from_day > last:
        held.delete()
    elif held.to_day is None or held.to_day > last:
        SealCustodian.objects.filter(pk=held.pk).update(to_day=last)
    _note(seal, actor, now, "release", {"staff": held.staff.number, "to": last.isoformat()})
    return Registered(custodian)


@use_case(Registered)
def change_kinds(actor: Actor, kinds: Collection[str], *, now: datetime, once: str = "") -> Registered:
    """Say anew what the seal may stand on. ADMIN. Raises NoSeal, BadSealEntry."""
    require_role(actor, Role.ADMIN)
    seal = _standing()
    before, seal.kinds = seal.kinds, list(seals.check_kinds(kinds))
    seal.save(update_fields=["kinds"])
    _note(seal, actor, now, "kinds", {"before": before, "after": seal.kinds})
    return Registered(seal.pk)


@use_case(Registered)
def suspend_seal(actor: Actor, reason: str, *, now: datetime, once: str = "") -> Registered:
    """停用: from now on nothing is sealed; what waits is sealed after it is resumed. ADMIN. Raises NoSeal."""
    return _set_status(actor, SealStatus.SUSPENDED, "停用原因", reason, now)


@use_case(Registered)
def resume_seal(actor: Actor, reason: str, *, now: datetime, once: str = "") -> Registered:
    """恢复使用. ADMIN. Raises NoSeal, BadSealEntry."""
    return _set_status(actor, SealStatus.ACTIVE, "恢复原因", reason, now)


@use_case(Registered)
def replace_seal(actor: Actor, document: str, *, now: datetime, once: str = "") -> Registered:
    """更换: the seal is out of use for good, by a document (文号); then another may be entered. ADMIN."""
    made = _set_status(actor, SealStatus.REPLACED, "更换文号", document, now)
    Seal.objects.filter(pk=made.id).update(until=china_date(now))
    return made


def _set_status(actor: Actor, status: SealStatus, what: str, reason: str, now: datetime) -> Registered:
    require_role(actor, Role.ADMIN)
    seal, said = _standing(), seals.require_words(what, reason)
    before, seal.status = seal.status, status
    seal.save(update_fields=["status"])
    _note(seal, actor, now, "status", {"before": str(before), "after": str(status), "reason": said})
    return Registered(seal.pk)


@use_case(Registered)
def note_replaced(
    actor: Actor, department: str, former: str, from_day: date, document: str, items: int, *,
    now: datetime, once: str = "",
) -> Registered:  # fmt: skip
    """Record that a department's seal (`former`, its name) gave way to ours from a day on, by a document
    (文号), for so many items. ADMIN. Raises NoSeal, NotThere, AlreadyReplaced, BadSealEntry.
    """
    require_role(actor, Role.ADMIN)
    seal, place = _standing(), bureau.department(department)
    if place is None:
        raise offices.NotThere(what="部门", number=department)
    former, items = seals.require_words("原印章名称", former, 80), seals.check_items(items)
    if SealReplaced.objects.filter(department=place, former=former, withdrawn_at__isnull=True).exists():
        raise seals.AlreadyReplaced(name=former)
    made = SealReplaced.objects.create(
        seal=seal, department=place, former=former, from_day=from_day, items=items,
        document=seals.require_words("文号", document), entered_by=actor.label, entered_at=now,
    )  # fmt: skip
    data = {"act": "replaced", "row": made.pk, "department": department, "former": former,
            "from": from_day.isoformat(), "document": made.document, "items": items}  # fmt: skip
    trail.append(_stream(seal), Kind.SEAL_REPLACED, actor.label, now, data)
    return Registered(made.pk)


@use_case(Registered)
def withdraw_replaced(actor: Actor, row: int, reason: str, *, now: datetime, once: str = "") -> Registered:
    """Take back a fact that was entered by mistake; it stays on record. ADMIN. Raises NoSeal, NotThere."""
    require_role(actor, Role.ADMIN)
    seal, said = _standing(), seals.require_words("撤销原因", reason)
    changed = SealReplaced.objects.filter(pk=row, seal=seal, withdrawn_at__isnull=True).update(
        withdrawn_at=now
    )
    if not changed:
        raise offices.NotThere(what="并入记录", number=row)
    data = {"act": "withdrawn", "row": row, "reason": said}
    trail.append(_stream(seal), Kind.SEAL_REPLACED, actor.label, now, data)
    return Registered(row)


def _standing() -> Seal:
    found = the_seal(lock=True)
    if found is None:
        raise seals.NoSeal()
    return found


def _stream(seal: Seal) -> str:
    return f"seal:{seal.code}"


def _note(seal: Seal, actor: Actor, now: datetime, act: str, data: Mapping[str, Any]) -> None:
    trail.append(_stream(seal), Kind.SEAL_CHANGED, actor.label, now, {"act": act, **data})
