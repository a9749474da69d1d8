"""Every write of the hall: sites and hours, windows and shifts, weekend service, powers, bookings."""

from ._shared import Kept
from ._tickets import Moved
from .bookings import Booked, book, cancel_booking, check_in, close_days, rebook
from .calling import (
    call_next,
    close_window,
    finish,
    help_out,
    hold,
    miss,
    open_window,
    pause_window,
    put_back,
    recall,
    resume,
    start,
    transfer,
)
from .measuring import measure_day, measure_days, set_baseline
from .powers import list_weekend, move_power, take_power_back, unlist_weekend
from .sites import add_site, change_site, clear_site_day, set_hours, set_site_day, set_terms
from .taking_over import TakenOver, take_over
from .tickets import close_halls, gone, leave, note_case, requeue, take
from .windows import end_shift, keep_line, keep_window, set_shift

__all__ = [
    "Booked", "Kept", "Moved", "TakenOver", "add_site", "book", "call_next", "cancel_booking",
    "change_site", "check_in", "clear_site_day", "close_days", "close_halls", "close_window", "end_shift",
    "finish", "gone", "help_out", "hold", "keep_line", "keep_window", "leave", "list_weekend",
    "measure_day", "measure_days", "miss", "move_power", "note_case", "open_window", "pause_window",
    "put_back", "rebook", "recall", "requeue", "resume", "set_baseline", "set_hours", "set_shift",
    "set_site_day", "set_terms", "start", "take", "take_over", "take_power_back", "transfer",
    "unlist_weekend",
]  # fmt: skip
