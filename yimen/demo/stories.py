"""400 cases, each lived act by act through the real actions on days before now, and left somewhere.

A story knows its own clock: every act moves it by some business minutes. Nothing is written by hand: what
the pages show of these cases is what the actions left.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from yimen.accounts import queries as account_queries
from yimen.bureau import queries as bureau
from yimen.cases import actions
from yimen.cases.models import Case, Seat
from yimen.parties.models import Party
from yimen.rules.authority import SYSTEM, Actor, Post
from yimen.rules.calendar import WorkCalendar, add_business_minutes, business_minutes_between, china_date
from yimen.rules.errors import RuleBroken
from yimen.rules.item import ItemSpec
from yimen.rules.licences import NUMBER_FIELD
from yimen.rules.terms import Audience, Channel, Duty, Procedure, ResultType, Role
from yimen.vault import actions as vault
from yimen.vault import queries as vault_queries

from . import answers, county, paperwork

#: Where the stories end, and how many of each: every state of the lifecycle is there.
ENDS: tuple[tuple[str, int], ...] = (
    ("draft", 12), ("submitted", 14), ("received", 14), ("correction", 14), ("reviewing", 70),
    ("supplement", 6), ("suspended", 12), ("granted", 16), ("refused", 6), ("issued", 22),
    ("delivered", 120), ("refused_delivered", 10), ("not_accepted", 12), ("not_required", 5),
    ("forwarded", 5), ("withdrawn", 12), ("returned", 8), ("terminated", 5), ("voided", 3), ("archived", 34),
)  # fmt: skip
#: Stories that are still open begin within these last days; the others over half a year.
RECENT_DAYS, LONG_DAYS = 9, 170
#: This share of the stories is of the people with a sample login.
SHARE_OF_LEADS = 0.08
#: With fewer business minutes than this before now, a story cannot go on.
NEAR = 8
OPEN = frozenset(
    {
        "draft",
        "submitted",
        "received",
        "correction",
        "reviewing",
        "supplement",
        "suspended",
        "granted",
        "refused",
        "issued",
    }
)


class Unsuited(Exception):
    """This item and this party make no story of the wanted kind: another pair is drawn."""


@dataclass
class Cast:
    """Who may play: staff by desk, parties with their accounts, the items of each kind of party."""

    calendar: WorkCalendar
    clerks: list[Actor]
    signers: dict[tuple[str, str], Actor]
    people: list[tuple[Party, Actor | None]]
    firms: list[tuple[Party, Actor | None]]
    specs: list[ItemSpec]


def cast() -> Cast:
    """Gather everybody from the database and the county's lists."""
    codes = {d.key: d.code for d in county.departments()}
    clerks: list[Actor] = []
    signers: dict[tuple[str, str], Actor] = {}
    for s in county.staff():
        posts = tuple(Post(p.role, codes[p.department], p.region) for p in s.posts)
        actor = Actor(account=None, name=s.name, staff=s.number, posts=posts)
        for p in posts:
            if p.role is Role.CLERK and p.region == settings.SITE_REGION:
                clerks.append(actor)
            signers.setdefault((p.department, str(p.role)), actor)
    parties = [(p, _actor_of(p)) for p in Party.objects.order_by("id")]
    return Cast(
        bureau.work_calendar(), clerks, signers,
        [one for one in parties if one[0].kind == Party.PERSON],
        [one for one in parties if one[0].kind == Party.ENTERPRISE], county.item_specs(),
    )  # fmt: skip


def _actor_of(party: Party) -> Actor | None:
    account = account_queries.account_by_login(party.phone)
    mine = account is not None and account.party_id == party.pk
    return Actor(account=account.pk, name=party.name, party=party.pk) if account and mine else None


