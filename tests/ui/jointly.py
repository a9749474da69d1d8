"""Joint tasks for the gate: one at each point a page looks different, each by acts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from tests import county as counties
from tests import samples
from tests import task_world as world
from yimen.bureau import queries as bureau
from yimen.rules.authority import SYSTEM
from yimen.rules.calendar import CHINA, china_date
from yimen.tasks import actions
from yimen.tasks.models import Finding, Paper
from yimen.vault import actions as vault

#: Of the lead and of who takes part: two, so that no page waits for a third.
ASKS = ((counties.MARKET, 3, "布局和图纸是否一致"), (counties.HEALTH, 5, "洗手和消毒设施"))
STAFF = ("0201", "0301")
PLACE = "云溪县民生路 9 号"

Licence = Callable[..., str]


def play(county: counties.County, now: datetime, licence: Licence) -> dict[str, str]:
    """Names for the paths: visits at four points, reviews at three, a hearing, an inspection, one overdue."""
    made = {
        "visit": _visit(county, licence(county, now, "accepted"), now),
        "other": _visit(county, licence(county, now, "accepted"), now),
        "appointed": _appointed(county, licence(county, now, "accepted"), now),
        "on_site": _on_site(county, licence(county, now, "accepted"), now),
        "mending": _mending(county, licence(county, now, "accepted"), now),
        "visited": _visited(county, licence(county, now, "accepted"), now),
        **_reviews(county, licence(county, now, "accepted"), now),
        "hearing": _hearing(county, licence(county, now, "accepted"), now),
        "experts": _experts(county, licence(county, now, "accepted"), now),
        "inspection": _inspection(county, now),
    }
    actions.ask_other(county["li"], made["other"], reason="周五下午才在店里", now=now)
    actions.rule_silence(county["admin"], "acceptance", counts=True, basis="示例办法第六条", now=now)
    record = Paper.objects.get(task=made["visited"], kind="record").number
    return {**{f"task_{name}": str(pk) for name, pk in made.items()}, "record": record}


def later(now: datetime, days: int, hour: int = 9) -> datetime:
    """The morning of the n-th working day after."""
    day = bureau.work_calendar().add_working_days(china_date(now), days)
    return datetime(day.year, day.month, day.day, hour, 30, tzinfo=CHINA)


def _visit(county: counties.County, number: str, now: datetime) -> int:
    return actions.plan_visit(
        county["officer"], number, lead=counties.MARKET, asks=ASKS, place=PLACE,
        times=[later(now, 1), later(now, 2, 14)], prepare="请带租赁合同原件", now=now,
    ).id  # fmt: skip


def _appointed(county: counties.County, number: str, now: datetime) -> int:
    task = _visit(county, number, now)
    actions.choose(county["li"], task, time=later(now, 1), now=now)
    return task


def _on_site(county: counties.County, number: str, now: datetime) -> int:
    task = _appointed(county, number, now)
    actions.begin_record(county["officer"], task, staff=STAFF, applicant="李敏", now=now)
    photo = actions.keep_photo(county["health"], [world.picture()], "洗手池.jpg", now=now)
    actions.find(county["health"], task, text="操作间没有洗手池", mend=True, days=5, photo=photo, now=now)
    actions.find(county["officer"], task, text="布局和图纸一致", mend=False, days=0, now=now)
    shot = actions.keep_photo(county["officer"], [world.picture()], "门口.jpg", now=now)
    actions.photo(county["officer"], task, photo=shot, now=now)
    return task


def _signed(county: counties.County, number: str, now: datetime) -> int:
    task = _on_site(county, number, now)
    actions.find(county["health"], task, text="没有餐具消毒柜", mend=True, days=5, now=now)
    actions.say(county["health"], task, saying="conditions", text="", now=now)
    actions.say(county["officer"], task, saying="agree", text="", now=now)
    drawn = vault.keep(county["officer"], [samples.png(7)], "signature.png", now=now).digest
    actions.sign_off(county["officer"], task, signed="signed", words="", signature=drawn, now=now)
    return task


def _mending(county: counties.County, number: str, now: datetime) -> int:
    """One point was turned down and is answered again, one waits to be answered."""
    task = _signed(county, number, now)
    one = Finding.objects.filter(task=task, state="open").order_by("pk")[0]
    actions.answer_finding(county["li"], task, one.pk, text="装了 1 个", now=now)
    actions.check_finding(county["health"], task, one.pk, ok=False, words="还差 1 个", now=now)
    photo = actions.keep_photo(county["li"], [world.picture()], "装好了.jpg", now=now)
    actions.answer_finding(county["li"], task, one.pk, text="又装了 1 个", photos=[photo], now=now)
    return task


def _visited(county: counties.County, number: str, now: datetime) -> int:
    task = _signed(county, number, now)
    for one in Finding.objects.filter(task=task, state="open").order_by("pk"):
        actions.answer_finding(county["li"], task, one.pk, text="改好了", now=now)
        actions.check_finding(county["health"], task, one.pk, ok=True, words="", now=now)
    return task


def _reviews(county: counties.County, number: str, now: datetime) -> dict[str, int]:
    """Drawings in the second round with a disagreement to be met; an acceptance; one overdue."""
    officer = county["officer"]

    def review(kind: str, at: datetime = now) -> int:
        return actions.plan_review(officer, number, kind=kind, lead=counties.MARKET, asks=ASKS, now=at).id

    drawings, acceptance = review("drawings"), review("acceptance")
    kept = vault.keep(county["li"], [samples.png()], "平面图.png", now=now).digest
    actions.draw(county["li"], drawings, files=[kept], now=now)
    actions.say(county["health"], drawings, saying="disagree", text="更衣室太小", now=now)
    again = vault.keep(county["li"], [samples.png(2)], "平面图第二版.png", now=now).digest
    actions.draw(county["li"], drawings, files=[again], now=now)
    actions.say(county["health"], drawings, saying="disagree", text="更衣室还是太小", now=now)
    actions.say(officer, drawings, saying="conditions", text="入口再宽 20 厘米", now=now)
    actions.find(county["health"], acceptance, text="通风口没有防鼠网", mend=True, days=3, now=now)
    actions.alarm(SYSTEM, acceptance, now=later(now, 9))
    return {"drawings": drawings, "acceptance": acceptance}


def _hearing(county: counties.County, number: str, now: datetime) -> int:
    """Told and asked for on the day on which the notice went out."""
    return actions.plan_hearing(
        county["officer"], number, lead=counties.MARKET, told_on=china_date(now), asked_on=china_date(now),
        by="楼上住户", at=later(now, 9), place="县政务服务中心 3 楼听证室", host="0301", recorder="0204",
        people=[("party", "楼上住户"), ("witness", "赵田")], now=now,
    ).id  # fmt: skip


def _experts(county: counties.County, number: str, now: datetime) -> int:
    """Reviewed, with the opinion of three experts, not yet concluded."""
    asked = [
        actions.list_expert(
            county["admin"], name=name, subject="食品工程", organ="省食品研究院（示例）", rank="高级工程师",
            now=now,
        ).id
        for name in ("陈川", "周渡", "何溪")
    ]  # fmt: skip
    held = later(now, 2)
    task = actions.plan_experts(
        county["officer"], number, lead=counties.MARKET, at=held, place="县政务服务中心 3 楼", experts=asked,
        now=now,
    ).id  # fmt: skip
    after = held + timedelta(hours=2)
    kept = vault.keep(county["officer"], [samples.png(3)], "评审意见.png", now=after).digest
    actions.hold(
        county["officer"], task, minutes="工艺可行，建议增加一道冷却。", files=[kept], refused=[], now=after
    )
    return task


def _inspection(county: counties.County, now: datetime) -> int:
    return actions.plan_supervision(
        county["officer"], county.parties["firm"].pk, lead=counties.MARKET, asks=ASKS, title="餐饮联合检查",
        place=PLACE, day=later(now, 2), plan="2026 年双随机抽查计划第 7 号（示例）", now=now,
    ).id  # fmt: skip
