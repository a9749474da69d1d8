"""The keeper's pages of likely twins: suggestions, merging by group or from a definition, undoing."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from tests import county as counties
from tests.web.staff_world import county, signed_in  # noqa: F401
from yimen.catalogue import actions
from yimen.catalogue import queries as catalogue

ALIKE, MERGES, ONE = (
    "/catalogue/materials/alike/",
    "/catalogue/materials/merges/",
    "/catalogue/materials/M-ID/",
)


@pytest.fixture
def keeper(county: counties.County) -> Client:  # noqa: F811
    for code, name in [
        ("T-1", "身份证复印件"),
        ("T-2", "户口本"),
        ("T-3", "居民户口簿"),
        ("T-4", "开业申请表"),
    ]:
        actions.define_material(county["keeper"], code, name, now=timezone.now())
    return signed_in(county, "keeper")


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def stands(*codes: str) -> dict[str, str]:
    return {code: one.code for code, one in catalogue.merged(codes).items()}


def test_groups_are_suggested_with_the_most_used_to_stay_and_never_forms(keeper: Client) -> None:
    page = text_of(keeper, ALIKE)
    assert re.search(r'name="into" value="M-ID"[^>]*checked', page)
    assert re.search(r'name="member" value="T-1"[^>]*checked', page)
    assert 'value="T-4"' not in page and 'value="T-4"' not in text_of(keeper, f"{ALIKE}?q=开业申请表")
    assert 'value="T-1"' not in text_of(keeper, f"{ALIKE}?q=户口")


def test_one_press_merges_one_group_and_twice_is_once(keeper: Client) -> None:
    sent = {"core": "户口簿", "into": "T-3", "member": ["T-2", "T-3"], "once": "m" * 32}
    for _ in range(2):
        assert keeper.post(ALIKE, sent).status_code == 302
    assert stands("T-2", "T-3") == {"T-2": "T-3"} and len(catalogue.merges()) == 1
    assert "T-2" not in text_of(keeper, ALIKE)
    page = text_of(keeper, MERGES)
    assert "户口本" in page and "居民户口簿" in page


def test_nothing_ticked_is_told_and_what_was_chosen_stays(keeper: Client) -> None:
    answer = keeper.post(ALIKE, {"core": "户口簿", "into": "T-2", "once": "n" * 32})
    page = answer.content.decode()
    assert answer.status_code == 422 and "请至少再选一种材料" in page
    assert re.search(r'name="into" value="T-2"[^>]*checked', page) and stands("T-2", "T-3") == {}
    assert not re.search(r'name="member" value="T-3"[^>]*checked', page)


def test_from_a_definitions_own_page_by_likeness_or_by_search(keeper: Client) -> None:
    page = text_of(keeper, ONE)
    assert "T-1" in page and "100 %" in page and "T-2" not in page
    assert "T-2" in text_of(keeper, f"{ONE}?q=户口")
    assert keeper.post(f"{ONE}merge/", {"member": ["T-1", "T-2"], "once": "o" * 32}).status_code == 302
    assert stands("T-1", "T-2") == {"T-1": "M-ID", "T-2": "M-ID"}
    assert "户口本" in text_of(keeper, ONE), "what was merged into it is listed"
    assert "已经并进" in text_of(keeper, "/catalogue/materials/T-1/")
    answer = keeper.post(f"{ONE}merge/", {"once": "p" * 32}, follow=True)
    assert "请至少再选一种材料" in answer.content.decode()


def test_a_merge_is_undone_unless_a_later_one_stands_on_it(keeper: Client, county: counties.County) -> None:  # noqa: F811
    now = timezone.now()
    first = actions.merge_materials(county["keeper"], "T-3", ["T-2"], now=now).id
    second = actions.merge_materials(county["keeper"], "M-ID", ["T-3"], now=now).id
    answer = keeper.post(f"{MERGES}{first}/undo/", {"once": "q" * 32}, follow=True)
    assert "先撤销后一次" in answer.content.decode() and stands("T-2") == {"T-2": "M-ID"}
    for merge in (second, first):
        assert keeper.post(f"{MERGES}{merge}/undo/", {"once": f"{merge}" * 8}).status_code == 302
    assert stands("T-2", "T-3") == {}
    assert text_of(keeper, MERGES).count("已撤销") == 2
    assert keeper.post(f"{MERGES}999999/undo/", {"once": "r" * 32}).status_code == 404


def test_lists_page_by_key(keeper: Client, county: counties.County, monkeypatch) -> None:  # noqa: F811
    monkeypatch.setattr("yimen.web.registrar.twins.GROUPS", 1)
    first = text_of(keeper, ALIKE)
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following and "after=" in following[1]
    assert text_of(keeper, following[1].replace("&amp;", "&")) != first
    for into, code in (("T-3", "T-2"), ("M-ID", "T-1")):
        actions.merge_materials(county["keeper"], into, [code], now=timezone.now())
    monkeypatch.setattr("yimen.web.registrar.twins.PAGE", 1)
    following = re.search(r'rel="next" href="([^"]+)"', text_of(keeper, MERGES))
    assert following and "户口本" in text_of(keeper, following[1])


@pytest.mark.parametrize(("days", "status"), [("90", 302), ("", 302), ("0", 422), ("x", 422), ("99999", 422)])
def test_how_long_a_given_file_counts(keeper: Client, days: str, status: int) -> None:
    sent = {"name": "居民身份证", "kind": "1", "form": "3", "source": "20", "usable_days": days}
    answer = keeper.post(ONE, sent)
    assert answer.status_code == status
    kept = catalogue.material("M-ID")
    assert kept is not None and kept.usable_days == (90 if days == "90" else None)
    if status == 422:
        assert "f-usable_days" in answer.content.decode()


def test_only_keepers(county: counties.County) -> None:  # noqa: F811
    for who in ("clerk", "officer", "li"):
        client = signed_in(county, who)
        assert [client.get(path).status_code for path in (ALIKE, MERGES)] == [403, 403]
        assert client.post(f"{ONE}merge/", {"member": "M-PLAN"}).status_code == 403
        assert client.post(f"{MERGES}1/undo/").status_code == 403
