"""Every write of the hall: sites and hours, windows and shifts, weekend service, powers, bookings."""

from ._shared import Kept
from .bookings import Booked, book, cancel_booking, check_in, close_days, rebook
from .powers import list_weekend, move_power, take_power_back, unlist_weekend
from .sites import add_site, change_site, clear_site_day, set_hours, set_site_day
from .windows import end_shift, keep_line, keep_window, set_shift

__all__ = [
    "Booked", "Kept", "add_site", "book", "cancel_booking", "change_site", "check_in", "clear_site_day",
    "close_days", "end_shift", "keep_line", "keep_window", "list_weekend", "move_power", "rebook",
    "set_hours", "set_shift", "set_site_day", "take_power_back", "unlist_weekend",
]  # fmt: skip
