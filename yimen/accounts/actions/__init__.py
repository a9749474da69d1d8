"""Writing accounts and API tokens."""

from __future__ import annotations

from .logins import (
    VISITOR,
    Opened,
    change_password,
    close_account,
    note_failed,
    note_sign_in,
    note_sign_out,
    open_staff_account,
    register,
    register_enterprise,
    register_person,
    reset_password,
    set_elder,
)
from .tokens import TokenMade, TokenRow, make_token, note_token_used, revoke_token

__all__ = [
    "VISITOR",
    "Opened",
    "TokenMade",
    "TokenRow",
    "change_password",
    "close_account",
    "make_token",
    "note_failed",
    "note_sign_in",
    "note_sign_out",
    "note_token_used",
    "open_staff_account",
    "register",
    "register_enterprise",
    "register_person",
    "reset_password",
    "revoke_token",
    "set_elder",
]
