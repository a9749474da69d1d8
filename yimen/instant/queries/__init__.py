"""Reading 秒批: decisions with their reasons, what waits to be checked again, switches, dry runs."""

from .rehearsal import Otherwise, Rehearsal, rehearse
from .shown import (
    Counts,
    DecisionView,
    SwitchView,
    counts,
    everything_of,
    listed,
    of_case,
    stopped_items,
    switch_of,
    to_check,
)

__all__ = [
    "Counts", "DecisionView", "Otherwise", "Rehearsal", "SwitchView", "counts", "everything_of", "listed",
    "of_case", "rehearse", "stopped_items", "switch_of", "to_check",
]  # fmt: skip
