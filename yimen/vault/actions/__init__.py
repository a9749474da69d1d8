"""Every write of the vault: files kept by content (files), the seal register and its use (seals, sealed)."""

from .files import Kept, Stashed, keep, record, stash
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
    "Cause", "Kept", "Registered", "Sealed", "Stashed", "appoint", "change_kinds", "enrol", "found_seal",
    "keep", "note_replaced", "record", "release", "replace_seal", "resume_seal", "seal_file", "stash",
    "suspend_seal", "withdraw_replaced",
]  # fmt: skip
