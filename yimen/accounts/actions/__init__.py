"""Writing accounts and API tokens."""

from __future__ import annotations

from .common import Opened
from .logins import (
    VISITOR,
    close_account,
    open_staff_account,
    open_with_first_password,
    register,
    register_enterprise,
    register_person,
    set_elder,
)
from .passwords import change_password, one_time_password, reset_password
from .personal import change_contact, rename, take_copy
from .second_step import (
    Confirmed,
    begin_second_step,
    confirm_second_step,
    end_second_step,
    enrol_known,
    renew_recovery_codes,
    reset_second_step,
    use_code,
)
from .sessions import Ended, end_other_sessions, end_session, end_sessions_of, end_unused, note_seen
from .signing import Unlocked, note_failed, note_sign_in, note_sign_out, unlock
from .tokens import TokenMade, TokenRow, make_token, note_token_used, revoke_token
from .viewing import Numbers, view_holder

__all__ = [
    "VISITOR",
    "Confirmed",
    "Ended",
    "Numbers",
    "OneTime",
    "Opened",
    "TokenMade",
    "TokenRow",
    "Unlocked",
    "begin_second_step",
    "change_contact",
    "change_password",
    "close_account",
    "confirm_second_step",
    "end_other_sessions",
    "end_second_step",
    "end_session",
    "end_sessions_of",
    "end_unused",
    "enrol_known",
    "make_token",
    "note_failed",
    "note_seen",
    "note_sign_in",
    "note_sign_out",
    "note_token_used",
    "one_time_password",
    "open_staff_account",
    "open_with_first_password",
    "register",
    "register_enterprise",
    "register_person",
    "rename",
    "renew_recovery_codes",
    "reset_password",
    "reset_second_step",
    "revoke_token",
    "set_elder",
    "take_copy",
    "unlock",
    "use_code",
    "view_holder",
]
