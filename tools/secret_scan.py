"""Looks for keys, tokens and passwords in every tracked file; offline.

usage: secret_scan.py [FILE...]   (nothing named: all that git tracks)

What is meant to be there (passwords of the sample county, keys that tests make up) is listed in
secret_scan_allowed.txt: `path  rule  digest  reason`. The digest is of the found text: a line may move, and
nothing else can hide behind it. What it cannot know: a secret that looks like a word.
"""

from __future__ import annotations

import hashlib
import math
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ALLOWED = HERE / "secret_scan_allowed.txt"
#: Beyond this a file is data: searched by the rules that need no guessing.
GUESSED_UP_TO = 400_000
#: Bits a character below which a text is taken for words.
NOISE = 3.6

RULES = {
    "private-key": re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s*[A-Za-z0-9+/]{20}"),
    "aws-key": re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    "github-token": re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{50,})"),
    "gitlab-token": re.compile(r"\bglpat-[A-Za-z0-9_-]{20,}"),
    "slack-token": re.compile(r"\bxox[abprs]-[A-Za-z0-9-]{20,}"),
    "openai-key": re.compile(r"\bsk-[A-Za-z0-9_-]{32,}"),
    "google-key": re.compile(r"\bAIza[0-9A-Za-z_-]{35}"),
    "aliyun-key": re.compile(r"\bLTAI[0-9A-Za-z]{16,24}\b"),
    "tencent-key": re.compile(r"\bAKID[0-9A-Za-z]{32}\b"),
    "jwt": re.compile(r"\beyJ[A-Za-z0-9_-]{12,}\.eyJ[A-Za-z0-9_-]{12,}\.[A-Za-z0-9_-]{16,}"),
    "our-token": re.compile(r"\bym_[A-Za-z0-9_-]{32,}"),
    "password-in-url": re.compile(r"\b[a-z][a-z0-9+]{2,}://[^\s:/@'\"{}<>$]+:([^\s@/'\"{}<>$]{6,})@"),
}
#: A name that speaks of a secret, and a literal put into it: only where the literal is noise.
_NAMED = re.compile(
    r"""(?ix) \b[\w-]*(?:secret|passw(?:or)?d|passphrase|api_?key|access_?key|private_?key|auth_?token)[\w-]*
    ["']? \s* [:=] \s* ["'] ([^\s"'{}<>]{16,}) ["']"""
)


@dataclass(frozen=True)
class Found:
    """One place: which file and line, by which rule, and the digest of the text (never the text)."""

    path: str
    line: int
    rule: str
    digest: str


def noise(text: str) -> float:
    """Bits a character: words have about 3, random letters and digits 4 and more."""
    counts = Counter(text).values()
    return -sum(n / len(text) * math.log2(n / len(text)) for n in counts)


def _random(text: str) -> bool:
    mixed = any(c.isdigit() for c in text) and any(c.isalpha() for c in text)
    return text.isascii() and mixed and noise(text) >= NOISE


def look(path: str, text: str) -> Iterator[Found]:
    """Every secret in one file's text."""
    for rule, pattern in RULES.items():
        for hit in pattern.finditer(text):
            yield _found(path, text, rule, hit.start(), hit.group())
    if len(text) <= GUESSED_UP_TO:
        for hit in _NAMED.finditer(text):
            if _random(hit.group(1)):
                yield _found(path, text, "named-secret", hit.start(), hit.group(1))


def _found(path: str, text: str, rule: str, start: int, hit: str) -> Found:
    digest = hashlib.sha256(hit.encode()).hexdigest()[:16]
    return Found(path, text.count("\n", 0, start) + 1, rule, digest)


def tracked() -> list[str]:
    """Every file that git tracks here."""
    said = subprocess.run(["git", "ls-files", "-z"], capture_output=True, check=True, cwd=HERE.parent)
    return [one for one in said.stdout.decode().split("\0") if one]


def allowed() -> dict[tuple[str, str, str], str]:
    """(path, rule, digest) → the reason why it may stand there."""
    rows = (line.split(None, 3) for line in ALLOWED.read_text().splitlines() if line and line[0] != "#")
    return {(path, rule, digest): reason for path, rule, digest, reason in rows}


def scan(paths: list[str], root: Path = HERE.parent) -> list[Found]:
    """What is found in these files; those that are no text hold none that one could read."""
    found: list[Found] = []
    for path in paths:
        file = root / path
        if file.is_file() and b"\0" not in file.read_bytes()[:8000]:
            found += look(path, file.read_text(encoding="utf-8", errors="replace"))
    return found


def main(paths: list[str]) -> int:
    """Say what is not allowed, and what is allowed and gone."""
    known, found = allowed(), scan(paths or tracked())
    new = [one for one in found if (one.path, one.rule, one.digest) not in known]
    for one in new:
        print(f"{one.path}:{one.line}: {one.rule} {one.digest}")
    gone = [] if paths else sorted(set(known) - {(one.path, one.rule, one.digest) for one in found})
    for path, rule, digest in gone:
        print(f"{ALLOWED.name}: no longer there: {path} {rule} {digest}")
    return 1 if new or gone else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
