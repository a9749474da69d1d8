"""Reading cases: inboxes, one case in full for those who may see it, tracking, finding."""

from __future__ import annotations

from .decided import Decided, decided
from .inbox import (
    InboxRow,
    counters,
    review_inbox,
    window_inbox,
)
from .lists import MessageRow, cases_of_party, find, messages, my_cases, same_item_open, unread, without_head
from .members import MemberRow, Members, Whole, members, whole_of
from .page import (
    CasePage,
    Tracked,
    accepted_materials,
    case_page,
    may_open_file,
    plain_case,
    track,
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
from .rounds import CopyRow, SeatRow, SittingRow, SittingView, copies, sittings
from .spared import Spared, spared
from .subject import Subject, SubjectMember, subject

__all__ = [
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
    "Personal",
    "Record",
    "RecordFile",
    "SeatRow",
    "SittingRow",
    "SittingView",
    "Spared",
    "Subject",
    "SubjectMember",
    "Tracked",
    "Unprintable",
    "Whole",
    "accepted_materials",
    "case_page",
    "cases_of_party",
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
    "may_open_file",
    "members",
    "messages",
    "my_cases",
    "old_drafts",
    "plain_case",
    "promised_proofs",
    "review_inbox",
    "same_item_open",
    "sittings",
    "spared",
    "subject",
    "to_file",
    "track",
    "unprintable",
    "unread",
    "whole_of",
    "whole_record",
    "window_inbox",
    "without_head",
]  # fmt: skip
