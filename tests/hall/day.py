"""A day in a hall, played through its doors: visitors come and wait, windows call, serve and make mistakes.

Everything that a visitor or a clerk does is a request: half of the windows work on their page, half over the
API. Requests are now and then sent twice. Chance is seeded: a day is the same each time it is played.
"""

from __future__ import annotations

import heapq
import itertools
import json
import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.test import Client

from tests import county as counties
from tests import hall_world as world
from tests.county import County
from tests.hall.day_checks import Day, Held, Step
from yimen.accounts import actions as accounts
from yimen.accounts.scopes import Scope
from yimen.bureau.models import Department, Post, Region, Staff
from yimen.hall import actions
from yimen.hall.models import DayQueue, Ticket
from yimen.parties.models import Party
from yimen.rules.authority import Actor
from yimen.rules.authority import Post as PostFact
from yimen.rules.calendar import midnight
from yimen.rules.hall.terms import WindowKind
from yimen.rules.terms import Role
from yimen.trail.models import Event

SITE = world.CENTRE_SITE
#: Visitors for one window, services in minutes on average, and one booked in so many.
EACH, SERVICE, BOOKED = 50, 6.0, 20
#: No window calls from here on, minutes since midnight.
LAST_CALL = 17 * 60 + 25
#: A session ends when nobody uses it, and in the end.
_REST, _SHIFT = timedelta(minutes=10), timedelta(hours=3)
FATES = {"served": 78, "lost": 3, "late": 3, "mistake": 2, "hold": 4, "transfer": 4, "impatient": 6}


@dataclass
class Window:
    """A window: its number and queues, who sits there, and whether it works by page or by program."""

    number: str
    lines: set[str]
    client: Client
    token: str
    by_page: bool
    account: Any
    idle: bool = False
    signed_in: datetime | None = None
    seen: datetime | None = None

    def desk(self, now: datetime) -> Client:
        """The browser at the counter, signed in anew before its session would end."""
        if (
            self.seen is None
            or self.signed_in is None
            or now - self.seen > _REST
            or now - self.signed_in > _SHIFT
        ):
            self.client.cookies.clear()
            self.client.force_login(self.account)
            self.signed_in = now
        self.seen = now
        return self.client


@dataclass
class Visitor:
    """Somebody who comes: to which queue, in which lane, and what will happen."""

    line: str
    green: str
    fate: str
    address: str
    booking: str = ""
    key: str = ""
    number: str = ""
    id: int = 0


