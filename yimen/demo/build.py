"""Building the sample county in an empty database: places, offices, staff, people, items, logins."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from yimen.accounts import actions as accounts
from yimen.bureau import actions as bureau
from yimen.catalogue import actions as catalogue
from yimen.parties import actions as parties
from yimen.parties import queries as party_queries
from yimen.rules import second_step
from yimen.rules.authority import SYSTEM
from yimen.rules.offices import YearUnknown
from yimen.rules.terms import Role
from yimen.vault import actions as vault
from yimen.vault import queries as vault_queries

from . import county, hall, helping, projects

#: The one password of all sample logins. Never used outside the sample county.
PASSWORD = "yunxi-2026-demo"  # noqa: S105
#: Of the second step of those who must have one: everybody may know it, the sign-in page of the demo shows
#: the present code.
SECRET = "YUNXIDEMOYUNXIDEMOYUNXIDEMOYUNXI"  # noqa: S105
#: The day from which the sample catalogue is in force, and what ordered it.
SEAL_NAME = "云溪县行政审批专用章"
IN_FORCE, ORDER = date(2025, 1, 1), "云审发〔2024〕18号"
#: Besides the marked ones, so many sample people have a login of their own.
PEOPLE_WITH_LOGIN = 8
#: Firms sign in by the mobile of whoever acts for them; on paper they have a landline.
FIRM_LOGIN = "19900009001"


@dataclass(frozen=True)
class Login:
    """One sample login, shown by `yimen demo` and on the sign-in page."""

    role: str
    name: str
    login: str
    password: str
    secret: str = ""


#: Labels of the nine roles a visitor may try, in the order of the way of a case.
ROLES = {
    "person": "个人",
    "enterprise": "企业",
    **{str(r): r.label for r in Role},
}


def seeded() -> bool:
    """Whether the sample county is there already."""
    return logins_file().exists()


def logins_file() -> Path:
    """Where the sample logins are kept for the sign-in page."""
    return Path(settings.DATA_DIR) / "demo-logins.json"


def calendar(now: datetime) -> None:
    """The years of which the State Council's notice is known, published; the next one stays provisional."""
    for year in range(now.year - 1, now.year + 2):
        try:
            bureau.seed_year(SYSTEM, year, now=now)
        except YearUnknown:  # not announced yet: its days stay 暂定
            continue
        bureau.publish_year(SYSTEM, year, f"国务院办公厅关于 {year} 年部分节假日安排的通知", now=now)


def places(now: datetime) -> None:
    """Province to village."""
    for r in county.regions():
        bureau.add_region(SYSTEM, r.code, r.name, r.level, r.parent, now=now)


def offices(now: datetime) -> None:
    """The departments, all of the county."""
    for d in county.departments():
        bureau.add_department(
            SYSTEM, d.code, d.name, d.short_name, settings.SITE_REGION, d.address, d.consult_phone,
            d.complain_phone, now=now,
        )  # fmt: skip


def staff(now: datetime) -> None:
    """Everybody with their posts; the marked ones with a login."""
    codes = {d.key: d.code for d in county.departments()}
    for s in county.staff():
        bureau.hire(SYSTEM, s.number, s.name, codes[s.posts[0].department], now=now)
        for p in s.posts:
            bureau.give_post(SYSTEM, s.number, p.role, codes[p.department], p.region, now=now)
        if s.demo:
            accounts.open_staff_account(SYSTEM, s.number, PASSWORD, now=now)
        if s.demo and second_step.required([p.role for p in s.posts], False):
            accounts.enrol_known(SYSTEM, s.number, SECRET, now=now)


def people(now: datetime) -> None:
    """People and enterprises, registered; some of them with a login.

    The marked ones opened it at the counter: their papers were seen, so a machine may decide for them.
    """
    left = PEOPLE_WITH_LOGIN
    for p in county.people():
        parties.register_person(SYSTEM, p.name, p.id_number, p.phone, p.address, now=now)
        if p.demo or left > 0:
            left -= not p.demo
            who = (p.phone, p.name, p.id_number, PASSWORD)
            if p.demo:
                accounts.register_person(SYSTEM, *who, papers_seen=True, now=now)
            else:
                accounts.register(SYSTEM, *who, now=now)
    for e in county.enterprises():
        mobile = FIRM_LOGIN if e.demo else ""
        parties.register_enterprise(SYSTEM, e.name, e.credit_code, e.legal_person, mobile, e.address, now=now)
        if e.demo:
            accounts.register_enterprise(
                SYSTEM, mobile, e.name, e.credit_code, e.legal_person, PASSWORD, papers_seen=True, now=now
            )
            _mandate(e, now)


