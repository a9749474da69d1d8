"""What comes along at run time: its licences, its bounds, and that nothing of it is known to be bad; offline.

usage: dependencies.py licences | bounds | bad

The licences are read from the packages as installed, the bounds from pyproject.toml, the bad versions from
known_bad.txt (which says itself how much it knows).
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

HERE = Path(__file__).parent
#: Licences that ask nothing of whoever runs or changes Yimen beyond keeping their text.
FREE = {
    "0bsd", "apache-2.0", "bsd", "bsd-2-clause", "bsd-3-clause", "isc", "mit", "mit-0", "mit-cmu", "psf-2.0",
    "unlicense", "zlib",
}  # fmt: skip
#: How packages write them; compared in lower case.
SPELLED = {
    "apache 2.0": "apache-2.0", "apache license 2.0": "apache-2.0", "apache software license": "apache-2.0",
    "bsd license": "bsd", "mit license": "mit", "python software foundation license": "psf-2.0",
    "the unlicense (unlicense)": "unlicense", "mozilla public license 2.0 (mpl 2.0)": "mpl-2.0",
}  # fmt: skip
#: Beyond that, by name and with a reason: package → (licence, why it may come along).
BY_NAME = {
    "certifi": (
        "mpl-2.0",
        "a list of certificates, used as it is; MPL asks for changes to its own files only",
    ),
    "psycopg": (
        "lgpl-3.0-only",
        "the library is imported as it is and can be exchanged; only with PostgreSQL",
    ),
    "psycopg-binary": ("lgpl-3.0-only", "as psycopg"),
}
#: What is installed with `pip install yimen` and with its run-time extras.
EXTRAS = ("", "postgres")


def name_of(text: str) -> str:
    """A package's name as the index writes it."""
    return re.sub(r"[-_.]+", "-", text).lower()


def installed(root: str = "yimen", extras: Iterable[str] = EXTRAS) -> dict[str, Distribution]:
    """Everything that comes along at run time on this machine, by name; Yimen itself apart."""
    found: dict[str, Distribution] = {}
    seen: set[tuple[str, str]] = set()
    todo = [(root, extra) for extra in extras]
    while todo:
        name, extra = todo.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        found[name] = distribution(name)
        for line in found[name].requires or []:
            need = Requirement(line)
            if need.marker is None or need.marker.evaluate({"extra": extra}):
                todo += [(name_of(need.name), one) for one in ("", *need.extras)]
    del found[root]
    return found


def licence(meta: Distribution) -> str:
    """The licence as the package tells it: an SPDX expression, a short field, or its classifiers."""
    told = meta.metadata.get("License-Expression") or ""
    classified = [
        one.rpartition("::")[2].strip()
        for one in meta.metadata.get_all("Classifier") or []
        if one.startswith("License ::")
    ]
    short = (meta.metadata.get("License") or "").strip()
    return told or " AND ".join(classified) or (short if len(short) < 60 else "") or "unknown"


def free(told: str) -> bool:
    """Whether every part of an expression is free; of an OR one part is enough."""
    return all(
        any(_plain(one) in FREE for one in part.split(" OR "))
        for part in re.sub(r"[()]", " ", SPELLED.get(told.lower(), told)).split(" AND ")
    )


def _plain(text: str) -> str:
    return SPELLED.get(text.strip().lower(), text.strip().lower())


def licences(found: dict[str, Distribution]) -> list[str]:
    """What may not come along, or under another licence than was looked at."""
    wrong = []
    for name, meta in sorted(found.items()):
        told = licence(meta)
        known = BY_NAME.get(name, ("", ""))[0]
        if not free(told) and _plain(told) != known:
            wrong.append(f"{name} {meta.version}: {told}")
    return wrong


def bounds(lines: Iterable[str]) -> list[str]:
    """Requirements that take whatever comes: none may, for the next major version was never tried."""
    return [
        line
        for line in lines
        if not any(one.operator in {"<", "<=", "==", "~="} for one in Requirement(line).specifier)
    ]


def bad(found: dict[str, str], listed: str) -> list[str]:
    """Packages (name → version) that stand in the list of bad versions."""
    rows = [line.split() for line in listed.splitlines() if line.strip() and not line.startswith("#")]
    return [
        f"{name} {found[name]}: {cve} ({versions})"
        for name, versions, cve in rows
        if name in found and SpecifierSet(versions).contains(found[name], prereleases=True)
    ]


def required() -> list[str]:
    """The run-time requirements of pyproject.toml, extras included."""
    project = tomllib.loads((HERE.parent / "pyproject.toml").read_text())["project"]
    optional = project["optional-dependencies"]
    return project["dependencies"] + optional["postgres"] + optional["pkcs11"]


def main(what: str) -> int:
    """Print what is wrong; 1 where something is."""
    try:
        found = installed()
    except PackageNotFoundError as error:
        print(f"not installed: {error}")
        return 1
    versions = {name: meta.version for name, meta in found.items()}
    wrong = {
        "licences": lambda: licences(found),
        "bounds": lambda: bounds(required()),
        "bad": lambda: bad(versions, (HERE / "known_bad.txt").read_text()),
    }[what]()
    for line in wrong:
        print(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
