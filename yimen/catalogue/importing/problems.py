"""Why a file is not taken: every problem with its row, column and words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from yimen.rules.errors import Kind, RuleBroken

#: A report names at most this many problems, and says how many there are in all.
MOST = 200


@dataclass(frozen=True)
class Problem:
    """One problem (or one note): `row` is the line of the file or the row of the sheet, 0 for the whole."""

    row: int
    column: str
    words: str

    @property
    def line(self) -> str:
        """In one line of Chinese."""
        where = f"第 {self.row} 行" if self.row else "整个文件"
        return f"{where}（{self.column}）：{self.words}" if self.column else f"{where}：{self.words}"


class ImportRefused(RuleBroken):
    """The file is not taken, none of it: every problem is named, so that it can be mended at once."""

    code = "catalogue.import_refused"
    text = "文件有 {count} 处问题，一条也没有导入。{first}"
    kind = Kind.INVALID

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        super().__init__(count=len(self.problems), first=self.problems[0].line)

    def listed(self) -> list[dict[str, Any]]:
        """The first problems as JSON."""
        return [asdict(one) for one in self.problems[:MOST]]


class MappingUnknown(RuleBroken):
    """There is no mapping of this name."""

    code = "catalogue.mapping_unknown"
    text = "没有“{given}”这个对照表，现有的是：{known}"
    kind = Kind.INVALID


class BadValue(Exception):
    """A cell does not fit its transform; `words` say why. Becomes a Problem with row and column."""

    def __init__(self, words: str) -> None:
        self.words = words
        super().__init__(words)
