"""帮办员 of the sample county: of two towns, three villages, a bank and a post office; whom they help, what
came of it, what people said, and a visit at home that waits. All of it is invented, done by the real acts."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, timedelta

from yimen.accounts import actions as accounts
from yimen.accounts import queries as account_queries
from yimen.bureau import actions as bureau
from yimen.bureau import queries as offices
from yimen.cases import queries as cases
from yimen.helping import actions
from yimen.parties.actions import helping
from yimen.parties.models import Party
from yimen.parties.queries import helping as mandates
from yimen.rules.authority import SYSTEM, Actor
from yimen.rules.calendar import china_date
from yimen.rules.codes import credit_check
from yimen.rules.errors import RuleBroken
from yimen.rules.hall.terms import SiteLevel
from yimen.rules.helping.visits import STEP
from yimen.rules.terms import Audience, HelpKind, Role

from . import county
from .stories import Cast, Story, Unsuited, drop

#: Staff number of the helper whom a visitor may try.
FIRST = "3001"
NAMES = ("林巧云", "周守田", "吴春苗", "郑大河", "何田田", "冯立信", "邓邮安")
#: Partner organisations: serial of the credit code, name, short name.
_PARTNERS = (
    (5001, "云溪农村商业银行青石支行", "农商行青石支行"),
    (5002, "云溪县邮政分公司城关支局", "邮政城关支局"),
)
#: Days before now on which the mandates begin; cases begun for each person.
_AGO, _EACH = 30, 3
_DAYS = 180
_HOUSE = "三组 12 号，村口小卖部左拐"
_WORDS = ("手把手教，很耐心", "跑了两趟，谢谢", "", "说得明白")


def helpers(now: datetime, password: str) -> None:
    """The seven with their posts; the first with a login."""
    office = next(one.code for one in county.departments() if one.key == county.BUREAU)
    sites = county.hall()["sites"]
    towns = [one["region"] for one in sites if one["level"] == SiteLevel.TOWN][:2]
    villages = [one["region"] for one in sites if one["level"] == SiteLevel.VILLAGE][:3]
    places = [(office, region) for region in (*towns, *villages)]
    for serial, name, short in _PARTNERS:
        body = f"91439926MA{serial:07d}"
        code = body + credit_check(body)
        bureau.add_department(SYSTEM, code, name, short, towns[0], partner=True, now=now)
        places.append((code, towns[0]))
    for n, (name, (department, region)) in enumerate(zip(NAMES, places, strict=True), int(FIRST)):
        bureau.hire(SYSTEM, str(n), name, department, now=now)
        bureau.give_post(SYSTEM, str(n), Role.HELPER, department, region, now=now)
        accounts.open_staff_account(SYSTEM, str(n), password, now=now)


def tell_all(cast: Cast, now: datetime, rng: random.Random) -> int:
    """Mandates, helped cases at every stage, ratings, a visit that waits; how many cases were told."""
    begin, told = now - timedelta(days=_AGO), 0
    people = [one for one in cast.people if one[1] is not None]
    staff = offices.staff_in_role(Role.HELPER)
    for n, one in enumerate(staff):
        account = account_queries.account_by_login(one.number)
        if account is None:
            continue
        helper = account_queries.actor_of(account, now)
        party, person = people[n % len(people)]
        if person is not None and _allow(helper, party, person, begin):
            told += _tell(cast, replace(helper, helps=_held(helper, now)), party, person, now, rng)
    _ask_only(staff[0].number, people[len(staff) % len(people)][0], now)
    _visits(people, now)
    return told


def _held(helper: Actor, now: datetime) -> frozenset[tuple[int, str, str]]:
    return mandates.helps_of(helper.staff, china_date(now))


def _allow(helper: Actor, party: Party, person: Actor, at: datetime) -> bool:
    """The helper asks, the person says yes by their own account."""
    day: date = china_date(at)
    until = day + timedelta(days=_DAYS)
    asked = helping.ask_help(
        helper, party.name, party.id_number, str(HelpKind.ACT), [], day, until, now=at
    ).id  # fmt: skip
    return helping.confirm_help(person, asked, now=at).confirmed


def _ask_only(number: str, party: Party, now: datetime) -> None:
    """Somebody has been asked and not answered yet."""
    account = account_queries.account_by_login(number)
    if account is None:
        return
    day = china_date(now)
    helping.ask_help(
        account_queries.actor_of(account, now), party.name, party.id_number, str(HelpKind.ASSIST), [], day,
        day + timedelta(days=_DAYS), now=now,
    )  # fmt: skip


def _tell(
    cast: Cast, helper: Actor, party: Party, person: Actor, now: datetime, rng: random.Random
) -> int:  # fmt: skip
    """A draft, a case under way and one that is over and rated, of items that suit the person."""
    specs = [one for one in cast.specs if Audience.PERSON in one.audiences]
    rng.shuffle(specs)
    told = 0
    for spec in specs:
        if told == _EACH:
            break
        begin = now - timedelta(days=_AGO - 2)
        story = Story(cast, rng, spec, party, helper, rng.choice(cast.clerks), begin, now, helped=True)
        try:
            _walk(story, told, person)
        except (Unsuited, RuleBroken):
            drop(story)
            continue
        told += 1
    return told


def _walk(story: Story, stage: int, person: Actor) -> None:
    if stage == 0:
        story.at = story.until - timedelta(days=1)
    story.file(submit=stage > 0)
    if stage > 0:
        story.accept()
    if stage > 1:
        story.grant()
        story.hand_out()
        if cases.helped_case(story.number) is not None:
            level, words = str(story.rng.choice([5, 5, 4, 3])), story.rng.choice(_WORDS)
            actions.rate(person, story.number, level, words, now=story.at)


def _visits(people: list[tuple[Party, Actor | None]], now: datetime) -> None:
    """One visit that waits, and one that a helper took."""
    regions = [one["region"] for one in county.hall()["sites"] if one["level"] == SiteLevel.TOWN]
    asked = []
    for (_party, person), wish in zip(people[-2:], ("weekend", "weekday"), strict=True):
        if person is not None:
            asked.append(
                actions.ask_visit(
                    person,
                    regions[0],
                    "三组 12 号，村口小卖部左拐",
                    "old",
                    wish,
                    "优待证到期了，走不动",
                    now=now,
                ).id
            )
    account = account_queries.account_by_login(FIRST)
    if account is None or len(asked) < len(people[-2:]):
        return
    day = china_date(now) + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    actions.take_visit(account_queries.actor_of(account, now), asked[1], day, 20 * STEP, now=now)
