"""The small county with its staff signed in: for the tests of the staff pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from tests import county as counties
from yimen.bureau import queries as bureau
from yimen.catalogue import queries as catalogue

NOW = datetime(2026, 11, 16, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def signed_in(county: counties.County, who: str) -> Client:
    """A client signed in as one of the county's people, without the sign-in page."""
    client = Client()
    client.force_login(county.accounts[who])
    return client


def turned_away(county: counties.County, path: str, who: str) -> int:
    """The status that somebody without the right gets for a page."""
    return signed_in(county, who).get(path).status_code


@pytest.fixture
def county(db: None) -> Iterator[counties.County]:
    """The small county; specs and calendars kept in memory are forgotten around it."""
    catalogue.forget_specs()
    bureau.calendar_at.cache_clear()
    yield counties.build(NOW)
    catalogue.forget_specs()
    bureau.calendar_at.cache_clear()


def fields_of(page: str) -> dict[str, str | list[str]]:
    """What a browser would send for the first large form of a page if nothing was changed."""
    reader = _Form()
    reader.feed(page)
    return reader.sent


class _Form(HTMLParser):
    """Collects the values of inputs, selects and textareas inside forms of class card."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, str | list[str]] = {}
        self.inside = False
        self.select = self.area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag == "form":
            self.inside = given.get("class") == "card"
        if not self.inside:
            return
        name = given.get("name", "")
        if tag == "input" and name:
            self._input(name, given)
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and ("selected" in given or self.select not in self.sent):
            self.sent[self.select] = given.get("value", "")
        elif tag == "textarea":
            self.area = name
            self.sent[name] = ""

    def _input(self, name: str, given: dict[str, str]) -> None:
        kind, value = given.get("type", "text"), given.get("value", "")
        if kind in {"checkbox", "radio"} and "checked" not in given:
            return
        if kind == "checkbox" and value != "true":
            self.sent[name] = [*self.sent.get(name, []), value]
        else:
            self.sent[name] = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.sent[self.area] = str(self.sent[self.area]).removeprefix("\n")
            self.area = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.sent[self.area] = str(self.sent[self.area]) + data
