"""Every write of a joint task: one public function, one use case, one transaction.

planning · appointing (one time for all) · recording (on site) · signing ·
saying (opinions, drawings, conclusion) · mending (the one list) · special (expert reviews, hearings) ·
experts (the list, the rules on silence) · watch (what time does) · paper · gone.
"""

from ._work import TaskChanged, TaskDone
from .appointing import appoint, ask_other, choose, propose, revisit
from .experts import Listed, Ruled, list_expert, rule_silence, unlist_expert
from .gone import erase
from .mending import answer_finding, check_finding
from .paper import hand_out, print_paper
from .photos import keep_photo
from .planning import plan_review, plan_supervision, plan_visit
from .recording import begin_record, find, photo
from .saying import conclude, draw, say
from .signing import sign_off
from .special import call_off, end_procedure, hold, plan_experts, plan_hearing
from .watch import alarm, alarms

__all__ = [
    "Listed", "Ruled", "TaskChanged", "TaskDone", "alarm", "alarms", "answer_finding", "appoint",
    "ask_other", "begin_record", "call_off", "check_finding", "choose", "conclude", "draw",
    "end_procedure", "erase", "find", "hand_out", "hold", "keep_photo", "list_expert", "photo",
    "plan_experts", "plan_hearing", "plan_review", "plan_supervision", "plan_visit", "print_paper",
    "propose", "revisit", "rule_silence", "say", "sign_off", "unlist_expert",
]  # fmt: skip
