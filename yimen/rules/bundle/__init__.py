"""一件事: the plan of many items as one — derived from what each asks for and what each issues, never drawn.

spec: what a keeper writes · order: who waits for whose result, and how long · trees: conditions joined and
simplified · fields, materials: asked and given once · results,
filling: what an earlier result says · plan: all of it compiled · savings · guide: 情形引导.

Sources: 国办发〔2022〕32号 (一次告知、一表申请、一套材料、一窗受理、一网办理); 行政许可法第二十六条 (joint
handling), 第四十二条第二款 (45 days and 15 more).
"""

from .guide import Outlook, decides, next_question, outlook, questions_left
from .longest import JOINT_MOST, Link, longest
from .order import NO_LICENCE, Circle, Issued, Part, after, days_of, schedule
from .plan import Plan, as_item, compile_plan, faults, outline
from .running import Moves, moves
from .savings import Measure, Saving, savings
from .spec import BundleSpec, Handling, Member, Policy, Stop

__all__ = [
    "JOINT_MOST", "NO_LICENCE", "BundleSpec", "Circle", "Handling", "Issued", "Link", "Measure", "Member",
    "Moves", "Outlook", "Part", "Plan", "Policy", "Saving", "Stop", "after", "as_item", "compile_plan",
    "days_of", "decides", "faults", "longest", "moves", "next_question", "outline", "outlook",
    "questions_left", "savings", "schedule",
]  # fmt: skip
