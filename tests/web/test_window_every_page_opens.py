"""Every page of the window and the approver is drawn in every state, with one primary button and one h1."""

from __future__ import annotations

import re

import pytest

from tests.web import staffkit

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> staffkit.Hall:
    return staffkit.open_hall(monkeypatch)


def _whole(response: object) -> str:
    assert response.status_code == 200
    text = response.content.decode()
    assert len(re.findall(r"<h1[ >]", text)) == 1
    primary = re.findall(r'<(?:a|button) class="btn  ?(?:sm )?"', text)
    assert len(primary) <= 1, primary
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids)), sorted(one for one in ids if ids.count(one) > 1)
    assert "typed." not in text and "err." not in text
    return text


@pytest.mark.parametrize(
    "until", ["submitted", "received", "accepted", "opinion1", "opinion2", "granted", "issued"]
)
def test_a_case_at_the_window(hall: staffkit.Hall, until: str) -> None:
    number = hall.walk(until)
    text = _whole(hall.get("clerk", f"/desk/cases/{number}/"))
    assert "李*" in text and "李敏" not in text
    assert hall.county.parties["li"].id_number not in text


@pytest.mark.parametrize("until", ["accepted", "opinion1", "opinion2", "granted"])
@pytest.mark.parametrize("who", ["officer", "head", "director"])
def test_a_case_at_the_approver(hall: staffkit.Hall, until: str, who: str) -> None:
    number = hall.walk(until)
    text = _whole(hall.get(who, f"/review/cases/{number}/"))
    assert "李*" in text and "李敏" not in text


@pytest.mark.parametrize(
    "path", ["/desk/", "/desk/intake/", "/desk/corrections/", "/desk/handout/", "/desk/new/"]
)
def test_lists_of_the_window(hall: staffkit.Hall, path: str) -> None:
    hall.walk("submitted")
    hall.walk("issued")
    _whole(hall.get("clerk", path))


@pytest.mark.parametrize("query", ["", "?only=soon", "?only=mine", "?only=x&after=2026", "?after=~"])
def test_the_inbox_of_the_approver(hall: staffkit.Hall, query: str) -> None:
    number = hall.walk("accepted")
    text = _whole(hall.get("officer", f"/review/{query}"))
    assert (number in text) == (query != "?only=mine")


def test_the_pages_are_drawn_in_english_too(hall: staffkit.Hall) -> None:
    received, signed, issued = hall.walk("received"), hall.walk("opinion2"), hall.walk("issued")
    pages = {
        "clerk": [
            "/desk/",
            "/desk/intake/",
            "/desk/new/",
            f"/desk/cases/{received}/",
            f"/desk/cases/{issued}/",
        ],
        "director": ["/review/", f"/review/cases/{signed}/", f"/review/cases/{issued}/"],
    }
    for who, paths in pages.items():
        hall.client(who).cookies["lang"] = "en"
        for path in paths:
            assert 'lang="en"' in _whole(hall.get(who, path))


EVIL = '"><script>alert(1)</script>'


def test_what_people_type_is_never_markup(hall: staffkit.Hall) -> None:
    number = hall.walk("received")
    pages = [
        hall.post("clerk", "/desk/find/", {"q": EVIL}),
        hall.post("clerk", "/desk/new/", {"q": EVIL}),
        hall.post("clerk", "/desk/new/register/", {"kind": "person", "name": EVIL, "number": EVIL}),
        hall.client("clerk").get(f"/desk/new/{hall.meets()}/", {"q": EVIL}),
        hall.form(
            "clerk",
            f"/desk/cases/{number}/decide/",
            {"reason": EVIL, "again": EVIL, "m-M-PLAN": "bad", "why-M-PLAN": EVIL},
            page=f"/desk/cases/{number}/",
        ),
    ]
    signed = hall.walk("opinion2")
    here = f"/review/cases/{signed}/"
    for act in ("decide", "send_back", "pause", "extend"):
        names = ("text", "result_number", "result_to", "back_text", "fix_reason", "why-M-PLAN", "planned_end")
        data = {"act": act, **dict.fromkeys((*names, "days", "end_reason", "again"), EVIL)}
        pages.append(hall.form("director", f"{here}act/", data, page=here))
    for page in pages:
        assert "<script>alert" not in page.content.decode()
    hall.form("director", f"{here}act/", {"act": "terminate", "end_reason": EVIL}, page=here)
    assert "<script>alert" not in hall.get("director", here).content.decode()
    paper = staffkit.case(signed).documents.get(kind="termination").number
    assert "<script>alert" not in hall.get("director", f"{here}papers/{paper}/").content.decode()
