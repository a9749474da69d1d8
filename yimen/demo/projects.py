"""Projects in the sample county: routes of all classes, one zone, and five roads lived through the real acts.

One stands in its second stage, one went from land to start of work (拿地即开工), one was built and accepted;
a pipeline and a kindergarten that the government pays for go their own ways.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction

from yimen.cases import actions as cases
from yimen.cases.models import Case
from yimen.catalogue import queries as catalogue
from yimen.parties.models import Party
from yimen.projects import actions
from yimen.rules.authority import SYSTEM, Actor
from yimen.rules.calendar import china_date
from yimen.rules.errors import RuleBroken
from yimen.rules.projects import Assessed, Funding, Lane, ProjectKind, Stage
from yimen.rules.projects.opening import Told
from yimen.rules.projects.results import Assessment
from yimen.rules.terms import Channel, State
from yimen.vault import actions as vault

from . import answers, county, paperwork
from .stories import Cast, Story, Unsuited

#: The clerk whose sample login leads the projects.
MANAGER = "1001"
#: What the form of every stage says of a firm that builds on land it bought.
_SAID = {
    "usage": "厂房和仓库", "applicant_type": "company", "land_way": "grant", "add_lift": False,
    "is_home": False, "height": "18", "geo_risk": False, "energy": "300",
    "yjs_newland": True, "yjs_dig": True, "route": "溪山路全段", "occupy_area": "60", "urgent": False,
}  # fmt: skip


@dataclass(frozen=True)
class Play:
    """One project: begun so many days ago; of its stages so many are done, `open` says that the next is under
    way, with so many of its members decided."""

    code: str
    name: str
    kind: ProjectKind
    lane: Lane
    place: str
    days: int
    done: int
    open: int | None = None
    zone: str = "YX-PARK"
    area: str = "12000"
    bill: Stage | None = None
    funding: Funding = Funding.SOCIAL


PLAYS = (
    Play("2026-439926-13-03-000101", "小满食品二期厂房", ProjectKind.INDUSTRIAL, Lane.STANDARD,
         "云溪工业园 3 号地块", 26, 1, 1),
    Play("2026-439926-13-03-000102", "小满食品冷链仓库", ProjectKind.INDUSTRIAL, Lane.LAND,
         "云溪工业园 7 号地块", 60, 3, bill=Stage.DESIGN),
    Play("2026-439926-47-03-000103", "小满食品展示中心", ProjectKind.BUILDING, Lane.STANDARD,
         "云溪县云溪镇溪山路 60 号", 130, 4, zone="", area="6800"),
    Play("2026-439926-78-01-000104", "溪山路供水管线", ProjectKind.LINEAR, Lane.STANDARD,
         "云溪县云溪镇溪山路", 64, 2, 1, zone="", area="900", funding=Funding.GOVERNMENT),
    Play("2026-439926-83-01-000105", "云溪县第三幼儿园", ProjectKind.PUBLIC, Lane.STANDARD,
         "云溪县云溪镇文昌街 88 号", 60, 1, 1, zone="", area="5200", funding=Funding.GOVERNMENT),
)  # fmt: skip


#: By which the roads of the classes were laid down.
DOCUMENT = "云审发〔2026〕6号"


def routes(now: datetime) -> None:
    """Which bundle a class has for a stage, what is charged, and what the zone has assessed."""
    told = county.projects()
    for n, one in enumerate(told["routes"]):
        actions.set_route(
            SYSTEM, ProjectKind(one["kind"]), Stage(one["stage"]), one["item"], order=n, note=one["note"],
            document=DOCUMENT, now=now,
        )  # fmt: skip
    for n, one in enumerate(told["fees"]):
        actions.set_rate(SYSTEM, one, order=n, now=now)
    for zone in told["zones"]:
        actions.define_zone(SYSTEM, zone["code"], zone["name"], now=now)
        for one in zone["assessments"]:
            actions.assess(SYSTEM, zone["code"], _assessment(zone["name"], one), now=now)


def _assessment(zone: str, one: dict[str, Any]) -> Assessment:
    return Assessment(
        Assessed(one["kind"]), zone, one["material"], one["document"], one["basis"],
        date.fromisoformat(one["valid_from"]), date.fromisoformat(one["valid_to"]),
    )  # fmt: skip


def tell_all(cast: Cast, now: datetime, rng: random.Random) -> int:
    """Every project once, of the firm with the sample login; how many came as far as they should."""
    marked = {one.credit_code for one in county.enterprises() if one.demo}
    party, actor = next(one for one in cast.firms if one[0].id_number in marked)
    if actor is None:
        return 0
    return sum(_play(cast, one, party, actor, now, rng) for one in PLAYS)


def _play(cast: Cast, play: Play, party: Party, actor: Actor, now: datetime, rng: random.Random) -> bool:
    at = now - timedelta(days=play.days)
    told = Told(
        play.code, play.name, play.kind, play.funding, play.lane, play.place, play.zone, Decimal(20000),
        Decimal(play.area), Decimal(48000000), at - timedelta(days=2),
    )  # fmt: skip
    actions.open_project(actor, told, party.pk, now=at)
    actions.name_manager(SYSTEM, play.code, MANAGER, now=at)
    spec = cast.specs[0]
    story = Story(cast, rng, spec, party, actor, rng.choice(cast.clerks), at, now)
    order = [one["stage"] for one in county.projects()["routes"] if one["kind"] == play.kind]
    stages = [Stage(one) for one in order if one != Stage.LINE]
    try:
        for stage in stages[: play.done]:
            story = _stage(story, play.code, stage)
            _decide(story, 99)
            if story.at < now and Case.objects.get(number=story.number).state == State.ISSUED:
                story.hand_out(issue=False)
            if play.bill is stage:
                actions.bill(actor, play.code, now=story.at)
        if play.open is not None:
            story = _stage(story, play.code, stages[play.done])
            _decide(story, play.open)
    except (Unsuited, RuleBroken):
        return False
    with transaction.atomic():
        actions.came(play.code, now=story.at)
    return True


def _stage(story: Story, code: str, stage: Stage) -> Story:
    """One stage filled in, handed in and accepted."""
    actor = story.filer
    begun = actions.begin_stage(
        actor, code, stage, channel=Channel.WEB, region=settings.SITE_REGION, now=story.later(30, 400)
    )
    case = Case.objects.get(number=begun.number)
    made = replace(story, number=begun.number, spec=catalogue.spec(case.version_id))
    _fill(made, dict(case.answers))
    for line in case.materials.filter(status="missing").order_by("order"):
        chunks = iter([paperwork.scan(f"Sample scan {line.code}")])
        kept = vault.keep(actor, chunks, f"{line.name[:40]}.pdf", now=made.at)
        cases.attach(actor, made.number, line.code, kept.id, now=made.at)
    cases.submit(actor, made.number, now=made.later(10, 60))
    made.accept()
    return made


def _fill(story: Story, known: dict[str, Any]) -> None:
    """Answers that the form takes, with what is known of the project. Raises Unsuited."""
    keys = {use.key for use in story.spec.form}
    who = story.who()
    said = {**_SAID, "legal_person": who["person"]}
    fixed = {key: value for key, value in said.items() if key in keys} | known
    raw = answers.sample(story.spec, who, china_date(story.at), story.rng)
    if raw is None:
        raise Unsuited
    cases.save(story.filer, story.number, {**raw, **fixed}, now=story.at)


def _decide(story: Story, most: int) -> None:
    """The departments grant, those first for whom others wait."""
    for _ in range(most):
        found = Case.objects.filter(parent__number=story.number, state=State.REVIEWING)
        child = found.order_by("pk").first()
        if child is None:
            break
        part = replace(story, number=child.number, spec=catalogue.spec(child.version_id))
        part.grant()
        story.at = part.at
        with transaction.atomic():
            cases.advance(story.number, now=story.at)
