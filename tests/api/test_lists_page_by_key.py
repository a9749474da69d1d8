"""Pages follow one another without gap or repeat; a cursor is ours, and for its own list."""

from __future__ import annotations

import pytest
from django.core import signing

from tests import county as counties

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def _walk(who, path: str, key: str, field: str) -> list[str]:
    found: list[str] = []
    while path:
        page = who.get(path).json()
        assert page[key]
        found += [one[field] for one in page[key]]
        path = page["next"].removeprefix("/api/v1")
    return found


def test_items_by_code(anybody, county):
    codes = _walk(anybody, "/items?limit=1", "items", "code")
    assert codes == sorted([counties.LICENCE, counties.INSTANT, counties.JOINT, counties.PLAIN])


def test_items_found_by_words_best_first(anybody, county):
    codes = _walk(anybody, "/items?q=食品经营许可&limit=1", "items", "code")
    assert codes[0] == counties.LICENCE
    assert len(codes) == len(set(codes))


def test_filters_hold_on_every_page(anybody, county):
    path = f"/items?for=enterprise&topic=开店经营&department={counties.MARKET}&limit=1"
    assert _walk(anybody, path, "items", "code") == [counties.LICENCE, counties.JOINT]


def test_materials_by_code(anybody, county):
    codes = _walk(anybody, "/materials?limit=3", "materials", "code")
    assert codes == ["M-FIRE", "M-ID", "M-PLAN", "M-RULES"]
    assert _walk(anybody, "/materials?q=消防", "materials", "code") == ["M-FIRE"]


def test_own_cases_newest_first(caller, county):
    li = caller("li")
    made = [li.post("/applications", {"item": counties.PLAIN}).json()["number"] for _ in range(5)]
    assert _walk(li, "/cases?limit=2", "cases", "number") == made[::-1]


def test_what_waits_nearest_deadline_first(caller, county):
    li, clerk = caller("li"), caller("clerk")
    made = []
    for _ in range(5):
        made.append(li.post("/applications", {"item": counties.PLAIN}).json()["number"])
        li.post(f"/applications/{made[-1]}/submit", {"again": "另一件"})
    assert _walk(clerk, "/cases?inbox=window&limit=2", "cases", "number") == made
    for number in made:
        clerk.post(f"/cases/{number}/acts/receive")
        clerk.post(f"/cases/{number}/acts/accept")
    assert _walk(caller("officer"), "/cases?inbox=review&limit=2", "cases", "number") == made


def test_an_inbox_belongs_to_its_post(caller, county):
    assert caller("li").get("/cases?inbox=window").json()["code"] == "authority.not_permitted"
    assert caller("clerk").get("/cases?inbox=review").json()["code"] == "authority.not_permitted"


@pytest.mark.parametrize(
    "cursor",
    ["x", "a:b:c", "%00", "🙂", signing.dumps(["items|None|None|None", "0"])],
    ids=["short", "three parts", "nul", "emoji", "another salt"],
)
def test_a_cursor_not_ours_is_refused(anybody, county, cursor):
    answer = anybody.get(f"/items?cursor={cursor}")
    assert (answer.status_code, answer.json()["code"]) == (422, "request.bad_cursor")


def test_a_cursor_of_another_list_or_person_is_refused(caller, anybody, county):
    cursor = anybody.get("/items?limit=1").json()["next"].split("cursor=")[1]
    assert anybody.get(f"/items?limit=1&cursor={cursor}").status_code == 200
    for path in ("/materials?", "/items?for=person&", "/items?q=食品&"):
        assert anybody.get(f"{path}cursor={cursor}").json()["code"] == "request.bad_cursor"
    li = caller("li")
    for _ in range(2):
        li.post("/applications", {"item": counties.PLAIN})
    mine = li.get("/cases?limit=1").json()["next"].split("cursor=")[1]
    assert caller("wang").get(f"/cases?cursor={mine}").json()["code"] == "request.bad_cursor"


@pytest.mark.parametrize("limit", ["0", "101", "-1", "many", "1e3", ""])
def test_a_page_has_1_to_100_rows(anybody, county, limit):
    assert anybody.get(f"/items?limit={limit}").status_code == 422


def test_an_item_in_full_with_its_version(anybody, county):
    item = anybody.get(f"/items/{counties.LICENCE}").json()
    assert (item["name"], item["version"], item["is_open"]) == ("食品经营许可", 1, True)
    assert item["spec"]["materials"][1]["name"] == "平面布局图"
    assert list(item["reasons"]) == ["M-FIRE"]
    assert item["department"]["credit_code"] == counties.MARKET
    versions = anybody.get(f"/items/{counties.LICENCE}/versions").json()["versions"]
    assert [(v["number"], v["current"], v["document"]) for v in versions] == [(1, True, "云审发〔2026〕1号")]
