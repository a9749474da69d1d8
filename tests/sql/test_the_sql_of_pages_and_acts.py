"""The SQL of the six busiest pages and of the six acts of a lifecycle, as reviewed: `snapshots/`.

A change of SQL fails here with its difference. Where it is meant, `make snapshots` writes the files anew and
the difference is reviewed with the change.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests import county as counties
from tests.cases.conftest import reach  # noqa: F401
from tests.sql.watched import RENEW, SNAPSHOTS, difference, readable, statements
from tests.web.staff_world import NOW, county, signed_in  # noqa: F401
from yimen.bureau import queries as bureau
from yimen.cases import actions
from yimen.cases.models import Case
from yimen.catalogue import queries as catalogue

pytestmark = [pytest.mark.django_db, pytest.mark.both]

Reach = Callable[..., Case]
#: Who, where; {case} is a case under review.
PAGES = {
    "page-inbox-of-an-approver": ("officer", "/review/"),
    "page-case-before-an-approver": ("officer", "/review/cases/{case}/"),
    "page-desk-of-a-window": ("clerk", "/desk/intake/"),
    "page-my-cases": ("li", "/my/"),
    "page-case-of-an-applicant": ("li", "/cases/{case}/"),
    "page-watch": ("supervisor", "/watch/"),
}
LATER = NOW + timedelta(hours=1)
ACTS: dict[str, tuple[str, Callable[[counties.County, str], Any]]] = {
    "act-submit": ("filled", lambda c, n: actions.submit(c["li"], n, now=LATER)),
    "act-receive": ("submitted", lambda c, n: actions.receive(c["clerk"], n, now=LATER)),
    "act-accept": ("received", lambda c, n: actions.accept(c["clerk"], n, now=LATER)),
    "act-opinion": (
        "accepted",
        lambda c, n: actions.opinion(c["officer"], n, verdict="agree", text="同意", now=LATER),
    ),
    "act-grant": (
        "opinion2",
        lambda c, n: actions.grant(
            c["director"], n, result_number="JY1", result_from=NOW.date(), now=LATER
        ),
    ),
    "act-issue": ("granted", lambda c, n: actions.issue(c["clerk"], n, now=LATER)),
}  # fmt: skip


def asked(county: counties.County, name: str, case: Case) -> list[str]:  # noqa: F811
    """The statements of one page, opened a second time: what a process keeps is there."""
    who, path = PAGES[name]
    client, path = signed_in(county, who), path.replace("{case}", case.number)

    def get() -> None:
        assert client.get(path).status_code == 200, path

    get()
    return statements(get)


@pytest.mark.parametrize("name", PAGES)
def test_the_pages(name: str, county: counties.County, reach: Reach) -> None:  # noqa: F811
    changed = difference(name, asked(county, name, reach("accepted")))
    assert not changed, f"\n{changed}\n\nIf it is meant: make snapshots, and review."


@pytest.mark.parametrize("name", ACTS)
def test_the_acts(name: str, county: counties.County, reach: Reach) -> None:  # noqa: F811
    point, act = ACTS[name]
    case = reach(point)
    catalogue.spec(case.version_id)
    bureau.work_calendar()
    changed = difference(name, statements(lambda: act(county, case.number)))
    assert not changed, f"\n{changed}\n\nIf it is meant: make snapshots, and review."


@pytest.mark.parametrize("name", PAGES)
def test_ten_times_as_much_takes_no_more_statements(
    name: str, county: counties.County, reach: Reach  # noqa: F811
) -> None:  # fmt: skip
    case = reach("accepted")
    reach("submitted")
    few = len(asked(county, name, case))
    for _ in range(10):
        reach("accepted")
        reach("submitted")
    assert len(asked(county, name, case)) == few


def test_every_snapshot_belongs_to_a_page_or_an_act() -> None:
    assert {path.name.split(".")[0] for path in SNAPSHOTS.glob("*.sql")} == {*PAGES, *ACTS}


def test_a_statement_is_shown_a_clause_a_line_without_long_lists() -> None:
    columns = ", ".join(f'"cases_case"."c{n}"' for n in range(12))
    sql = f'SELECT {columns}, "x"."y" FROM "cases_case" WHERE "a" IN (%s, %s, %s, %s) ORDER BY "b" LIMIT 5'
    assert readable(sql).splitlines() == [
        'SELECT "cases_case".…, "x"."y"',
        'FROM "cases_case"',
        'WHERE "a" IN (%s, …)',
        'ORDER BY "b"',
        "LIMIT 5",
    ]
    rows = 'INSERT INTO "t" ("a", "b") VALUES (%s, %s), (%s, %s), (%s, %s)'
    assert readable(rows).splitlines() == ['INSERT INTO "t" ("a", "b")', "VALUES (%s, %s), …"]


def test_a_changed_statement_is_told_by_its_difference(
    county: counties.County, reach: Reach, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:  # fmt: skip
    monkeypatch.delenv(RENEW, raising=False)
    sent = asked(county, "page-my-cases", reach("accepted"))
    changed = difference("page-my-cases", [*sent, "SELECT 1 FROM more"])
    assert "+SELECT 1\n+FROM more" in changed