def _mandate(firm: county.Enterprise, now: datetime) -> None:
    """The enterprise's legal person may act for it."""
    principal = party_queries.by_id_number(firm.credit_code)
    agent = party_queries.by_id_number(firm.legal_id)
    if principal is not None and agent is not None:
        until = date(now.year + 2, 12, 31)
        parties.give_mandate(SYSTEM, principal.pk, agent.pk, [], now.date(), until, now=now)


def items(now: datetime) -> None:
    """The shared definitions and the 240 items, published."""
    for m in county.materials():
        u = m.use
        catalogue.define_material(
            SYSTEM, u.code, u.name, kind=u.kind, form=u.form, source=u.source, issuer=m.issuer,
            exempt_by=u.exempt_by, hint=u.hint, now=now,
        )  # fmt: skip
    with transaction.atomic():
        catalogue.bulk_publish(SYSTEM, county.item_specs(), effective_from=IN_FORCE, document=ORDER, now=now)


def licences(now: datetime) -> None:
    """The licence types of the county, wired to the items that issue, change and renew them."""
    for one in county.licence_types():
        vault.define_type(SYSTEM, one, now=now)


def bundles(now: datetime) -> None:
    """一件事: composed of the items, published by the keeper's document."""
    for one in county.bundles():
        issues = vault_queries.issued_by(member["item"] for member in one["members"])
        catalogue.compose(SYSTEM, one, issues=issues, now=now)
        catalogue.publish_bundle(
            SYSTEM, one["code"], issues=issues, effective_from=IN_FORCE, document=ORDER, now=now
        )


def seal(now: datetime) -> None:
    """The one seal with a key made for the demo; the keeper of the catalogue is its custodian."""
    bureau_code = next(one.code for one in county.departments() if one.key == county.BUREAU)
    keeper = next(s.number for s in county.staff() if s.demo and s.posts[0].role is Role.KEEPER)
    words = ["init", "--holder", bureau_code, "--name", SEAL_NAME, "--document", ORDER]
    call_command("seal", *words, "--custodian", keeper, stdout=io.StringIO())


def logins() -> list[Login]:
    """The nine sample logins."""
    person = next(p for p in county.people() if p.demo)
    firm = next(e for e in county.enterprises() if e.demo)
    made = [
        Login(ROLES["person"], person.name, person.phone, PASSWORD),
        Login(ROLES["enterprise"], firm.name, FIRM_LOGIN, PASSWORD),
    ]
    by_role = {str(s.posts[0].role): s for s in county.staff() if s.demo}
    for role in Role:
        if str(role) in by_role:
            one = by_role[str(role)]
            secret = SECRET if second_step.required([p.role for p in one.posts], False) else ""
            made.append(Login(ROLES[str(role)], one.name, one.number, PASSWORD, secret))
    return made


def write_logins() -> None:
    """Keep the sample logins beside the data."""
    rows = [vars(one) for one in logins()]
    logins_file().write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")


STEPS: tuple[tuple[str, Callable[[datetime], None]], ...] = (
    ("工作日历", calendar),
    ("行政区划", places),
    ("部门", offices),
    ("人员和岗位", staff),
    ("办事人和企业", people),
    ("事项目录", items),
    ("大厅", hall.halls),
    ("证照类型", licences),
    ("一件事", bundles),
    ("工程项目", projects.routes),
    ("印章", seal),
    ("预约", hall.bookings),
    ("请假", hall.leaves),
    ("帮办员", lambda now: helping.helpers(now, PASSWORD)),
)

__all__ = ["PASSWORD", "STEPS", "Login", "logins", "logins_file", "seeded", "write_logins"]
