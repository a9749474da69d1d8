"""Every page and address of a case, tried by everybody at every point.

Who may, sees it; for all others who pass the door it does not exist (404); those without the role do not pass
the door at all (302 to sign in, 403).
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests import county as counties
from tests.ui import stage
from yimen.cases import actions
from yimen.cases.models import CaseDocument, CaseFile
from yimen.demo import paperwork
from yimen.vault import actions as vault

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

#: Address → who may open it with 200 once the case is handed in.
APPLICANT, WINDOW = {"li"}, {"clerk", "clerk2"}
SIGNERS = {"officer", "officer2", "head", "director"}
WATCHERS = {"admin", "supervisor"}
OPEN: dict[str, set[str]] = {
    "/cases/{n}/": APPLICANT,
    "/desk/cases/{n}/": WINDOW,
    "/review/cases/{n}/": SIGNERS,
    "/watch/cases/{n}/": WINDOW | SIGNERS | WATCHERS,
}
EVERYBODY = (
    "visitor", "li", "wang", "firm", "clerk", "officer", "head", "director", "health", "health_director",
    "keeper", "admin", "supervisor", "security", "audit",
)  # fmt: skip
POINTS = ("draft", "submitted", "received", "accepted", "deciding", "granted", "delivered", "correction")


@pytest.fixture
def world():
    county = counties.build(timezone.now() - timedelta(days=3))
    return county, stage.play(county)


def status_of(client: Client, path: str) -> int:
    """The status of one page; a file that is streamed is read to its end, so that it is closed."""
    answer = client.get(path)
    if answer.streaming:
        assert b"".join(answer.streaming_content)
    return answer.status_code


def client_of(county: counties.County, who: str) -> Client:
    client = Client()
    if who in county.accounts:
        client.force_login(county.accounts[who])
    return client


def test_every_page_of_a_case(world):
    county, numbers = world
    wrong = []
    for who in EVERYBODY:
        client = client_of(county, who)
        for point in POINTS:
            for pattern, allowed in OPEN.items():
                status = client.get(pattern.format(n=numbers[point])).status_code
                may = who in allowed and (point != "draft" or who == "li")
                # A draft is filled under /apply/: its own progress page may send the applicant there.
                fine = {200, 302} if may and point == "draft" else {200} if may else {302, 403, 404}
                if status not in fine or (who == "wang" and pattern == "/cases/{n}/" and status != 404):
                    wrong.append((who, point, pattern, status))
    assert wrong == [], "\n".join(map(str, wrong))


def test_files_and_papers(world):
    county, numbers = world
    li = county["li"]
    kept = vault.keep(li, iter([paperwork.scan("Own")]), "自己的.pdf", now=county.now)
    actions.attach(li, numbers["filled"], "M-PLAN", kept.id, now=county.now)
    actions.submit(li, numbers["filled"], now=county.now)
    assert CaseFile.objects.filter(stored_id=kept.id).exists()
    paper = CaseDocument.objects.filter(case__number=numbers["delivered"]).first()
    sees = {"li", "clerk", "officer", "head", "director", "admin", "supervisor"}
    wrong = []
    for who in EVERYBODY:
        client = client_of(county, who)
        file_status = status_of(client, f"/files/{kept.key}/")
        paper_status = status_of(client, f"/cases/{numbers['delivered']}/papers/{paper.number}/")
        for status in (file_status, paper_status):
            if (status == 200) != (who in sees):
                wrong.append((who, file_status, paper_status))
    assert wrong == [], "\n".join(map(str, wrong))
    assert status_of(client_of(county, "wang"), f"/files/{kept.key}/") == 404


def test_posting_to_someone_elses_case_changes_nothing(world):
    county, numbers = world
    stranger = client_of(county, "wang")
    for path in (
        "/cases/{n}/withdraw/", "/cases/{n}/supply/", "/apply/case/{n}/form/", "/apply/case/{n}/materials/",
        "/apply/case/{n}/check/", "/apply/case/{n}/drop/",
    ):  # fmt: skip
        for point in ("draft", "received", "correction"):
            answer = stranger.post(path.format(n=numbers[point]), {"reason": "我来撤", "once": "x" * 20})
            assert answer.status_code == 404, (path, point, answer.status_code)
