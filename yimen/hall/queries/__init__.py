"""Every read of the hall."""

from .booking import (
    BookingRow,
    DayOffer,
    FreeSlot,
    bookable_at,
    booking_terms,
    bookings_of_day,
    my_booking,
    my_bookings,
    offer,
)
from .deciding import deciding_office
from .desks import (
    Matter,
    OwnTicket,
    OwnWindow,
    PostRow,
    TicketRow,
    my_tickets,
    own_ticket,
    own_window,
    posts_of,
    serving,
    waits,
    windows_to_open,
)
from .handing import HandingOut, handing_out, name_of
from .keeping import (
    KeptSite,
    ListedItem,
    PowerRow,
    ShiftRow,
    kept_days,
    kept_lines,
    kept_site,
    kept_sites,
    kept_window,
    kept_windows,
    powers,
    shifts,
    weekend_items,
)
from .site_waits import SiteWait, waits_at
from .sites import (
    SitePage,
    SiteRow,
    WindowRow,
    places,
    require_received,
    serving_item,
    site_page,
    sites,
)

__all__ = [
    "BookingRow", "DayOffer", "FreeSlot", "HandingOut", "KeptSite", "ListedItem", "Matter", "OwnTicket",
    "OwnWindow", "PostRow", "PowerRow", "ShiftRow", "SitePage", "SiteRow", "SiteWait", "TicketRow",
    "WindowRow", "bookable_at", "booking_terms", "bookings_of_day", "deciding_office", "handing_out",
    "kept_days", "kept_lines",
    "kept_site", "kept_sites", "kept_window", "kept_windows", "my_booking", "my_bookings", "my_tickets",
    "name_of", "offer", "own_ticket", "own_window", "places", "posts_of", "powers", "require_received",
    "serving", "serving_item", "shifts", "site_page", "sites", "waits", "waits_at",
    "weekend_items", "windows_to_open",
]  # fmt: skip
