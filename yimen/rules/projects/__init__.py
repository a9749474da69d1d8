"""工程建设项目: the code, the stages and when each may begin, the promised total, the clock of the whole.

terms: words · codes: the national project code · promise: days by class · stages: what may begin when, and
the road as facts · lived: whose days they were · results: what earlier stages and the zone spare ·
sight: who sees it.

Sources: 国办发〔2019〕11号 (four stages, one form, one guide, 120 working days), 国办发〔2018〕33号.
"""

from .codes import BadProjectCode, read_code
from .lived import Lived, Period, lived, periods
from .promise import PROMISES, Promised, promised
from .results import Made, made_for, zone_for
from .sight import owns, require_sees, sees
from .stages import (
    Road,
    StageFact,
    StageNotOfKind,
    StageNotYet,
    StageOver,
    StageUnderWay,
    Step,
    require_may_begin,
    road,
    stages_of,
    step_of,
)
from .terms import Assessed, Funding, Holder, Lane, ProjectKind, Stage

__all__ = [
    "PROMISES", "Assessed", "BadProjectCode", "Funding", "Holder", "Lane", "Lived", "Made", "Period",
    "ProjectKind", "Promised", "Road", "Stage", "StageFact", "StageNotOfKind", "StageNotYet", "StageOver",
    "StageUnderWay", "Step", "lived", "made_for", "owns", "periods", "promised", "read_code",
    "require_may_begin", "require_sees", "road", "sees", "stages_of", "step_of", "zone_for",
]  # fmt: skip
