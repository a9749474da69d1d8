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
