"""Writing the bureau: regions, departments, staff, posts and the working calendar."""

from __future__ import annotations

from .calendar import YearChanged, clear_day, publish_year, seed_year, set_day
from .common import Made
from .places import add_department, add_region, change_department, ensure_department, ensure_region
from .staff import change_staff, end_post, give_post, hire, retire

__all__ = [
    "Made",
    "YearChanged",
    "add_department",
    "add_region",
    "change_department",
    "change_staff",
    "clear_day",
    "end_post",
    "ensure_department",
    "ensure_region",
    "give_post",
    "hire",
    "publish_year",
    "retire",
    "seed_year",
    "set_day",
]
