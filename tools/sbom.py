"""The bill of materials (SBOM): all that comes along at run time, as CycloneDX 1.6; offline.

usage: sbom.py write | check

Python packages are read from their metadata as installed, what the browser gets from vendor.sh, fonts from
their folder. The versions in the file are those that the last release was tested with: `check` does not ask
for the same ones here, but says what comes along and is not listed, what is listed against pyproject.toml,
and what is known to be bad. No date and no chance in it: written twice, it is the same.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping
from importlib.metadata import Distribution, version
from pathlib import Path
from typing import Any
from urllib.parse import quote

from packaging.requirements import Requirement

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tools import dependencies

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "docs" / "security" / "sbom.cdx.json"
#: What of vendor.sh reaches the browser, with its licence; the rest of it builds or tests.
VENDORED = {"govuk-frontend": "MIT", "@tabler/icons": "MIT"}
_FETCHED = re.compile(r"((?:@[\w-]+/)?[\w-]+)@(\d[\w.-]*)")
#: Licences whose name is an SPDX expression already.
_SPDX = re.compile(r"[\w.+-]+(?: (?:AND|OR) [\w.+-]+)*")


def _component(kind: str, name: str, number: str, licence: str) -> dict[str, Any]:
    purl = f"pkg:{kind}/{quote(name, safe='/')}@{number}"
    told = {"expression": licence} if _SPDX.fullmatch(licence) else {"license": {"name": licence}}
    return {
        "type": "library", "bom-ref": purl, "name": name, "version": number, "licenses": [told], "purl": purl,
    }  # fmt: skip


def vendored(script: str) -> list[dict[str, Any]]:
    """What vendor.sh fetches for the browser."""
    fetched = dict(_FETCHED.findall(script))
    return [_component("npm", name, fetched[name], licence) for name, licence in sorted(VENDORED.items())]


def fonts() -> list[dict[str, Any]]:
    """The fonts that documents are set in, which have no version of their own."""
    files = sorted((ROOT / "yimen" / "vault" / "fonts").glob("*.otf"))
    return [
        {"type": "data", "bom-ref": f"font:{one.stem}", "name": one.stem,
         "licenses": [{"license": {"id": "OFL-1.1"}}]}
        for one in files
    ]  # fmt: skip


def needs(meta: Distribution, known: Mapping[str, str]) -> list[str]:
    """What one package asks for, by reference, as far as it comes along."""
    asked = [Requirement(line) for line in meta.requires or []]
    # An extra that was not asked for brings nothing: its packages are not installed for it.
    plain = [one for one in asked if one.marker is None or one.marker.evaluate({"extra": ""})]
    names = {dependencies.name_of(one.name) for one in plain}
    return sorted(known[name] for name in names if name in known)


def bill(found: Mapping[str, Distribution], root_version: str, script: str) -> dict[str, Any]:
    """The whole list, with who needs whom."""
    packages = {
        name: _component("pypi", name, meta.version, dependencies.licence(meta))
        for name, meta in sorted(found.items())
    }
    refs = {name: one["bom-ref"] for name, one in packages.items()}
    direct = sorted({refs[name] for name in _direct() if name in refs})
    own = {"type": "application", "bom-ref": "yimen", "name": "yimen", "version": root_version}
    return {
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "metadata": {"component": own},
        "components": [*packages.values(), *vendored(script), *fonts()],
        "dependencies": [
            {"ref": "yimen", "dependsOn": direct},
            *({"ref": refs[name], "dependsOn": needs(found[name], refs)} for name in packages),
        ],
    }  # fmt: skip


def _direct() -> Iterable[str]:
    return (dependencies.name_of(Requirement(line).name) for line in dependencies.required())


def faults(listed: Mapping[str, Any], here: Iterable[str], script: str, known_bad: str) -> list[str]:
    """What is wrong with the list that is kept: not there, against our bounds, known to be bad, or stale."""
    kept = {
        one["name"]: one["version"]
        for one in listed["components"]
        if one.get("purl", "").startswith("pkg:pypi/")
    }
    wrong = [f"{name}: comes along and is not listed" for name in sorted(here) if name not in kept]
    for line in dependencies.required():
        need = Requirement(line)
        told = kept.get(dependencies.name_of(need.name))
        if told is not None and not need.specifier.contains(told, prereleases=True):
            wrong.append(f"{need.name} {told}: listed, but {need.specifier} is asked for")
    wrong += dependencies.bad(kept, known_bad)
    others = [one for one in listed["components"] if not one.get("purl", "").startswith("pkg:pypi/")]
    if others != [*vendored(script), *fonts()]:
        wrong.append("vendor.sh or the fonts have changed since")
    return wrong


def main(what: str) -> int:
    """Write the list, or print what is wrong with it; 1 where something is."""
    found, script = dependencies.installed(), (ROOT / "tools" / "vendor.sh").read_text(encoding="utf-8")
    if what == "write":
        made = bill(found, version("yimen"), script)
        FILE.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        return 0
    listed = json.loads(FILE.read_text(encoding="utf-8"))
    known_bad = (ROOT / "tools" / "known_bad.txt").read_text(encoding="utf-8")
    wrong = faults(listed, found, script, known_bad)
    for line in wrong:
        print(f"{line} (tools/sbom.py write)")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
