"""Every write of the vault: files (files), what is on file (library), the seal (seals, sealed), licences."""

from .files import Kept, Stashed, keep, record, seal_content, stash
from .gone import destroy_files, drop_content, sweep_files
from .library import Filed, Given, add, end_use, hide, hold, record_use, show
from .licence_types import TypeSaved, define_type, retire_type
from .licences import Effect, Result, carry_out, licence_days, settle_file
from .made import record_made
from .resting import rewrap_files, seal_files
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
from .sweeping import Place, Swept, sweep

__all__ = [
    "Cause", "Effect", "Filed", "Given", "Kept", "Place", "Registered", "Result", "Sealed", "Stashed",
    "Swept", "TypeSaved", "add", "appoint", "carry_out", "change_kinds", "define_type", "destroy_files",
    "drop_content", "end_use", "enrol", "found_seal", "hide", "hold", "keep", "licence_days",
    "note_replaced", "record", "record_made", "record_use", "release", "replace_seal", "resume_seal",
    "retire_type", "rewrap_files", "seal_content", "seal_file", "seal_files", "settle_file", "show",
    "stash", "suspend_seal", "sweep", "sweep_files", "withdraw_replaced",
]  # fmt: skip
