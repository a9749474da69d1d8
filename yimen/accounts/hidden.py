"""A secret on its way through an action."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Hidden:
    """A password or token secret: shows nothing of itself in logs, in traces or in request digests."""

    value: str = field(repr=False)

    def __str__(self) -> str:
        return "Hidden()"
