"""Reading cases: inboxes, one case in full for those who may see it, tracking, finding."""

from __future__ import annotations

from .beside import Second, beside, second
from .decided import Decided, decided
from .flights import OnVersion, TrialRow, on_versions, trials
from .helped import Worked, handed_in_by, helped_case, helped_tally
from .inbox import (
    InboxRow,
    counters,
    review_inbox,
    urged_waiting,
    window_inbox,
)
from .lists import (
    MessageRow,
    cases_of_party,
    find,
    helped_cases,
    helped_for,
    messages,
    my_cases,
    same_item_open,
    unread,
    without_head,
)
from .members import MemberRow, Members, WaitingRow, Whole, members, waiting_members, whole_of
from .page import (
    CasePage,
    Tracked,
    accepted_materials,
    case_page,
    may_open_file,
    plain_case,
    track,
    tracked,
)
from .papers import (
    CheckedPaper,
    Unprintable,
    document,
    document_by_check,
    document_by_digest,
    unprintable,
)
from .personal import Personal, everything_of
from .pledges import promised_proofs
from .ready import Ready, ready_for
from .record import (
    Closed,
    DraftRow,
    Record,
    RecordFile,
    closing_facts,
    dropped_drafts,
    handed_in,
    old_drafts,
    to_file,
    whole_record,
)
from .roads import Applied, MissingLine, applied, changes_of, missing_lines, said_in
from .rounds import CopyRow, SeatRow, SittingRow, SittingView, copies, sittings
from .spared import Spared, spared
from .subject import Subject, SubjectMember, subject

__all__ = [
    "Applied",
    "CasePage",
    "CheckedPaper",
    "Closed",
    "CopyRow",
    "Decided",
    "DraftRow",
    "InboxRow",
    "MemberRow",
    "Members",
    "MessageRow",
    "MissingLine",
    "OnVersion",
    "Personal",
    "Ready",
    "Record",
    "RecordFile",
    "SeatRow",
    "Second",
    "SittingRow",
    "SittingView",
    "Spared",
    "Subject",
    "SubjectMember",
    "Tracked",
    "TrialRow",
    "Unprintable",
    "WaitingRow",
    "Whole",
    "Worked",
    "accepted_materials",
    "applied",
    "beside",
    "case_page",
    "cases_of_party",
    "changes_of",
    "closing_facts",
    "copies",
    "counters",
    "decided",
    "document",
    "document_by_check",
    "document_by_digest",
    "dropped_drafts",
    "everything_of",
    "find",
    "handed_in",
    "handed_in_by",
    "helped_case",
    "helped_cases",
    "helped_for",
    "helped_tally",
    "may_open_file",
    "members",
    "messages",
    "missing_lines",
    "my_cases",
    "old_drafts",
    "on_versions",
    "plain_case",
    "promised_proofs",
    "ready_for",
    "review_inbox",
    "said_in",
    "same_item_open",
    "second",
    "sittings",
    "spared",
    "subject",
    "to_file",
    "track",
    "tracked",
    "trials",
    "unprintable",
    "unread",
    "urged_waiting",
    "waiting_members",
    "whole_of",
    "whole_record",
    "window_inbox",
    "without_head",
]  # fmt: skip
