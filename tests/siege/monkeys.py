"""Clerks and applicants who press whatever a page offers: real sessions, real forms, random answers.

Nothing is known here of the acts: a page of a random case is opened, its forms are read out of the HTML, one
is filled in at random and sent. So a new act is tried as soon as a page offers it.
"""

from __future__ import annotations

import html.parser
import http.client
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.siege.house import House
from tests.siege.visitor import Visitor

#: What a page may answer to anybody who presses anything.
FINE = {200, 302, 400, 403, 404, 409, 412, 422, 429, 503}
WORDS = ("因为材料看不清", "同意", "不符合条件", "再核对一次", "李敏", "", "JY0001")


@dataclass
class Form:
    """One form of a page: where it goes and what it holds; each choice is a list of possible pairs."""

    action: str
    method: str
    fixed: list[tuple[str, str]] = field(default_factory=list)
    typed: list[tuple[str, str]] = field(default_factory=list)
    chosen: dict[str, list[str]] = field(default_factory=dict)
    ticked: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def filled(self, dice: random.Random) -> list[tuple[str, str]]:
        """Random answers to all of it."""
        pairs = list(self.fixed)
        for name, kind in self.typed:
            day = (date.today() + timedelta(days=dice.randint(-1, 6))).isoformat()  # noqa: DTZ011
            number = str(dice.randint(0, 12))
            pairs.append(
                (name, day if kind == "date" else number if kind == "number" else dice.choice(WORDS))
            )
        pairs += [(name, dice.choice(values)) for name, values in self.chosen.items() if values]
        pairs += [pair for pair in self.ticked if dice.random() < 0.5]
        pairs += [dice.choice(self.buttons)] if self.buttons else []
        return [(name, value) for name, value in pairs if name]


class Reader(html.parser.HTMLParser):
    """Reads the forms out of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(facts.get("action", ""), facts.get("method", "get").lower())
            self.forms.append(self._open)
        elif self._open is not None and "disabled" not in facts:
            read = {
                "input": self._input, "textarea": self._textarea, "button": self._button,
                "select": self._choose, "option": self._option,
            }.get(tag)  # fmt: skip
            if read is not None:
                read(facts)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        if tag == "select":
            self._select = ""

    def _input(self, facts: dict[str, str]) -> None:
        assert self._open is not None
        kind, name, value = facts.get("type", "text"), facts.get("name", ""), facts.get("value", "on")
        if kind == "hidden":
            self._open.fixed.append((name, facts.get("value", "")))
        elif kind == "radio":
            self._open.chosen.setdefault(name, []).append(value)
        elif kind == "checkbox":
            self._open.ticked.append((name, value))
        elif kind == "submit":
            self._open.buttons.append((name, value))
        elif kind != "file":
            self._open.typed.append((name, kind))

    def _textarea(self, facts: dict[str, str]) -> None:
        assert self._open is not None
        self._open.typed.append((facts.get("name", ""), "text"))

    def _button(self, facts: dict[str, str]) -> None:
        assert self._open is not None
        if facts.get("type", "submit") == "submit":
            self._open.buttons.append((facts.get("name", ""), facts.get("value", "")))

    def _choose(self, facts: dict[str, str]) -> None:
        self._select = facts.get("name", "")

    def _option(self, facts: dict[str, str]) -> None:
        if self._open is not None and self._select:
            self._open.chosen.setdefault(self._select, []).append(facts.get("value", ""))


def forms_of(page: str) -> list[Form]:
    reader = Reader()
    reader.feed(page)
    return [one for one in reader.forms if one.method == "post" and "/logout/" not in one.action]


@dataclass
class Monkey:
    """One person with a session, who presses until told to stop."""

    house: House
    login: str
    pages: tuple[str, ...]
    dice: random.Random
    stopping: threading.Event
    together: threading.Barrier
    statuses: Counter[int] = field(default_factory=Counter)
    took: list[float] = field(default_factory=list)
    pressed: int = 0
    wrong: list[str] = field(default_factory=list)

    def run(self) -> None:
        self._line = Visitor(self.house.port)
        answer = self._line.sign_in(self.login, self.house.told["password"])
        while answer.status in {400, 503} and not self.stopping.wait(0.2):
            # All sign in at once: who is told to come again does so, with a session of their own.
            self._line.cookies.clear()
            answer = self._line.sign_in(self.login, self.house.told["password"])
        if answer.status != 302:
            self.wrong.append(f"{self.login} cannot sign in: {answer.status}")
        self.together.wait(90)
        while not self.stopping.is_set() and not self.wrong:
            try:
                self._press()
            except (OSError, http.client.HTTPException) as error:
                self.wrong.append(f"the line broke: {error!r}")
        self._line.close()

    def _press(self) -> None:
        where = self.dice.choice(self.pages).format(number=self.dice.choice(self.house.told["cases"]))
        page = self._timed(where, lambda: self._line.get(where))
        if page.status != 200:
            return
        found = forms_of(page.text)
        if not found:
            return
        form = self.dice.choice(found)
        self.pressed += 1
        target = form.action or where
        self._timed(target, lambda: self._line.form(target, form.filled(self.dice)))

    def _timed(self, where: str, send):
        begun = time.monotonic()
        answer = send()
        self.took.append(time.monotonic() - begun)
        self.statuses[answer.status] += 1
        if answer.status not in FINE:
            self.wrong.append(f"{answer.status} at {where}: {answer.text[:400]}")
        return answer


#: Which pages who opens.
PAGES = {
    "clerk": ("/desk/cases/{number}/",),
    "officer": ("/review/cases/{number}/",),
    "head": ("/review/cases/{number}/",),
    "director": ("/review/cases/{number}/",),
    "person": ("/cases/{number}/withdraw/", "/cases/{number}/supply/", "/cases/{number}/"),
}


def let_loose(house: House, seconds: float, seed: int = 20261126) -> list[Monkey]:
    """Everybody of the bureau and two applicants press for so long; the monkeys with what they saw."""
    stopping = threading.Event()
    everybody = [(kind, login) for kind, logins in house.told["staff"].items() for login in logins]
    everybody += [("person", "19900000001"), ("person", "19900000002")]
    together = threading.Barrier(len(everybody) + 1)
    monkeys = [
        Monkey(house, login, PAGES[kind], random.Random(f"{seed}{login}"), stopping, together)
        for kind, login in everybody
    ]
    threads = [threading.Thread(target=one.run, daemon=True) for one in monkeys]
    for one in threads:
        one.start()
    together.wait(90)
    stopping.wait(seconds)
    stopping.set()
    for one in threads:
        one.join(90)
    return monkeys
