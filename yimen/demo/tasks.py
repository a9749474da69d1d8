"""联合任务 in the sample county: a visit with what was put right, one for a coming day, a drawing review in
which somebody said nothing, a hearing with its minutes, an inspection without a case. Lived by actions."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, time, timedelta

from yimen.cases.models import Case
from yimen.rules.authority import SYSTEM, Actor
from yimen.rules.calendar import CHINA, china_date
from yimen.rules.errors import RuleBroken
from yimen.rules.item import ItemSpec
from yimen.rules.terms import ItemType, Role
from yimen.tasks import actions
from yimen.tasks.models import Finding
from yimen.vault import actions as vault

from . import county, paperwork
from .stories import Cast, Story, Unsuited, drop

#: Who is asked besides, by short key: those who would look at a shop.
BESIDE = ("wjw", "xfj")
PLACE = "云溪县民生路 9 号"
SILENCE = "《云溪县联合审图办法（示例）》第六条：到期不提意见的，视为同意"
#: So often a play is begun anew where it does not come about by chance.
_TRIES = 10


def tell_all(cast: Cast, now: datetime, rng: random.Random) -> int:
    """Every play once; how many came about."""
    actions.rule_silence(SYSTEM, "drawings", counts=True, basis=SILENCE, now=now - timedelta(days=30))
    return sum(play(cast, now, rng) for play in PLAYS)


def _codes() -> dict[str, str]:
    return {one.key: one.code for one in county.departments()}


def shown() -> str:
    """The department (credit code) of the officer whose login is printed: who looks in finds tasks there."""
    posts = (p for one in county.staff() if one.demo for p in one.posts if p.role is Role.OFFICER)
    return _codes()[next(posts).department]


def _officers(cast: Cast, lead: str) -> list[Actor]:
    """One officer each: of the leading department (credit code), of the shown one, of others."""
    found = {
        actor.posts[0].department: actor
        for (_, role), actor in cast.signers.items()
        if role == str(Role.OFFICER) and actor.posts[0].role is Role.OFFICER
    }
    beside = [code for key, code in _codes().items() if key in BESIDE]
    order = dict.fromkeys([lead, shown(), *beside, *sorted(found)])
    return [found[code] for code in order if code in found][:3]


def _case(cast: Cast, days: int, now: datetime, rng: random.Random) -> tuple[Story, list[Actor]] | None:
    """An application accepted so many days ago, and the officers of three departments, its own first."""
    specs = [one for one in cast.specs if one.type is ItemType.LICENCE and not one.members]
    own = [one for one in specs if one.department == shown()]
    for n in range(_TRIES):
        # Its own first, so that who looks in leads one; where none comes about, of any department.
        spec: ItemSpec = rng.choice(own if own and n < _TRIES // 2 else specs)
        people = _officers(cast, spec.department)
        if len(people) < 3 or people[0].posts[0].department != spec.department:
            continue
        party, actor = rng.choice(cast.people if spec.audiences and "1" in spec.audiences else cast.firms)
        begin = now - timedelta(days=days + n)
        story = Story(cast, rng, spec, party, actor, rng.choice(cast.clerks), begin, now)
        try:
            story.file()
            story.accept()
        except (Unsuited, RuleBroken):
            drop(story)
            continue
        if Case.objects.get(number=story.number).state == "reviewing":
            return story, people
        drop(story)
    return None


def _asks(people: list[Actor]) -> list[tuple[str, int, str]]:
    return [(one.posts[0].department, 3, "看现场") for one in people]


def _later(cast: Cast, start: datetime, days: int, hour: int = 9) -> datetime:
    """The morning of the n-th working day after."""
    day = cast.calendar.add_working_days(china_date(start), days)
    return datetime.combine(day, time(hour, 30), CHINA)


def _visit(
    cast: Cast, days: int, now: datetime, rng: random.Random
) -> tuple[int, list[Actor], datetime] | None:
    found = _case(cast, days, now, rng)
    if found is None:
        return None
    story, people = found
    at = _later(cast, story.at, 2)
    task = actions.plan_visit(
        people[0], story.number, lead=people[0].posts[0].department, asks=_asks(people), place=PLACE,
        times=[at], prepare="请带租赁合同原件", now=story.at,
    ).id  # fmt: skip
    actions.appoint(people[0], task, time=at, reason="电话里和申请人约定", now=story.at)
    return task, people, at


def visit_done(cast: Cast, now: datetime, rng: random.Random) -> bool:
    """A visit that found two things, both put right."""
    made = _visit(cast, 14, now, rng)
    if made is None:
        return False
    task, people, at = made
    actions.begin_record(people[0], task, staff=[one.staff for one in people], applicant="申请人本人", now=at)
    for who, words in ((people[1], "操作间没有洗手池"), (people[2], "灭火器过期")):
        actions.find(who, task, text=words, mend=True, days=3, now=at)
        actions.say(who, task, saying="conditions", text="", now=at)
    actions.say(people[0], task, saying="agree", text="布局和图纸一致", now=at)
    actions.sign_off(people[0], task, signed="signed", words="", now=at + timedelta(hours=1))
    later = _later(cast, at, 1)
    for one in Finding.objects.filter(task=task).order_by("pk"):
        actions.answer_finding(people[0], task, one.pk, text="已经改好，到窗口交了照片", now=later)
        who = people[1] if "洗手池" in one.text else people[2]
        actions.check_finding(who, task, one.pk, ok=True, words="", now=later + timedelta(hours=1))
    return True


def visit_coming(cast: Cast, now: datetime, rng: random.Random) -> bool:
    """A visit for a coming day: the applicant still has to choose."""
    found = _case(cast, 2, now, rng)
    if found is None:
        return False
    story, people = found
    times = [_later(cast, now, 2), _later(cast, now, 3, 14)]
    actions.plan_visit(
        people[0], story.number, lead=people[0].posts[0].department, asks=_asks(people), place=PLACE,
        times=times, prepare="请带租赁合同原件", now=now,
    )  # fmt: skip
    return True


def review_silent(cast: Cast, now: datetime, rng: random.Random) -> bool:
    """A drawing review in which one department let its time pass: it agrees by the rule."""
    found = _case(cast, 12, now, rng)
    if found is None:
        return False
    story, people = found
    task = actions.plan_review(
        people[0], story.number, kind="drawings", lead=people[0].posts[0].department, asks=_asks(people),
        now=story.at,
    ).id  # fmt: skip
    actions.say(people[0], task, saying="agree", text="", now=story.at + timedelta(hours=1))
    actions.say(
        people[1], task, saying="conditions", text="洗手池再加 1 个", now=story.at + timedelta(hours=2)
    )
    actions.alarm(SYSTEM, task, now=_later(cast, story.at, 4))
    return True


def hearing_held(cast: Cast, now: datetime, rng: random.Random) -> bool:
    """A hearing with its minutes; the clock of the case went on."""
    found = _case(cast, 32, now, rng)
    if found is None:
        return False
    story, people = found
    at = _later(cast, story.at, 9)
    task = actions.plan_hearing(
        people[0], story.number, lead=people[0].posts[0].department, told_on=china_date(story.at),
        asked_on=china_date(story.at), by="相邻住户代表", at=at, place="县政务服务中心 3 楼听证室",
        host=people[1].staff, recorder=people[2].staff, people=[("party", "相邻住户代表")], now=story.at,
    ).id  # fmt: skip
    held = at + timedelta(hours=2)
    kept = vault.keep(people[0], [paperwork.scan("Minutes")], "听证笔录.pdf", now=held)
    actions.hold(
        people[0], task, minutes="相邻住户担心油烟，申请人说明已装净化设备，双方质证。", files=[kept.digest],
        refused=[], now=held,
    )  # fmt: skip
    actions.end_procedure(people[0], task, text="听证意见：装好油烟净化设备的，符合条件", now=held)
    return True


def inspection(cast: Cast, now: datetime, rng: random.Random) -> bool:
    """An inspection of a firm by a plan, without a case."""
    leads = {e.credit_code for e in county.enterprises() if e.demo}
    firm = next((party for party, _ in cast.firms if party.id_number in leads), cast.firms[0][0])
    people = _officers(cast, "")[:2]
    begin = now - timedelta(days=8)
    at = _later(cast, begin, 2)
    task = actions.plan_supervision(
        people[0], firm.pk, lead=people[0].posts[0].department, asks=_asks(people), title="联合检查",
        place=PLACE, day=at, plan="2026 年双随机抽查计划第 7 号（示例）", now=begin,
    ).id  # fmt: skip
    actions.begin_record(people[0], task, staff=[one.staff for one in people], applicant="店长", now=at)
    for one in people:
        actions.say(one, task, saying="agree", text="没有发现问题", now=at)
    actions.sign_off(people[0], task, signed="signed", words="", now=at + timedelta(hours=1))
    return True


PLAYS: tuple[Callable[[Cast, datetime, random.Random], bool], ...] = (
    visit_done, visit_coming, review_silent, hearing_held, inspection,
)  # fmt: skip
