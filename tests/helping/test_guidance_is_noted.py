"""导办: noted by helpers and at the reception, without a word of the person; counted and listed."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests import county as counties
from tests.ui.signed import client_of
from yimen.helping import actions, queries
from yimen.helping.models import Guidance
from yimen.rules.authority import NotPermitted
from yimen.rules.helping import guidance as rules
from yimen.rules.helping.terms import GuidedTo, NoHelpWhy
from yimen.trail import queries as trail

pytestmark = [pytest.mark.django_db, pytest.mark.both]
RIGHT = {"item": counties.LICENCE, "region": counties.REGION, "how": "person", "outcome": "knows", "why": ""}


def note(county: counties.County, now: datetime, who: str = "helper", once: str = "", **other: str) -> int:
    return actions.note_guidance(county[who], **{**RIGHT, **other}, now=now, once=once).id


def test_noted_once_by_helpers_and_clerks_only(county: counties.County, now: datetime) -> None:
    one = note(county, now, once="g")
    assert note(county, now, once="g") == one
    note(county, now, "clerk", how="phone", outcome="window")
    for nobody in ("officer", "supervisor", "wang"):
        with pytest.raises(NotPermitted):
            note(county, now, nobody)
    assert Guidance.objects.count() == 2
    last = trail.history("helper:3001")[-1]
    assert last.kind == "help.guided" and set(last.data) == {"item", "region", "how", "outcome", "why"}


@pytest.mark.parametrize(
    ("wrong", "label"),
    [
        ({"item": ""}, "什么事项"), ({"item": "no-such"}, "什么事项"), ({"how": "by mail"}, "怎么导的"),
        ({"outcome": ""}, "结果"), ({"outcome": "nowhere"}, "为什么没帮上"), ({"region": "0"}, "在哪里"),
        ({"item": "", "outcome": "nowhere", "why": "papers"}, "什么事项"),
    ],
)  # fmt: skip
def test_what_is_missing_is_named(
    county: counties.County, now: datetime, wrong: dict[str, str], label: str
) -> None:
    with pytest.raises(rules.GuidanceBlank) as told:
        note(county, now, **wrong)
    assert told.value.facts == {"label": label} and not Guidance.objects.exists()


def test_who_could_not_be_helped_has_a_reason_and_perhaps_no_item(
    county: counties.County, now: datetime
) -> None:
    note(county, now, item="", outcome="nowhere", why="no_item")
    note(county, now, outcome="knows", why="papers")
    told = [(one.title, one.outcome, one.why) for one in queries.guidances_of("3001")]
    assert told == [
        ("食品经营许可", GuidedTo.KNOWS, None), ("", GuidedTo.NOWHERE, NoHelpWhy.NO_ITEM)
    ]  # fmt: skip


def test_counted_in_the_record_and_paged(county: counties.County, now: datetime) -> None:
    note(county, now - timedelta(days=91))
    for _ in range(3):
        note(county, now)
    note(county, now, outcome="nowhere", why="elsewhere")
    found = queries.tallies(["3001", "3002"], now)
    assert (found["3001"].guided, found["3001"].unguided, found["3002"].guided) == (4, 1, 0)
    first = queries.guidances_of("3001", limit=3)
    assert len(first) == 4 and first[2].id > queries.guidances_of("3001", before=first[2].id)[0].id
    assert queries.guidances_of("3002") == []


def test_the_page_takes_it_in_one_form(county: counties.County) -> None:
    client, here = client_of(county, "helper"), "/helper/guides/"
    assert "食品经营许可" in client.get(f"{here}?q=食品").content.decode()
    wrong = client.post(here, {**RIGHT, "how": ""})
    assert wrong.status_code == 422 and "请选怎么导的" in wrong.content.decode()
    typed = {**RIGHT, "once": "o" * 24}
    for _ in range(2):
        assert client.post(here, typed, follow=True).status_code == 200
    assert Guidance.objects.count() == 1
    page = client.get(here).content.decode()
    assert "说清了，自己去办" in page and "只记事情，不记是谁" in page
    assert client_of(county, "clerk").get(here).status_code == 200
