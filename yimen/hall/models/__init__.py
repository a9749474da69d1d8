"""The hall's tables, by meaning: places and their hours; appointments; numbers; machines; figures."""

from .bookings import Booking, Line
from .devices import Device, KioskCode
from .places import MovedPower, Shift, Site, SiteDay, WeekendItem, Window, WindowItem
from .rollup import Baseline, MeasuredBooking, MeasuredDay, MeasuredHour, MeasuredItem
from .roster import Leave
from .tickets import DayQueue, Ticket, TicketItem, WindowPost

__all__ = [
    "Baseline", "Booking", "DayQueue", "Device", "KioskCode", "Leave", "Line", "MeasuredBooking",
    "MeasuredDay", "MeasuredHour", "MeasuredItem", "MovedPower", "Shift", "Site", "SiteDay", "Ticket",
    "TicketItem", "WeekendItem", "Window", "WindowItem", "WindowPost",
]  # fmt: skip
