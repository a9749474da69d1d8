"""审查 in rounds: what a round is made of (`seats`), whose turn it is (`rounds`), who joins (`joins`), who is
urged (`urging`)."""

from .joins import (
    ADDED,
    MOST_ADDED,
    MOST_COPIES,
    AfterDecision,
    AlreadySitting,
    AskedAlready,
    CopyUnfit,
    DropNotYours,
    HelperUnfit,
    MinutesMissing,
    NobodyToSit,
    NoSitting,
    NotAdded,
    SeatAnswered,
    SeatUnfit,
    TooManyAdded,
    added,
    convened,
    delegated,
    droppable,
    dropped,
    require_copies,
    require_minutes,
)
from .rounds import (
    ActedAfter,
    NothingToSendBack,
    NothingToTakeBack,
    answer,
    earlier,
    groups,
    opened,
    ready_to_decide,
    sent_back,
    settled,
    taken_back,
    way_of,
)
from .seats import (
    DEFAULT_STEPS,
    INSTANT_STEPS,
    SIGNING,
    NoSeat,
    Place,
    Seat,
    SeatsWaiting,
    arranged,
    deciding,
    hung_on,
    plan,
    planned,
)
from .urging import NobodySlow, NobodyToUrge, UrgedToday, UrgeNotYours, require_urge, require_urge_whole

__all__ = [
    "ADDED", "DEFAULT_STEPS", "INSTANT_STEPS", "MOST_ADDED", "MOST_COPIES", "SIGNING", "ActedAfter",
    "AfterDecision", "AlreadySitting", "AskedAlready", "CopyUnfit", "DropNotYours", "HelperUnfit",
    "MinutesMissing", "NoSeat", "NoSitting", "NobodySlow", "NobodyToSit", "NobodyToUrge", "NotAdded",
    "NothingToSendBack", "NothingToTakeBack", "Place", "Seat", "SeatAnswered", "SeatUnfit",
    "SeatsWaiting", "TooManyAdded", "UrgeNotYours", "UrgedToday", "added", "answer", "arranged",
    "convened", "deciding", "delegated", "droppable", "dropped", "earlier", "groups", "hung_on",
    "opened", "plan", "planned", "ready_to_decide", "require_copies", "require_minutes", "require_urge",
    "require_urge_whole",     "sent_back", "settled", "taken_back", "way_of",
]  # fmt: skip
