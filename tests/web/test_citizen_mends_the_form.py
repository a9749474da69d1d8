"""The window names a field of the form; the applicant changes it, hands in, and the window accepts."""

from __future__ import annotations

import pytest
from django.http import HttpResponse

from tests.web.citizen_world import ANSWERS, NOW, World, build, case, text
from yimen.cases import actions

WRONG = "和执照不一致"
#: The form as a browser sends it, nothing changed.
SENT = {f"a-{key}": str(one).lower() if isinstance(one, bool) else one for key, one in ANSWERS.items()}


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    return build(monkeypatch)


@pytest.fixture
def number(world: World) -> str:
    """A case whose shop name must change; its materials are whole."""
    made = world.received()
    actions.ask_correction(
        world.county["clerk"], made, reason="表填错了", fields={"shop_name": WRONG}, now=NOW
    )
    return made


def _send(world: World, number: str, changed: dict[str, str], who: str = "li") -> HttpResponse:
    """Open the form, change some fields, save."""
    client = world.client(who)
    opened = client.get(f"/cases/{number}/supply/form/").context
    hidden = {"once": opened["once"], "rev": opened["case"].rev} if opened else {}
    return client.post(
        f"/cases/{number}/supply/form/", {**hidden, **SENT, **{f"a-{k}": v for k, v in changed.items()}}
    )


def _supply(world: World, number: str) -> HttpResponse:
    client = world.client("li")
    context = client.get(f"/cases/{number}/supply/").context
    return client.post(
        f"/cases/{number}/supply/", {"once": context["once"], "rev": context["case"].rev, "next": "1"}
    )


def test_the_whole_journey(world: World) -> None:
    number, clerk = world.received(), world.client("clerk")
    desk = f"/desk/cases/{number}/"
    context = clerk.get(desk).context
    asked = clerk.post(
        f"{desk}decide/",
        {
            "do": "decide", "outcome": "ask_correction", "once": context["once"], "rev": context["rev"],
            "was": "received", "fix_field_1": "shop_name", "fix_what_1": WRONG,
        },
    )  # fmt: skip
    assert asked.status_code == 302 and case(number).state == "correction"
    todo = text(world.client("li").get(f"/cases/{number}/supply/"))
    assert (
        WRONG in todo and f'href="/cases/{number}/supply/form/#f-a-shop_name"' in todo and "已改" not in todo
    )
    form = text(world.client("li").get(f"/cases/{number}/supply/form/"))
    assert "青石小店" in form and form.count(WRONG) == 2
    assert _send(world, number, {"shop_name": "白云小店"})["Location"] == f"/cases/{number}/supply/"
    assert "已改" in text(world.client("li").get(f"/cases/{number}/supply/"))
    assert _supply(world, number)["Location"] == f"/cases/{number}/"
    page = clerk.get(desk)
    assert "白云小店" in text(page) and "青石小店" not in text(page)
    context = page.context
    clerk.post(
        f"{desk}decide/",
        {
            "do": "decide", "outcome": "accept", "once": context["once"], "rev": context["rev"],
            "was": "received",
        },
    )  # fmt: skip
    assert case(number).state == "reviewing" and case(number).answers["shop_name"] == "白云小店"


def test_a_form_left_as_it_was_is_not_handed_in(world: World, number: str) -> None:
    assert _send(world, number, {}).status_code == 302
    answer = _supply(world, number)
    assert answer.status_code == 422 and 'href="#f-form"' in text(answer) and 'id="f-form"' in text(answer)
    assert "还没有改" in text(answer) and case(number).state == "correction"


@pytest.mark.parametrize(
    ("changed", "anchor"),
    [
        ({"shop_name": ""}, "f-a-shop_name"),
        ({"shop_name": "长" * 41}, "f-a-shop_name"),
        ({"area": "很大"}, "f-a-area"),
        ({"express": "true"}, "f-a-post_to"),
        ({"kitchen": "maybe"}, "f-a-kitchen"),
    ],
)
def test_bad_input_is_said_at_its_field_and_kept_on_the_page(
    world: World, number: str, changed: dict[str, str], anchor: str
) -> None:
    answer = _send(world, number, changed)
    page = text(answer)
    assert answer.status_code == 422 and f'href="#{anchor}"' in page and f'id="{anchor}' in page
    assert case(number).answers["shop_name"] == "青石小店"
    if changed.get("area"):
        assert "很大" in page


def test_an_answer_that_asks_for_more_brings_its_material(world: World, number: str) -> None:
    _send(world, number, {"kitchen": "true", "gas": "gas"})
    page = text(world.client("li").get(f"/cases/{number}/supply/"))
    assert "请补交排烟图" in page
    answer = _supply(world, number)
    assert answer.status_code == 422 and "还没有交“排烟图”" in text(answer)


def test_sent_twice_is_saved_once(world: World, number: str) -> None:
    client = world.client("li")
    context = client.get(f"/cases/{number}/supply/form/").context
    data = {"once": context["once"], "rev": context["case"].rev, **SENT, "a-shop_name": "白云小店"}
    first = [client.post(f"/cases/{number}/supply/form/", data).status_code for _ in range(2)]
    assert first == [302, 302] and case(number).rev == context["case"].rev + 1


def test_a_stale_page_changes_nothing(world: World, number: str) -> None:
    client = world.client("li")
    context = client.get(f"/cases/{number}/supply/form/").context
    _send(world, number, {"shop_name": "白云小店"})
    answer = client.post(
        f"/cases/{number}/supply/form/", {"once": context["once"], "rev": context["case"].rev, **SENT}
    )
    assert answer.status_code == 409 and case(number).answers["shop_name"] == "白云小店"


@pytest.mark.parametrize("who", ["wang", "firm", "clerk"])
def test_somebody_elses_form_is_404(world: World, number: str, who: str) -> None:
    assert world.client(who).get(f"/cases/{number}/supply/form/").status_code == 404
    answer = world.client(who).post(f"/cases/{number}/supply/form/", {"a-shop_name": "别人的店"})
    assert answer.status_code == 404 and case(number).answers["shop_name"] == "青石小店"


def test_out_of_time_it_leads_to_the_case(world: World) -> None:
    number = world.received()
    assert world.client("li").get(f"/cases/{number}/supply/form/")["Location"] == f"/cases/{number}/"
    assert _send(world, number, {"shop_name": "白云小店"})["Location"] == f"/cases/{number}/"
    assert case(number).answers["shop_name"] == "青石小店"


def test_at_the_counter_a_change_that_asks_for_more_brings_the_field(world: World) -> None:
    number, clerk = world.received(), world.client("clerk")
    actions.ask_correction(
        world.county["clerk"], number, reason="表填错了", fields={"express": "您说过要寄"}, now=NOW
    )
    desk = f"/desk/cases/{number}/"
    context = clerk.get(desk).context
    data = {"once": context["once"], "rev": context["rev"], "do": "supply", "a-express": "true"}
    answer = clerk.post(f"{desk}supply/", data)
    assert answer.status_code == 422 and 'id="f-a-post_to"' in text(answer)
    assert case(number).answers["express"] is False
    again = {**data, "once": answer.context["once"], "a-post_to": "云溪县青石路 8 号"}
    assert clerk.post(f"{desk}supply/", again).status_code == 302
    assert case(number).state == "received" and case(number).answers["post_to"] == "云溪县青石路 8 号"
