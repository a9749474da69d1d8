"""Pain 1 (a definition changes while files are in flight): what an older release kept is read by this one,
and means the same. A file of the corpus is never edited; a release that changes a stored form adds one."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from yimen.rules import answers as answer_rules
from yimen.rules import deferral, intake
from yimen.rules.bundle import BundleSpec
from yimen.rules.item import ItemSpec

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
