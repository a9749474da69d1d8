"""What a proof tells: what was proved, and each thing that is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

#: So many findings are told in full; the rest is counted.
MOST = 1000


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: a stable code, where (stream and row, or day), and plain words."""

    code: str
    words: str
    stream: str = ""
    seq: int = 0
    day: str = ""

    def __str__(self) -> str:
        where = " ".join(part for part in (self.day, self.stream, f"#{self.seq}" if self.seq else "") if part)
        return f"{self.code:<16} {where}  {self.words}"


@dataclass
class Report:
    """What was proved, and what is wrong. `unsealed` rows have no seal yet: only their chain is proved."""

    mode: str = ""
    made_at: str = ""
    rows: int = 0
    streams: int = 0
    unsealed: int = 0
    seals: int = 0
    first_day: str = ""
    last_day: str = ""
    last_seal: str = ""
    keys: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    wrong: int = 0

    def tell(self, code: str, words: str, **where: Any) -> None:
        """Note a finding."""
        self.wrong += 1
        if len(self.findings) < MOST:
            self.findings.append(Finding(code, words, **where))
