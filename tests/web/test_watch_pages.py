"""The watch: who sees what, what is late and where it is stuck, the finder, and one case with its chain."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import county as counties
from tests.cases.conftest import reach  # noqa: F401
from tests.web.staff_world import NOW, county, signed_in  # noqa: F401
from yimen.bureau import queries as bureau
from yimen.cases import actions
from yimen.cases.models import Case
from yimen.cases.queries import watching
from yimen.rules.terms import Light
from yimen.trail.models import Event

Reach = Callable[..., Case]
PAGES = ("/watch/", "/watch/cases/")


def alarmed(case: Case, light: Light = Light.RED) -> Case:
    Case.objects.filter(pk=case.pk).update(light=str(light))
    return case


def text_of(client: Client, path: str, **posted: str) -> str:
    answer = client.post(path, posted) if posted else client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


@pytest.fixture
def watcher(county: counties.County) -> Client:  # noqa: F811
    return signed_in(county, "supervisor")


# --- who --------------------------------------------------------------------------------------------------
def test_who_may_open_the_watch(county: counties.County) -> None:  # noqa: F811
    seen = {"supervisor", "admin", "clerk", "officer", "head", "director"}
    for who in (*seen, "keeper", "li", "firm"):
        for path in PAGES:
            status = signed_in(county, who).get(path).status_code
            assert status == (200 if who in seen else 403), (who, path)


def test_who_is_not_signed_in_comes_back_after_signing_in(county: counties.County) -> None:  # noqa: F811
    assert Client().get("/watch/").headers["Location"] == "/login/?next=%2Fwatch%2F"


def test_a_case_exists_for_those_who_may_see_it_only(
    county: counties.County, reach: Reach  # noqa: F811
) -> None:  # fmt: skip
    case = reach("accepted")
    path = f"/watch/cases/{case.number}/"
    status = {who: signed_in(county, who).get(path).status_code
              for who in ("supervisor", "admin", "clerk", "officer", "health", "keeper", "li")}  # fmt: skip
    assert status == {"supervisor": 200, "admin": 200, "clerk": 302, "officer": 302,
                      "health": 404, "keeper": 403, "li": 403}  # fmt: skip


@pytest.mark.parametrize(("who", "door"), [("clerk", "desk"), ("officer", "review"), ("director", "review")])
def test_the_finder_leads_clerks_and_approvers_to_their_own_page(
    county: counties.County, reach: Reach, who: str, door: str  # noqa: F811
) -> None:  # fmt: skip
    case = reach("accepted")
    answer = signed_in(county, who).get(f"/watch/cases/{case.number}/", follow=True)
    assert answer.redirect_chain == [(f"/{door}/cases/{case.number}/", 302)]
    assert answer.status_code == 200


def test_who_counts_the_views_opens_no_case(county: counties.County, reach: Reach) -> None:  # noqa: F811
    case = reach("accepted")
    actions.view_personal(county["officer"], case.number, reason="contact", words="约现场核查", now=NOW)
    link = f'href="/watch/cases/{case.number}/"'
    assert link in text_of(signed_in(county, "supervisor"), "/watch/views/")
    audited = text_of(signed_in(county, "audit"), "/watch/views/")
    assert case.number in audited and link not in audited


def test_the_board_shows_others_departments_to_watchers_only(
    county: counties.County, reach: Reach  # noqa: F811
) -> None:  # fmt: skip
    case = alarmed(reach("accepted"))
    assert case.number in text_of(signed_in(county, "supervisor"), "/watch/")
    assert case.number in text_of(signed_in(county, "head"), "/watch/")
    assert case.number not in text_of(signed_in(county, "health"), "/watch/")


# --- the board --------------------------------------------------------------------------------------------
def test_the_board_says_where_a_case_is_stuck(watcher: Client, reach: Reach) -> None:  # noqa: F811
    alarmed(reach("opinion1"))
    alarmed(reach("received", who="wang"), Light.YELLOW)
    page = text_of(watcher, "/watch/")
    assert "市场监管局：审核（科室负责人）" in page
    assert "窗口：等收件受理" in page
    assert "要处理的预警 2 件" in page


def test_lights_and_departments_filter(watcher: Client, reach: Reach) -> None:  # noqa: F811
    red = alarmed(reach("accepted"))
    yellow = alarmed(reach("received", who="wang"), Light.YELLOW)
    assert yellow.number not in text_of(watcher, "/watch/?light=red")
    assert red.number not in text_of(watcher, "/watch/?light=yellow")
    assert red.number in text_of(watcher, f"/watch/?department={counties.MARKET}")
    assert "没有预警" in text_of(watcher, f"/watch/?department={counties.HEALTH}")
    assert red.number in text_of(watcher, "/watch/?light=green&after=x~y")


def test_what_is_decided_and_only_waits_to_be_fetched_is_no_alarm(
    watcher: Client, reach: Reach  # noqa: F811
) -> None:  # fmt: skip
    assert alarmed(reach("issued")).number not in text_of(watcher, "/watch/")


def test_counts_by_department_come_from_the_rows(
    county: counties.County, reach: Reach  # noqa: F811
) -> None:  # fmt: skip
    alarmed(reach("accepted"))
    alarmed(reach("received", who="wang"), Light.YELLOW)
    reach("accepted", who="zhao")
    [one] = watching.by_department(county["supervisor"])
    assert (one.name, one.running, one.red, one.yellow) == ("市场监管局", 3, 1, 1)
    assert watching.by_department(county["health"]) == []


def test_the_board_goes_on_after_its_last_row(
    watcher: Client, reach: Reach, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:  # fmt: skip
    monkeypatch.setattr("yimen.web.watch.alarms.PAGE", 1)
    cases = [alarmed(reach("accepted", who=who)).number for who in ("li", "wang", "zhao")]
    seen, path = [], "/watch/"
    while path:
        answer = watcher.get(path)
        seen += [row["case"].number for row in answer.context["rows"]]
        path = answer.context["next"]
    assert sorted(seen) == sorted(cases)


def test_the_number_of_statements_does_not_grow(
    county: counties.County, reach: Reach  # noqa: F811
) -> None:  # fmt: skip
    calendar, counts = bureau.work_calendar(), []
    for who in ("li", "wang", "zhao"):
        alarmed(reach("accepted", who=who))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            rows = watching.late(county["supervisor"], calendar, now=NOW)
        counts.append((len(rows), len(asked)))
    assert counts == [(1, 3), (2, 3), (3, 3)]


# --- the finder -------------------------------------------------------------------------------------------
def test_the_finder_finds_by_each_key_and_masks(watcher: Client, reach: Reach) -> None:  # noqa: F811
    case = reach("accepted")
    other = reach("received", who="wang")
    party = case.party
    for typed in (case.number, case.number[:20], party.name, party.id_number, party.phone):
        page = text_of(watcher, "/watch/cases/", q=typed)
        assert case.number in page, typed
        assert (other.number in page) == (other.number.startswith(typed)), typed
    page = text_of(watcher, "/watch/cases/", q=case.number)
    assert "李*" in page and "李敏" not in page


def test_the_finder_filters_by_state_and_light(watcher: Client, reach: Reach) -> None:  # noqa: F811
    case = alarmed(reach("accepted"))
    assert case.number in text_of(watcher, "/watch/cases/", state="reviewing", light="red")
    assert "没有找到办件" in text_of(watcher, "/watch/cases/", state="delivered")


@pytest.mark.parametrize("typed", ["不存在的人", "\x00", "%", "9" * 500, "<script>alert(1)</script>"])
def test_what_finds_nothing_says_so_and_stays_text(watcher: Client, reach: Reach, typed: str) -> None:  # noqa: F811
    reach("accepted")
    page = text_of(watcher, "/watch/cases/", q=typed, light="red")
    assert "没有找到办件" in page and "<script>alert" not in page


def test_a_draft_is_nobodys_to_find(watcher: Client, reach: Reach) -> None:  # noqa: F811
    case = reach("draft")
    assert case.number not in text_of(watcher, "/watch/cases/")
    assert watcher.get(f"/watch/cases/{case.number}/").status_code == 404


def test_the_finder_goes_on(watcher: Client, reach: Reach, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    monkeypatch.setattr("yimen.web.watch.finder.PAGE", 1)
    older, newer = reach("accepted").number, reach("accepted", who="wang").number
    first = watcher.get("/watch/cases/")
    assert [row["case"].number for row in first.context["rows"]] == [newer]
    second = watcher.post("/watch/cases/", {"before": first.context["before"]})
    assert [row["case"].number for row in second.context["rows"]] == [older]
    assert watcher.post("/watch/cases/", {"before": "9" * 19}).status_code == 200


# --- one case ---------------------------------------------------------------------------------------------
def test_one_case_shows_every_event_seat_clock_and_paper(watcher: Client, reach: Reach) -> None:  # noqa: F811
    case = reach("issued")
    answer = watcher.get(f"/watch/cases/{case.number}/")
    page = answer.content.decode()
    events = list(Event.objects.filter(stream=case.number))
    assert len(answer.context["events"]) == len(events)
    assert "记录链完整" in page and "工号 0201" in page and "受理通知书" in page
    assert "法定最晚" in page and "承诺最晚" in page and "群众实际等了" in page
    assert case.party.id_number not in page and case.party.phone not in page and "李敏" not in page


def test_a_changed_record_is_told(watcher: Client, reach: Reach) -> None:  # noqa: F811
    case = reach("accepted")
    broken = Event.objects.filter(stream=case.number).order_by("seq").first()
    assert broken is not None
    Event.objects.filter(pk=broken.pk).update(at=broken.at - timedelta(days=1))
    page = text_of(watcher, f"/watch/cases/{case.number}/")
    assert "记录链对不上" in page and "第 1 条：内容被改过" in page


def test_events_of_unknown_kinds_and_keys_are_shown_as_they_are(watcher: Client, reach: Reach) -> None:  # noqa: F811
    case = reach("accepted")
    first = Event.objects.filter(stream=case.number).order_by("seq").first()
    assert first is not None
    data = {
        "from": "nowhere",
        "moon": ["a", {"words": "手机 13800003210"}],
        "deep": {"x": [1]},
        "verdict": "?",
    }
    Event.objects.filter(pk=first.pk).update(kind="case.unheard_of", data=data)
    page = text_of(watcher, f"/watch/cases/{case.number}/")
    assert "case.unheard_of" in page and "moon" in page and "13800003210" not in page


def test_no_such_case(watcher: Client) -> None:
    assert watcher.get("/watch/cases/439926202611160001X/").status_code == 404
