"""Pain 1 (a definition changes while files are in flight): what an older release kept is read by this one,
and means the same. A file of the corpus is never edited; a release that changes a stored form adds one."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from yimen.rules import answers as answer_rules
from yimen.rules import deferral, intake, review
from yimen.rules.bundle import BundleSpec
from yimen.rules.item import ItemSpec
from yimen.rules.terms import Mode, Verdict

FILES = sorted(Path(__file__).parent.glob("kept_*.json"))
KEPT = [json.loads(file.read_text(encoding="utf-8")) for file in FILES]
CASES = [
    pytest.param(kept["kept_on"], one, id=f"{kept['kept_on']}-{one['spec']['name']}")
    for kept in KEPT
    for one in kept["cases"]
]


def test_the_corpus_is_not_empty() -> None:
    assert FILES and all(kept["cases"] and kept["bundles"] for kept in KEPT)


@pytest.mark.parametrize(("kept_on", "one"), CASES)
def test_a_stored_case_reads_as_it_did(kept_on: str, one: dict[str, Any]) -> None:
    spec, today = ItemSpec.from_dict(one["spec"]), date.fromisoformat(kept_on)
    found = answer_rules.read(spec, one["answers"], today)
    assert found.ok, [(problem.field, problem.text) for problem in found.problems]
    assert answer_rules.to_json(found.answers) == one["answers"]
    assert answer_rules.from_json(spec, one["answers"]) == found.answers
    gaps = intake.judge(spec, found.answers, [], today)
    assert [gap.material.code for gap in gaps.missing] == one["missing"]


@pytest.mark.parametrize(("kept_on", "one"), CASES)
def test_a_stored_item_loses_nothing(kept_on: str, one: dict[str, Any]) -> None:
    again = ItemSpec.from_dict(one["spec"]).to_dict()
    assert {key: again[key] for key in one["spec"]} == one["spec"], kept_on


def test_stored_bundles_and_promises_read() -> None:
    for kept in KEPT:
        for one in kept["bundles"]:
            again = BundleSpec.from_dict(one).to_dict()
            assert {key: again[key] for key in one} == one
        for one in kept["deferrals"]:
            assert deferral.from_json(one).to_json() == one


#: Items as they were stored when a round was a plain row of seats, and how their rounds went then.
ROUNDS = json.loads((Path(__file__).parent / "rounds_2026_11_27.json").read_text(encoding="utf-8"))
BEFORE = [pytest.param(one, id=one["spec"]["name"]) for one in ROUNDS["items"]]
T0 = datetime(2026, 11, 27, 2, tzinfo=UTC)


def _open(seats: Iterable[review.Seat]) -> list[int]:
    return sorted(seat.order for seat in seats if seat.is_open)


@pytest.mark.parametrize("one", BEFORE)
def test_an_item_from_before_mixed_rounds_reads_the_same_and_loses_nothing(one: dict[str, Any]) -> None:
    spec = ItemSpec.from_dict(one["spec"])
    assert spec.to_dict() == one["spec"]
    assert all(step.beside is Mode.SERIAL for step in spec.steps), "nothing stands beside by itself"
    plan = review.plan(spec)
    assert [[s.order, s.name, s.duty, s.role, s.department, s.days] for s in plan] == one["seats"]


@pytest.mark.parametrize("one", BEFORE)
def test_its_round_goes_as_it_went(one: dict[str, Any]) -> None:
    """Signed in the same order by the same people, and returned to the same seats."""
    spec = ItemSpec.from_dict(one["spec"])
    seats = review.opened(review.plan(spec), spec.mode, T0)
    walk = [_open(seats)]
    while not review.deciding(seats).is_open:
        seats = review.answer(seats, walk[-1][0], Verdict.AGREE, spec.mode, T0)
        walk.append(_open(seats))
    assert walk == one["walk"]
    if one["back"] is not None:
        fresh = review.sent_back(seats, spec.mode, T0)
        kept = sorted(seat.order for seat in fresh if seat.answered_at is not None)
        assert {"open": _open(fresh), "kept": kept} == one["back"]
