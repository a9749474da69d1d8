"""Writing what belongs to helping beside the cases."""

from __future__ import annotations

from .forgetting import forget_visits
from .guidance import note_guidance
from .rating import erase, rate
from .receipts import match_slip, print_sheet, void_slip
from .reminding import remind
from .viewing import view_visit_phone
from .visits import ask_visit, cancel_visit, finish_visit, give_back, take_visit

__all__ = [
    "ask_visit", "cancel_visit", "erase", "finish_visit", "forget_visits", "give_back", "match_slip",
    "note_guidance", "print_sheet", "rate", "remind", "take_visit", "view_visit_phone", "void_slip",
]  # fmt: skip
