"""The seals are shown to those who watch; one case's records leave as a file that proves itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from tests import county as counties
from tests.cases.conftest import reach  # noqa: F401
from tests.web.staff_world import NOW, county, signed_in  # noqa: F401
from yimen.cases.models import Case
from yimen.trail import keys, sealing
from yimen.trail.proof import verify
from yimen.web.watch.seals import grouped

Reach = Callable[..., Case]
NIGHT = NOW.replace(hour=0, minute=15) + timedelta(days=1)


def test_before_the_first_night_there_is_none(county: counties.County) -> None:  # noqa: F811
    assert "还没有日封" in signed_in(county, "supervisor").get("/watch/seals/").content.decode()


def test_who_watches_sees_the_seals_and_the_key(county: counties.County, reach: Reach) -> None:  # noqa: F811
    reach("received")
    sealing.seal_due(NIGHT)
    page = signed_in(county, "supervisor").get("/watch/seals/").content.decode()
    assert grouped(keys.trail_key().name) in page
    assert "2026年11月16日" in page.replace(" ", "")
    status = {who: signed_in(county, who).get("/watch/seals/").status_code
              for who in ("admin", "clerk", "officer", "keeper", "li")}  # fmt: skip
    assert status == {"admin": 200, "clerk": 403, "officer": 403, "keeper": 403, "li": 403}


def test_a_case_leaves_as_a_file_that_proves_itself(
    county: counties.County, reach: Reach  # noqa: F811
) -> None:  # fmt: skip
    case = reach("accepted")
    sealing.seal_due(NIGHT)
    path = f"/watch/cases/{case.number}/trail/"
    answer = signed_in(county, "supervisor").get(path)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="trail-{case.number}.jsonl"'
    report = verify(answer.content.splitlines(keepends=True), keys=[keys.trail_key().name])
    assert (report.findings, report.rows, report.unsealed) == ([], case.rev, 0)
    status = {who: signed_in(county, who).get(path).status_code
              for who in ("admin", "clerk", "officer", "keeper", "li")}  # fmt: skip
    assert status == {"admin": 200, "clerk": 403, "officer": 403, "keeper": 403, "li": 403}
    assert f'href="{path}"' in signed_in(county, "supervisor").get(path[: -len("trail/")]).content.decode()
