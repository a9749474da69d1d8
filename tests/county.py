"""A small county for tests: two departments, one hall, a handful of people and four items."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from yimen.accounts.models import Account, SecondStep
from yimen.bureau.models import CalendarDay, CalendarYear, Department, Post, Region, Staff
from yimen.catalogue import actions as catalogue
from yimen.parties.models import Party
from yimen.rules import second_step
from yimen.rules.authority import SYSTEM, Actor
from yimen.rules.authority import Post as PostFact
from yimen.rules.codes import credit_check, id_check
from yimen.rules.item import Basis, FieldUse, ItemSpec, Limit, MaterialUse, SpecialStep, Step, Window
from yimen.rules.terms import (
    Audience,
    Duty,
    FieldType,
    ItemType,
    MaterialKind,
    Need,
    Procedure,
    Promise,
    ResultType,
    Role,
    Source,
)

REGION = "439926000000"


def credit_code(serial: int) -> str:
    """An invented unified credit code with its right check character."""
    body = f"11439926MB{serial:07d}"
    return body + credit_check(body)


def id_number(birth: str, serial: int) -> str:
    """An invented identity number with its right check digit."""
    body = f"439926{birth}{serial:03d}"
    return body + id_check(body)


MARKET, HEALTH = credit_code(1), credit_code(2)


def item_code(serial: int, owner: str = MARKET) -> str:
    """A 31-digit code of one of the department's items."""
    return f"{owner}4{439901000000 + serial}"


LICENCE, INSTANT, JOINT, PLAIN = (item_code(n) for n in (1, 2, 3, 4))
_WINDOW = (Window("综合窗口", "云溪县民生路 18 号 1 楼", "工作日 8:30–12:00、14:00–17:30"),)
_BASIS = (Basis("行政许可法", "", "第十二条"),)
_PHONES = {"consult_phone": "0799-0000001", "complain_phone": "0799-0000002", "windows": _WINDOW}


def specs() -> list[ItemSpec]:
    """Four items: a licence with conditions and materials, one on the spot, a joint one, a plain service."""
    shop = FieldUse("shop_name", "店名", hint="挂在门口的名称", section="店铺")
    area = FieldUse("area", "使用面积（平方米）", FieldType.DECIMAL, minimum=Decimal(1), section="店铺")
    when_big = {"field": "area", "op": "gt", "value": 300}
    licence = ItemSpec(
        code=LICENCE, name="食品经营许可", department=MARKET, department_name="市场监管局",
        type=ItemType.LICENCE, legal=Limit(20), promise=Limit(5), basis=_BASIS,
        audiences=(Audience.PERSON, Audience.ENTERPRISE),
        person_topics=("就业创业",), corp_topics=("开店经营",),
        materials=(
            MaterialUse(
                "M-ID", "居民身份证", MaterialKind.CERTIFICATE, source=Source.GOVERNMENT, exempt_by="电子证照"
            ),
            MaterialUse("M-PLAN", "平面布局图"),
            MaterialUse("M-FIRE", "消防安全检查合格证", when=when_big),
            MaterialUse("M-RULES", "食品安全制度", need=Need.DEFERRABLE, deferral_days=3),
        ),
        form=(shop, area),
        steps=(
            Step("受理", Duty.ACCEPT, Role.CLERK),
            Step("承办", Duty.REVIEW, Role.OFFICER, days=2),
            Step("审核", Duty.REVIEW, Role.HEAD, days=1),
            Step("批准", Duty.APPROVE, Role.DIRECTOR, days=1),
        ),
        special=(SpecialStep(Procedure.SITE_VISIT, "本县踏勘规定", 3),
                 SpecialStep(Procedure.TESTING, "食品安全法第八十四条", 5, excluded_by_law=True)),
        result_type=ResultType.LICENCE, result_name="食品经营许可证", pause_on_correction=True, **_PHONES,
    )  # fmt: skip
    instant = ItemSpec(
        code=INSTANT, name="老年人优待证", department=MARKET, promise_type=Promise.INSTANT, promise=Limit(0),
        legal=Limit(5), audiences=(Audience.PERSON,), person_topics=("老人残疾人",), result_name="优待证明",
        steps=(Step("办理", Duty.APPROVE, Role.OFFICER),), **_PHONES,
    )  # fmt: skip
    joint = ItemSpec(
        code=JOINT, name="公共场所联合检查", department=MARKET, type=ItemType.OTHER, legal=Limit(45),
        promise=Limit(10), basis=_BASIS, audiences=(Audience.ENTERPRISE,), corp_topics=("开店经营",),
        steps=(
            Step("市监审核", Duty.REVIEW, Role.OFFICER, days=3),
            Step("卫健审核", Duty.REVIEW, Role.OFFICER, department=HEALTH, days=3),
            Step("决定", Duty.APPROVE, Role.DIRECTOR, days=2),
        ),
        result_type=ResultType.APPROVAL, result_name="联合检查意见批复", **_PHONES,
    )  # fmt: skip
    plain = ItemSpec(
        code=PLAIN, name="信息查询服务", department=MARKET, promise=Limit(3), audiences=(Audience.PERSON,),
        person_topics=("户籍证件",), **_PHONES,
    )  # fmt: skip
    return [licence, instant, joint, plain]


