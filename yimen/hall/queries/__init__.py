"""Every read of the hall."""

from .booking import (
    BookingRow,
    DayOffer,
    FreeSlot,
    bookable_at,
    bookings_of_day,
    my_booking,
    my_bookings,
    offer,
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
    "BookingRow", "DayOffer", "FreeSlot", "HandingOut", "KeptSite", "ListedItem", "PowerRow", "ShiftRow",
    "SitePage", "SiteRow", "WindowRow", "bookable_at", "bookings_of_day", "handing_out", "kept_days",
    "kept_lines", "kept_site", "kept_sites", "kept_window", "kept_windows", "my_booking", "my_bookings",
    "name_of", "offer", "places", "powers", "require_received", "serving_item", "shifts", "site_page",
    "sites", "weekend_items",
]  # fmt: skip
