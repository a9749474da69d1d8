"""Every write of projects: opening one, beginning its stages, who leads it; routes and zones.

opening · begin (stages, and what an earlier result brings to those begun) · lead (manager and notes) ·
keep (routes, zones).
"""

from .begin import Begun, begin_stage, came
from .keep import assess, define_zone, set_route
from .lead import Led, name_manager, note
from .opening import Opened, open_project

__all__ = [
    "Begun", "Led", "Opened", "assess", "begin_stage", "came", "define_zone", "name_manager",
    "note", "open_project", "set_route",
]  # fmt: skip
