"""What the proof of a package tells."""

from __future__ import annotations

from dataclasses import dataclass, field

#: So many findings are told in full; the rest is counted.
MOST = 1000


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: a stable code, plain words, and where."""

    code: str
    words: str
    where: str = ""

    def __str__(self) -> str:
        return f"{self.code:<20} {self.where}  {self.words}"


@dataclass
class Report:
    """What was proved of one package, and what is wrong. `unsealed`: rows that no daily seal covers yet."""

    file: str
    number: str = ""
    title: str = ""
    made_at: str = ""
    key: str = ""
    files: int = 0
    bytes: int = 0
    rows: int = 0
    unsealed: int = 0
    findings: list[Finding] = field(default_factory=list)
    wrong: int = 0

    def tell(self, code: str, words: str, where: str = "") -> None:
        """Note a finding."""
        self.wrong += 1
        if len(self.findings) < MOST:
            self.findings.append(Finding(code, words, where))
