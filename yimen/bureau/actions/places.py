"""Writing regions and departments."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from yimen.rules import offices, people
from yimen.rules.authority import Actor, require_role
from yimen.rules.calendar import china_date
from yimen.rules.events import Kind
from yimen.rules.people import Source
from yimen.rules.terms import FieldType, Level, Role
from yimen.trail import actions as trail
from yimen.trail.usecase import use_case

from ..models import Department, Region
from .common import Made, note, the_department, the_region

#: Lengths of the columns.
_SHORT, _PHONE = 80, 80


# --- regions ----------------------------------------------------------------------------------------------
@use_case(Made)
def add_region(
    actor: Actor, code: str, name: str, level: Level, parent: str = "", *, now: datetime, once: str = ""
) -> Made:
    """Add a region by its 12-digit code under the region `parent`. ADMIN. Raises AlreadyThere, NotThere."""
    require_role(actor, Role.ADMIN)
    if Region.objects.filter(code=code.strip()).exists():
        raise offices.AlreadyThere(what="行政区划", number=code.strip())
    return ensure_region(actor, code, name, level, parent, now=now)


def ensure_region(
    actor: Actor, code: str, name: str, level: Level, parent: str = "", *, now: datetime
) -> Made:
    """The region of this code, added where it is missing. Inside the caller's transaction; asks no role."""
    trail.require_transaction()
    code = offices.read_region_code(code)
    name = people.read_name(name, china_date(now), label="区划名称")
    above = the_region(parent) if parent else None
    made, fresh = Region.objects.get_or_create(
        code=code, defaults={"name": name, "level": str(level), "parent": above}
    )
    if fresh:
        data = {"code": code, "name": name, "level": str(level), "parent": parent}
        note(Kind.REGION_ADDED, actor, now, data)
    return Made(made.pk)


# --- departments ------------------------------------------------------------------------------------------
@use_case(Made)
def add_department(
    actor: Actor,
    credit_code: str,
    name: str,
    short_name: str = "",
    region: str = "",
    address: str = "",
    consult_phone: str = "",
    complain_phone: str = "",
    *,
    partner: bool = False,
    source: str = Source.KEYBOARD,
    now: datetime,
    once: str = "",
) -> Made:
    """Add a department, or (`partner`) an organisation whose people only help. ADMIN.

    A wrong check digit is refused from a keyboard, warned of from an import.

    Raises AlreadyThere, NotThere (region), Blank, BadEntry.
    """
    require_role(actor, Role.ADMIN)
    number, _ = people.read_number(FieldType.CREDIT_CODE, credit_code, china_date(now), Source(source))
    if Department.objects.filter(credit_code=number).exists():
        raise offices.AlreadyThere(what="部门", number=number)
    return ensure_department(
        actor, credit_code, name, short_name, region, address, consult_phone, complain_phone,
        partner=partner, source=source, now=now,
    )  # fmt: skip


def ensure_department(
    actor: Actor,
    credit_code: str,
    name: str,
    short_name: str = "",
    region: str = "",
    address: str = "",
    consult_phone: str = "",
    complain_phone: str = "",
    *,
    partner: bool = False,
    source: str = Source.IMPORT,
    now: datetime,
) -> Made:
    """The department of this credit code, added where it is missing.

    Inside the caller's transaction; asks no role: that is the caller's business.
    """
    trail.require_transaction()
    number, warning = people.read_number(FieldType.CREDIT_CODE, credit_code, china_date(now), Source(source))
    found = Department.objects.filter(credit_code=number).first()
    if found is not None:
        return Made(found.pk, found.warning)
    facts = _facts(now, name, short_name or name[:_SHORT], address, consult_phone, complain_phone)
    made = Department.objects.create(
        credit_code=number, warning=warning, region=the_region(region) if region else None,
        partner=partner, **facts,
    )  # fmt: skip
    note(Kind.DEPARTMENT_ADDED, actor, now, {"code": number, "warning": warning, "region": region, **facts})
    return Made(made.pk, warning)


@use_case(Made)
def change_department(
    actor: Actor,
    credit_code: str,
    name: str,
    short_name: str,
    address: str = "",
    consult_phone: str = "",
    complain_phone: str = "",
    active: bool = True,
    *,
    now: datetime,
    once: str = "",
) -> Made:
    """Change what is said about a department (all values are given anew). ADMIN. Raises NotThere."""
    require_role(actor, Role.ADMIN)
    found = the_department(credit_code)
    facts: dict[str, Any] = {
        **_facts(now, name, short_name, address, consult_phone, complain_phone), "active": active,
    }  # fmt: skip
    changed = {k: v for k, v in facts.items() if getattr(found, k) != v}
    if changed:
        Department.objects.filter(pk=found.pk).update(**changed)
        note(Kind.DEPARTMENT_CHANGED, actor, now, {"code": credit_code, **changed})
    return Made(found.pk, found.warning)


def _facts(now: datetime, name: str, short: str, address: str, consult: str, complain: str) -> dict[str, Any]:
    today = china_date(now)
    return {
        "name": people.read_name(name, today, label="部门名称", most=people.FIRM_NAME_MAX),
        "short_name": people.read_name(short, today, label="部门简称", most=_SHORT),
        "address": people.read_text(address, today, label="地址", most=people.ADDRESS_MAX),
        "consult_phone": people.read_text(consult, today, label="咨询电话", most=_PHONE),
        "complain_phone": people.read_text(complain, today, label="投诉电话", most=_PHONE),
    }
