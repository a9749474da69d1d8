"""A hall for tests of staff pages: its people signed in, cases walked to where a test needs them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from tests import clock, samples
from tests import county as counties
from yimen.bureau import queries as bureau
from yimen.cases import actions
from yimen.cases.models import Case
from yimen.catalogue import queries as catalogue

#: A Monday morning in China, after a case was filed on the Friday before.
NOW = datetime(2026, 11, 16, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
FILED = NOW - timedelta(days=3)
PNG = samples.png()


@dataclass
class Hall:
    """The county, the moment at which pages are asked for, and a client for each of its people."""

    county: counties.County
    now: datetime
    clients: dict[str, Client] = field(default_factory=dict)

    def client(self, who: str) -> Client:
        """A client signed in as this person; the same one each time."""
        if who not in self.clients:
            self.clients[who] = self.fresh(who)
        return self.clients[who]

    def fresh(self, who: str) -> Client:
        """Another browser of the same person."""
        client = Client()
        client.force_login(self.county.accounts[who])
        return client

    def get(self, who: str, path: str) -> Any:
        """A page as this person sees it."""
        return self.client(who).get(path)

    def post(self, who: str, path: str, data: dict[str, Any] | None = None) -> Any:
        """Send a form."""
        return self.client(who).post(path, data or {})

    def form(self, who: str, path: str, data: dict[str, Any], *, page: str) -> Any:
        """Open `page`, take its hidden fields, send them with `data` to `path`."""
        return self.post(who, path, {**hidden(self.get(who, page)), **data})

    def meets(self, who: str = "li") -> int:
        """The clerk searches this person by telephone, so that the pages about them open; their id."""
        party = self.county.parties[who]
        assert self.post("clerk", "/desk/new/", {"q": party.phone}).url == f"/desk/new/{party.pk}/"
        return int(party.pk)

    def walk(self, until: str, *, item: str = counties.LICENCE, who: str = "li") -> str:
        """A case of 李敏 walked to this point; its number."""
        return walk(self.county, until, item=item, who=who)


def hidden(response: Any) -> dict[str, Any]:
    """What every form of the page carries: `once`, `rev` and, at intake, the state it was drawn in."""
    context = response.context
    found = {"once": context["once"], "rev": str(context["rev"])} if "rev" in context else {}
    if "page" in context:
        found["was"] = str(context["page"].state)
    return found


def open_hall(monkeypatch: pytest.MonkeyPatch, now: datetime = NOW) -> Hall:
    """Build the county and stop the clock of the pages at `now`."""
    catalogue.forget_specs()
    bureau.calendar_at.cache_clear()
    clock.stop(monkeypatch, lambda: now)
    return Hall(counties.build(FILED), now)


def walk(county: counties.County, until: str, *, item: str, who: str) -> str:
    """Bring one case from draft to `until` by the actions, beginning on the Friday before."""
    at, minute = FILED, timedelta(minutes=1)
    party = county.parties[who]
    number = actions.open_draft(
        county[who], item, party.pk, channel="2", region=counties.REGION, now=at
    ).number
    steps: dict[str, Any] = {
        "draft": lambda: None,
        "filled": lambda: _fill(county, number, item, who),
        "submitted": lambda: actions.submit(county[who], number, now=at + minute),
        "received": lambda: actions.receive(county["clerk"], number, now=at + 2 * minute),
        "accepted": lambda: actions.accept(county["clerk"], number, now=at + 3 * minute),
        "opinion1": lambda: _agree(county, "officer", number),
        "opinion2": lambda: _agree(county, "head", number),
        "granted": lambda: actions.grant(
            county["director"], number, now=at + 6 * minute, result_number="JY0001", result_from=at.date()
        ),
        "issued": lambda: actions.issue(county["clerk"], number, now=at + 7 * minute),
    }
    for name, step in steps.items():
        step()
        if name == until:
            return number
    raise AssertionError(f"no such point: {until}")


def _fill(county: counties.County, number: str, item: str, who: str) -> None:
    if item != counties.LICENCE:
        return
    actions.save(county[who], number, {"shop_name": "青石面馆", "area": "120"}, now=FILED)
    for code in ("M-PLAN", "M-RULES"):
        actions.attach(county[who], number, code, None, now=FILED, how="1")


def _agree(county: counties.County, who: str, number: str) -> None:
    actions.opinion(county[who], number, verdict="agree", text="", now=FILED + timedelta(minutes=5))


def case(number: str) -> Case:
    """The row as it is now."""
    return Case.objects.get(number=number)
