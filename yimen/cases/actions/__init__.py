"""Every write of a case: one public function, one use case, one transaction.

apply, withdrawing (the applicant's side) · intake (the window before acceptance) ·
review (opinions and decision) · rounds and around (who else comes into them) ·
collecting (联办的一次告知) · moving (在办件换版) ·
time (special procedures, extension) · handing (统一出件) · outcome (ends without a result, and filing away) ·
closing (parts of what `archives` does with a closed case) ·
carried (parts of what `projects` begins) ·
watch (what time does) · viewing (numbers whole, on record).
"""

from ._work import Done, Stale
from .apply import attach, detach, open_draft, save, submit, supply
from .around import convene, copy_to, minute, urge, urge_each
from .carried import open_known, spare
from .closing import Closing, closing, drop_draft, erase, file_away
from .collecting import collect, note_gaps, send_notice
from .exofficio import begin_for_organ
from .handing import arrive, choose_delivery, confirm, deliver, deliver_online, issue, issue_by_law, send
from .instant import InHand, approve_at_once, ask_back, hand_over, in_hand
from .intake import accept, ask_correction, check_materials, not_accept, not_required, receive
from .joint import advance, parent_of
from .later import accept_deferred, check_later, promise, supply_later
from .library import drop_held, use_held
from .moving import Moved, move_cases
from .notes import forget_messages, leave_message, read_messages
from .outcome import archive, return_unfinished, terminate, void
from .paper import hand_out, print_again, print_paper
from .pledge import drop_pledge, pledge
from .review import assign, forward, grant, opinion, refuse, send_back, sign_within
from .rounds import add_seat, delegate, drop_seat, prepare, take_back
from .time import extend, pause, pause_within, resume, resume_within
from .viewing import Personal, view_parcel, view_personal
from .watch import alarm, alarms, wake_all
from .withdrawing import withdraw

__all__ = [
    "Closing", "Done", "InHand", "Moved", "Personal", "Stale", "accept", "accept_deferred", "add_seat",
    "advance", "alarm", "alarms", "approve_at_once", "archive", "arrive", "ask_back", "ask_correction",
    "assign", "attach", "begin_for_organ", "check_later", "check_materials", "choose_delivery",
    "closing", "collect", "confirm", "convene", "copy_to", "delegate", "deliver", "deliver_online",
    "detach", "drop_draft", "drop_held", "drop_pledge", "drop_seat", "erase", "extend", "file_away",
    "forget_messages", "forward", "grant", "hand_out", "hand_over", "in_hand", "issue", "issue_by_law",
    "leave_message",
    "minute", "move_cases", "not_accept", "not_required", "note_gaps", "open_draft", "open_known",
    "opinion", "parent_of", "pause", "pause_within", "pledge", "prepare", "print_again", "print_paper",
    "promise", "read_messages", "receive", "refuse", "resume", "resume_within", "return_unfinished",
    "save", "send", "send_back", "send_notice", "sign_within", "spare", "submit", "supply",
    "supply_later", "take_back", "terminate", "urge", "urge_each", "use_held", "view_parcel",
    "view_personal", "void", "wake_all", "withdraw",
]  # fmt: skip
