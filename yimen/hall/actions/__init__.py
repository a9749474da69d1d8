"""Every write of the hall: sites and hours, windows and shifts, weekend service, powers that move down."""

from ._shared import Kept
from .powers import list_weekend, move_power, take_power_back, unlist_weekend
from .sites import add_site, change_site, clear_site_day, set_hours, set_site_day
from .windows import end_shift, keep_window, set_shift

__all__ = [
    "Kept", "add_site", "change_site", "clear_site_day", "end_shift", "keep_window", "list_weekend",
    "move_power", "set_hours", "set_shift", "set_site_day", "take_power_back", "unlist_weekend",
]  # fmt: skip
