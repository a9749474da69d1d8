"""What is installed at run time: licences that ask nothing, upper bounds, no version known to be bad."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from packaging.specifiers import SpecifierSet

from tests.architecture.test_no_secret_is_tracked import TOOLS, tool

deps = tool("dependencies")


def package(**fields: object) -> SimpleNamespace:
    """A package that says this of itself."""
    classifiers = fields.pop("classifiers", [])
    meta = SimpleNamespace(get=fields.get, get_all=lambda _name: classifiers)
    return SimpleNamespace(metadata=meta, version="1")


def test_everything_that_comes_along_is_looked_at():
    found = deps.installed()
    assert {"django", "cryptography", "pydantic", "cffi", "pyhanko", "lxml"} <= set(found), (
        "and what they need"
    )
    assert "pytest" not in found and "hypothesis" not in found


@pytest.mark.parametrize("what", ["licences", "bounds", "bad"])
def test_nothing_is_wrong_with_it(what, capsys):
    assert deps.main(what) == 0, capsys.readouterr().out


FREE = [
    "MIT", "MIT License", "Apache-2.0", "Apache 2.0", "BSD-3-Clause", "Apache-2.0 AND MIT", "PSF-2.0",
    "Apache-2.0 OR BSD-3-Clause", "MIT OR GPL-2.0-only", "The Unlicense (Unlicense)",
]  # fmt: skip
NOT_FREE = [
    "GPL-3.0-only", "AGPL-3.0-or-later", "GNU General Public License v3 (GPLv3)", "unknown", "Proprietary",
    "MIT AND GPL-2.0-only", "LGPL-3.0-only", "SSPL-1.0", "",
]  # fmt: skip


@pytest.mark.parametrize("told", FREE)
def test_free_licences(told):
    assert deps.free(told)
    assert deps.licences({"x": package(**{"License-Expression": told})}) == []


@pytest.mark.parametrize("told", NOT_FREE)
def test_what_may_not_come_along(told):
    assert deps.licences({"x": package(**{"License-Expression": told})}) == [f"x 1: {told or 'unknown'}"]


def test_a_licence_is_read_where_the_package_tells_it():
    gpl = "License :: OSI Approved :: GNU General Public License v3 (GPLv3)"
    assert deps.licences({"x": package(classifiers=[gpl])})
    assert deps.licences({"x": package(classifiers=["License :: OSI Approved :: MIT License"])}) == []
    assert deps.licences({"x": package(License="Apache-2.0")}) == []
    assert deps.licences({"x": package(License="GPL " * 50)}) == ["x 1: unknown"]


def test_a_package_that_was_let_in_by_name_must_keep_its_licence():
    assert deps.licences({"certifi": package(**{"License-Expression": "MPL-2.0"})}) == []
    assert deps.licences({"certifi": package(**{"License-Expression": "GPL-3.0-only"})})
    assert all(len(reason) > 5 for _licence, reason in deps.BY_NAME.values())


def test_a_requirement_without_an_end_is_named():
    lines = ["a>=1", "b>=1,<2", "c==1.2", "d", "e~=1.4", "f[x]>=3,!=3.2"]
    assert deps.bounds(lines) == ["a>=1", "d", "f[x]>=3,!=3.2"]
    assert any(line.startswith("django>=") for line in deps.required())


def test_a_bad_version_is_named_with_its_number():
    listed = (TOOLS / "known_bad.txt").read_text()
    assert deps.bad({"django": "5.2.5"}, listed)[0].startswith("django 5.2.5: CVE-2025-57833")
    assert deps.bad({"django": "5.2.9", "gunicorn": "23.0.0"}, listed) == []
    assert deps.bad({"gunicorn": "22.0.0"}, listed) == ["gunicorn 22.0.0: CVE-2024-6827 (<23.0.0)"]


def test_the_list_can_be_read_and_names_what_comes_along():
    rows = [line.split() for line in (TOOLS / "known_bad.txt").read_text().splitlines() if line[0] != "#"]
    found = deps.installed()
    for name, versions, cve in rows:
        assert SpecifierSet(versions) and cve.startswith("CVE-20")
        assert name in found, f"{name} does not come along any more"
