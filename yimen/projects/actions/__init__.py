"""Every write of projects: opening one, beginning its stages, who leads it; routes and zones.

opening · begin (stages, and what an earlier result brings to those begun) · lead (manager and notes) ·
keep (routes, zones) · fees (rates, sheet) · orders (to pay, and what the cashier says).
"""

from .begin import Begun, begin_stage, came
from .fees import Billed, bill, keep_paper, set_rate
from .keep import assess, define_zone, drop_route, set_route
from .lead import Led, name_manager, note
from .opening import Opened, open_project
from .orders import Taken, distrust, hear, look, order, settle
from .urging import Urged, urge_stage

__all__ = [
    "Begun", "Billed", "Led", "Opened", "Taken", "Urged", "assess", "begin_stage", "bill", "came",
    "define_zone", "distrust", "drop_route", "hear", "keep_paper", "look", "name_manager", "note",
    "open_project",
    "order", "set_rate", "set_route", "settle", "urge_stage",
]  # fmt: skip
