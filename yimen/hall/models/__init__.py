"""The hall's tables, by meaning: places and their hours; appointments; numbers; figures."""

from .bookings import Booking, Line
from .places import MovedPower, Shift, Site, SiteDay, WeekendItem, Window, WindowItem
from .rollup import Baseline, MeasuredDay, MeasuredHour, MeasuredItem
from .tickets import DayQueue, Ticket, TicketItem, WindowPost

__all__ = [
    "Baseline", "Booking", "DayQueue", "Line", "MeasuredDay", "MeasuredHour", "MeasuredItem",
    "MovedPower", "Shift", "Site", "SiteDay", "Ticket", "TicketItem", "WeekendItem", "Window", "WindowItem",
    "WindowPost",
]  # fmt: skip
