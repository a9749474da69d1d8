"""Short messages to telephones: the file sms.adapter in YIMEN_DATA names who brings them to a gateway."""

from __future__ import annotations

import importlib
from dataclasses import dataclass, field
from typing import Protocol, cast

from django.conf import settings

#: Seconds that a gateway may take.
TIME_LIMIT = 10.0


class NotSent(Exception):
    """The gateway did not take the message; it is tried again."""


class Sms(Protocol):
    """What every gateway speaks."""

    def send(self, phone: str, text: str, *, timeout: float) -> None:
        """Have a text brought to a telephone of 11 digits. Raises NotSent."""


@dataclass
class FakeSms:
    """Keeps what would have gone out, the last hundred: for the sample county and for tests."""

    sent: list[tuple[str, str]] = field(default_factory=list)

    def send(self, phone: str, text: str, *, timeout: float) -> None:
        """Keep it."""
        self.sent = [*self.sent[-99:], (phone, text)]


_made: dict[str, Sms] = {}


def configured() -> Sms | None:
    """The gateway of this site, made once a process; None where there is none and nothing is sent."""
    name = str(settings.SMS)
    if not name:
        return None
    if name not in _made:
        module, _colon, attribute = name.partition(":")
        _made[name] = (
            FakeSms() if name == "fake" else cast(Sms, getattr(importlib.import_module(module), attribute)())
        )
    return _made[name]
