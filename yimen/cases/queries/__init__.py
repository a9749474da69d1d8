"""Reading cases: inboxes, one case in full for those who may see it, tracking, finding."""

from __future__ import annotations

from .inbox import (
    InboxRow,
    counters,
    review_inbox,
    window_inbox,
)
from .lists import MessageRow, cases_of_party, find, messages, my_cases, same_item_open, unread, without_head
from .page import (
    CasePage,
    Tracked,
    accepted_materials,
    case_page,
    document,
    may_open_file,
    plain_case,
    track,
)
from .papers import CheckedPaper, Unprintable, document_by_check, document_by_digest, unprintable
from .personal import Personal, everything_of
from .spared import Spared, spared

__all__ = [
    "CasePage",
    "CheckedPaper",
    "InboxRow",
    "MessageRow",
    "Personal",
    "Spared",
    "Tracked",
    "Unprintable",
    "accepted_materials",
    "case_page",
    "cases_of_party",
    "counters",
    "document",
    "document_by_check",
    "document_by_digest",
    "everything_of",
    "find",
    "may_open_file",
    "messages",
    "my_cases",
    "plain_case",
    "review_inbox",
    "same_item_open",
    "spared",
    "track",
    "unprintable",
    "unread",
    "window_inbox",
    "without_head",
]  # fmt: skip
