"""What opens a project: words, numbers and choices are read; class and funding fit together."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from yimen.rules.projects import Funding, Lane, ProjectKind
from yimen.rules.projects.opening import (
    KindOfFunding,
    ProjectChoice,
    ProjectNumber,
    ProjectWords,
    Told,
    checked,
    choice,
    elements,
    number,
    words,
)

TODAY = date(2026, 11, 27)


def told(**more: Any) -> Told:
    facts = {
        "code": "2026-439926-33-03-000018", "name": "厂", "kind": ProjectKind.INDUSTRIAL,
        "funding": Funding.SOCIAL, "lane": Lane.LAND, "place": "园区",
    }  # fmt: skip
    return Told(**{**facts, **more})


@pytest.mark.parametrize(
    ("typed", "read"), [("", "0"), ("1,200.50", "1200.50"), ("3，000", "3000"), (" 7 ", "7")]
)
def test_a_number_is_read_as_people_write_it(typed: str, read: str) -> None:
    assert number(typed, "总投资") == Decimal(read)


@pytest.mark.parametrize("typed", ["-1", "1.234", "x", "NaN", "Infinity", "1e30"])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(ProjectNumber) as found:
        number(typed, "总投资")
    assert "总投资" in found.value.words


@pytest.mark.parametrize("typed", ["", "   ", "长" * 201])
def test_words_are_there_and_not_too_long(typed: str) -> None:
    with pytest.raises(ProjectWords):
        words(typed, "项目名称", 200)
    with pytest.raises(ProjectWords):
        checked(told(name=typed), TODAY)


def test_a_choice_is_one_of_the_table() -> None:
    assert choice(Lane, "land", "办理通道") is Lane.LAND
    with pytest.raises(ProjectChoice):
        choice(Lane, "air", "办理通道")


@pytest.mark.parametrize(
    ("kind", "funding", "fits"),
    [
        (ProjectKind.SMALL, Funding.SOCIAL, True), (ProjectKind.SMALL, Funding.GOVERNMENT, False),
        (ProjectKind.PUBLIC, Funding.GOVERNMENT, True), (ProjectKind.PUBLIC, Funding.SOCIAL, False),
        (ProjectKind.INDUSTRIAL, Funding.GOVERNMENT, True), (ProjectKind.BUILDING, Funding.SOCIAL, True),
    ],
)  # fmt: skip
def test_class_and_funding_fit_together(kind: ProjectKind, funding: Funding, fits: bool) -> None:
    if fits:
        assert checked(told(kind=kind, funding=funding), TODAY).kind is kind
    else:
        with pytest.raises(KindOfFunding):
            checked(told(kind=kind, funding=funding), TODAY)


def test_what_it_says_goes_into_forms_by_the_key_and_nothing_empty_does() -> None:
    said = elements(told(build_area=Decimal("1200")))
    assert said["build_area"] == "1200" and said["funds_source"] == "private"
    assert "land_area" not in said and said["project_address"] == "园区"
