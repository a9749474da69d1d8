"""All vocabularies of what happened, as one: what a row of the trail is called, whoever wrote it."""

from __future__ import annotations

from .events import Kind
from .forgetting import ForgettingEvent
from .hall.events import HallEvent
from .helping.terms import HelpEvent
from .projects.events import ProjectEvent
from .queueing.terms import TicketEvent
from .records import RecordsEvent
from .tasks.events import TaskEvent
from .term import Happened

#: Every noun's vocabulary; a code stands in one of them only.
VOCABULARIES: list[type[Happened]] = [
    Kind, TaskEvent, ProjectEvent, RecordsEvent, HallEvent, TicketEvent, HelpEvent,
    ForgettingEvent,
]  # fmt: skip

#: What happened, by its code.
EVENTS: dict[str, Happened] = {str(one): one for vocabulary in VOCABULARIES for one in vocabulary}


def event_of(code: str) -> Happened:
    """The event of this code. Raises ValueError where no vocabulary has it."""
    if code not in EVENTS:
        raise ValueError(code)
    return EVENTS[code]


def label_of(code: str) -> str:
    """The Chinese label of an event; a code that no vocabulary has stays as it is."""
    return EVENTS[code].label if code in EVENTS else code


def choices() -> list[tuple[str, str]]:
    """Pairs (code, Chinese label) of all events, for selects."""
    return [(code, event.label) for code, event in EVENTS.items()]
