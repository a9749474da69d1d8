"""承诺总时限 by class, as data: the office's working days over all stages, split by stage.

The ceiling is national (国办发〔2019〕11号: 120 working days for the whole); industrial and building projects
follow 咸宁 (25 and 35), 小型社会投资 and 市政线性 follow 惠阳 (19 to ground-breaking, 53 for the whole),
政府投资 follows 遂宁 (90). How a total is split among the stages is configuration [G].
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .terms import ProjectKind, Stage

#: 国办发〔2019〕11号: the whole takes no longer, in working days.
CEILING = 120


@dataclass(frozen=True)
class Promised:
    """`days`: working days of the office by stage; `source`: where the total comes from."""

    days: Mapping[Stage, int]
    source: str

    @property
    def total(self) -> int:
        """Working days over all stages."""
        return sum(self.days.values())


def _four(land: int, design: int, start: int, acceptance: int) -> dict[Stage, int]:
    return {Stage.LAND: land, Stage.DESIGN: design, Stage.START: start, Stage.ACCEPTANCE: acceptance}


PROMISES: Mapping[ProjectKind, Promised] = {
    ProjectKind.INDUSTRIAL: Promised(_four(5, 8, 5, 7), "本县承诺：工业项目 25 个工作日"),
    ProjectKind.BUILDING: Promised(_four(12, 8, 6, 9), "本县承诺：房屋建筑项目 35 个工作日"),
    ProjectKind.SMALL: Promised(
        {Stage.JOINED: 12, Stage.ACCEPTANCE: 7}, "本县承诺：小型社会投资项目合并办理 19 个工作日"
    ),
    ProjectKind.LINEAR: Promised(_four(22, 14, 8, 9), "本县承诺：市政线性工程 53 个工作日"),
    ProjectKind.PUBLIC: Promised(_four(30, 30, 15, 15), "本县承诺：政府投资公共建筑 90 个工作日"),
    ProjectKind.OTHER: Promised(_four(40, 40, 20, 20), "国办发〔2019〕11号：全流程审批不超过 120 个工作日"),
}


def promised(kind: ProjectKind) -> Promised:
    """What is promised for a class."""
    return PROMISES[kind]
