"""Every read of the hall."""

from .handing import HandingOut, handing_out, name_of
from .keeping import (
    KeptSite,
    ListedItem,
    PowerRow,
    ShiftRow,
    kept_days,
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
    "HandingOut", "KeptSite", "ListedItem", "PowerRow", "ShiftRow", "SitePage", "SiteRow", "WindowRow",
    "handing_out", "kept_days", "kept_site", "kept_sites", "kept_window", "kept_windows",
    "name_of", "places", "powers", "require_received", "serving_item", "shifts", "site_page", "sites",
    "weekend_items",
]  # fmt: skip
