"""Five departments and one 一件事: 开餐饮店, whose members each want to see the place."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

from django.db import transaction
from PIL import Image

from tests import county as counties
from yimen.bureau.models import Department, Post, Region, Staff
from yimen.cases import actions as cases
from yimen.cases.models import Case
from yimen.catalogue import actions as catalogue
from yimen.config.worker import drain
from yimen.rules.authority import SYSTEM, Actor
from yimen.rules.authority import Post as PostFact
from yimen.rules.item import FieldUse, ItemSpec, Limit, MaterialUse, Step
from yimen.rules.terms import Audience, Duty, ItemType, ResultType, Role
from yimen.tasks import actions
from yimen.tasks.models import Task

ZONE = ZoneInfo("Asia/Shanghai")
#: A Monday morning.
NOW = datetime(2026, 11, 16, 10, 0, tzinfo=ZONE)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
FIRE, BUILD, URBAN = (counties.credit_code(n) for n in (3, 4, 5))
SINCE = date(2026, 1, 1)
#: Short name → credit code, officer's key and number.
OFFICES = {
    "市场监管局": (counties.MARKET, "officer", "0201"), "卫生健康局": (counties.HEALTH, "health", "0301"),
    "消防救援大队": (FIRE, "fire", "0401"), "住建局": (BUILD, "build", "0501"),
    "城管局": (URBAN, "urban", "0601"),
}  # fmt: skip
FIVE = tuple(code for code, _, _ in OFFICES.values())
WHO = {code: key for code, key, _ in OFFICES.values()}
RESTAURANT = "YJS-050"
_SHOP = FieldUse("shop_name", "店名", section="店铺")


def item(at: int) -> str:
    """The code of the member of the n-th department."""
    return counties.item_code(80 + at, FIVE[at])


NAMES = ("食品经营许可", "公共场所卫生许可", "消防安全检查", "装修许可", "门头招牌设置")


def members() -> list[ItemSpec]:
    """One licence of each department: looked at on the spot, then decided."""
    steps = (Step("现场踏勘", Duty.SURVEY, Role.OFFICER), Step("决定", Duty.APPROVE, Role.OFFICER))
    return [
        ItemSpec(
            code=item(at), name=name, department=FIVE[at], type=ItemType.LICENCE, promise=Limit(5),
            legal=Limit(20), audiences=(Audience.PERSON, Audience.ENTERPRISE), form=(_SHOP,), visits=1,
            materials=(MaterialUse(f"M-T{at}", f"{name}材料"),), steps=steps, result_name=f"{name}决定",
            result_type=ResultType.APPROVAL, consult_phone="0799-0000001",
            complain_phone="0799-0000002",
        )
        for at, name in enumerate(NAMES)
    ]  # fmt: skip


def offices(county: counties.County) -> None:
    """Three more departments with an officer each."""
    region = Region.objects.get(code=counties.REGION)
    for name, (code, key, number) in OFFICES.items():
        if key in county.actors:
            continue
        office = Department.objects.create(
            credit_code=code, name=f"云溪县{name}", short_name=name, region=region
        )
        staff = Staff.objects.create(number=number, name=f"员{number}", department=office)
        Post.objects.create(staff=staff, role=Role.OFFICER, department=office)
        account = counties._account(county, key, number, staff.name, staff=staff)
        fact = PostFact(Role.OFFICER, code)
        county.actors[key] = Actor(account=account.pk, name=staff.name, staff=number, posts=(fact,))


def build(now: datetime = NOW) -> counties.County:
    """The small county, five departments, the bundle in force."""
    return publish(counties.build(now), now)


def publish(county: counties.County, now: datetime = NOW) -> counties.County:
    """Five departments and the bundle, in force."""
    offices(county)
    with transaction.atomic():
        catalogue.bulk_publish(
            SYSTEM, members(), effective_from=SINCE, document="云审发〔2026〕12号", now=now
        )
    told = {
        "code": RESTAURANT, "name": "开餐饮店", "department": counties.MARKET,
        "department_name": "市场监管局", "audiences": ["1", "2"], "summary": "一次办完开餐饮店要的证",
        "person_topics": ["就业创业"], "consult_phone": "0799-0000001", "complain_phone": "0799-0000002",
        "members": [{"item": item(at)} for at in range(5)], "questions": [], "words": ["开饭店"],
    }  # fmt: skip
    catalogue.compose(county["keeper"], told, issues={}, now=now)
    catalogue.publish_bundle(
        county["keeper"], RESTAURANT, issues={}, effective_from=SINCE, document="云审发〔2026〕9号",
        now=now,
    )  # fmt: skip
    drain(now)
    return county


def apply(county: counties.County, now: datetime = NOW) -> str:
    """李敏 applies for the whole; accepted; five departments work on it."""
    li = county["li"]
    number = cases.open_draft(
        li, RESTAURANT, county.parties["li"].pk, channel="2", region=counties.REGION, now=now
    ).number
    cases.save(li, number, {"shop_name": "青石小馆"}, now=now)
    for at in range(5):
        cases.attach(li, number, f"M-T{at}", None, now=now, how="1")
    cases.submit(li, number, now=now)
    cases.receive(county["clerk"], number, now=now)
    cases.accept(county["clerk"], number, now=now)
    drain(now)
    return number


def child(number: str, code: str) -> Case:
    """The member of this department."""
    return Case.objects.get(parent__number=number, department__credit_code=code)


def at(days: int, hour: int = 9, start: datetime = NOW) -> datetime:
    """So many calendar days later at this hour."""
    return (start + days * DAY).replace(hour=hour, minute=30)


ASKS = tuple((code, 5, "看现场") for code in FIVE)


def visit(county: counties.County, number: str, now: datetime = NOW) -> int:
    """A visit of all five, proposed by the lead."""
    return actions.plan_visit(
        county["officer"], number, lead=counties.MARKET, asks=ASKS, place="云溪县民生路 9 号",
        times=[at(2, start=now), at(3, 14, start=now)], prepare="请带租赁合同原件", now=now,
    ).id  # fmt: skip


def appointed(county: counties.County, number: str, now: datetime = NOW) -> int:
    """… and agreed upon."""
    task = visit(county, number, now)
    actions.choose(county["li"], task, time=at(2, start=now), now=now + MINUTE)
    return task


def on_site(county: counties.County, number: str, now: datetime = NOW) -> int:
    """… and begun on the spot, five officials there."""
    task = appointed(county, number, now)
    numbers = [number for _, _, number in OFFICES.values()]
    actions.begin_record(county["officer"], task, staff=numbers, applicant="李敏", now=at(2, start=now))
    return task


def picture(place: bool = True) -> bytes:
    """A small JPEG; with the place where it was taken, as telephones write it."""
    made, image = BytesIO(), Image.new("RGB", (320, 240), "olive")
    exif = Image.Exif()
    if place:
        exif[0x010F] = "PHONEMAKER"
        exif.get_ifd(0x8825)[2] = (28.0, 12.0, 33.0)
    image.save(made, "JPEG", exif=exif)
    return made.getvalue()


def of(task: int) -> Task:
    """The row as it is now."""
    return Task.objects.get(pk=task)
