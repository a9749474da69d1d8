"""The audit administrator alone reads the access log, by day, person, path, status; the look is on record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests import county as counties
from tests.web.staff_world import county, signed_in  # noqa: F401
from yimen.access import actions
from yimen.access.writer import Writer, writer
from yimen.rules.accesslog import Line
from yimen.rules.events import Kind
from yimen.trail.models import Event

pytestmark = [pytest.mark.django_db]
HERE = "/audit/access/"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.ACCESS_LOG_DIR = tmp_path / "access"
    yield settings.ACCESS_LOG_DIR
    writer.losing = None


@pytest.fixture
def audit(county: counties.County) -> Client:  # noqa: F811
    return signed_in(county, "audit")


def write(at: datetime, path: str = "/x/", status: int = 200, who: str = "-") -> None:
    Writer().write(Line(at, "a" * 16, "GET", path, status, 1.5, 10, who, "192.0.2.1", "Mozilla"))


def noted(kind: Kind) -> list[tuple[str, dict[str, Any]]]:
    return [(row.actor, row.data) for row in Event.objects.filter(kind=str(kind)).order_by("pk")]


def shown(answer: Any) -> list[str]:
    assert answer.status_code == 200
    return re.findall(r"GET (/\S*?)<br>", answer.content.decode())


@pytest.mark.parametrize(
    "who", ["li", "clerk", "officer", "head", "director", "keeper", "supervisor", "admin", "security"]
)
def test_nobody_else_reads_it(county: counties.County, who: str) -> None:  # noqa: F811
    for path in (HERE, f"{HERE}2026-11-16/file/"):
        assert signed_in(county, who).get(path).status_code == 403
    assert Client().get(HERE).status_code == 302
    assert noted(Kind.ACCESS_VIEWED) == noted(Kind.ACCESS_TAKEN) == []


def test_today_newest_first_and_the_look_itself(audit: Client, county: counties.County) -> None:  # noqa: F811
    at = timezone.now() - timedelta(seconds=5)
    write(at, "/first/", who="staff:5001")
    write(at, "/second/", 500)
    page = audit.get(HERE)
    assert shown(page) == ["/second/", "/first/"]
    assert "工号 5001" in page.content.decode() and "没有登录" in page.content.decode()
    assert shown(audit.get(HERE))[0] == HERE, "the look before is a line as well"
    assert noted(Kind.ACCESS_VIEWED)[0] == (
        county["audit"].label, {"day": timezone.localdate().isoformat()}
    )  # fmt: skip


def test_by_day_person_path_and_status(audit: Client) -> None:
    yesterday = timezone.now() - timedelta(days=1)
    for who, path, status in (
        ("staff:5001", "/desk/1/", 200),
        ("account:7", "/my/", 200),
        ("-", "/no/", 404),
    ):
        write(yesterday, path, status, who)
    day = timezone.localdate(yesterday).isoformat()
    asked = {
        "": ["/no/", "/my/", "/desk/1/"], "&who=5001": ["/desk/1/"], "&who=account:7": ["/my/"],
        "&who=-": ["/no/"], "&path=/desk": ["/desk/1/"], "&status=4xx": ["/no/"], "&status=404": ["/no/"],
        "&who=5001&status=404": [],
    }  # fmt: skip
    for more, found in asked.items():
        assert shown(audit.get(f"{HERE}?day={day}{more}")) == found, more
    assert noted(Kind.ACCESS_VIEWED)[-1][1] == {"day": day, "who": "staff:5001", "status": "404"}


def test_a_number_of_a_person_in_a_filter_is_masked_in_the_record(audit: Client) -> None:
    assert audit.get(f"{HERE}?path=/desk/13800003210").status_code == 200
    assert noted(Kind.ACCESS_VIEWED)[0][1]["path"] == "/desk/138****3210"


@pytest.mark.parametrize(
    "query", ["day=x", "day=2026-02-30", "before=x", "before=99999999999999999999", "before=3", "status=%00"]
)
def test_what_is_nonsense_finds_nothing_and_breaks_nothing(audit: Client, query: str) -> None:
    write(timezone.now())
    assert audit.get(f"{HERE}?{query}").status_code == 200


def test_pages_go_on_where_the_last_ended(audit: Client) -> None:
    at = timezone.now() - timedelta(days=1)
    for n in range(120):
        write(at + timedelta(milliseconds=n), f"/{n}/")
    found: list[str] = []
    where = f"{HERE}?day={timezone.localdate(at).isoformat()}"
    while where:
        page = audit.get(where)
        found += shown(page)
        more = re.search(r'rel="next" href="([^"]+)"', page.content.decode())
        where = more.group(1).replace("&amp;", "&") if more else ""
    assert found == [f"/{n}/" for n in reversed(range(120))]


def test_a_closed_day_says_its_digest_and_a_torn_line_is_shown(audit: Client, folder: Path) -> None:
    at = timezone.now() - timedelta(days=1)
    write(at)
    with next(folder.glob("*.jsonl")).open("ab") as file:
        file.write(b'{"at":"2026')
    day = timezone.localdate(at)
    actions.keep_house(timezone.now())
    page = audit.get(f"{HERE}?day={day.isoformat()}").content.decode()
    sealed = noted(Kind.ACCESS_SEALED)[0][1]
    assert sealed["sm3"] in page and "已封存，1 条" in page and "读不出来" in page


def test_a_day_is_taken_away_as_it_lies_and_that_is_on_record(
    audit: Client, county: counties.County, folder: Path  # noqa: F811
) -> None:  # fmt: skip
    at = timezone.now()
    write(at, "/one/")
    day = timezone.localdate(at).isoformat()
    answer = audit.get(f"{HERE}{day}/file/")
    assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"]
    body = answer.getvalue()
    assert b"/one/" in body and len(body) == int(answer["Content-Length"])
    assert noted(Kind.ACCESS_TAKEN) == [(county["audit"].label, {"day": day})]
    for wrong in ("2020-01-01", "nonsense", "..%2Fx"):
        assert audit.get(f"{HERE}{wrong}/file/").status_code == 404
    assert len(noted(Kind.ACCESS_TAKEN)) == 1


def test_a_packed_file_that_broke_is_told(audit: Client, folder: Path) -> None:
    folder.mkdir()
    (folder / "2026-01-02.jsonl.gz").write_bytes(b"broken")
    assert "读不出来" in audit.get(f"{HERE}?day=2026-01-02").content.decode()


def test_nothing_is_shown_where_the_look_cannot_be_recorded(
    audit: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(timezone.now(), "/hidden/")

    def away(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("yimen.access.actions.trail.append", away)
    audit.raise_request_exception = False
    answer = audit.get(HERE)
    assert answer.status_code == 507 and "/hidden/" not in answer.content.decode()
