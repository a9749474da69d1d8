"""docs/reference is what the code says today, and says all of it."""

from __future__ import annotations

import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

from tools import docs, lifecycle_figure
from yimen.config.env import DECLARED
from yimen.rules.errors import all_refusals
from yimen.rules.lifecycle import TABLE
from yimen.rules.term import Happened
from yimen.rules.terms import State, Term
from yimen.rules.vocabulary import EVENTS

ROOT = Path(__file__).resolve().parents[2]


def page(name: str) -> str:
    return (docs.REFERENCE / name).read_text(encoding="utf-8")


def test_no_page_is_stale() -> None:
    command = [sys.executable, str(ROOT / "tools" / "docs.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_changed_page_is_seen_as_stale(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("old\n", encoding="utf-8")
    (tmp_path / "b.md").write_text("same\n", encoding="utf-8")
    assert docs.stale({"a.md": "new\n", "b.md": "same\n", "c.md": "x\n"}, tmp_path) == ["a.md", "c.md"]


def test_each_act_state_event_setting_and_term_is_on_its_page() -> None:
    lifecycle = page("lifecycle.md")
    for row in TABLE:
        assert f"{row.act.label} `{row.act}`" in lifecycle
    assert [one for one in EVENTS.values() if f"`{one.value}` | {one.label}" not in page("events.md")] == []
    assert [name for name in DECLARED if f"`{name}`" not in page("settings.md")] == []
    terms = page("terms.md")
    for enum in (one for one in Term.__subclasses__() if one is not Happened):
        assert f"## {enum.__name__}\n" in terms
        assert [member for member in enum if f"`{member.value}` | {member.label}" not in terms] == []


def test_each_refusal_has_a_code_of_its_own_and_its_place_on_the_page() -> None:
    docs.import_everything()
    ours = [one for one in all_refusals() if one.__module__.startswith("yimen.")]
    codes = [one.code for one in ours]
    assert sorted(codes) == sorted(set(codes))
    errors = page("errors.md")
    assert [code for code in codes if f"| `{code}` |" not in errors] == []
    assert [one.__name__ for one in ours if not (one.__doc__ or "").strip() or not one.text] == []


def test_every_state_has_a_place_of_its_own_in_the_picture() -> None:
    assert set(lifecycle_figure.PLACES) == set(State)
    assert len(set(lifecycle_figure.PLACES.values())) == len(State)
    picture = ET.fromstring(page("lifecycle.svg"))
    words = ["".join(one.itertext()) for one in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert [state.label for state in State if state.label not in words] == []


def test_every_change_of_state_is_an_arrow_for_mermaid() -> None:
    drawn = lifecycle_figure.mermaid().splitlines()
    for row in TABLE:
        for source in row.sources:
            if row.target is not None:
                assert f"  {source} --> {row.target} : {row.act.label}" in drawn
