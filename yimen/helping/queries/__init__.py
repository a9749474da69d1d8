"""Reading what belongs to helping beside the cases."""

from __future__ import annotations

from .guidance import GuidanceView, guidances_of
from .receipts import SlipView, sheet_of, slip, slip_counts, slips_of, without_slip
from .record import RatingView, rating_of, ratings_of, tallies
from .visits import VisitView, visit_for, visit_row, visits_near, visits_of_helper, visits_of_party

__all__ = [
    "GuidanceView", "RatingView", "SlipView", "VisitView", "guidances_of",
    "rating_of", "ratings_of", "sheet_of", "slip", "slip_counts",
    "slips_of", "tallies", "visit_for", "visit_row", "visits_near", "visits_of_helper", "visits_of_party",
    "without_slip",
]  # fmt: skip
