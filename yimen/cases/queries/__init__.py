"""Reading cases: inboxes, one case in full for those who may see it, tracking, finding."""

from __future__ import annotations

from .inbox import (
    InboxRow,
    counters,
    review_inbox,
    window_inbox,
)
from .lists import MessageRow, cases_of_party, find, messages, my_cases, same_item_open, unread
from .page import (
    CasePage,
    Tracked,
    case_page,
    document,
    may_open_file,
    plain_case,
    track,
)

__all__ = [
    "CasePage", "InboxRow", "MessageRow", "Tracked", "case_page", "cases_of_party", "counters", "document",
    "find", "may_open_file", "messages", "my_cases", "plain_case", "review_inbox", "same_item_open", "track",
    "unread", "window_inbox",
]  # fmt: skip
