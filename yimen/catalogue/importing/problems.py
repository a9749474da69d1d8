"""Why a file is not taken: every problem with its row, column and words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from yimen.rules.errors import Kind, RuleBroken, Said

#: A report names at most this many problems, and says how many there are in all.
MOST = 200


#: How a problem is said in one line.
LINE, LINE_IN_COLUMN, WHOLE, WHOLE_IN_COLUMN = (
    "第 {row} 行：{words}",
    "第 {row} 行（{column}）：{words}",
    "整个文件：{words}",
    "整个文件（{column}）：{words}",
)


@dataclass(frozen=True)
class Problem:
    """One problem (or one note): `row` is the line of the file or the row of the sheet, 0 for the whole.

    `text` is a message template, `facts` fills it: a door translates first, then fills.
    """

    row: int
    column: str
    text: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """What is wrong, in plain Chinese."""
        return self.text.format(**self.facts)

    @property
    def said(self) -> Said:
        """Where and what, as one message."""
        template = (LINE_IN_COLUMN if self.row else WHOLE_IN_COLUMN) if self.column else LINE
        if not self.row and not self.column:
            template = WHOLE
        facts = {"row": self.row, "column": self.column, "words": Said(self.text, self.facts)}
        return Said(template, facts)

    @property
    def line(self) -> str:
        """Where and what, in one line of Chinese."""
        return str(self.said)

    def told(self) -> dict[str, Any]:
        """As JSON: row, column, the template with its facts, and the words they make."""
        return {
            "row": self.row, "column": self.column, "text": self.text, "facts": dict(self.facts),
            "words": self.words,
        }  # fmt: skip


class ImportRefused(RuleBroken):
    """The file is not taken, none of it: every problem is named, so that it can be mended at once."""

    code = "catalogue.import_refused"
    text = "文件有 {count} 处问题，一条也没有导入。{first}"
    kind = Kind.INVALID

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        super().__init__(count=len(self.problems), first=self.problems[0].said)

    def listed(self) -> list[dict[str, Any]]:
        """The first problems as JSON."""
        return [one.told() for one in self.problems[:MOST]]


class MappingUnknown(RuleBroken):
    """There is no mapping of this name."""

    code = "catalogue.mapping_unknown"
    text = "没有“{given}”这个对照表，现有的是：{known}"
    kind = Kind.INVALID


class BadValue(Exception):
    """A cell does not fit its transform; `text` and `facts` say why. Becomes a Problem with its row."""

    def __init__(self, text: str, **facts: Any) -> None:
        self.text, self.facts = text, facts
        super().__init__(text)
