"""Writing accounts and API tokens."""

from __future__ import annotations

from .common import Opened
from .logins import (
    VISITOR,
    close_account,
    open_staff_account,
    register,
    register_enterprise,
    register_person,
    set_elder,
)
from .passwords import OneTime, change_password, one_time_password, reset_password
from .personal import take_copy
from .signing import Unlocked, note_failed, note_sign_in, note_sign_out, unlock
from .tokens import TokenMade, TokenRow, make_token, note_token_used, revoke_token

__all__ = [
    "VISITOR",
    "OneTime",
    "Opened",
    "TokenMade",
    "TokenRow",
    "Unlocked",
    "change_password",
    "close_account",
    "make_token",
    "note_failed",
    "note_sign_in",
    "note_sign_out",
    "note_token_used",
    "one_time_password",
    "open_staff_account",
    "register",
    "register_enterprise",
    "register_person",
    "reset_password",
    "revoke_token",
    "set_elder",
    "take_copy",
    "unlock",
]
