"""Search: words, everyday words, pinyin, initials, slips, order of results, odd input."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.catalogue import actions, queries, search
from yimen.catalogue.models import Item, SearchTerm
from yimen.catalogue.queries import find
from yimen.rules.item import ItemSpec

from .conftest import NOW, OWNER

NAMES = {
    "DRIVE": ("机动车驾驶证核发", ("换驾照",), ""),
    "DRIVE2": ("机动车驾驶证遗失补领", (), ""),
    "FOOD": ("食品经营许可", ("开餐馆",), "餐饮服务提供者要办"),
    "WED": ("结婚登记", ("领结婚证",), ""),
    "FUND": ("住房公积金提取", (), ""),
    "ID": ("居民身份证换领", ("办身份证",), ""),
    "LAW": ("律师执业许可", (), ""),
    "NOTARY": ("委托公证", (), ""),
    "WATER": ("取水许可", (), "食品厂取水也要办"),
    "SAME1": ("户外广告设置", (), ""),
    "SAME2": ("户外广告设置", (), ""),
    "RARE": ("㐂𠮷牌匾登记", (), ""),
}


@pytest.fixture
def shelf(bodies, keeper):
    specs = [
        ItemSpec(code=code, name=name, department=OWNER, words=words, summary=summary)
        for code, (name, words, summary) in NAMES.items()
    ]
    with transaction.atomic():
        actions.bulk_publish(keeper, specs, effective_from=date(2026, 6, 1), document="文", now=NOW)


def _first(query):
    rows = queries.search(query).rows
    return rows[0].row.code if rows else ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("驾驶证核发", "DRIVE"),
        ("驾使证遗失", "DRIVE2"),
        ("jiehun", "WED"),
        ("jiehundengji", "WED"),
        ("gjj", "FUND"),
        ("GJJ", "FUND"),
        ("ｇｊｊ", "FUND"),
        ("公鸡金", "FUND"),
        ("开饭馆", "FOOD"),
        ("我想开餐馆怎么办", "FOOD"),
        ("身份证丢了怎么办", "ID"),
        ("律师", "LAW"),
        ("公正", "NOTARY"),
        ("领结婚证", "WED"),
        ("居民身份正", "ID"),
        ("𠮷", "RARE"),
        ("水", "WATER"),
        ("食品", "FOOD"),
        ("办身份证 护照", "ID"),
    ],
)
def test_what_people_type_finds_what_they_mean(shelf, query, code):
    assert _first(query) == code


@pytest.mark.django_db
def test_a_name_counts_more_than_a_summary(shelf):
    found = [one.row.code for one in queries.search("食品").rows]
    assert found[0] == "FOOD"
    scores = [one.score for one in queries.search("驾驶证").rows]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.django_db
def test_what_is_filed_more_often_wins_a_tie(shelf):
    assert _first("户外广告") == "SAME1"
    Item.objects.filter(code="SAME2").update(filed=9)
    assert _first("户外广告") == "SAME2"


@pytest.mark.django_db
def test_one_search_is_one_statement_and_pages_by_offset(shelf, django_assert_num_queries):
    with django_assert_num_queries(1 + 2):  # how many items there are, and how many have each term: once
        queries.search("许可", limit=1)
    with django_assert_num_queries(1):
        first = queries.search("许可", limit=1)
    assert first.next == 1
    second = queries.search("许可", limit=1, offset=1)
    assert first.rows[0].row.code != second.rows[0].row.code
    assert queries.search("许可", limit=50).next is None


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["许可", "食品经营许可", "驾使证", "jsz", "我要结婚", "办身份证 护照"])
def test_few_champions_give_the_scores_that_all_hits_give(shelf, query, monkeypatch):
    """A term that more items have than are met is looked up in those that are ranked: nothing is lost."""
    whole = queries.search(query, limit=50).rows
    monkeypatch.setattr(find, "CHAMPIONS", 1)
    few = {one.row.code: one.score for one in queries.search(query, limit=50).rows}
    assert few and whole[0].row.code in few
    assert [few[one.row.code] for one in whole if one.row.code in few] == pytest.approx(
        [one.score for one in whole if one.row.code in few]
    )


@pytest.mark.django_db
def test_what_is_published_later_is_found_while_old_counts_serve(shelf):
    assert not queries.search("彗星观测站").rows
    item = Item.objects.get(code="FOOD")
    SearchTerm.objects.create(item=item, term="彗星", weight=1.0)
    assert [one.row.code for one in queries.search("彗星观测站").rows] == ["FOOD"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    ["", " ", "💥🎉", "'\"; DROP TABLE x; --", "%_", "\x00", "字" * 10000, "a" * 10000, "的", "吗", "怎么办",
     "😀驾驶证", "\u202e驾", "((((", "​"],
)  # fmt: skip
def test_odd_input_never_breaks(shelf, query):
    assert queries.search(query).rows is not None


@pytest.mark.django_db
def test_the_audience_filters(shelf):
    assert queries.search("结婚", audience="person").rows
    assert not queries.search("结婚", audience="enterprise").rows


@given(st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_text_gives_terms_that_fit_their_column(text):
    terms = search.query_terms(text)
    assert len(terms) <= search.MAX_TERMS and all(0 < len(term) <= 40 for term in terms)
    assert len(search.normalise(text)) <= search.MAX_QUERY


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_an_item_of_any_name_is_indexed_under_fitting_terms(name):
    terms = search.terms_of(ItemSpec(code="X", name=name, department="D"))
    assert all(0 < len(term) <= 40 and weight > 0 for term, weight in terms.items())


def test_typed_pinyin_is_cut_with_a_way_back():
    assert search.syllables("jiashizheng") == ("jia", "shi", "zheng")
    assert search.syllables("fangan") == ("fang", "an")
    assert search.syllables("jsz") == ()


def test_the_synonyms_are_many_and_well_formed():
    table = search.synonyms()
    assert len(table) >= 300 and all(meant for meant in table.values())
    groups = [line for line in search._lines("synonyms.txt")]
    assert len(groups) >= 150 and all(line.count("=>") == 1 for line in groups)


def test_a_longer_everyday_word_hides_a_shorter_one():
    assert search.synonyms_in("换驾照") == list(search.synonyms()["换驾照"])
