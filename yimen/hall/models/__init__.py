"""The hall's tables, by meaning: places and their hours; appointments; numbers."""

from .bookings import Booking, Line
from .devices import Device
from .places import MovedPower, Shift, Site, SiteDay, WeekendItem, Window, WindowItem
from .tickets import DayQueue, Ticket, TicketItem, WindowPost

__all__ = [
    "Booking", "DayQueue", "Device", "Line", "MovedPower", "Shift", "Site", "SiteDay", "Ticket", "TicketItem",
    "WeekendItem", "Window", "WindowItem", "WindowPost",
]  # fmt: skip
