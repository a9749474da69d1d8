"""Records, holds and lists of destruction on the pages: who sees them, who acts, what is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.archives.conftest import LATER, NOW, closed, own_key  # noqa: F401
from tests.web.staff_world import county, signed_in  # noqa: F401
from yimen.archives import actions
from yimen.archives.models import Archive, Destruction, Hold
from yimen.config.worker import drain

pytestmark = pytest.mark.django_db(transaction=True)
OVER = datetime(2057, 1, 2, 2, 0, tzinfo=UTC)
OPINION = "三十年期满，没有继续保存的价值"


@pytest.fixture
def row(county):  # noqa: F811
    number = closed(county)
    drain(NOW + timedelta(hours=1))
    actions.turn(LATER)
    return Archive.objects.select_related("case").get(case__number=number)


@pytest.fixture
def over(row):
    actions.expire_due(OVER)
    row.refresh_from_db()
    return row


def here(row) -> str:
    return f"/archives/record/{row.case.number}/"


def test_who_may_open_the_pages(county, over):  # noqa: F811
    listing = f"/archives/lists/{_listed(county, over)}/"
    for path in (
        "/archives/",
        "/archives/due/",
        "/archives/holds/",
        "/archives/lists/",
        here(over),
        listing,
        f"{listing}paper/",
    ):
        status = {
            who: signed_in(county, who).get(path).status_code
            for who in ("keeper", "supervisor", "audit", "clerk", "officer", "admin", "security", "li")
        }
        assert status == dict.fromkeys(("keeper", "supervisor", "audit"), 200) | dict.fromkeys(
            ("clerk", "officer", "admin", "security", "li"), 403
        ), path


def test_nothing_of_the_applicant_is_shown(county, row):  # noqa: F811
    for path in ("/archives/", here(row)):
        page = signed_in(county, "keeper").get(path).content.decode()
        assert row.case.number in page
        assert "李敏" not in page and "青石面馆" not in page and county.parties["li"].phone not in page


def test_a_record_is_found_by_either_number_and_by_stage(county, row):  # noqa: F811
    keeper = signed_in(county, "keeper")
    for query in (f"q={row.number}", f"q={row.case.number}", "stage=kept", "stage=nonsense", ""):
        assert here(row) in keeper.get(f"/archives/?{query}").content.decode()
    for query in ("q=43992620260101", "stage=destroyed"):
        assert "没有找到档案" in keeper.get(f"/archives/?{query}").content.decode()
    assert signed_in(county, "keeper").get("/archives/record/4399262611169999999999/").status_code == 404


def test_a_supervisor_holds_and_lifts(county, row):  # noqa: F811
    supervisor = signed_in(county, "supervisor")
    sent = {"name": "行政诉讼", "document": "（2026）云 01 行初 3 号", "reason": "法院要求保全"}
    for lacking in sent:
        answer = supervisor.post(f"{here(row)}hold/", {**sent, lacking: ""})
        page = answer.content.decode()
        assert answer.status_code == 422 and f'href="#f-{lacking}"' in page
        assert all(value in page for key, value in sent.items() if key != lacking), "nothing typed is lost"
    token = {"once": "t" * 32}
    for _ in range(2):
        assert supervisor.post(f"{here(row)}hold/", {**sent, **token}).status_code == 302
    held = Hold.objects.get()
    assert "行政诉讼" in supervisor.get("/archives/holds/").content.decode()
    lift = f"{here(row)}lift/{held.pk}/"
    assert supervisor.post(lift, {"lift": ""}).status_code == 422
    assert supervisor.post(lift, {"lift": "判决已经生效"}).status_code == 302
    assert supervisor.post(lift, {"lift": "判决已经生效"}).status_code == 404
    assert "没有冻结中的办件" in supervisor.get("/archives/holds/").content.decode()
    for other in ("keeper", "audit"):
        assert signed_in(county, other).post(f"{here(row)}hold/", sent).status_code == 403


def _listed(county, row) -> int:  # noqa: F811
    return actions.propose(county["keeper"], [row.case.number], OPINION, now=OVER).id


def test_from_appraisal_to_the_printed_list(county, over):  # noqa: F811
    keeper, supervisor, audit = (signed_in(county, who) for who in ("keeper", "supervisor", "audit"))
    assert over.case.number in keeper.get("/archives/due/").content.decode()
    for sent, box in (
        ({"opinion": OPINION}, "f-case"),
        ({"case": over.case.number, "opinion": ""}, "f-opinion"),
    ):
        answer = keeper.post("/archives/due/", sent)
        assert answer.status_code == 422 and f'href="#{box}"' in answer.content.decode()
    assert (
        supervisor.post("/archives/due/", {"case": over.case.number, "opinion": OPINION}).status_code == 403
    )
    made = keeper.post("/archives/due/", {"case": over.case.number, "opinion": OPINION})
    path = f"/archives/lists/{Destruction.objects.get().pk}/"
    assert made.status_code == 302 and made.url == path
    assert "批准销毁" not in keeper.get(path).content.decode()
    assert keeper.post(f"{path}sign/", {"act": "approve"}).status_code == 403
    assert "批准销毁" in supervisor.get(path).content.decode()
    assert audit.post(f"{path}sign/", {"act": "witness"}).status_code == 409, "not approved yet"
    assert supervisor.post(f"{path}sign/", {"act": "approve"}).status_code == 302
    assert audit.post(f"{path}sign/", {"act": "witness"}).status_code == 302
    actions.turn(OVER)
    page = keeper.get(path).content.decode()
    assert "已销毁" in page and "员0905" in page
    paper = keeper.get(f"{path}paper/?view=1")
    assert paper["Content-Type"] == "application/pdf" and b"".join(paper.streaming_content).startswith(
        b"%PDF"
    )
    assert "没有期满的档案" in keeper.get("/archives/due/").content.decode()


def test_a_list_is_sent_back_with_its_reason(county, over):  # noqa: F811
    path = f"/archives/lists/{_listed(county, over)}/"
    supervisor = signed_in(county, "supervisor")
    answer = supervisor.post(f"{path}sign/", {"act": "reject", "reason": ""})
    assert answer.status_code == 422 and 'href="#f-reason"' in answer.content.decode()
    assert supervisor.post(f"{path}sign/", {"act": "reject", "reason": "复议还没有完"}).status_code == 302
    assert "复议还没有完" in supervisor.get(path).content.decode()
    assert signed_in(county, "keeper").get("/archives/lists/999/").status_code == 404


def test_the_keeper_keeps_a_record_on(county, over):  # noqa: F811
    keeper = signed_in(county, "keeper")
    answer = keeper.post(f"{here(over)}retain/", {"keep": "", "why": "有史料价值"})
    assert answer.status_code == 422 and 'href="#f-keep"' in answer.content.decode()
    assert keeper.post(f"{here(over)}retain/", {"keep": "Y", "why": ""}).status_code == 422
    assert keeper.post(f"{here(over)}retain/", {"keep": "Y", "why": "有史料价值"}).status_code == 302
    over.refresh_from_db()
    assert (over.stage, over.until) == ("kept", None)


def test_empty_places_say_what_comes(county):  # noqa: F811
    keeper = signed_in(county, "keeper")
    for path, words in (
        ("/archives/", "还没有档案"),
        ("/archives/due/", "没有期满的档案"),
        ("/archives/holds/", "没有冻结中的办件"),
        ("/archives/lists/", "还没有清册"),
    ):
        assert words in keeper.get(path).content.decode()


def test_the_applicant_reads_how_long_it_is_kept_and_that_it_is_gone(county, row):  # noqa: F811
    li = signed_in(county, "li")
    path = f"/cases/{row.case.number}/"
    assert "2056 年 12 月 31 日" in " ".join(li.get(path).content.decode().split())
    paper = row.case.documents.first().number
    assert li.get(f"{path}papers/{paper}/").status_code == 200
    actions.expire_due(OVER)
    listing = _listed(county, row)
    actions.approve(county["supervisor"], listing, now=OVER)
    actions.witness(county["audit"], listing, now=OVER)
    actions.turn(OVER)
    page = li.get(path).content.decode()
    assert "销毁" in page and "青石面馆" not in page
    assert li.get(f"{path}papers/{paper}/").status_code == 404
    for who, address in (
        ("clerk", f"/desk/cases/{row.case.number}/"),
        ("supervisor", f"/watch/cases/{row.case.number}/"),
        ("officer", f"/review/cases/{row.case.number}/"),
    ):
        assert signed_in(county, who).get(address).status_code == 200