@dataclass
class Hall:
    """The day. `at[0]` is the clock of the pages."""

    county: County
    at: list[datetime]
    chance: random.Random
    windows: list[Window] = field(default_factory=list)
    present: dict[str, Visitor] = field(default_factory=dict)
    back: dict[str, list[Visitor]] = field(default_factory=lambda: defaultdict(list))
    requests: int = 0
    again: int = 0
    _due: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)
    _count: Any = field(default_factory=itertools.count)

    # --- time -----------------------------------------------------------------------------------------------
    def later(self, seconds: float, act: Callable[[], None]) -> None:
        """Something happens so many seconds from now."""
        self.on(self.at[0] + timedelta(seconds=seconds), act)

    def on(self, when: datetime, act: Callable[[], None]) -> None:
        """Something happens then."""
        heapq.heappush(self._due, (when, next(self._count), act))

    def run(self) -> None:
        """Until nothing is left to happen. Every moment is its own: the trail's order is that of time."""
        while self._due:
            when, _n, act = heapq.heappop(self._due)
            self.at[0] = max(when, self.at[0] + timedelta(milliseconds=20))
            act()

    # --- requests -------------------------------------------------------------------------------------------
    def send(self, ask: Callable[[], Any]) -> Any:
        """One request, now and then sent once more: the answer is the same."""
        self.requests += 1
        answer = ask()
        if self.chance.random() < 0.03:
            self.again += 1
            copy = ask()
            assert (copy.status_code, copy.headers.get("Location")) == (
                answer.status_code, answer.headers.get("Location"),
            ), (answer.content[:300], copy.content[:300])  # fmt: skip
        return answer

    def page(self, client: Client, path: str, data: dict[str, str], address: str = "10.0.0.1") -> Any:
        """A form of a page."""
        sent = {"once": f"{self.chance.getrandbits(100):x}", **data}
        return self.send(lambda: client.post(path, sent, REMOTE_ADDR=address))

    def api(self, token: str, path: str, body: Any = None) -> Any:
        """One POST of a program."""
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": f"{self.chance.getrandbits(100):x}"}
        data = b"" if body is None else json.dumps(body).encode()
        return self.send(
            lambda: Client().generic(
                "POST", f"/api/v1{path}", data, content_type="application/json", headers=headers
            )
        )

    # --- visitors -------------------------------------------------------------------------------------------
    def arrive(self, one: Visitor) -> None:
        """Take a number on the telephone, or check in what was booked."""
        if one.booking:
            answer = self.api(self.windows[1].token, f"/bookings/{one.booking}/check_in")
            assert answer.status_code == 200, answer.content.decode()
            one.number = answer.json()["ticket"]
        else:
            wanted = {"item": counties.PLAIN} if one.line == "A" else {"line": one.line}
            sent = {**wanted, "green": one.green}
            answer = self.page(Client(), f"/halls/{SITE}/number/", sent, one.address)
            assert answer.status_code == 302 and answer.url.startswith("/tickets/"), answer.content.decode()
            one.key = answer.url.split("/")[2]
            one.number = Client().get(answer.url).context["row"].number
        self.present[one.number] = one
        if one.fate == "impatient" and one.key:
            self.later(self.chance.uniform(60, 900), lambda: self._leave(one))
        self.wake(one.line)

    def _leave(self, one: Visitor) -> None:
        """By the link; who was called meanwhile is told so, and stays."""
        answer = self.page(Client(), f"/tickets/{one.key}/leave/", {}, one.address)
        assert answer.status_code in {302, 409}, answer.status_code

    # --- windows --------------------------------------------------------------------------------------------
    def do(self, at: Window, what: str, one: Visitor | None = None, **more: str) -> Any:
        """One act of a window."""
        if at.by_page:
            to = {"to": f"q:{more['line']}"} if more else {}
            ticket = {"ticket": str(one.id)} if one else {}
            answer = self.page(at.desk(self.at[0]), "/desk/window/do/", {"do": what, **ticket, **to})
            assert answer.status_code in {302, 409}, (what, answer.status_code)
            return answer
        path = f"/counter/tickets/{one.id}/{what}" if one else f"/counter/{what}"
        return self.api(at.token, path, more or None)

    def open(self, at: Window) -> None:
        """The window opens and looks for somebody."""
        if at.by_page:
            self.page(at.desk(self.at[0]), "/desk/window/do/", {"do": f"open:{SITE}/{at.number}"})
        else:
            self.api(at.token, "/counter/open", {"site": SITE, "window": at.number})
        self.free(at)

    def wake(self, line: str) -> None:
        """Somebody waits in this queue: a window that has nobody calls."""
        idle = next((one for one in self.windows if one.idle and line in one.lines), None)
        if idle is not None:
            idle.idle = False
            self.later(2, lambda: self.free(idle))

    def free(self, at: Window) -> None:
        """A window without a visitor: who came back goes on, else the next one is called."""
        if self.at[0] >= midnight(self.at[0].date()) + timedelta(minutes=LAST_CALL):
            return
        returned = next((line for line in sorted(at.lines) if self.back[line]), None)
        if returned:
            one = self.back[returned].pop(0)
            self.do(at, "resume", one)
            self.later(self._minutes() * 30, lambda: self.done(at, one))
            return
        found = self._called(at)
        if found is None:
            at.idle = True
            return
        one = self.present[found[1]]
        one.id = found[0]
        self._came(at, one)

    def _called(self, at: Window) -> tuple[int, str] | None:
        """Whom the window got, (row, number)."""
        answer = self.do(at, "call")
        if not at.by_page:
            return (answer.json()["id"], answer.json()["number"]) if answer.status_code == 200 else None
        self.requests += 1
        page = at.desk(self.at[0]).get("/desk/window/")
        assert page.status_code == 200, (at.number, page.headers)
        own = page.context["own"]
        return (own.current.id, own.current.number) if own.current else None

    def _came(self, at: Window, one: Visitor) -> None:
        fate, one.fate = one.fate, "served" if one.fate in {"mistake", "late"} else one.fate
        if fate == "mistake":
            self.do(at, "put_back", one)
            self.later(5, lambda: self.free(at))
        elif fate in {"late", "lost"}:
            self.later(40, lambda: self.do(at, "recall", one))
            self.later(80, lambda: self.do(at, "recall", one))
            self.later(120, lambda: self._missed(at, one, back=fate == "late"))
        else:
            self.later(self.chance.uniform(10, 60), lambda: self._begin(at, one, fate))

    def _missed(self, at: Window, one: Visitor, *, back: bool) -> None:
        self.do(at, "miss", one)
        if back:
            self.later(self.chance.uniform(60, 600), lambda: self._requeued(at, one))
        self.free(at)

    def _requeued(self, at: Window, one: Visitor) -> None:
        self.do(at, "requeue", one)
        self.wake(one.line)

    def _begin(self, at: Window, one: Visitor, fate: str) -> None:
        self.do(at, "start", one)
        spent = self._minutes() * 60
        if fate == "hold":
            self.later(spent / 2, lambda: self._hold(at, one))
        elif fate == "transfer":
            self.later(60, lambda: self._send_on(at, one))
        else:
            self.later(spent, lambda: self.done(at, one))

    def _hold(self, at: Window, one: Visitor) -> None:
        one.fate = "served"
        self.do(at, "hold", one)
        self.later(360, lambda: self._returns(one))
        self.free(at)

    def _returns(self, one: Visitor) -> None:
        self.back[one.line].append(one)
        self.wake(one.line)

    def _send_on(self, at: Window, one: Visitor) -> None:
        one.fate, one.line = "served", "B" if one.line == "A" else "A"
        self.do(at, "transfer", one, line=one.line)
        self.wake(one.line)
        self.free(at)

    def done(self, at: Window, one: Visitor) -> None:
        """Served; the next one."""
        self.do(at, "finish", one)
        self.later(self.chance.uniform(5, 20), lambda: self.free(at))

    def _minutes(self) -> float:
        return min(25.0, max(1.0, self.chance.gammavariate(2, SERVICE / 2)))


