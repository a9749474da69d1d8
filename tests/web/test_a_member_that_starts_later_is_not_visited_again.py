"""A member of a 一件事 that starts after the joint visit: its seat is signed by the record that is there."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests import task_world as worlds
from tests.task_world import FIVE, MINUTE, URBAN, WHO
from tests.web import staffkit
from tests.web.staffkit import NOW
from yimen.cases import actions as cases
from yimen.cases.models import Case, Seat
from yimen.config.worker import drain
from yimen.rules.item import MaterialUse
from yimen.tasks import actions
from yimen.tasks.models import Finding

pytestmark = pytest.mark.django_db(transaction=True)
FILED = NOW - timedelta(days=7)
SITE = worlds.at(2, start=FILED)


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> staffkit.Hall:
    """The county; the sign of the shop waits for the decision on the food licence."""
    made = staffkit.open_hall(monkeypatch)
    specs = worlds.members()
    first, last = specs[0], specs[-1]
    waits = replace(last, materials=(*last.materials, MaterialUse("M-R0", first.result_name)))
    monkeypatch.setattr(worlds, "members", lambda: [*specs[:-1], waits])
    worlds.publish(made.county, FILED)
    return made


def _visited(hall: staffkit.Hall, saying: str = "agree") -> tuple[str, int]:
    """Everybody was there; the department of the sign said this."""
    county, number = hall.county, worlds.apply(hall.county, FILED)
    assert worlds.child(number, URBAN).state == "waiting"
    task = worlds.on_site(county, number, FILED)
    if saying == "conditions":
        actions.find(county["urban"], task, text="招牌超出门面", mend=True, days=5, now=SITE)
    for code in FIVE:
        mine, words = (saying, "招牌太大") if code == URBAN else ("agree", "")
        actions.say(county[WHO[code]], task, saying=mine, text=words, now=SITE)
    actions.sign_off(county["officer"], task, signed="signed", words="", now=SITE + MINUTE)
    food = worlds.child(number, FIVE[0]).number
    cases.grant(county["officer"], food, result_number="S1", result_from=SITE.date(), now=SITE + 2 * MINUTE)
    drain(SITE + 3 * MINUTE)
    drain(SITE + 4 * MINUTE)
    return worlds.child(number, URBAN).number, task


def _page(hall: staffkit.Hall, number: str) -> str:
    answer = hall.get("urban", f"/review/cases/{number}/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def _press(hall: staffkit.Hall, number: str, outcome: str) -> Seat:
    answer = hall.get("urban", f"/review/cases/{number}/")
    found = answer.context["visited"]
    sent = {**staffkit.hidden(answer), "act": "sign", "outcome": outcome, "text": found.words}
    assert hall.post("urban", f"/review/cases/{number}/act/", sent).status_code == 302
    return Seat.objects.get(case__number=number, order=0)


def test_it_is_signed_by_the_record(hall: staffkit.Hall) -> None:
    number, task = _visited(hall)
    record = worlds.of(task).papers.get(kind="record").number
    shown = _page(hall, number)
    assert "现场看过了，不用再去" in shown and record in shown and 'name="outcome" value="agree"' in shown
    seat = _press(hall, number, "agree")
    assert seat.verdict == "agree" and record in seat.text and seat.answered_by == hall.county["urban"].name
    assert "现场看过了" not in _page(hall, number), "the decision is nobody's visit"


def test_what_was_said_against_it_stays_said(hall: staffkit.Hall) -> None:
    number, _task = _visited(hall, "disagree")
    assert 'name="outcome" value="disagree"' in _page(hall, number)
    assert _press(hall, number, "disagree").verdict == "disagree"


def test_conditions_count_once_they_are_met(hall: staffkit.Hall) -> None:
    number, task = _visited(hall, "conditions")
    assert "现场看过了" not in _page(hall, number)
    finding, later = Finding.objects.get(), SITE + timedelta(hours=1)
    actions.answer_finding(hall.county["li"], task, finding.pk, text="锯短了", now=later)
    actions.check_finding(hall.county["urban"], task, finding.pk, ok=True, words="", now=later)
    assert Case.objects.get(number=number).seats.get(order=0).verdict == "agree", "signed when it was checked"
