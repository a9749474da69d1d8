"""Every write of projects: opening one, beginning its stages, who leads it; routes and zones.

opening · begin (stages, and what an earlier result brings to those begun) · lead (manager and notes) ·
keep (routes, zones) · fees (rates, sheet, orders).
"""

from .begin import Begun, begin_stage, came
from .fees import Billed, bill, keep_paper, look, order, set_rate, settle
from .keep import assess, define_zone, set_route
from .lead import Led, name_manager, note
from .opening import Opened, open_project

__all__ = [
    "Begun", "Billed", "Led", "Opened", "assess", "begin_stage", "bill", "came", "define_zone", "keep_paper",
    "look", "name_manager", "note", "open_project", "order", "set_rate", "set_route", "settle",
]  # fmt: skip