@dataclass
class Story:
    """One case on its way."""

    cast: Cast
    rng: random.Random
    spec: ItemSpec
    party: Party
    applicant: Actor | None
    clerk: Actor
    at: datetime
    until: datetime
    number: str = ""
    helped: bool = False

    def later(self, low: int, high: int) -> datetime:
        """Let some business minutes pass, fewer when now is near; Unsuited when there are none left."""
        calendar = self.cast.calendar
        left = business_minutes_between(calendar, calendar.hours, self.at, self.until)
        if left < NEAR:
            raise Unsuited
        minutes = min(self.rng.randint(low, high), left // 4)
        self.at = add_business_minutes(calendar, calendar.hours, self.at, minutes)
        return self.at

    @property
    def filer(self) -> Actor:
        """Who fills the form: the applicant online, else the clerk for them."""
        return self.applicant or self.clerk

    def file(self, *, submit: bool = True) -> None:
        """Open, fill, attach and hand in."""
        raw = answers.sample(self.spec, self.who(), china_date(self.at), self.rng)
        if raw is None:
            raise Unsuited
        if NUMBER_FIELD in raw:
            raw[NUMBER_FIELD] = self._licence()
        channel = Channel.WEB if self.applicant else Channel.COUNTER
        channel = Channel.HELPER if self.helped else channel
        done = actions.open_draft(
            self.filer, self.spec.code, self.party.pk, channel=channel, region=settings.SITE_REGION,
            now=self.at,
            first_contact_at=self.at - timedelta(days=self.rng.choice([0, 0, 0, 1, 2, 5])),
        )  # fmt: skip
        self.number = done.number
        actions.save(self.filer, self.number, raw, now=self.later(3, 20))
        if submit:
            self.attach_all()
            actions.submit(self.filer, self.number, now=self.later(2, 30))

    def _licence(self) -> str:
        """The number of a licence of the party that this item can act on; Unsuited where there is none."""
        rule = vault_queries.act_of_item(self.spec.code)
        held = vault_queries.of_party([self.party.pk], self.at) if rule else []
        number = next((one.number for one in held if one.holds and rule and one.name == rule[0].name), "")
        if not number:
            raise Unsuited
        return number

    def who(self) -> dict[str, str]:
        """What the form is filled with."""
        firm = self.party.kind == Party.ENTERPRISE
        person = self.rng.choice(self.cast.people)[0] if firm else self.party
        code = self.party.id_number if firm else self.rng.choice(self.cast.firms)[0].id_number
        return {
            "name": self.party.name, "person": person.name, "id_number": person.id_number,
            "phone": self.party.phone or person.phone,
            "address": self.party.address or "云溪县云溪镇", "credit_code": code,
        }  # fmt: skip

    def attach_all(self) -> None:
        """Give every material: files online, paper at the counter."""
        for m in self.spec.materials:
            if m.exempt_by:
                continue
            if self.applicant is None:
                actions.attach(self.filer, self.number, m.code, None, now=self.at, how="1")
                continue
            chunks = iter([paperwork.scan(f"Sample scan {m.code}")])
            kept = vault.keep(self.filer, chunks, f"{m.name[:40]}.pdf", now=self.at)
            actions.attach(self.filer, self.number, m.code, kept.id, now=self.at)

    def seats(self) -> Iterator[tuple[Seat, Actor]]:
        """The open seat and who holds it, again and again until none is open."""
        while True:
            case = Case.objects.get(number=self.number)
            seat = Seat.objects.filter(case=case, round=case.round, is_open=True).order_by("order").first()
            if seat is None:
                return
            holder = self.cast.signers.get((seat.department, seat.role))
            if holder is None or holder.staff == case.accepted_by:
                raise Unsuited
            yield seat, holder

    def last_order(self) -> int:
        """The order of the deciding seat."""
        return (
            Seat.objects.filter(case__number=self.number)
            .order_by("-order")
            .values_list("order", flat=True)[0]
        )

    def accept(self) -> None:
        """Receive and accept at the window."""
        actions.receive(self.clerk, self.number, now=self.later(5, 200))
        given = [m.code for m in self.spec.materials if not m.exempt_by]
        found = {code: ("accepted", "") for code in given}
        actions.check_materials(self.clerk, self.number, found, now=self.at)
        actions.accept(self.clerk, self.number, now=self.later(5, 240))

    def sign(self, *, most: int = 99) -> Actor:
        """Let the seats before the decision sign (at most `most`); returns who holds the seat now open."""
        last = self.last_order()
        for done, (seat, holder) in enumerate(self.seats()):
            if seat.order == last or done >= most:
                return holder
            words = self.rng.choice(["材料齐全，符合条件。", "经核对，情况属实。", "同意承办意见。", ""])
            self._send_back_once(seat, holder)
            actions.opinion(holder, self.number, verdict="agree", text=words, now=self.later(20, 400))
        raise Unsuited

    def _send_back_once(self, seat: Seat, holder: Actor) -> None:
        if seat.order == 0 or seat.round > 1 or seat.duty == Duty.SURVEY or self.rng.random() > 0.06:
            return
        actions.send_back(
            holder, self.number, reason="平面图和申请表的面积不一致，请核对", now=self.later(10, 90)
        )
        _, first = next(self.seats())
        actions.opinion(
            first, self.number, verdict="agree", text="已核对，以平面图为准。", now=self.later(20, 200)
        )

    def grant(self) -> None:
        """Sign through and decide for the applicant."""
        holder = self.sign()
        day = china_date(self.later(10, 300))
        licence = self.spec.result_type is ResultType.LICENCE
        actions.grant(
            holder, self.number, now=self.at, text="同意。",
            result_number=f"云审准字〔{day.year}〕{self.number[15:21]}号" if licence else "",
            result_from=day if licence else None,
            result_to=day.replace(year=day.year + 5, day=min(day.day, 28)) if licence else None,
        )  # fmt: skip

    def hand_out(self, *, issue: bool = True) -> None:
        """Make the result and give it to the applicant."""
        if issue:
            actions.issue(self.clerk, self.number, now=self.later(10, 200))
        receiver = self.party.legal_person or self.party.name
        actions.deliver(
            self.clerk, self.number, receiver=receiver, seen="居民身份证", now=self.later(30, 900)
        )


Ending = Callable[[Story], None]


def tell(cast_: Cast, end: Ending, start: datetime, until: datetime, rng: random.Random) -> str:
    """One story with a drawn item and party, told until it ends as wanted; its case number.

    Draws again (and voids nothing: a failed beginning leaves an unfinished case that really happened).
    """
    for draw in range(60):
        begin = start - timedelta(days=draw // 5)  # a story that does not fit before now began earlier
        spec = rng.choice(cast_.specs)
        person = Audience.PERSON in spec.audiences and (rng.random() < 0.75 or len(spec.audiences) == 1)
        party, actor = _lead(cast_.people if person else cast_.firms, rng)
        online = Channel.WEB in spec.channels
        applicant = actor if actor is not None and online and rng.random() < 0.8 else None
        story = Story(cast_, rng, spec, party, applicant, rng.choice(cast_.clerks), begin, until)
        try:
            end(story)
        except (Unsuited, RuleBroken):
            drop(story)
            continue
        return story.number
    raise RuntimeError("no story of this kind came about in 60 draws")


def _lead(parties: list[tuple[Party, Actor | None]], rng: random.Random) -> tuple[Party, Actor | None]:
    """Who applies: now and then one with a sample login, so that a visitor finds cases of every kind."""
    marked = {p.id_number for p in county.people() if p.demo} | {
        e.credit_code for e in county.enterprises() if e.demo
    }
    if rng.random() < SHARE_OF_LEADS:
        return rng.choice([one for one in parties if one[0].id_number in marked])
    return rng.choice(parties)


def drop(story: Story) -> None:
    """A beginning that did not come about is voided by the administrator, as it would be in life."""
    if story.number:
        actions.void(ADMINISTRATOR, story.number, reason="重复录入", now=story.at)


ADMINISTRATOR = Actor(
    account=None, name="系统管理员", staff="0000", posts=(Post(Role.ADMIN, county.departments()[0].code),)
)

__all__ = [
    "ADMINISTRATOR",
    "ENDS",
    "LONG_DAYS",
    "RECENT_DAYS",
    "SYSTEM",
    "Cast",
    "Procedure",
    "Story",
    "cast",
    "drop",
    "tell",
]
