"""Every read of the records of closed cases: records and holds · lists of destruction."""

from .lists import ListRow, ListView, ready, sheet_of, the_list
from .lists import lists as destructions
from .records import (
    ArchiveRow,
    HoldRow,
    Kept,
    find,
    holds,
    kept,
    packages,
    record,
    records,
    troubled,
)

__all__ = [
    "ArchiveRow", "HoldRow", "Kept", "ListRow", "ListView", "destructions", "find", "holds",
    "kept", "packages", "ready", "record", "records", "sheet_of", "the_list", "troubled",
]  # fmt: skip
