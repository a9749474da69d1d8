"""The hall's tables, by meaning: places and their hours; appointments; numbers."""

from .bookings import Booking, Line
from .devices import Device
from .places import MovedPower, Shift, Site, SiteDay, WeekendItem, Window, WindowItem
from .roster import Leave
from .tickets import DayQueue, Ticket, TicketItem, WindowPost

__all__ = [
    "Booking", "DayQueue", "Device", "Leave", "Line", "MovedPower", "Shift", "Site", "SiteDay", "Ticket",
    "TicketItem", "WeekendItem", "Window", "WindowItem", "WindowPost",
]  # fmt: skip
