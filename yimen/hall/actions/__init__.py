"""Every write of the hall: sites and hours, windows and shifts, weekend service, powers, bookings."""

from ._shared import Kept
from ._tickets import Moved
from .bookings import Booked, book, cancel_booking, check_in, check_in_here, close_days, rebook
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
from .devices import CodeMade, add_device, ask_help, end_device, give_code, give_help, join, note_seen
from .floor import close_for, open_for, pause_for
from .forgetting import forget_bookings, forget_visitors
from .measuring import measure_day, measure_days, set_baseline
from .powers import list_weekend, move_power, take_power_back, unlist_weekend
from .reminding import remind
from .roster import end_leave, take_leave
from .showing import ask_show_code, show_by_code
from .sites import add_site, change_site, clear_site_day, set_hours, set_site_day, set_terms
from .taking_over import TakenOver, take_over
from .tickets import close_halls, gone, leave, note_case, requeue, take
from .windows import end_shift, keep_line, keep_window, set_shift

__all__ = [
    "Booked", "CodeMade", "Kept", "Moved", "TakenOver", "add_device", "add_site", "ask_help",
    "ask_show_code", "book", "call_next", "cancel_booking", "change_site", "check_in", "check_in_here",
    "clear_site_day", "close_days", "close_for", "close_halls", "close_window", "end_device", "end_leave",
    "end_shift", "finish", "forget_bookings", "forget_visitors", "give_code", "give_help", "gone",
    "help_out", "hold", "join", "keep_line", "keep_window", "leave", "list_weekend", "measure_day",
    "measure_days", "miss", "move_power", "note_case", "note_seen", "open_for", "open_window",
    "pause_for", "pause_window", "put_back", "rebook", "recall", "remind", "requeue", "resume",
    "set_baseline", "set_hours", "set_shift", "set_site_day", "set_terms", "show_by_code", "start",
    "take", "take_leave", "take_over", "take_power_back", "transfer", "unlist_weekend",
]  # fmt: skip
