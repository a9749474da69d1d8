"""The share of the real catalogue that need not be given again: computed, consistent, as on paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import once
from yimen.rules.reuse import Mention, measure, standing

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT.parent / "shared" / "data" / "catalogue" / "guangdong_items.ndjson"
PAPER = ROOT / "docs" / "why" / "0007-one-material-once.md"


@pytest.mark.slow
@pytest.mark.skipif(not FILE.exists(), reason="the real catalogue is not here: ../shared/data/catalogue")
def test_the_table_on_paper_is_what_the_real_catalogue_gives() -> None:
    found = once.mentions(FILE, "guangdong")
    assert (len(found), len({one.code for one in found})) == (3434, 1441)
    assert len({(one.item, one.name) for one in found}) == 3434
    assert once.table(found) in PAPER.read_text(encoding="utf-8")
    assert once.merged_table(found) in PAPER.read_text(encoding="utf-8")
    ten = measure(found, 10, plain=True)
    assert (ten.mentions, ten.free, ten.percent, len(ten.held)) == (3434, 381, 11.1, 10)
    everything = measure(found, 10_000, plain=True, forms=True)
    assert (everything.free, everything.items_free) == (3434, everything.items)


A = [
    Mention("1", "a", "居民身份证"), Mention("2", "b", "居民身份证（复印件）"), Mention("2", "c", "照片"),
    Mention("3", "d", "开业申请表"), Mention("4", "d", "开业申请表"), Mention("5", "d", "开业申请表"),
]  # fmt: skip


def test_merged_definitions_count_as_the_one_that_stands() -> None:
    found = [*A, Mention("6", "e", "身份证明"), Mention("7", "f", "相片")]
    by_core = once.merged(found, by_hand=False)
    assert {code: one.code for code, one in by_core.items()} == {"b": "a", "f": "c"}
    by_hand = once.merged(found, by_hand=True)
    assert {code: one.code for code, one in by_hand.items()} == {"b": "a", "e": "a", "f": "c"}
    shares = [measure(standing(found, one), 1, plain=True).free for one in ({}, by_core, by_hand)]
    assert shares == [2, 2, 3]


def test_the_commonest_are_counted_by_definition_or_by_plain_name_and_forms_left_out() -> None:
    exact, plain = measure(A, 1, plain=False), measure(A, 1, plain=True)
    assert (exact.free, plain.free, plain.items_free, plain.items) == (1, 2, 1, 5)
    assert measure(A, 1, plain=True, forms=True).free == 3
    assert plain.percent == 33.3 and measure([], 5, plain=True).percent == 0.0
    assert measure(A, 0, plain=True).free == 0
