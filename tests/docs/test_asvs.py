"""The ASVS list is whole, says one of five things of each line, and every proof that it names exists."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.utils.module_loading import import_string

from tests.architecture import tree
from tools import security_pages
from tools.security_pages import Line
from yimen.api import auth
from yimen.config.env import DECLARED

#: How many requirements of levels 1 and 2 each section of ASVS 5.0.0 has, by their last numbers. What is left
#: out here is of level 3 (70 of level 1, 183 of level 2, 92 of level 3).
SECTIONS = {
    "1.1": "1-2", "1.2": "1-9", "1.3": "1-11", "1.4": "1-3", "1.5": "1-2",
    "2.1": "1-3", "2.2": "1-3", "2.3": "1-4", "2.4": "1",
    "3.2": "1-2", "3.3": "1-4", "3.4": "1-6", "3.5": "1-5", "3.7": "1-2",
    "4.1": "1-3", "4.2": "1", "4.3": "1-2", "4.4": "1-4",
    "5.1": "1", "5.2": "1-3", "5.3": "1-2", "5.4": "1-3",
    "6.1": "1-3", "6.2": "1-12", "6.3": "1-4", "6.4": "1-4", "6.5": "1-5", "6.6": "1-3", "6.8": "1-4",
    "7.1": "1-3", "7.2": "1-4", "7.3": "1-2", "7.4": "1-5", "7.5": "1-2", "7.6": "1-2",
    "8.1": "1-2", "8.2": "1-3", "8.3": "1", "8.4": "1",
    "9.1": "1-3", "9.2": "1-4",
    "10.1": "1-2", "10.2": "1-2", "10.3": "1-4", "10.4": "1-11", "10.5": "1-5", "10.6": "1-2", "10.7": "1-3",
    "11.1": "1-2", "11.2": "1-3", "11.3": "1-3", "11.4": "1-4", "11.5": "1", "11.6": "1",
    "12.1": "1-3", "12.2": "1-2", "12.3": "1-4",
    "13.1": "1", "13.2": "1-5", "13.3": "1-2", "13.4": "1-5",
    "14.1": "1-2", "14.2": "1-4", "14.3": "1-3",
    "15.1": "1-3", "15.2": "1-3", "15.3": "1-7",
    "16.1": "1", "16.2": "1-5", "16.3": "1-4", "16.4": "1-3", "16.5": "1-3",
    "17.1": "1", "17.2": "1-4", "17.3": "1-2",
}  # fmt: skip
#: Those of level 1.
FIRST = (
    "1.2.1 1.2.2 1.2.3 1.2.4 1.2.5 1.3.1 1.3.2 1.5.1 2.1.1 2.2.1 2.2.2 2.3.1 3.2.1 3.2.2 3.3.1 3.4.1 "
    "3.4.2 3.5.1 3.5.2 3.5.3 4.1.1 4.4.1 5.2.1 5.2.2 5.3.1 5.3.2 6.1.1 6.2.1 6.2.2 6.2.3 6.2.4 6.2.5 "
    "6.2.6 6.2.7 6.2.8 6.3.1 6.3.2 6.4.1 6.4.2 7.2.1 7.2.2 7.2.3 7.2.4 7.4.1 7.4.2 8.1.1 8.2.1 8.2.2 "
    "8.3.1 9.1.1 9.1.2 9.1.3 9.2.1 10.4.1 10.4.2 10.4.3 10.4.4 10.4.5 11.3.1 11.3.2 11.4.1 12.1.1 "
    "12.2.1 12.2.2 13.4.1 14.2.1 14.3.1 15.1.1 15.2.1 15.3.1"
)
#: Sections that ask for documentation: a page is the proof.
WRITTEN = {"2.1", "5.1", "6.1", "7.1", "8.1", "11.1", "13.1", "14.1", "15.1", "16.1"}
LINES = security_pages.lines()
WORDS_MOST = 20


def numbers() -> list[str]:
    """Every number of levels 1 and 2, in order."""
    found = []
    for section, last in SECTIONS.items():
        first, _, end = last.partition("-")
        found += [f"{section}.{n}" for n in range(int(first), int(end or first) + 1)]
    return found


@cache
def named_in(path: str) -> frozenset[str]:
    """Names of the tests of a file."""
    module = ast.parse((tree.ROOT / path).read_text(encoding="utf-8"))
    return frozenset(one.name for one in tree.functions(module) if one.name.startswith("test_"))


@cache
def headings(path: str) -> frozenset[str]:
    """The headings of a page as GitHub makes addresses of them."""
    text = re.sub(r"```.*?```", "", (tree.ROOT / path).read_text(encoding="utf-8"), flags=re.DOTALL)
    found = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return frozenset(re.sub(r"[^\w\- ]", "", one).strip().lower().replace(" ", "-") for one in found)


def fault(proof: str) -> str:
    """Why a proof does not hold: "" where it is there."""
    if proof.startswith("settings."):
        return "" if hasattr(settings, proof.removeprefix("settings.")) else "no such setting"
    file, _, test = proof.partition("::")
    path, _, heading = file.partition("#")
    if not (tree.ROOT / path).is_file():
        return "no such file"
    if test and test not in named_in(path):
        return "no such test"
    return "no such heading" if heading and heading not in headings(path) else ""


def is_strong(proof: str) -> bool:
    """A test or a setting: what fails by itself when it is no longer so."""
    return "::test_" in proof or proof.startswith("settings.")


def wanting(line: Line) -> list[str]:
    """What is wrong with one line of the list."""
    section = line.number.rpartition(".")[0]
    written = section in WRITTEN and any(one.endswith(".md") or ".md#" in one for one in line.proof)
    guide = any(one.startswith("docs/how-to/") and "#" in one for one in line.proof)
    said = (
        (line.state not in security_pages.STATES, "an unknown state"),
        (len(line.asks.split()) > WORDS_MOST, "too many words"),
        (
            line.state == "met" and not (written or any(map(is_strong, line.proof))),
            "met without a test or setting",
        ),
        (
            line.state == "partly" and not (line.proof and line.note),
            "partly, without proof or what is missing",
        ),
        (
            line.state == "not applicable" and (not line.note or line.proof),
            "not applicable wants a reason only",
        ),
        (line.state == "operator" and not guide, "the operator is not told how"),
        (line.state == "not met" and not line.note, "not met, and not said what is missing"),
    )
    return [f"{line.number}: {words}" for wrong, words in said if wrong]


def test_every_requirement_of_levels_1_and_2_is_there_once() -> None:
    assert [one.number for one in LINES] == numbers()
    assert len(numbers()) == len(set(numbers())) == 70 + 183
    assert [one.number for one in LINES if one.level == 1] == FIRST.split() and len(FIRST.split()) == 70
    assert {one.level for one in LINES} == {1, 2}
    text = (security_pages.FOLDER / "asvs.toml").read_text(encoding="utf-8")
    assert re.findall(r'^\["([\d.]+)"\]$', text, re.MULTILINE) == numbers(), "in the order of the standard"


def test_every_proof_exists() -> None:
    found = [f"{one.number} {proof}: {why}" for one in LINES for proof in one.proof if (why := fault(proof))]
    named = re.compile(r"tests/[\w/]+\.py::test_\w+|docs/[\w/.-]+\.md")
    found += [
        f"{one.number} {p}: {why}" for one in LINES for p in named.findall(one.note) if (why := fault(p))
    ]
    tree.nothing(found, "A proof that is not there")


def test_what_is_met_is_proved_and_what_is_not_is_explained() -> None:
    tree.nothing([line for one in LINES for line in wanting(one)], "A line of the list")


def test_the_page_shows_every_line_and_what_is_missing() -> None:
    page = (tree.ROOT / "docs/reference/asvs.md").read_text(encoding="utf-8")
    for one in LINES:
        assert f"| {one.number} | {one.level} | {one.asks} | **{one.state}** |" in page
    missing = page.split("## 还缺的")[1].split("## V1")[0]
    assert set(re.findall(r"^\| ([\d.]+) \|", missing, re.MULTILINE)) == {
        one.number for one in LINES if one.state in {"not met", "partly"}
    }


@pytest.mark.parametrize(
    ("proof", "why"),
    [
        ("tests/docs/test_asvs.py::test_no_such", "no such test"), ("yimen/none.py", "no such file"),
        ("settings.NO_SUCH", "no such setting"), ("docs/how-to/harden.md#nothing", "no such heading"),
        ("docs/how-to/harden.md#证书和-https", ""), ("settings.SECRET_KEY", ""),
        ("tests/docs/test_asvs.py::test_every_proof_exists", ""),
    ],
)  # fmt: skip
def test_a_planted_proof_is_seen(proof: str, why: str) -> None:
    assert fault(proof) == why


def test_a_planted_line_is_seen() -> None:
    for bad in (
        Line("1.1.1", 1, "x", "met", ("yimen/web/headers.py",), ""),
        Line("1.1.1", 1, "x", "fine", (), ""),
        Line("1.1.1", 1, "x", "not applicable", (), ""),
        Line("1.1.1", 1, "x", "operator", ("SECURITY.md",), ""),
        Line("1.1.1", 1, "x " * 21, "not met", (), "y"), Line("1.1.1", 1, "x", "partly", (), "y"),
    ):  # fmt: skip
        assert wanting(bad), bad
    assert not wanting(Line("6.1.1", 1, "x", "met", ("docs/reference/limits.md",), ""))


# --- the inventory beside it ------------------------------------------------------------------------------
HAD = security_pages.inventory()


def test_every_way_in_is_documented() -> None:
    """Each backend of the settings and each door of the interface has its row; no row is left over."""
    told = {one["backend"] for one in HAD["way"] if one["backend"]}
    doors = {f"{auth.__name__}.{type(one).__name__}" for one in auth.needs(next(iter(auth.Scope)))}
    backends = {one for one in settings.AUTHENTICATION_BACKENDS if not one.endswith(".Locks")}
    assert told == backends | doors
    assert all(import_string(one) for one in told)


def test_connections_and_keys_name_settings_that_exist() -> None:
    text = " ".join(str(value) for rows in HAD.values() for one in rows for value in one.values())
    names = set(re.findall(r"\bYIMEN_[A-Z_]+\b|\bDATABASE_URL\b", text))
    assert names and names <= set(DECLARED)
    assert {one["setting"] for one in HAD["connection"]} - {""} <= set(DECLARED)


def test_data_names_tables_that_exist_and_forgets_no_sealed_one() -> None:
    tables = {model._meta.db_table for model in apps.get_models()}
    told = {table for one in HAD["data"] for table in one["where"]}
    assert told <= tables
    sealed = {
        model._meta.db_table
        for model in apps.get_models()
        if any(type(field).__name__.startswith("Sealed") for field in model._meta.local_fields)
    }
    assert sealed <= told, "a table with personal columns is in no level of protection"


def test_every_file_of_the_inventory_exists() -> None:
    paths = {path for one in HAD["algorithm"] for path in one["used"]}
    assert paths and all(Path(tree.ROOT, path).is_file() for path in paths)
