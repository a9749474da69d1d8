"""A draft is dropped by its applicant alone, asked once more, without JavaScript."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.web.citizen_world import NOW, World, build, case, text
from yimen.bureau import queries as bureau
from yimen.cases import actions
from yimen.cases import queries as cases
from yimen.rules.terms import State
from yimen.trail import queries as trail


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    return build(monkeypatch)


def _form(page: str) -> dict[str, str]:
    """The hidden fields of the page's form."""
    return dict(re.findall(r'<input type="hidden" name="(once|rev)" value="([^"]+)"', page))


def test_from_my_cases_over_the_question_to_nothing_left(world: World) -> None:
    number, li = world.filled(), world.client("li")
    path = f"/apply/case/{number}/drop/"
    assert f'href="{path}"' in text(li.get("/my/"))
    page = text(li.get(path))
    assert case(number).state == State.DRAFT
    assert "真的不办了" in page and f'href="/apply/case/{number}/"' in page
    answer = li.post(path, _form(page), follow=True)
    assert answer.redirect_chain == [("/my/", 302)]
    assert "删掉了" in text(answer) and number not in text(answer)
    assert case(number).state == State.VOIDED
    assert trail.history(number)[-1].actor == f"account:{world.county.accounts['li'].pk}"


@pytest.mark.parametrize("place", ["questions", "form", "materials", "check"])
def test_every_page_of_the_draft_leads_there(world: World, place: str) -> None:
    number = world.draft() if place == "questions" else world.filled()
    page = text(world.client("li").get(f"/apply/case/{number}/{place}/"))
    assert page.count(f'href="/apply/case/{number}/drop/"') == 1


def test_only_drafts_have_the_button(world: World) -> None:
    number = world.submitted()
    assert f"/apply/case/{number}/drop/" not in text(world.client("li").get("/my/"))


@pytest.mark.parametrize("who", ["wang", "firm", "clerk", "admin"])
def test_somebody_elses_draft_is_404(world: World, who: str) -> None:
    path = f"/apply/case/{world.filled()}/drop/"
    client = world.client(who)
    assert [client.get(path).status_code, client.post(path).status_code] == [404, 404]
    assert case(path.split("/")[3]).state == State.DRAFT


def test_nobody_signed_in_is_asked_to_sign_in(world: World) -> None:
    number = world.filled()
    answer = Client().post(f"/apply/case/{number}/drop/")
    assert answer.status_code == 302 and answer["Location"].startswith("/login/")
    assert case(number).state == State.DRAFT


def test_what_was_handed_in_meanwhile_is_refused_with_words(world: World) -> None:
    number, li = world.filled(), world.client("li")
    path = f"/apply/case/{number}/drop/"
    sent = _form(text(li.get(path)))
    actions.submit(world.county["li"], number, now=NOW)
    for answer in (li.post(path, sent), li.get(path)):
        assert answer.status_code == 409
        assert "已经提交，删不掉了" in text(answer) and "apply.handed_in" in text(answer)
    assert case(number).state == State.SUBMITTED


def test_what_changed_meanwhile_is_refused_with_words(world: World) -> None:
    number, li = world.filled(), world.client("li")
    path = f"/apply/case/{number}/drop/"
    sent = _form(text(li.get(path)))
    actions.save(world.county["li"], number, {"shop_name": "白泉小店"}, now=NOW)
    answer = li.post(path, sent)
    assert answer.status_code == 409 and "有变化" in text(answer)
    assert case(number).state == State.DRAFT


def test_a_double_press_and_an_old_tab_find_it_gone(world: World) -> None:
    number, li = world.filled(), world.client("li")
    path = f"/apply/case/{number}/drop/"
    sent = _form(text(li.get(path)))
    assert [li.post(path, sent)["Location"] for _ in range(2)] == ["/my/", "/my/"]
    assert li.get(path)["Location"] == "/my/"
    assert li.post(f"/apply/case/{number}/form/", {"shop_name": "店"}).status_code == 302
    assert [row.kind for row in trail.history(number)].count("case.voided") == 1


def test_a_dropped_draft_stays_as_private_as_it_was(world: World) -> None:
    number, li = world.filled(), world.client("li")
    path = f"/apply/case/{number}/drop/"
    li.post(path, _form(text(li.get(path))))
    assert world.client("clerk").get(f"/desk/cases/{number}/").status_code == 404
    for who in ("clerk", "supervisor", "admin"):
        assert world.client(who).get(f"/watch/cases/{number}/").status_code == 404
    calendar = bureau.work_calendar()
    assert cases.find(world.county["admin"], calendar, now=NOW, text=number) == []
    assert cases.cases_of_party(world.county["clerk"], world.county.parties["li"].pk, calendar, now=NOW) == []