@dataclass
class County:
    """Who and what is there, by short names."""

    now: datetime
    parties: dict[str, Party] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Actor:
        return self.actors[name]


_STAFF = (
    ("clerk", "0101", Role.CLERK, MARKET), ("clerk2", "0102", Role.CLERK, MARKET),
    ("officer", "0201", Role.OFFICER, MARKET), ("officer2", "0204", Role.OFFICER, MARKET),
    ("head", "0202", Role.HEAD, MARKET), ("director", "0203", Role.DIRECTOR, MARKET),
    ("health", "0301", Role.OFFICER, HEALTH), ("health_director", "0303", Role.DIRECTOR, HEALTH),
    ("keeper", "0901", Role.KEEPER, MARKET), ("admin", "0902", Role.ADMIN, MARKET),
    ("supervisor", "0903", Role.SUPERVISOR, MARKET), ("security", "0904", Role.SECURITY, MARKET),
    ("audit", "0905", Role.AUDIT, MARKET),
)  # fmt: skip
PASSWORD = "yunxi-county-2026"
#: Of the second step of whoever must have one.
SECRET = "YUNXIYUNXIYUNXIYUNXIYUNXIYUNXI23"


#: As far as the deadlines of the items reach, in days.
_AHEAD = timedelta(days=40)


def _calendar(now: datetime) -> None:
    """2026 is published, and whatever year a deadline set now may end in: no test ends with a year."""
    year = CalendarYear.objects.create(year=2026, published=True, document="国办发明电〔2025〕7号")
    last = (now + _AHEAD).year
    for number in range(2027, max(2027, last) + 1):
        CalendarYear.objects.create(year=number, published=number <= last)
    off = [date(2026, 1, 1), date(2026, 10, 1), date(2026, 10, 2), date(2026, 10, 5), date(2026, 10, 6)]
    CalendarDay.objects.bulk_create(CalendarDay(year=year, date=d, working=False, name="节日") for d in off)
    CalendarDay.objects.create(year=year, date=date(2026, 10, 10), working=True, name="调休")


def _people(county: County) -> None:
    rows = [("li", "李敏", "19800101", 1), ("wang", "王小草", "19520305", 2), ("zhao", "赵田", "19900909", 3)]
    for key, name, birth, serial in rows:
        party = Party.objects.create(
            kind="person", name=name, id_number=id_number(birth, serial), phone=f"1990000000{serial}",
            created_at=county.now,
        )  # fmt: skip
        _account(county, key, f"1990000000{serial}", name, party=party)
    firm = Party.objects.create(
        kind="enterprise", name="云溪县青石面馆", id_number=credit_code(900), legal_person="李敏",
        created_at=county.now,
    )  # fmt: skip
    _account(county, "firm", "19900000009", "云溪县青石面馆", party=firm)


def _account(county: County, key: str, login: str, name: str, **link: object) -> Account:
    account = Account(login=login, name=name, created_at=county.now, **link)
    account.set_password(PASSWORD)
    account.save()
    county.accounts[key] = account
    party = link.get("party")
    if isinstance(party, Party):
        county.parties[key] = party
        county.actors[key] = Actor(account=account.pk, name=name, party=party.pk)
    return account


def _staff(county: County, regions: dict[str, Region], offices: dict[str, Department]) -> None:
    for key, number, role, code in _STAFF:
        staff = Staff.objects.create(number=number, name=f"员{number}", department=offices[code])
        hall = regions[REGION] if role is Role.CLERK else None
        Post.objects.create(staff=staff, role=role, department=offices[code], region=hall)
        account = _account(county, key, number, staff.name, staff=staff)
        fact = PostFact(role, code, REGION if role is Role.CLERK else "")
        county.actors[key] = Actor(account=account.pk, name=staff.name, staff=number, posts=(fact,))
        if role in second_step.REQUIRED:
            enrol(account, county.now)


def enrol(account: Account, now: datetime) -> None:
    """Give an account the second step, as if it had been set up; its codes are those of `SECRET`."""
    SecondStep.objects.create(account=account, secret=SECRET, made_at=now)
    account.second_step_at = now
    account.save()


def build(now: datetime) -> County:
    """Build the county in the current database."""
    county = County(now)
    region = Region.objects.create(code=REGION, name="云溪县", level="4")
    offices = {
        code: Department.objects.create(
            credit_code=code, name=f"云溪县{name}", short_name=name, region=region
        )
        for code, name in ((MARKET, "市场监管局"), (HEALTH, "卫生健康局"))
    }
    _calendar(now)
    _people(county)
    _staff(county, {REGION: region}, offices)
    with transaction.atomic():
        catalogue.bulk_publish(
            SYSTEM, specs(), effective_from=date(2026, 1, 1), document="云审发〔2026〕1号", now=now
        )
    county.actors["system"] = SYSTEM
    return county