def play(county: County, at: list[datetime], visitors: int, seed: int = 1) -> tuple[Hall, Day]:
    """A whole day from before the doors open until they are shut, and what the trail says of it."""
    hall = Hall(county, at, random.Random(seed))
    day, weekend = midnight(at[0].date()), at[0] - timedelta(days=3)
    _windows(hall, max(4, visitors // EACH))
    booked = _booked(hall, visitors // BOOKED, day, weekend)
    at[0] = day + timedelta(hours=8)
    for one in hall.windows:
        hall.on(day + timedelta(minutes=510), lambda one=one: hall.open(one))  # type: ignore[misc]
    helper = hall.windows[-1]
    hall.on(day + timedelta(minutes=600), lambda: _helps(hall, helper))
    for one, start in booked:
        came = day + timedelta(minutes=start + hall.chance.uniform(-30, 8))
        hall.on(max(came, day + timedelta(minutes=481)), lambda one=one: hall.arrive(one))  # type: ignore[misc]
    for n in range(visitors - len(booked)):
        hall.on(day + timedelta(minutes=_when(hall.chance)), lambda n=n: hall.arrive(_somebody(hall, n)))  # type: ignore[misc]
    hall.run()
    actions.close_halls(day + timedelta(hours=18))
    return hall, recorded()


def _when(chance: random.Random) -> float:
    """Most come in the morning; minutes since midnight."""
    return chance.uniform(490, 700) if chance.random() < 0.6 else chance.uniform(812, 1035)


def _somebody(hall: Hall, n: int) -> Visitor:
    chance = hall.chance
    fate = chance.choices(list(FATES), list(FATES.values()))[0]
    line = "A" if chance.random() < 0.75 else "B"
    green = "aged" if chance.random() < 0.12 else ""
    return Visitor(line, green, fate, f"10.1.{n // 250}.{n % 250 + 1}")


def _helps(hall: Hall, at: Window) -> None:
    """A window of the smaller queue calls the other one as well."""
    keeper = accounts.make_token(hall.county["keeper"], "导服", [str(Scope.CASES_ACT)], 30, now=hall.at[0])
    answer = hall.api(keeper.secret, f"/sites/{SITE}/windows/{at.number}/help", {"line": "A"})
    assert answer.status_code == 200, answer.content.decode()
    at.lines.add("A")


def _windows(hall: Hall, many: int) -> None:
    """So many windows, a quarter of them at the other queue, each with a clerk."""
    office, region = (
        Department.objects.get(credit_code=counties.MARKET),
        Region.objects.get(code=counties.REGION),
    )
    for n in range(many):
        line, number = "B" if n % 4 == 3 else "A", f"W{n:02}"
        kind = WindowKind.DEPARTMENT if line == "B" else WindowKind.GENERAL
        more = {"department": counties.HEALTH} if line == "B" else {}
        world.window(SITE, number, kind, hall.county.now, line=line, **more)
        staff = Staff.objects.create(number=f"07{n:02}", name=f"员07{n:02}", department=office)
        Post.objects.create(staff=staff, role=Role.CLERK, department=office, region=region)
        account = counties._account(hall.county, f"w{n}", staff.number, staff.name, staff=staff)
        fact = PostFact(Role.CLERK, counties.MARKET, counties.REGION)
        who = Actor(account=account.pk, name=staff.name, staff=staff.number, posts=(fact,))
        world.sit(hall.county, number=number, staff=staff.number)
        token = accounts.make_token(who, "叫号", [str(one) for one in Scope], 30, now=hall.at[0]).secret
        client = Client(REMOTE_ADDR=f"10.2.0.{n + 1}")
        hall.windows.append(Window(number, {line}, client, token, n % 2 == 0, account))


def _booked(hall: Hall, many: int, day: datetime, before: datetime) -> list[tuple[Visitor, int]]:
    """So many people who booked some days before, each by their own account, and for which minute."""
    found, today = [], hall.at[0]
    for n in range(many):
        party = Party.objects.create(
            kind="person", name=f"约{n:03}", id_number=counties.id_number("19850505", 100 + n),
            phone=f"1990001{n:04}", created_at=before,
        )  # fmt: skip
        account = counties._account(hall.county, f"p{n}", party.phone, party.name, party=party)
        who = Actor(account=account.pk, name=party.name, party=party.pk)
        hall.at[0] = before + timedelta(seconds=n)
        token = accounts.make_token(who, "约", [str(one) for one in Scope], 30, now=hall.at[0]).secret
        start = (540, 570, 600, 630, 870, 900, 930, 960)[n % 8]
        asked = {"item": counties.PLAIN, "site": SITE, "day": day.date().isoformat(), "start": start}
        answer = hall.api(token, "/bookings", asked)
        if answer.status_code == 200:
            found.append((Visitor("A", "", "served", "", booking=answer.json()["number"]), start))
    hall.at[0] = today
    return found


def recorded() -> Day:
    """The day as the trail and the tables hold it."""
    rows = Event.objects.filter(stream__startswith="ticket:").order_by("id")
    steps = [
        Step(
            int(one.stream.partition(":")[2]), one.kind, one.at, one.data.get("window", ""),
            one.data.get("line", ""),
        )
        for one in rows
    ]  # fmt: skip
    held = {
        one.pk: Held(one.pk, one.number, one.line.letter, one.seq, one.lane, one.slot, one.waited, one.served)
        for one in Ticket.objects.select_related("line")
    }
    given = dict(DayQueue.objects.values_list("line__letter", "numbers"))
    return Day(steps, held, given)
