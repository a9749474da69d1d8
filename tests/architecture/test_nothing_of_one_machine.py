"""Nothing in the tree names a folder of somebody's machine or the host of a package registry."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.architecture import tree

# Written in pieces, or this file would find itself.
FOLDERS = re.compile(
    r"(?<![\w.\-/])/(?:" + "|".join(("wo" + "rk", "ro" + "ot", r"home/\w+", r"Users/\w+")) + r")/"
)
HOSTS = re.compile(
    r"\b(?:[\w-]+\.)*(?:py" + r"pi\.org|python" + r"hosted\.org|npm" + r"js\.org|deb\.deb" + r"ian\.org)"
    r"|https?://[\w.:-]*(?:mirror|registry|artifactory|nexus)",
    re.IGNORECASE,
)
TEXT = {
    "", ".py", ".md", ".toml", ".html", ".css", ".js", ".json", ".txt", ".sh", ".po", ".yml", ".yaml", ".cfg",
    ".ini", ".svg", ".scss", ".mjs", ".csv", ".ndjson", ".lock",
}  # fmt: skip


def files() -> list[Path]:
    """What is or would be committed; licences and programs of others are left as they are."""
    asked = ["git", "ls-files", "-co", "--exclude-standard", "-z"]
    done = subprocess.run(asked, cwd=tree.ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("not a git checkout: which files are ours cannot be told")
    names = [name for name in done.stdout.split("\0") if name and "/vendor/" not in name]
    return [file for name in names if (file := tree.ROOT / name).is_file() and file.suffix in TEXT]


def named(text: str) -> list[str]:
    """The machine folders and registry hosts in a text."""
    return [*FOLDERS.findall(text), *HOSTS.findall(text)]


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = []
    for file in files():
        for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if named(line):
                found.append(f"{file.relative_to(tree.ROOT)}:{number} {line.strip()[:80]}")
    tree.nothing(found, "A machine or a registry is named")


def test_planted_names_are_seen() -> None:
    assert named("see /" + "work/shared/x.md") and named('"/' + 'root/.cache"')
    assert named("https://py" + "pi.org/simple") and named("http://mir" + "ror.example/debian")
    assert not named('href="/desk/"') and not named("docs/work/x") and not named("https://example.org/a")
