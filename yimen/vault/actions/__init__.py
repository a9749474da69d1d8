"""Every write of the vault: files kept by content (files), the seal register and its use (seals, sealed)."""

from .files import Kept, Stashed, keep, record, stash
from .library import Filed, Given, add, end_use, hide, hold, record_use, show
from .sealed import Cause, Sealed, seal_file
from .seals import (
    Registered,
    appoint,
    change_kinds,
    enrol,
    found_seal,
    note_replaced,
    release,
    replace_seal,
    resume_seal,
    suspend_seal,
    withdraw_replaced,
)

__all__ = [
    "Cause", "Filed", "Given", "Kept", "Registered", "Sealed", "Stashed", "add", "appoint", "change_kinds",
    "end_use", "enrol", "found_seal", "hide", "hold", "keep", "note_replaced", "record", "record_use",
    "release", "replace_seal", "resume_seal", "seal_file", "show", "stash", "suspend_seal",
    "withdraw_replaced",
]  # fmt: skip
